/** Colours for code, line by line: for the editor, and for every place that shows code without one. */
export type TokenKind = 'keyword' | 'string' | 'number' | 'type' | 'function' | 'comment' | 'plain';

export interface Token {
  readonly text: string;
  readonly kind: TokenKind;
}

/**
 * What a line inherits from the one above: an open comment, and the stack of open templates.
 * `templates` holds a number for each: the braces open in its `${…}`, or -1 while in its text.
 */
export interface LineState {
  readonly comment: boolean;
  readonly templates: readonly number[];
}

/** A longer line (a pasted bundle) stays plain: colouring looks back in the line. */
const longestColouredLine = 4000;

export const firstLine: LineState = { comment: false, templates: [] };

const reserved = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof ' +
    'interface let new null private protected public return static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);
/** Words only before another word, a string or a bracket: `get users()`, `from './db'`, but `session.get(…)` and `{ type: 1 }`. */
const contextual = new Set(
  'abstract as asserts async declare from get infer is keyof module namespace of override readonly satisfies set type unique'.split(' '),
);
const primitives = new Set('any bigint boolean never number object string symbol unknown'.split(' '));

const wordPattern = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const numberPattern = /0[xXbBoO][\da-fA-F_]+n?|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?n?|\.\d[\d_]*(?:[eE][+-]?\d+)?/y;
const regexPattern = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\/[a-z]*/y;

function matchAt(pattern: RegExp, text: string, index: number): string | null {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? null;
}

