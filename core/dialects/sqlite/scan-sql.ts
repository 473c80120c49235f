/** What must be known of a statement's text before it is sent. */
export interface ScannedSql {
  /** Offsets of the `?` placeholders. */
  readonly placeholders: readonly number[];
  /** True where `?1`, `:name`, `@name` or `$name` appear, so that placeholders do not say how many parameters there are. */
  readonly hasOtherParameters: boolean;
  /** True where something follows the first statement's end. */
  readonly hasSeveralStatements: boolean;
  /** The first word, in upper case. */
  readonly verb: string;
}

const WORD = /[A-Za-z_]/;
/** A string, a quoted name, a comment, a parameter or a semicolon: everything between them is of no interest. */
const TOKENS =
  /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|\?\d*|[:@$][A-Za-z_]\w*|;/g;

/** Reads a statement as far as parameters and its end are concerned; strings, quoted names and comments are passed over. */
export function scanSql(sql: string): ScannedSql {
  const placeholders: number[] = [];
  let hasOtherParameters = false;
  let end = -1;
  let hasSeveralStatements = false;
  let verb = '';
  let from = 0;
  const between = (to: number): void => {
    const text = sql.slice(from, to);
    if (verb === '') verb = firstWord(text);
    if (end >= 0 && text.trim() !== '') hasSeveralStatements = true;
  };
  for (const match of sql.matchAll(TOKENS)) {
    const token = match[0];
    between(match.index);
    from = match.index + token.length;
    if (token === '?') placeholders.push(match.index);
    else if (token === ';') end = match.index;
    else if (/^[?:@$]/.test(token)) hasOtherParameters = true;
    else if (end >= 0 && !token.startsWith('--') && !token.startsWith('/*')) hasSeveralStatements = true;
  }
  between(sql.length);
  if (verb === 'CREATE' && /^[\s(]*create\s+(temp\s+|temporary\s+)?trigger\b/i.test(sql)) hasSeveralStatements = false;
  return { placeholders, hasOtherParameters, hasSeveralStatements, verb };
}

function firstWord(text: string): string {
  let start = 0;
  while (start < text.length && !WORD.test(text[start]!)) start += 1;
  let end = start;
  while (end < text.length && WORD.test(text[end]!)) end += 1;
  return text.slice(start, end).toUpperCase();
}

/** The statement with the placeholders at `indexes` written as `CAST(? AS INTEGER)`. */
export function castPlaceholders(sql: string, placeholders: readonly number[], indexes: readonly number[]): string {
  let text = '';
  let from = 0;
  for (const index of indexes) {
    const at = placeholders[index]!;
    text += `${sql.slice(from, at)}CAST(? AS INTEGER)`;
    from = at + 1;
  }
  return text + sql.slice(from);
}
