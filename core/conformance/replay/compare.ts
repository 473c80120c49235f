/**
 * Compares what a port did with what was recorded. Both sides are brought to one form first: the port's values by `encode` (the tagged JSON of
 * ../README.md), statements by `normalStatement`. What two languages cannot both say is not compared:
 *
 * - tuples and lists; `None` and an absent value; `1` and `True`; `5` and `5n`; a float's last bits
 * - a transaction in which nothing was sent
 * - layout of SQL (line breaks, tabs, trailing blanks), booleans bound as 0/1, names of savepoints, a batch sent as one statement or as several
 * - zeros at the end of a decimal; a member of an enumeration and its name
 * - the second of two columns of one name: `id`, `id_1`
 * - names of columns that Python left unnamed, `repr` strings of Python's objects, memory addresses, the link at the end of messages
 *
 * `varies` of a case names what SQLAlchemy itself does not keep stable: pass `unordered` there, and for a SELECT without ORDER BY.
 */

/** How a port's objects read; each answers `undefined` for what is not its kind. */
export interface Describe {
  entity(value: unknown):
    | {
        readonly name: string;
        readonly key: readonly unknown[];
        readonly attributes: Readonly<Record<string, unknown>>;
        readonly related: Readonly<Record<string, unknown>>;
      }
    | undefined;
  row(value: unknown): { readonly values: readonly unknown[]; readonly keys: readonly (string | null)[] } | undefined;
  /** Everything else that is not plain: `{ __decimal__: '1.50' }`, `{ __date__: … }`, `{ __query__: true }`, `{ __class__: 'User' }`, `{ __pagination__: … }`. */
  tagged(value: unknown): Readonly<Record<string, unknown>> | undefined;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A port's value in the recordings' form. Entities inside relationships are references. */
export function encode(value: unknown, describe: Describe, inside = false): Json {
  const inner = (item: unknown): Json => encode(item, describe, inside);
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : { __int__: String(value) };
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : { __float__: String(value).replace('Infinity', 'inf').replace('NaN', 'nan') };
  const entity = describe.entity(value);
  if (entity) {
    const pk = entity.key.map(inner);
    if (inside) return { __ref__: entity.name, pk };
    const made: Record<string, Json> = { __entity__: entity.name, pk, attrs: mapValues(entity.attributes, inner) };
    if (Object.keys(entity.related).length) made['rels'] = mapValues(entity.related, (item) => encode(item, describe, true));
    return made;
  }
  const row = describe.row(value);
  if (row) return { __row__: row.values.map(inner), keys: [...row.keys] };
  const tagged = describe.tagged(value);
  if (tagged) return mapValues(tagged, inner);
  if (value instanceof Uint8Array) return { __bytes__: Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Set) return { __set__: Array.from(value, inner) };
  if (value instanceof Map) return mapValues(Object.fromEntries(value), inner);
  if (Object.getPrototypeOf(value) === Object.prototype) return mapValues(value as Record<string, unknown>, inner);
  return { __repr__: String(value) };
}

const mapValues = <T>(object: Readonly<Record<string, T>>, change: (value: T) => Json): { readonly [key: string]: Json } =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The first difference between a recorded and an encoded value, as `path: recorded ≠ got`; `undefined` where there is none. */
export function difference(
  recorded: Json | undefined,
  got: Json | undefined,
  options: { readonly unordered?: boolean } = {},
  path = '',
): string | undefined {
  const [a, b] = [plain(recorded), plain(got)];
  const differs = (): string => `${path || 'value'}: ${brief(a, b)} ≠ ${brief(b, a)}`;
  if (isObject(a) && '__repr__' in a) return undefined;
  if (typeof a === 'number' && typeof b === 'number')
    return a === b || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b)) ? undefined : differs();
  if (isBag(a) !== isBag(b) && (Array.isArray(a) || Array.isArray(b)))
    return difference({ __set__: members(a) }, { __set__: members(b) }, options, path); // `session.dirty` was recorded as a list
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return differs();
    const [x, y] = options.unordered && path === '' ? [sorted(a), sorted(b)] : [a, b];
    for (const [i, item] of x.entries()) {
      const found = difference(item, y[i], options, `${path}[${i}]`);
      if (found) return found;
    }
    return undefined;
  }
  if (isObject(a) && isObject(b)) {
    if ('__row__' in a && '__row__' in b)
      return (
        difference(a['__row__'], b['__row__'], options, path) ??
        keysDiffer(a['keys'] as readonly Json[], b['keys'] as readonly Json[], path)
      );
    if ('__decimal__' in a && '__decimal__' in b) return digits(a['__decimal__']) === digits(b['__decimal__']) ? undefined : differs();
    if (isBag(a) && isBag(b)) return difference(sorted(members(a)), sorted(members(b)), options, path);
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (!(key in a) || !(key in b)) return `${path}.${key}: ${key in a ? 'missing' : 'not recorded'}`;
      const found = difference(a[key], b[key], options, `${path}.${key}`);
      if (found) return found;
    }
    return undefined;
  }
  return a === b || (typeof a === 'string' && typeof b === 'string' && isSameFloat(a, b)) ? undefined : differs();
}

