import { ArgumentError, CompileError, showValue } from '../errors.ts';
import { BindParameter } from './bind-parameter.ts';
import { resolveElement, undefinedError } from './coercions.ts';
import { ColumnClause } from './column-clause.ts';
import { type CoercibleColumn, ColumnElement } from './column-element.ts';
import type { FromClause } from './from-clause.ts';
import { late } from './late.ts';
import type { inType, outType } from './protocol.ts';
import { SelectBase } from './select-base.ts';
import { isSelectItem } from './select-item.ts';

/** What a default written as a function is given. */
export interface DefaultContext {
  /** The values of the row that is written, by column key, with those that other defaults gave before. */
  getCurrentParameters(): Record<string, unknown>;
}

/** The place of a column's value in INSERT and UPDATE. */
export class ColumnBind extends BindParameter {
  /**
   * @param columnKey - the key of the column, by which default functions see the value
   * @param row - the row the value is for, where a statement writes several
   * @param makeValue - gives the value of each execution, where none is given
   */
  constructor(
    readonly columnKey: string,
    readonly row: number | null,
    column: ColumnClause<any, any, any, any>,
    value: unknown,
    readonly makeValue: ((context: DefaultContext) => unknown) | null = null,
  ) {
    super(row === null ? columnKey : `${columnKey}_m${row}`, value, column.type, { required: value === undefined && makeValue === null });
  }
}

type ValueIn<C> = C extends { readonly [outType]: infer Out; readonly [inType]: infer In } ? In | Out | null : any;

/** What a column may be set to: a value, null, an expression, a query that gives one value. */
export type SetValue<C> = ValueIn<C> | ColumnElement<any, any> | CoercibleColumn | SelectBase;

/** The columns of a table or mapped class with what they may be set to. */
export type SetValues<T> = T extends { readonly c: infer C }
  ? { readonly [K in keyof C as K extends string ? K : never]?: SetValue<C[K]> | undefined }
  : Readonly<Record<string, unknown>>;

/** Values with columns as keys. */
export type ColumnMap = ReadonlyMap<unknown, unknown>;

/** The values of one row by column. */
export type RowValues = ReadonlyMap<ColumnClause<any, any>, ColumnElement>;

/**
 * The column of `table` that a key of `values` means.
 *
 * @throws CompileError where the table has no such column
 */
export function columnOfKey(table: FromClause<any, any>, key: unknown, place: string): ColumnClause<any, any> {
  if (typeof key === 'string') {
    const column = (table.c as Record<string, ColumnClause<any, any> | undefined>)[key];
    if (column !== undefined) return column;
    throw unconsumed(table, [key]);
  }
  const element = resolveElement(key);
  if (!(element instanceof ColumnClause))
    throw new ArgumentError(`${place}: a key is the name of a column or a column, not ${showValue(key)}`);
  const column = table.columnList.find((own) => own.identity === element.identity || own.lineage.has(element.identity));
  if (column !== undefined) return column;
  throw unconsumed(table, [String(element)]);
}

/** Names that are no columns of the table that is written. */
export function unconsumed(table: FromClause<any, any>, keys: readonly string[]): CompileError {
  const known = table.columnList.map((column) => column.key).join(', ');
  return new CompileError(`Unconsumed column names: ${keys.join(', ')} ('${table.name}' has: ${known})`);
}

/**
 * The values of one row as elements.
 *
 * @param row - the number of the row where there are several; null for one
 * @param onUndefined - `skip`: the column counts as not given, as in an INSERT; `refuse`: it is a mistake
 * @throws ArgumentError for what cannot be a value, CompileError for what is no column
 */
export function readRow(
  table: FromClause<any, any>,
  values: unknown,
  place: string,
  row: number | null,
  onUndefined: 'skip' | 'refuse',
): Map<ColumnClause<any, any>, ColumnElement> {
  const made = new Map<ColumnClause<any, any>, ColumnElement>();
  for (const [key, value] of entriesOf(table, values, place)) {
    const column = columnOfKey(table, key, place);
    if (value === undefined && onUndefined === 'skip') continue;
    made.set(
      column,
      valueElement(column, value, `${place}: ${column.key}`, (given) => new ColumnBind(column.key, row, column, given)),
    );
  }
  return made;
}

function entriesOf(table: FromClause<any, any>, values: unknown, place: string): Iterable<readonly [unknown, unknown]> {
  if (values instanceof Map) return values as ReadonlyMap<unknown, unknown>;
  if (Array.isArray(values)) {
    const columns = table.columnList;
    if (values.length > columns.length)
      throw new ArgumentError(`${place}: ${values.length} values were given for the ${columns.length} columns of '${table.name}'`);
    return values.map((value, i) => [columns[i], value] as const);
  }
  if (typeof values === 'object' && values !== null && resolveElement(values) === values && !(values instanceof ColumnElement))
    return Object.entries(values);
  throw new ArgumentError(`${place} takes values by column name, { name: 'x' }, or a Map with columns as keys, not ${showValue(values)}`);
}

/** A value for `column` as an element: `bind` makes the place of a plain one. @throws ArgumentError for undefined and for what is no value */
export function valueElement(
  column: ColumnClause<any, any>,
  value: unknown,
  place: string,
  bind: (value: unknown) => ColumnElement,
): ColumnElement {
  const element = resolveElement(value);
  if (element === undefined) throw undefinedError(place);
  if (element instanceof ColumnElement)
    return element instanceof BindParameter && element.type.affinity === 'null' ? withType(element, column) : element;
  if (element instanceof SelectBase) return late.scalarSelect(element);
  if (typeof element === 'function' || isSelectItem(element))
    throw new ArgumentError(`${place}: ${showValue(value)} is neither a value nor a SQL expression`);
  return bind(element);
}

/** A parameter without a type takes the column's. */
function withType(bind: BindParameter, column: ColumnClause<any, any>): BindParameter {
  return new BindParameter(bind.name, bind.value, column.type, { unique: bind.unique, required: bind.required });
}