/** Whether a slash here starts a regular expression: after an operand it divides. */
function startsRegex(before: string): boolean {
  const left = before.trimEnd();
  return left === '' || /[=(,:[!&|?{};+\-*%<>~^]$/.test(left) || /\b(?:return|typeof|case|in|of|await)$/.test(left);
}

function wordKind(word: string, line: string, start: number): TokenKind {
  const end = start + word.length;
  const rest = line.slice(end);
  const next = rest.trimStart();
  const isMember = /(?:^|[^.])\.\s*$/.test(line.slice(0, start)) || /\?\.\s*$/.test(line.slice(0, start));
  const isKey = next.startsWith(':') && !/\?[^:]*$/.test(line.slice(0, start)) && !/^\s*case\b/.test(line);
  if (!isMember && !isKey) {
    if (reserved.has(word)) return 'keyword';
    if (contextual.has(word) && /^\s+[\p{ID_Start}$_#'"`{*[(]/u.test(rest)) return 'keyword';
    if (contextual.has(word) && /^\s*$/.test(rest) && start > 0) return 'keyword';
  }
  if (/^\p{Lu}/u.test(word)) return 'type';
  if (!isMember && primitives.has(word) && /[:<|&,=>]\s*$|\bas\s$/.test(line.slice(0, start)) && !next.startsWith('(')) return 'type';
  return next.startsWith('(') ? 'function' : 'plain';
}

class LineReader {
  readonly tokens: { text: string; kind: TokenKind }[] = [];
  readonly #line: string;
  readonly #templates: number[];
  #comment: boolean;
  #at = 0;

  constructor(line: string, state: LineState) {
    this.#line = line;
    this.#templates = [...state.templates];
    this.#comment = state.comment;
  }

  read(): LineState {
    while (this.#at < this.#line.length) {
      if (this.#comment) this.#readComment();
      else if (this.#templates.at(-1) === -1) this.#readTemplate();
      else this.#readCode();
    }
    return { comment: this.#comment, templates: this.#templates };
  }

  #take(length: number, kind: TokenKind): void {
    const text = this.#line.slice(this.#at, this.#at + length);
    this.#at += length;
    const last = this.tokens.at(-1);
    if (last?.kind === kind) last.text += text;
    else this.tokens.push({ text, kind });
  }

  #readComment(): void {
    const end = this.#line.indexOf('*/', this.#at);
    this.#comment = end < 0;
    this.#take(end < 0 ? this.#line.length - this.#at : end + 2 - this.#at, 'comment');
  }

  #readTemplate(): void {
    const text = this.#line;
    let end = this.#at;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) end += text[end] === '\\' ? 2 : 1;
    if (text[end] === '`') {
      this.#templates.pop();
      this.#take(end + 1 - this.#at, 'string');
      return;
    }
    if (end > this.#at) this.#take(Math.min(end, text.length) - this.#at, 'string');
    if (text.startsWith('${', this.#at)) {
      this.#templates[this.#templates.length - 1] = 0;
      this.#take(2, 'plain');
    }
  }

  #readCode(): void {
    const [length, kind] = this.#nextInCode();
    if (length === 1 && kind === 'plain') this.#countBrace(this.#line[this.#at]!);
    this.#take(length, kind);
  }

  #nextInCode(): [length: number, kind: TokenKind] {
    const line = this.#line;
    const char = line[this.#at]!;
    if (line.startsWith('//', this.#at)) return [line.length - this.#at, 'comment'];
    if (line.startsWith('/*', this.#at)) {
      this.#comment = true;
      return [2, 'comment'];
    }
    if (char === "'" || char === '"') return [quotedLength(line, this.#at), 'string'];
    if (char === '`') {
      this.#templates.push(-1);
      return [1, 'string'];
    }
    const regex = char === '/' && startsRegex(line.slice(0, this.#at)) ? matchAt(regexPattern, line, this.#at) : null;
    if (regex) return [regex.length, 'string'];
    const word = matchAt(wordPattern, line, this.#at);
    if (word) return [word.length, wordKind(word, line, this.#at)];
    const number = matchAt(numberPattern, line, this.#at);
    return number ? [number.length, 'number'] : [1, 'plain'];
  }

  #countBrace(char: string): void {
    const last = this.#templates.length - 1;
    if (last < 0) return;
    if (char === '{') this.#templates[last]! += 1;
    else if (char === '}') this.#templates[last]! -= 1;
  }
}

function quotedLength(line: string, start: number): number {
  const quote = line[start];
  let end = start + 1;
  while (end < line.length && line[end] !== quote) end += line[end] === '\\' ? 2 : 1;
  return Math.min(end + 1, line.length) - start;
}

/** The tokens of one line and what the next line inherits. The tokens' texts make up the line. */
export function tokenizeTypeScriptLine(line: string, state: LineState): { tokens: readonly Token[]; state: LineState } {
  if (line.length > longestColouredLine) return { state, tokens: [{ text: line, kind: 'plain' }] };
  const reader = new LineReader(line, state);
  return { state: reader.read(), tokens: reader.tokens };
}

/** The tokens of TypeScript text, one list a line. */
export function highlightTypeScript(text: string): readonly (readonly Token[])[] {
  let state = firstLine;
  return text.split(/\r?\n/).map((line) => {
    const result = tokenizeTypeScriptLine(line, state);
    state = result.state;
    return result.tokens;
  });
}

const sqlWords = new Set(
  (
    'add all alter analyze and as asc begin between by cascade case cast check collate column commit constraint create cross current_date current_time ' +
    'current_timestamp default deferrable deferred delete desc distinct drop else end escape except exists explain false for foreign from full glob group ' +
    'having if ilike in index initially inner insert instead intersect into is isnull join key lateral left like limit natural not notnull null offset on or order ' +
    'outer over partition plan pragma primary query recursive references release rename replace restrict returning right rollback row rows savepoint select set table temp ' +
    'temporary then to transaction trigger true union unique update using vacuum values view virtual when where window with without'
  ).split(' '),
);
const sqlTypes = new Set(
  'bigint blob boolean bytea char date datetime decimal double float integer int interval json jsonb numeric real serial smallint text time timestamp timestamptz varchar'.split(
    ' ',
  ),
);
const sqlPattern =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:''|[^'])*'?|"(?:""|[^"])*"?|`(?:``|[^`])*`?|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[\p{L}_][\p{L}\p{N}_$]*|\s+|./gsu;

function sqlKind(text: string, next: string): TokenKind {
  if (text.startsWith('--') || text.startsWith('/*')) return 'comment';
  if (text.startsWith("'")) return 'string';
  if (/^\d/.test(text)) return 'number';
  const word = text.toLowerCase();
  if (sqlWords.has(word)) return 'keyword';
  if (sqlTypes.has(word)) return 'type';
  return /^[\p{L}_]/u.test(text) && next === '(' ? 'function' : 'plain';
}

/** The tokens of SQL text, one list a line. */
export function highlightSql(text: string): readonly (readonly Token[])[] {
  const lines: { text: string; kind: TokenKind }[][] = [[]];
  for (const match of text.matchAll(sqlPattern)) {
    const kind = sqlKind(match[0], text[match.index + match[0].length] ?? '');
    match[0].split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      const line = lines.at(-1)!;
      const last = line.at(-1);
      if (last?.kind === kind) last.text += part;
      else if (part !== '') line.push({ text: part, kind });
    });
  }
  return lines;
}