/** The text that `hex(…)` has written as bytes. */
const textOfHex = (text: string): string =>
  /^(?:[23][0-9A-F])+$/.test(text) ? text.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))) : text;

/** Whether two texts are one number, written with more digits and with fewer. */
function isSameFloat(one: string, other: string): boolean {
  const [a, b] = [textOfHex(one), textOfHex(other)];
  const isLong = (text: string): boolean => /^-?\d+\.\d+(e[+-]?\d+)?$/.test(text) && text.replace(/\D/g, '').length >= 14;
  return isLong(a) && isLong(b) && Math.abs(Number(a) - Number(b)) <= 1e-15 * Math.abs(Number(a));
}

/** Lists for tuples, numbers for booleans, null for nothing. */
function plain(value: Json | undefined): Json {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return Number(value);
  if (isObject(value) && '__enum__' in value) return String(value['__enum__']).replace(/^.*\./, '');
  return isObject(value) && '__tuple__' in value ? value['__tuple__']! : value;
}
const digits = (decimal: Json | undefined): string =>
  String(decimal)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
const isBag = (value: Json): boolean => isObject(value) && '__set__' in value;
const members = (value: Json): readonly Json[] =>
  Array.isArray(value) ? value : ((value as { readonly __set__?: readonly Json[] } | null)?.__set__ ?? []);
/** The value as text; of a long one the part around the place where it leaves `other`. */
const brief = (value: Json, other?: Json): string => {
  const text = JSON.stringify(value);
  if (text.length <= 160) return text;
  const rest = other === undefined ? '' : JSON.stringify(other);
  let same = 0;
  while (same < text.length && text[same] === rest[same]) same += 1;
  const from = Math.max(0, same - 60);
  return `${from === 0 ? '' : '…'}${text.slice(from, from + 160)}${from + 160 < text.length ? '…' : ''}`;
};
const sorted = (list: readonly Json[]): readonly Json[] =>
  [...list].sort((a, b) => (JSON.stringify(plain(a)) < JSON.stringify(plain(b)) ? -1 : 1));
function keysDiffer(a: readonly Json[], b: readonly Json[], path: string): string | undefined {
  for (const [i, key] of a.entries())
    if (typeof key === 'string' && !key.startsWith('_no_label') && key !== b[i] && !isRepeated(a, b, i))
      return `${path}.keys[${i}]: ${brief(key)} ≠ ${brief(b[i] ?? null)}`;
  return undefined;
}
/** A second column of one name, which an object's keys must tell from the first: `id_1`. */
const isRepeated = (a: readonly Json[], b: readonly Json[], i: number): boolean =>
  a.indexOf(a[i]!) < i && String(b[i]).replace(/_\d+$/, '') === a[i];

// ---- SQL -----------------------------------------------------------------------------------------------------------
/** A recorded statement: text, one parameter list or a list of them. */
export type Recorded =
  | readonly [sql: string]
  | readonly [sql: string, params: readonly Json[]]
  | readonly [sql: string, batch: readonly (readonly Json[])[], 'many'];
export interface Statement {
  readonly sql: string;
  readonly params: readonly Json[];
}

