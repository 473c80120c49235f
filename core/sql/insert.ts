import { ArgumentError, InvalidRequestError, showValue } from '../errors.ts';
import { Alias } from './alias.ts';
import { BindParameter } from './bind-parameter.ts';
import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { coerceCriterion, resolveElement } from './coercions.ts';
import type { ColumnClause } from './column-clause.ts';
import { ColumnElement, type Criterion } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { DmlStatement, type ReturnedRow } from './dml-statement.ts';
import { type ColumnMap, columnOfKey, type RowValues, readRow, type SetValues, valueElement } from './dml-values.ts';
import { type AnyColumns, type FromClause, TableClause } from './from-clause.ts';
import { mapAll } from './operator-expression.ts';
import { compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';
import { SelectBase } from './select-base.ts';

/** The row that an INSERT could not insert: `excluded.name`, on MySQL `VALUES(name)`. */
export class Excluded<C = AnyColumns> extends Alias<C, 'excluded'> {}

/** What `ON CONFLICT` is about and what it does. */
export interface OnConflict {
  readonly constraint: string | null;
  readonly elements: readonly (string | ColumnElement)[];
  readonly indexWhere: ColumnElement | null;
  /** Null: the row is left out. */
  readonly set: RowValues | null;
  readonly where: ColumnElement | null;
}

/** What tells a conflict: a constraint's name, a constraint or index of the schema, or the columns of a unique index. */
export interface ConflictTarget {
  readonly constraint?: string | { readonly columns: Iterable<ColumnClause<any, any>> };
  readonly indexElements?: readonly unknown[];
  /** The condition of a partial index. */
  readonly indexWhere?: Criterion;
}

/** The columns of a table or mapped class by key. */
export type ColumnsByKey<T> = 0 extends 1 & T ? Record<string, any> : T extends { readonly c: infer C } ? C : Record<string, any>;

/** What `ON CONFLICT DO UPDATE` sets. */
export interface ConflictUpdate<T = any> extends ConflictTarget {
  readonly set: SetValues<T> | ColumnMap;
  readonly where?: Criterion;
}

const noRows: readonly RowValues[] = Object.freeze([]);
const excludedOf = new WeakMap<object, Excluded<any>>();

/**
 * `INSERT INTO table …`. Every method gives a new INSERT.
 *
 * ```ts
 * insert(users).values({ name: 'susan' }) // INSERT INTO users (name) VALUES (:name)
 * ```
 */
export class Insert<T = any, Row = any> extends DmlStatement<Row> {
  /** @internal */ rows: readonly RowValues[] = noRows;
  /** True where a list of rows was given: each has names of its own for its values. */
  isMulti = false;
  /** @internal */ select: SelectBase | null = null;
  /** @internal */ selectNames: readonly ColumnClause<any, any>[] = [];
  /** @internal */ includeDefaults = true;
  /** @internal */ conflict: OnConflict | null = null;
  /** @internal */ duplicateKeySet: RowValues | null = null;

  /** @throws ArgumentError for what is no table and no mapped class */
  constructor(target: T) {
    super(target, 'insert()');
    if (!(this.table instanceof TableClause))
      throw new ArgumentError(`insert() writes into a table or a mapped class, not into ${showValue(target)}`);
  }

  /**
   * The row to insert, by column name or as a Map with columns as keys; several calls add up. A list inserts several rows by one statement.
   * A column given as undefined counts as not given.
   *
   * @throws CompileError for a name that is no column, ArgumentError for what cannot be a value
   */
  values(values: SetValues<T> | ColumnMap | readonly (SetValues<T> | ColumnMap | readonly unknown[])[] | readonly unknown[]): this {
    if (this.select !== null) throw new InvalidRequestError('This construct already inserts from a SELECT: it takes no values()');
    const copy = this.copy();
    if (isRowList(values)) {
      if (this.rows.length > 0 && !this.isMulti)
        throw new InvalidRequestError("Can't mix single and multiple VALUES formats in one INSERT statement; give one list of all rows.");
      const first = this.rows.length;
      copy.isMulti = true;
      copy.rows = [...this.rows, ...values.map((row, i) => readRow(this.table, row, 'values()', first + i, 'skip'))];
      return copy;
    }
    if (this.isMulti)
      throw new InvalidRequestError("Can't mix single and multiple VALUES formats in one INSERT statement; give one list of all rows.");
    copy.rows = [new Map([...(this.rows[0] ?? []), ...readRow(this.table, values, 'values()', null, 'skip')])];
    return copy;
  }

  /**
   * `INSERT INTO table (names) SELECT …`
   *
   * @param names - the columns, in the order of the SELECT's
   * @param options - `includeDefaults: false` leaves columns with a default of the program's side out
   * @throws InvalidRequestError together with `values`; CompileError for a name that is no column
   */
  fromSelect(names: readonly unknown[], select: SelectBase, options: { includeDefaults?: boolean } = {}): this {
    if (this.rows.length > 0) throw new InvalidRequestError('This construct already has values(): it takes no SELECT');
    const query = resolveElement(select);
    if (!(query instanceof SelectBase))
      throw new ArgumentError(`fromSelect() takes the names of columns and a SELECT, not ${showValue(select)}`);
    const copy = this.copy();
    copy.selectNames = names.map((name) => columnOfKey(this.table, name, 'fromSelect()'));
    copy.select = query;
    copy.includeDefaults = options.includeDefaults ?? true;
    return copy;
  }

  /** `RETURNING …`: the statement gives a row for each row it inserted. */
  returning<Items extends readonly unknown[]>(...items: Items): Insert<T, ReturnedRow<Items>> {
    return this.withReturning(items) as Insert<T, any>;
  }

  /** The columns of the row that could not be inserted, for `onConflictDoUpdate` and `onDuplicateKeyUpdate`. */
  get excluded(): ColumnsByKey<T> {
    let alias = excludedOf.get(this.table);
    if (alias === undefined) excludedOf.set(this.table, (alias = new Excluded(this.table, 'excluded')));
    return alias.c as never;
  }

  /** As `excluded`, by MySQL's name for it. */
  get inserted(): this['excluded'] {
    return this.excluded;
  }

  /** `ON CONFLICT … DO NOTHING` (SQLite, PostgreSQL): a row that is there already is left out. */
  onConflictDoNothing(target: ConflictTarget = {}): this {
    return withConflict(this, target, null, null);
  }

  /**
   * `ON CONFLICT … DO UPDATE SET …` (SQLite, PostgreSQL): a row that is there already is changed.
   *
   * @throws ArgumentError where nothing tells the conflict or nothing is set
   */
  onConflictDoUpdate(update: ConflictUpdate<T>): this {
    const isAimed = update.constraint !== undefined || (update.indexElements?.length ?? 0) > 0;
    if (!isAimed)
      throw new ArgumentError(
        "onConflictDoUpdate() needs to know the conflict: { indexElements: ['id'], set: … } or { constraint: 'name', set: … }",
      );
    return withConflict(this, update, readSet(this.table, update.set, 'onConflictDoUpdate(): set'), update.where ?? null);
  }

  /** `ON DUPLICATE KEY UPDATE …` (MySQL): a row that is there already is changed. @throws ArgumentError where nothing is set */
  onDuplicateKeyUpdate(values: SetValues<T> | ColumnMap): this {
    const copy = this.copy();
    copy.duplicateKeySet = readSet(this.table, values, 'onDuplicateKeyUpdate()');
    return copy;
  }

  /** @internal */
  withConflictClause(conflict: OnConflict): this {
    if (this.conflict !== null) throw new InvalidRequestError('This INSERT has an ON CONFLICT clause already');
    const copy = this.copy();
    copy.conflict = conflict;
    return copy;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitInsert(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put(`I${this.isMulti ? 'm' : ''}${this.includeDefaults ? '' : 'n'}`);
    this.commonKey(key);
    key.putNumber(this.rows.length);
    for (const row of this.rows) addRow(key, row);
    if (this.select !== null) {
      key.put('s');
      key.putNumber(this.selectNames.length);
      for (const column of this.selectNames) key.put(column.key);
      this.select[keyTo](key);
    }
    if (this.conflict !== null) addConflict(key, this.conflict);
    if (this.duplicateKeySet !== null) {
      key.put('k');
      addRow(key, this.duplicateKeySet);
    }
    key.put(';');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    super[eachChild](see);
    for (const row of this.rows) for (const value of row.values()) see(value);
    if (this.select !== null) see(this.select);
    for (const value of this.conflict?.set?.values() ?? []) see(value);
    for (const value of this.duplicateKeySet?.values() ?? []) see(value);
    if (this.conflict?.indexWhere) see(this.conflict.indexWhere);
    if (this.conflict?.where) see(this.conflict.where);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const copy = super[mapChildren](change) as this;
    copy.rows = this.rows.map((row) => mapRow(row, change));
    copy.select = this.select && change(this.select);
    copy.duplicateKeySet = this.duplicateKeySet && mapRow(this.duplicateKeySet, change);
    const { conflict } = this;
    if (conflict !== null) {
      copy.conflict = {
        ...conflict,
        elements: conflict.elements.map((element) => (typeof element === 'string' ? element : change(element))),
        indexWhere: conflict.indexWhere && change(conflict.indexWhere),
        set: conflict.set && mapRow(conflict.set, change),
        where: conflict.where && change(conflict.where),
      };
    }
    return copy;
  }
}

function withConflict<I extends Insert>(insert: I, target: ConflictTarget, set: RowValues | null, where: Criterion | null): I {
  const { constraint, indexElements, indexWhere } = target;
  if (constraint !== undefined && indexElements !== undefined)
    throw new ArgumentError("'constraint' and 'indexElements' are mutually exclusive");
  const listed = typeof constraint === 'object' ? [...constraint.columns] : (indexElements ?? []);
  return insert.withConflictClause({
    constraint: typeof constraint === 'string' ? constraint : null,
    elements: listed.map((item) => conflictElement(insert.table, item)),
    indexWhere: indexWhere === undefined ? null : coerceCriterion(indexWhere, 'indexWhere'),
    set,
    where: where === null ? null : coerceCriterion(where, 'onConflictDoUpdate(): where'),
  });
}

function conflictElement(table: FromClause<any, any>, item: unknown): ColumnElement {
  const element = resolveElement(item);
  return element instanceof ColumnElement ? element : columnOfKey(table, item, 'indexElements');
}

/** What an upsert sets, by column. */
function readSet(table: FromClause<any, any>, values: unknown, place: string): RowValues {
  const set = new Map<ColumnClause<any, any>, ColumnElement>();
  for (const [key, value] of values instanceof Map ? values : Object.entries(values as object)) {
    const column = columnOfKey(table, key, place);
    const bind = (given: unknown): ColumnElement => new BindParameter('param', given, column.type, { unique: true });
    set.set(column, valueElement(column, value, `${place}: ${column.key}`, bind));
  }
  if (set.size === 0) throw new ArgumentError(`${place} must set a column`);
  return set;
}

function isRowList(values: unknown): values is readonly unknown[] {
  if (!Array.isArray(values)) return false;
  return values.every((row) => (Array.isArray(row) || row instanceof Map || isPlain(row)) && resolveElement(row) === row);
}

const isPlain = (row: unknown): boolean => {
  if (typeof row !== 'object' || row === null) return false;
  const prototype = Object.getPrototypeOf(row);
  return prototype === null || prototype === Object.prototype;
};

/** @internal Adds the values of a row to a key. */
export function addRow(key: CacheKey, row: RowValues): void {
  key.putNumber(row.size);
  for (const [column, value] of row) {
    key.put(column.key);
    value[keyTo](key);
  }
}

/** @internal The values of a row, each changed. */
export function mapRow(row: RowValues, change: <E extends ClauseElement>(child: E) => E): RowValues {
  const columns = [...row.keys()];
  const values = mapAll([...row.values()], change);
  return new Map(columns.map((column, i) => [column, values[i]!]));
}

function addConflict(key: CacheKey, conflict: OnConflict): void {
  key.put('c');
  if (conflict.constraint !== null) key.putText(conflict.constraint);
  key.putNumber(conflict.elements.length);
  for (const element of conflict.elements) {
    if (typeof element === 'string') key.putText(element);
    else element[keyTo](key);
  }
  key.add(conflict.indexWhere);
  if (conflict.set !== null) addRow(key, conflict.set);
  key.add(conflict.where);
}

/** `INSERT INTO table …`; the row follows by `values`, or with the execution. @throws ArgumentError for what is no table and no mapped class */
export function insert<T>(target: T): Insert<T> {
  return new Insert<T>(target);
}
