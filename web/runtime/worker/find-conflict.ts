import type { DriverValue } from '../../../core/io.ts';
import type { SchemaSnapshot, TableSnapshot } from '../../../core/schema/snapshot.ts';
import type { ConflictReply, GridColumn } from '../protocol.ts';
import { cellOf } from './shown-value.ts';

/** A statement that a constraint refused. */
export interface RefusedStatement {
  readonly sql: string;
  readonly paramSets: readonly (readonly DriverValue[])[];
  readonly message: string;
}

/** Gives the rows of a SELECT, each as its values in order. */
export type Select = (sql: string, params: readonly DriverValue[]) => readonly (readonly unknown[])[];

const rowLimit = 20;
const nothing: ConflictReply = { table: null, columns: [], value: null, isOwn: false };
const name = '(?:"(?:[^"]|"")+"|[\\w$]+)';
const plain = (identifier: string): string => (identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier);
const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** The rows that stand in the way of a statement, as the database has them now; none where the program's own rows met each other. */
export function findConflict({ sql, paramSets, message }: RefusedStatement, schema: SchemaSnapshot, select: Select): ConflictReply {
  const unique = /UNIQUE constraint failed: ([^\n]+)/.exec(message)?.[1]?.split(', ');
  if (unique) return findEqual(sql, paramSets, unique, schema, select);
  return /FOREIGN KEY constraint failed/.test(message) ? findChildren(sql, paramSets, schema, select) : nothing;
}

function findEqual(
  sql: string,
  paramSets: RefusedStatement['paramSets'],
  columns: readonly string[],
  schema: SchemaSnapshot,
  select: Select,
): ConflictReply {
  const table = schema.tables.find((one) => columns[0]?.startsWith(`${one.name}.`));
  if (!table) return nothing;
  const keys = columns.map((column) => column.slice(table.name.length + 1));
  const wanted = /^\s*UPDATE\b/i.test(sql) ? updated(sql, paramSets, keys) : inserted(sql, paramSets, keys);
  const rows = wanted.flatMap(({ condition, params }) =>
    select(`SELECT * FROM ${quoted(table.name)} WHERE ${condition} LIMIT ${rowLimit}`, params),
  );
  const isOwn = rows.length === 0 && wanted.length > 0;
  return { table: table.name, columns: keys, value: rows.length ? shown(table, rows) : null, isOwn };
}

interface Wanted {
  readonly condition: string;
  readonly params: readonly DriverValue[];
}

/** For each row of an INSERT whose key is known, how to find one that has it. */
function inserted(sql: string, paramSets: RefusedStatement['paramSets'], keys: readonly string[]): Wanted[] {
  const [, list, rest] =
    new RegExp(`^\\s*INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s+${name}\\s*\\(([^)]*)\\)\\s*VALUES\\s*(.*)$`, 'is').exec(sql) ?? [];
  if (list === undefined || rest === undefined) return [];
  const names = (list.match(new RegExp(name, 'g')) ?? []).map(plain);
  const places = keys.map((key) => names.indexOf(key));
  const found: Wanted[] = [];
  for (const params of paramSets) {
    let at = 0;
    for (const group of rowsOfValues(rest)) {
      const values = group.map((value) => (value === '?' ? { value: params[at++] } : null));
      const known = places.map((place) => values[place]);
      if (known.every((one) => one && one.value !== undefined && one.value !== null))
        found.push({ condition: keys.map((key) => `${quoted(key)} IS ?`).join(' AND '), params: known.map((one) => one!.value!) });
    }
  }
  return found;
}

/** `(?, 1), (?, f(2))` as lists of their expressions. */
function rowsOfValues(text: string): string[][] {
  const rows: string[][] = [];
  let depth = 0;
  let current = '';
  let isText = false;
  for (const letter of text) {
    if (letter === "'") isText = !isText;
    if (!isText && letter === '(' && depth++ === 0) {
      rows.push([]);
      current = '';
      continue;
    }
    if (!isText && letter === ')' && --depth === 0) rows.at(-1)!.push(current.trim());
    else if (!isText && letter === ',' && depth === 1) {
      rows.at(-1)!.push(current.trim());
      current = '';
    } else if (depth === 0 && !isText && /[A-Za-z]/.test(letter)) return rows;
    else current += letter;
  }
  return rows;
}

/** For each row of an UPDATE, how to find another one that has the key it would get. */
function updated(sql: string, paramSets: RefusedStatement['paramSets'], keys: readonly string[]): Wanted[] {
  const parts = new RegExp(`^\\s*UPDATE\\s+(${name})\\s+SET\\s+(.*?)\\s+WHERE\\s+(.*?)(?:\\s+RETURNING\\s.*)?$`, 'is').exec(sql);
  if (!parts) return [];
  const [, table = '', set = '', where = ''] = parts;
  const assigned = [...set.matchAll(new RegExp(`(${name})\\s*=\\s*\\?`, 'g'))].map((match) => plain(match[1]!));
  // Another form of SET than one place a column is left alone.
  if ((set.match(/\?/g) ?? []).length !== assigned.length) return [];
  return paramSets.map((params) => {
    const rest = params.slice(assigned.length);
    const values: DriverValue[] = [];
    const conditions = keys.map((key) => {
      const at = assigned.indexOf(key);
      values.push(...(at < 0 ? rest : [params[at]!]));
      return at < 0 ? `${quoted(key)} IS (SELECT ${quoted(key)} FROM ${table} WHERE ${where})` : `${quoted(key)} IS ?`;
    });
    return { condition: `${conditions.join(' AND ')} AND NOT (${where})`, params: [...values, ...rest] };
  });
}

/** Rows that refer to the ones a DELETE would take away. */
function findChildren(sql: string, paramSets: RefusedStatement['paramSets'], schema: SchemaSnapshot, select: Select): ConflictReply {
  const parts = new RegExp(`^\\s*DELETE\\s+FROM\\s+(${name})(?:\\s+WHERE\\s+(.*?))?(?:\\s+RETURNING\\s.*)?$`, 'is').exec(sql);
  if (!parts) return nothing;
  const parent = plain(parts[1]!);
  for (const child of schema.tables) {
    for (const { columns, referredTable, referredColumns, onDelete } of child.foreignKeys) {
      if (referredTable !== parent || /CASCADE|SET/i.test(onDelete ?? '')) continue;
      const condition = `(${columns.map(quoted).join(', ')}) IN (SELECT ${referredColumns.map(quoted).join(', ')} FROM ${quoted(parent)}${parts[2] ? ` WHERE ${parts[2]}` : ''})`;
      const rows = paramSets.flatMap((params) =>
        select(`SELECT * FROM ${quoted(child.name)} WHERE ${condition} LIMIT ${rowLimit}`, params),
      );
      if (rows.length) return { table: child.name, columns, value: shown(child, rows), isOwn: false };
    }
  }
  return { ...nothing, isOwn: true };
}

function shown(table: TableSnapshot, rows: readonly (readonly unknown[])[]): ConflictReply['value'] {
  const foreign = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  const columns = table.columns.map(
    ({ name: column, type }): GridColumn => ({
      name: column,
      type,
      role: table.primaryKey.columns.includes(column) ? 'primaryKey' : foreign.has(column) ? 'foreignKey' : 'column',
    }),
  );
  const cells = rows.slice(0, rowLimit).map((row) => row.map((value) => cellOf(value)));
  return { kind: 'rows', columns, rows: cells, total: rows.length };
}