/** Blanks and line breaks outside quotes become one blank; none stands inside brackets or at an end. */
export function normalSql(sql: string): string {
  return sql
    .split(/('(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`)/)
    .map((part, i) => (i % 2 ? part : part.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')').replace(/ ,/g, ',')))
    .join('')
    .trim();
}

/** One entry a row: a batch, an INSERT of several rows and a DELETE of several keys read as one statement for each; RETURNING is left out, savepoints have one name. */
export function normalStatement(recorded: Recorded): Statement[] {
  const sql = normalSql(recorded[0])
    .replace(/\bSAVEPOINT \S+/, 'SAVEPOINT s')
    .replace(/^((?:INSERT|UPDATE|DELETE)\b.*?) RETURNING [^']*$/, '$1');
  const batch = recorded.length === 3 ? recorded[1] : [recorded[1] ?? []];
  return batch.flatMap((params) => oneRowEach(sql, params.map(plain)));
}

function oneRowEach(sql: string, params: readonly Json[]): Statement[] {
  const insert = /^(INSERT INTO .* VALUES )(\((?:\?, )*\?\))(?:, ?\2)+$/.exec(sql);
  const removal = /^(DELETE FROM \S+ WHERE \S+) IN \((?:\?, )*\?\)$/.exec(sql);
  if (!insert && !removal) return [{ sql, params }];
  const text = insert ? `${insert[1]}${insert[2]}` : `${removal![1]} = ?`;
  const width = text.split('?').length - 1;
  return Array.from({ length: params.length / width }, (_, i) => ({ sql: text, params: params.slice(i * width, (i + 1) * width) }));
}

/** The first difference between two runs of statements. `unordered` compares them as a bag. */
export function statementsDiffer(
  recorded: readonly Recorded[],
  got: readonly Recorded[],
  options: { readonly unordered?: boolean; readonly transactions?: boolean } = {},
): string | undefined {
  const flat = (list: readonly Recorded[]): Json[] => {
    const kept = list
      .flatMap(normalStatement)
      .filter((s) => options.transactions !== false || !/^(BEGIN|COMMIT|ROLLBACK)\b(?! TO)/.test(s.sql))
      .map((s): Json => [s.sql, s.params]);
    const sent = withoutEmptyTransactions(kept);
    return options.unordered ? [...sorted(sent)] : sent;
  };
  const [a, b] = [flat(recorded), flat(got)];
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    if (i >= a.length) return `statement ${i}: not recorded: ${brief(b[i]!)}`;
    if (i >= b.length) return `statement ${i}: missing: ${brief(a[i]!)}`;
    const found = difference(a[i], b[i], {}, `statement ${i}`);
    if (found) return found;
  }
  return undefined;
}

/** Without a BEGIN that is followed by its end. */
function withoutEmptyTransactions(statements: readonly Json[]): Json[] {
  const text = (statement: Json | undefined): string => String((statement as readonly Json[] | undefined)?.[0] ?? '');
  const isBegin = (at: number): boolean => /^BEGIN\b/.test(text(statements[at]));
  const isEnd = (at: number): boolean => /^(COMMIT|ROLLBACK)$/.test(text(statements[at]));
  return statements.filter((_, at) => !(isBegin(at) && isEnd(at + 1)) && !(isEnd(at) && isBegin(at - 1)));
}

// ---- errors --------------------------------------------------------------------------------------------------------
export interface RecordedError {
  readonly class: string;
  readonly message: string;
  readonly mro: readonly string[];
}
/** `names`: the error's class and its bases, as SQLAlchemy calls them. */
export interface Thrown {
  readonly names: readonly string[];
  readonly message: string;
}

/** Where Python raises one of its own, a port raises one of these; a bare TypeError or RangeError of JavaScript is a bug and never counts. */
const STAND_INS: Readonly<Record<string, readonly string[]>> = {
  TypeError: ['ArgumentError', 'InvalidRequestError'],
  ValueError: ['ArgumentError', 'InvalidRequestError'],
  KeyError: ['ArgumentError', 'InvalidRequestError', 'NoSuchColumnError', 'LookupError'],
  AttributeError: ['ArgumentError', 'InvalidRequestError'],
  SyntaxError: ['ArgumentError'],
  AssertionError: ['InvalidRequestError', 'IntegrityError'],
  NotImplementedError: ['CompileError', 'InvalidRequestError'],
};
/** Compares classes, and says the messages side by side where they differ: their substance is for a person to judge, once, in the list of departures. */
export function errorDiffers(recorded: RecordedError, thrown: Thrown): string | undefined {
  const allowed = [recorded.class, ...[recorded.class, ...recorded.mro].flatMap((name) => STAND_INS[name] ?? [])];
  return thrown.names.some((name) => allowed.includes(name))
    ? undefined
    : `${recorded.class} (${normalMessage(recorded.message)}) ≠ ${thrown.names[0]} (${thrown.message})`;
}

/** A message without link, driver prefix, parameters (each language prints its own), addresses and Python's dots before names. */
export function normalMessage(message: string): string {
  return message
    .replace(/\s*\(Background on this error at: \S+\)/g, '')
    .replace(/^\((?:sqlite3|sqlalchemy|builtins)[\w.]*\)\s*/, '')
    .replace(/\n\[(?:SQL|parameters): [\s\S]*$/, '')
    .replace(/ at 0x[\w…]+/g, '')
    .trim();
}
