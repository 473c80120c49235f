/** What the text of a CREATE TABLE says that no PRAGMA tells: names of constraints, conditions, AUTOINCREMENT. */
export interface ParsedTable {
  readonly primaryKeyName: string | null;
  readonly uniques: readonly { readonly name: string | null; readonly columns: readonly string[] }[];
  readonly checks: readonly { readonly name: string | null; readonly sqltext: string }[];
  readonly foreignKeys: readonly ParsedForeignKey[];
  readonly autoincrement: string | null;
  /** SQL text of generated columns, by column. */
  readonly generated: ReadonlyMap<string, string>;
}

/** A foreign key as it was declared. */
export interface ParsedForeignKey {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly deferrable: boolean | null;
  readonly initially: string | null;
}

/** One word, name, string or sign of SQL text. */
interface Token {
  /** Names lose their quotes. */
  readonly text: string;
  readonly kind: 'word' | 'name' | 'string' | 'sign';
  readonly start: number;
  readonly end: number;
}

const TOKEN = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|[\p{L}\p{N}_$]+|[^\s]/gu;

function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  for (const match of sql.matchAll(TOKEN)) {
    const [text, double, back, square] = match;
    if (text.startsWith('--') || text.startsWith('/*')) continue;
    const name = double?.replaceAll('""', '"') ?? back?.replaceAll('``', '`') ?? square;
    const kind = name !== undefined ? 'name' : text.startsWith("'") ? 'string' : /^[\p{L}\p{N}_$]/u.test(text) ? 'word' : 'sign';
    tokens.push({ text: name ?? text, kind, start: match.index, end: match.index + text.length });
  }
  return tokens;
}

/** A reader of tokens that knows brackets. */
class TokenReader {
  readonly #tokens: readonly Token[];
  readonly #sql: string;
  #at = 0;

  constructor(sql: string, tokens: readonly Token[]) {
    this.#sql = sql;
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(offset = 0): Token | undefined {
    return this.#tokens[this.#at + offset];
  }

  next(): Token | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }

  /** True, and past them, where these key words follow. */
  accept(...words: readonly string[]): boolean {
    const here = words.every((word, index) => {
      const token = this.peek(index);
      return token?.kind === 'word' && token.text.toUpperCase() === word;
    });
    if (here) this.#at += words.length;
    return here;
  }

