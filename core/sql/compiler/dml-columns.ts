import { CompileError } from '../../errors.ts';
import { ClauseElement } from '../clause-element.ts';
import type { ColumnClause } from '../column-clause.ts';
import type { ColumnElement } from '../column-element.ts';
import { ColumnBind, type DefaultContext, type RowValues } from '../dml-values.ts';
import type { FromClause } from '../from-clause.ts';
import type { Insert } from '../insert.ts';
import type { Update } from '../update.ts';

/** What the compiler knows of a sequence of the schema. */
export interface SequenceLike {
  readonly name: string;
  readonly schema: string | null;
  readonly optional: boolean;
  readonly key: string;
}

/** What a column of the schema has besides a name and a type. */
interface DefaultsOf {
  readonly default?: unknown;
  readonly onupdate?: unknown;
  readonly computed?: unknown;
}

type AnyColumn = ColumnClause<any, any>;
type SequenceValue = (sequence: SequenceLike) => ColumnElement | null;

/** Whether the program gives the column a value where a statement does not. */
export function hasDefault(column: AnyColumn, kind: 'default' | 'onupdate' = 'default'): boolean {
  const given = (column as DefaultsOf)[kind];
  return given !== undefined && given !== null;
}

/** What the column's default is in a statement; null where it has none there. */
export function defaultOf(
  column: AnyColumn,
  kind: 'default' | 'onupdate',
  row: number | null,
  sequenceValue: SequenceValue,
): ColumnElement | null {
  const given = (column as DefaultsOf)[kind];
  if (given === undefined || given === null) return null;
  if (given instanceof ClauseElement) return given as ColumnElement;
  if (isSequence(given)) return sequenceValue(given);
  if (typeof given !== 'function') return new ColumnBind(column.key, row, column, given);
  return new ColumnBind(column.key, row, column, undefined, given as (context: DefaultContext) => unknown);
}

function isSequence(given: unknown): given is SequenceLike {
  return typeof given === 'object' && given !== null && 'optional' in given && 'key' in given && 'name' in given;
}

/**
 * The columns an INSERT names and the values of its rows.
 *
 * @param columnKeys - the keys of the parameters it is executed with; null where it is only written
 */
export function insertRows(
  insert: Insert,
  columnKeys: readonly string[] | null,
  sequenceValue: SequenceValue,
): { readonly columns: readonly AnyColumn[]; readonly rows: readonly (readonly ColumnElement[])[] } {
  const { table, rows, isMulti } = insert;
  const first = withKeys(table, rows[0] ?? null, columnKeys);
  const columns: AnyColumn[] = [];
  const values: ColumnElement[] = [];
  for (const column of table.columnList) {
    const value = first.get(column) ?? defaultOf(column, 'default', isMulti ? 0 : null, sequenceValue);
    if (value === null) continue;
    columns.push(column);
    values.push(value);
  }
  const more = rows.slice(1).map((row, i) => restOfRow(columns, row, i + 1, sequenceValue));
  return { columns, rows: columns.length === 0 ? [[]] : [values, ...more] };
}

function restOfRow(columns: readonly AnyColumn[], row: RowValues, index: number, sequenceValue: SequenceValue): ColumnElement[] {
  const extra = [...row.keys()].filter((column) => !columns.includes(column));
  if (extra.length > 0)
    throw new CompileError(
      `row ${index} of values() has the column '${extra[0]!.key}', which the first row has not: all rows of one INSERT name the same columns`,
    );
  return columns.map((column) => {
    const value = row.get(column) ?? defaultOf(column, 'default', index, sequenceValue);
    if (value !== null) return value;
    throw new CompileError(
      `INSERT value for column ${column} is explicitly rendered as a boundparameter in the VALUES clause; a value or SQL expression is required (row ${index} of values() has none)`,
    );
  });
}

/** The values an UPDATE sets. @param columnKeys as `insertRows` */
export function updatedRow(update: Update, columnKeys: readonly string[] | null, sequenceValue: SequenceValue): RowValues {
  const { table, row } = update;
  const given = new Map(withKeys(table, row.size === 0 ? null : row, columnKeys));
  for (const column of table.columnList) {
    if (given.has(column)) continue;
    const value = defaultOf(column, 'onupdate', null, sequenceValue);
    if (value !== null) given.set(column, value);
  }
  if (given.size === 0)
    throw new CompileError(`UPDATE of '${table.name}' sets no column: give values({ … }), or execute it with parameters`);
  return given;
}

/** The values given, and a place for each parameter of the execution; a statement without either has a place for every column. */
function withKeys(table: FromClause<any, any>, given: RowValues | null, columnKeys: readonly string[] | null): RowValues {
  const made = new Map(given ?? []);
  const keys =
    columnKeys ?? (given === null ? table.columnList.filter((column) => !(column as DefaultsOf).computed).map((column) => column.key) : []);
  const columns = table.c as Record<string, AnyColumn | undefined>;
  for (const key of keys) {
    const column = columns[key];
    if (column !== undefined && !made.has(column)) made.set(column, new ColumnBind(column.key, null, column, undefined));
  }
  return made;
}