  /** The parts of a bracket, split at its commas, and its whole text; past it. `null` where none follows. */
  bracket(): { readonly text: string; readonly parts: Token[][] } | null {
    if (this.peek()?.text !== '(' || this.peek()?.kind !== 'sign') return null;
    const open = this.next()!;
    const parts: Token[][] = [[]];
    let depth = 1;
    while (!this.done) {
      const token = this.next()!;
      const sign = token.kind === 'sign' ? token.text : '';
      if (sign === '(') depth += 1;
      else if (sign === ')') depth -= 1;
      if (depth === 0) return { text: this.#sql.slice(open.end, token.start).trim(), parts: parts[0]!.length === 0 ? [] : parts };
      if (sign === ',' && depth === 1) parts.push([]);
      else parts.at(-1)!.push(token);
    }
    return null;
  }

  sub(tokens: readonly Token[]): TokenReader {
    return new TokenReader(this.#sql, tokens);
  }
}

interface Draft {
  primaryKeyName: string | null;
  uniques: { name: string | null; columns: string[] }[];
  checks: { name: string | null; sqltext: string }[];
  foreignKeys: ParsedForeignKey[];
  autoincrement: string | null;
  generated: Map<string, string>;
}

/** Reads the text that SQLite keeps of a table. A text it cannot follow (CREATE VIRTUAL TABLE, say) gives an empty answer. */
export function parseCreateTable(sql: string): ParsedTable {
  const draft: Draft = { primaryKeyName: null, uniques: [], checks: [], foreignKeys: [], autoincrement: null, generated: new Map() };
  const reader = new TokenReader(sql, tokenize(sql));
  while (!reader.done && reader.peek()?.text !== '(') reader.next();
  for (const part of reader.bracket()?.parts ?? []) readPart(reader.sub(part), draft);
  return draft;
}

const TABLE_CONSTRAINTS = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN']);

function readPart(reader: TokenReader, draft: Draft): void {
  const first = reader.peek();
  if (!first) return;
  const isConstraint = first.kind === 'word' && TABLE_CONSTRAINTS.has(first.text.toUpperCase());
  const column = isConstraint ? null : reader.next()!.text;
  let name: string | null = null;
  while (!reader.done) {
    if (reader.accept('CONSTRAINT')) name = reader.next()?.text ?? null;
    else {
      if (!readConstraint(reader, draft, column, name)) {
        if (!reader.bracket()) reader.next();
        continue;
      }
      name = null;
    }
  }
}

/** Reads one constraint if one begins here. */
function readConstraint(reader: TokenReader, draft: Draft, column: string | null, name: string | null): boolean {
  if (reader.accept('PRIMARY', 'KEY')) {
    draft.primaryKeyName = name;
    const columns = namesIn(reader) ?? (column === null ? [] : [column]);
    if (!reader.accept('ASC')) reader.accept('DESC');
    skipConflict(reader);
    if (reader.accept('AUTOINCREMENT')) draft.autoincrement = columns[0] ?? null;
    return true;
  }
  if (reader.accept('UNIQUE')) {
    draft.uniques.push({ name, columns: namesIn(reader) ?? (column === null ? [] : [column]) });
    return true;
  }
  if (reader.accept('CHECK')) {
    draft.checks.push({ name, sqltext: reader.bracket()?.text ?? '' });
    return true;
  }
  if (reader.accept('GENERATED', 'ALWAYS', 'AS') || reader.accept('AS')) {
    if (column !== null) draft.generated.set(column, reader.bracket()?.text ?? '');
    return true;
  }
  const foreign = reader.accept('FOREIGN', 'KEY');
  const columns = foreign ? (namesIn(reader) ?? []) : column === null ? [] : [column];
  if (!reader.accept('REFERENCES')) return foreign;
  draft.foreignKeys.push({ name, columns, ...readReference(reader) });
  return true;
}

function readReference(reader: TokenReader): { deferrable: boolean | null; initially: string | null } {
  reader.next();
  reader.bracket();
  let deferrable: boolean | null = null;
  let initially: string | null = null;
  for (;;) {
    if (reader.accept('ON')) {
      reader.next();
      if (!reader.accept('SET', 'NULL') && !reader.accept('SET', 'DEFAULT') && !reader.accept('NO', 'ACTION')) reader.next();
    } else if (reader.accept('MATCH')) reader.next();
    else if (reader.accept('NOT', 'DEFERRABLE')) deferrable = false;
    else if (reader.accept('DEFERRABLE')) deferrable = true;
    else if (reader.accept('INITIALLY')) initially = reader.next()?.text.toUpperCase() ?? null;
    else return { deferrable, initially };
  }
}

function skipConflict(reader: TokenReader): void {
  if (reader.accept('ON', 'CONFLICT')) reader.next();
}

/** The first name of each part of a bracket. */
function namesIn(reader: TokenReader): string[] | null {
  return reader.bracket()?.parts.map((part) => part[0]?.text ?? '') ?? null;
}

/** The items of a CREATE INDEX and its condition, as text. */
export function parseCreateIndex(sql: string): { readonly items: readonly string[]; readonly where: string | null } {
  const reader = new TokenReader(sql, tokenize(sql));
  while (!reader.done && reader.peek()?.text !== '(') reader.next();
  const items = reader.bracket()?.parts.map((part) => sql.slice(part[0]!.start, part.at(-1)!.end)) ?? [];
  while (!reader.done) {
    if (reader.accept('WHERE')) return { items, where: sql.slice(reader.peek()?.start ?? sql.length).trim() };
    reader.next();
  }
  return { items, where: null };
}
