import { ArgumentError, showValue } from '../errors.ts';
import { BindParameter } from './bind-parameter.ts';
import type { CacheKey } from './cache-key.ts';
import { ClauseElement, noAnnotations } from './clause-element.ts';
import {
  coerceColumn,
  coerceCriterion,
  coerceFrom,
  coerceOrderItem,
  coerceSelectItem,
  isClear,
  resolveElement,
  undefinedError,
} from './coercions.ts';
import { type CoercibleColumn, ColumnElement, type Criterion, type OrderItem } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import type { CompoundSelect } from './compound-select.ts';
import { filterByCriteria } from './filter-by.ts';
import { FromClause } from './from-clause.ts';
import { late } from './late.ts';
import { mapAll } from './operator-expression.ts';
import { ops } from './operators.ts';
import { compileTo, eachChild, keyTo, mapChildren, selectColumns, type tableType } from './protocol.ts';
import type { ColumnsOf, RowOf } from './row-types.ts';
import { type LabelStyle, noOptions, SelectBase } from './select-base.ts';
import { noExtras, type SelectExtras } from './select-extras.ts';
import { isSelectItem, type SelectItem } from './select-item.ts';
import { keySelect } from './select-key.ts';
import type { StatementPlugin } from './statement-plugin.ts';
import { integerType } from './types/numbers.ts';

/** A join as it was asked for; what it is becomes clear when the statement is written. */
export interface JoinSetup {
  /** A table, an alias, a mapped class, a relationship: whatever `join` was given. */
  readonly target: unknown;
  readonly onclause: unknown;
  /** The left side, where `joinFrom` named one. */
  readonly left: unknown;
  readonly isouter: boolean;
  readonly full: boolean;
}

/** Something with a table's name in its type: a table, an alias, a mapped class. */
export interface Branded<Table extends string> {
  readonly [tableType]: Table;
}

type Item = ColumnElement | FromClause<any, any> | SelectItem;
type Rest = readonly unknown[];

const none: readonly never[] = Object.freeze([]);
const asGiven = (value: unknown): any => value;
const isColumn = (item: Item): boolean => item instanceof ColumnElement;

/**
 * `SELECT items FROM …`. Every method gives a new SELECT.
 *
 * `Items` are what was selected, `Outer` the names of the tables that outer joins may leave out.
 */
export class Select<Items extends Rest = any, Outer extends string = never> extends SelectBase<RowOf<Items, Outer>, ColumnsOf<Items>> {
  /** @internal */ joins: readonly JoinSetup[] = none;
  /** @internal How many joins `filterBy` passes over. */ joinpoint = 0;
  /** @internal */ froms: readonly unknown[] = none;
  /** @internal */ criteria: readonly ColumnElement[] = none;
  /** @internal */ groupings: readonly (ColumnElement | string)[] = none;
  /** @internal */ havings: readonly ColumnElement[] = none;
  /** @internal */ orderings: readonly (ColumnElement | string)[] = none;
  /** @internal */ limitClause: ColumnElement | null = null;
  /** @internal */ offsetClause: ColumnElement | null = null;
  /** @internal */ distinctOn: true | readonly ColumnElement[] | null = null;
  /** @internal */ labels: LabelStyle = 'disambiguate';
  /** @internal What few statements have: locks, hints, correlation. */
  extras: SelectExtras = noExtras;

  /** @internal */
  constructor(
    readonly items: readonly Item[],
    readonly plugin: StatementPlugin | null,
  ) {
    super();
  }

  /** @internal Shares everything; the caller then sets what is different. */
  protected override copy(items: readonly Item[] = this.items, plugin: StatementPlugin | null = this.plugin): this {
    const made = new Select<Items, Outer>(items, plugin);
    made.joins = this.joins;
    made.joinpoint = this.joinpoint;
    made.froms = this.froms;
    made.criteria = this.criteria;
    made.groupings = this.groupings;
    made.havings = this.havings;
    made.orderings = this.orderings;
    made.limitClause = this.limitClause;
    made.offsetClause = this.offsetClause;
    made.distinctOn = this.distinctOn;
    made.labels = this.labels;
    made.extras = this.extras;
    // both stand on the prototype until they are set
    if (this.executionOptionValues !== noOptions) made.executionOptionValues = this.executionOptionValues;
    if (this.annotations !== noAnnotations) made.annotations = this.annotations;
    return made as this;
  }

  override get labelStyle(): LabelStyle {
    return this.labels;
  }

  override get selectedColumns(): readonly ColumnElement[] {
    if (this.items.every(isColumn)) return this.items as readonly ColumnElement[];
    const columns: ColumnElement[] = [];
    for (const item of this.items) {
      if (item instanceof ColumnElement) columns.push(item);
      else if (item instanceof FromClause) columns.push(...item.columnList);
      else columns.push(...item[selectColumns]());
    }
    return columns;
  }

  /** @internal This with other notes of the rarer kinds. */
  withExtras(extras: Partial<SelectExtras>): this {
    const copy = this.copy();
    copy.extras = { ...this.extras, ...extras };
    return copy;
  }

  /** `WHERE …`; conditions of several calls hold together. @throws ArgumentError for what is no condition */
  where(...criteria: Criterion[]): this {
    const copy = this.copy();
    copy.criteria = append(this.criteria, criteria, coerceCriterion, 'where()');
    return copy;
  }

  /** As `where`. */
  filter(...criteria: Criterion[]): this {
    return this.where(...criteria);
  }

  /** `WHERE name = value` for the columns of what was joined last, else of what is selected first. @throws InvalidRequestError, ArgumentError */
  filterBy(values: Readonly<Record<string, unknown>>): this {
    const copy = this.copy();
    copy.criteria = [...this.criteria, ...filterByCriteria(this, values)];
    return copy;
  }

  /** @internal `filterBy` speaks again of what is selected first, until the next join. */
  atFirst(): this {
    const copy = this.copy();
    copy.joinpoint = this.joins.length;
    return copy;
  }

  /** `JOIN target ON …`. Without a condition the foreign keys tell it. */
  join(target: unknown, onclause?: unknown, options?: { isouter?: boolean; full?: boolean }): this {
    return this.#joined(null, target, onclause, options?.isouter ?? false, options?.full ?? false);
  }

  /** `LEFT OUTER JOIN target ON …`: the target's columns may be null in the rows. */
  outerjoin<Table extends string>(target: Branded<Table>, onclause?: unknown, options?: { full?: boolean }): Select<Items, Outer | Table>;
  outerjoin(target: unknown, onclause?: unknown, options?: { full?: boolean }): this;
  outerjoin(target: unknown, onclause?: unknown, options?: { full?: boolean }): any {
    return this.#joined(null, target, onclause, true, options?.full ?? false);
  }

  /** `left JOIN target ON …`, where it is not clear what to join from. */
  joinFrom(left: unknown, target: unknown, onclause?: unknown, options?: { isouter?: boolean; full?: boolean }): this {
    return this.#joined(left, target, onclause, options?.isouter ?? false, options?.full ?? false);
  }

  /** `left LEFT OUTER JOIN target ON …` */
  outerjoinFrom<Table extends string>(
    left: unknown,
    target: Branded<Table>,
    onclause?: unknown,
    options?: { full?: boolean },
  ): Select<Items, Outer | Table>;
  outerjoinFrom(left: unknown, target: unknown, onclause?: unknown, options?: { full?: boolean }): this;
  outerjoinFrom(left: unknown, target: unknown, onclause?: unknown, options?: { full?: boolean }): any {
    return this.#joined(left, target, onclause, true, options?.full ?? false);
  }

  #joined(left: unknown, target: unknown, onclause: unknown, isouter: boolean, full: boolean): this {
    if (target === undefined || target === null)
      throw new ArgumentError(`join(): a table or a mapped class was expected, not ${showValue(target)}`);
    const copy = this.copy();
    copy.joins = append(this.joins, [{ target, onclause: onclause ?? null, left, isouter, full }], asGiven, 'join()');
    return copy;
  }

  /** `FROM …`, besides or instead of what the columns belong to. */
  selectFrom(...froms: unknown[]): this {
    let { plugin } = this;
    for (let i = 0; plugin === null && i < froms.length; i += 1) plugin = pluginOf(froms[i]);
    const copy = this.copy(this.items, plugin);
    copy.froms = append(this.froms, froms, plugin === null ? coerceFrom : asGiven, 'selectFrom()');
    return copy;
  }

  /** `GROUP BY …`; several calls add up, `null` takes the grouping away. */
  groupBy(...items: (OrderItem | null)[]): this {
    const copy = this.copy();
    copy.groupings = isClear(items) ? none : append(this.groupings, items, coerceOrderItem, 'groupBy()');
    return copy;
  }

  /** `HAVING …` */
  having(...criteria: Criterion[]): this {
    const copy = this.copy();
    copy.havings = append(this.havings, criteria, coerceCriterion, 'having()');
    return copy;
  }

  /** `ORDER BY …`; several calls add up, `null` takes the order away. */
  orderBy(...items: (OrderItem | null)[]): this {
    const copy = this.copy();
    copy.orderings = isClear(items) ? none : append(this.orderings, items, coerceOrderItem, 'orderBy()');
    return copy;
  }

  /** `LIMIT count`; null for none. */
  limit(count: number | ColumnElement | CoercibleColumn | null): this {
    const copy = this.copy();
    copy.limitClause = rowCount(count, 'limit()');
    return copy;
  }

  /** `OFFSET count`; null for none. */
  offset(count: number | ColumnElement | CoercibleColumn | null): this {
    const copy = this.copy();
    copy.offsetClause = rowCount(count, 'offset()');
    return copy;
  }

  /** The rows from `start` up to, not including, `stop`. */
  slice(start: number, stop: number): this {
    return this.limit(stop - start).offset(start === 0 ? null : start);
  }

  /** `SELECT DISTINCT`; with expressions `DISTINCT ON (…)`, which PostgreSQL knows. */
  distinct(...columns: (ColumnElement | CoercibleColumn)[]): this {
    const copy = this.copy();
    const known = Array.isArray(this.distinctOn) ? (this.distinctOn as readonly ColumnElement[]) : none;
    copy.distinctOn = columns.length === 0 ? true : append(known, columns, coerceColumn, 'distinct()');
    return copy;
  }

  /** This SELECT with more columns. */
  addColumns<More extends Rest>(...items: More): Select<[...Items, ...More], Outer> {
    const added = coerceItems(items);
    return this.copy([...this.items, ...added], this.plugin ?? pluginOfItems(added)) as Select<any, any>;
  }

  /** This SELECT with other columns. */
  withOnlyColumns<Others extends Rest>(...items: Others): Select<Others, Outer> {
    const others = coerceItems(items);
    return this.copy(others, this.plugin ?? pluginOfItems(others)) as Select<any, any>;
  }

  /** @internal This SELECT, compiled by `plugin`. */
  withPlugin(plugin: StatementPlugin): this {
    return this.copy(this.items, plugin);
  }

  /** How columns are named: `disambiguate` (the default), `tablenamePlusCol` (`users_id`) or `none`. */
  setLabelStyle(style: LabelStyle): this {
    const copy = this.copy();
    copy.labels = style;
    return copy;
  }

  /** Names the tables that belong to the statement around this one; `null` for none at all. */
  correlate(...froms: (FromClause<any, any> | object | null)[]): this {
    if (isClear(froms)) return this.withExtras({ correlate: [], autoCorrelate: false });
    return this.withExtras({
      correlate: [...(this.extras.correlate ?? []), ...froms.map((from) => coerceFrom(from, 'correlate()'))],
      autoCorrelate: false,
    });
  }

  /** All tables of the statement around belong to it, but those given. */
  correlateExcept(...froms: (FromClause<any, any> | object | null)[]): this {
    const except = isClear(froms) ? [] : froms.map((from) => coerceFrom(from, 'correlateExcept()'));
    return this.withExtras({ correlateExcept: [...(this.extras.correlateExcept ?? []), ...except], autoCorrelate: false });
  }

  /** `FOR UPDATE`: locks the rows until the transaction ends, where the database can. */
  withForUpdate(options: { read?: boolean; nowait?: boolean; skipLocked?: boolean; keyShare?: boolean; of?: unknown } = {}): this {
    const { of, ...flags } = options;
    const list = of === undefined || of === null ? [] : Array.isArray(of) ? of : [of];
    return this.withExtras({ forUpdate: { ...flags, of: list.map((item) => lockTarget(item)) } });
  }

  /** Text right behind SELECT: `SELECT SQL_NO_CACHE …`; for one dialect where it is named. */
  prefixWith(text: string | ColumnElement, dialect = '*'): this {
    return this.withExtras({ prefixes: [...this.extras.prefixes, { text, dialect }] });
  }

  /** Text at the end of the statement. */
  suffixWith(text: string | ColumnElement, dialect = '*'): this {
    return this.withExtras({ suffixes: [...this.extras.suffixes, { text, dialect }] });
  }

  /** Text behind a table's name: `users USE INDEX (x)`; for one dialect where it is named. */
  withHint(from: unknown, text: string, dialect = '*'): this {
    return this.withExtras({ hints: [...this.extras.hints, { from: coerceFrom(from, 'withHint()'), text, dialect }] });
  }

  /** Common table expressions to write before the statement although nothing in it refers to them. */
  addCte(...ctes: ClauseElement[]): this {
    return this.withExtras({ ctes: [...this.extras.ctes, ...ctes] });
  }

  /** Options of a higher floor: how to load what is related. */
  options(...options: readonly object[]): this {
    return this.withExtras({ options: [...this.extras.options, ...options.flat()] });
  }

  /** `this UNION other …` */
  union(...others: SelectBase[]): CompoundSelect<RowOf<Items, Outer>, ColumnsOf<Items>> {
    return late.compound('UNION', [this, ...others]);
  }
  /** `this UNION ALL other …` */
  unionAll(...others: SelectBase[]): CompoundSelect<RowOf<Items, Outer>, ColumnsOf<Items>> {
    return late.compound('UNION ALL', [this, ...others]);
  }
  /** `this INTERSECT other …` */
  intersect(...others: SelectBase[]): CompoundSelect<RowOf<Items, Outer>, ColumnsOf<Items>> {
    return late.compound('INTERSECT', [this, ...others]);
  }
  /** `this INTERSECT ALL other …` */
  intersectAll(...others: SelectBase[]): CompoundSelect<RowOf<Items, Outer>, ColumnsOf<Items>> {
    return late.compound('INTERSECT ALL', [this, ...others]);
  }
  /** `this EXCEPT other …` */
  except(...others: SelectBase[]): CompoundSelect<RowOf<Items, Outer>, ColumnsOf<Items>> {
    return late.compound('EXCEPT', [this, ...others]);
  }
  /** `this EXCEPT ALL other …` */
  exceptAll(...others: SelectBase[]): CompoundSelect<RowOf<Items, Outer>, ColumnsOf<Items>> {
    return late.compound('EXCEPT ALL', [this, ...others]);
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitSelect(this);
  }

  override [keyTo](key: CacheKey): void {
    keySelect(key, this);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    for (const item of this.items) if (item instanceof ClauseElement) see(item);
    for (const from of this.froms) if (from instanceof ClauseElement) see(from);
    for (const join of this.joins) for (const part of [join.target, join.onclause]) if (part instanceof ClauseElement) see(part);
    for (const list of [this.criteria, this.groupings, this.havings, this.orderings])
      for (const part of list) if (typeof part !== 'string') see(part);
    if (this.limitClause !== null) see(this.limitClause);
    if (this.offsetClause !== null) see(this.offsetClause);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const any = <T>(part: T): T => (part instanceof ClauseElement ? change(part as T & ClauseElement) : part);
    const copy = this.copy(this.items.map(any));
    copy.froms = this.froms.map(any);
    copy.joins = this.joins.map((join) => ({ ...join, target: any(join.target), onclause: any(join.onclause), left: any(join.left) }));
    copy.criteria = mapAll(this.criteria, change);
    copy.groupings = this.groupings.map(any);
    copy.havings = mapAll(this.havings, change);
    copy.orderings = this.orderings.map(any);
    copy.limitClause = this.limitClause && change(this.limitClause);
    copy.offsetClause = this.offsetClause && change(this.offsetClause);
    if (Array.isArray(this.distinctOn)) copy.distinctOn = mapAll(this.distinctOn, change);
    return copy;
  }
}

/** `values`, made fit for `place`, behind what is there. */
function append<T>(
  known: readonly T[],
  values: readonly unknown[],
  coerce: (value: unknown, place: string) => T,
  place: string,
): readonly T[] {
  const made = new Array<T>(known.length + values.length);
  for (let i = 0; i < known.length; i += 1) made[i] = known[i]!;
  for (let i = 0; i < values.length; i += 1) made[known.length + i] = coerce(values[i], place);
  return made;
}

function rowCount(count: unknown, place: string): ColumnElement | null {
  if (count === null) return null;
  const element = resolveElement(count);
  if (element instanceof ColumnElement) return element.selfGroup(ops.comma);
  if (element instanceof SelectBase) return late.scalarSelect(element);
  if (element === undefined) throw undefinedError(place);
  if (!Number.isSafeInteger(element)) throw new ArgumentError(`${place} takes a whole number or an expression, not ${showValue(count)}`);
  return new BindParameter('param', element, integerType, { unique: true });
}

function lockTarget(item: unknown): ColumnElement | FromClause<any, any> {
  const element = resolveElement(item);
  if (element instanceof ColumnElement) return element;
  return coerceFrom(item, "withForUpdate()'s of");
}

function pluginOf(value: unknown): StatementPlugin | null {
  const element = resolveElement(value);
  if (isSelectItem(element)) return element.plugin ?? null;
  return element instanceof ClauseElement ? ((element.annotations['plugin'] as StatementPlugin | undefined) ?? null) : null;
}

function pluginOfItems(items: readonly Item[]): StatementPlugin | null {
  for (const item of items) {
    const plugin = item instanceof ClauseElement ? (item.annotations['plugin'] as StatementPlugin | undefined) : item.plugin;
    if (plugin) return plugin;
  }
  for (const item of items) {
    const plugin = item instanceof ColumnElement ? pluginInside(item) : null;
    if (plugin !== null) return plugin;
  }
  return null;
}

/** The plugin of an attribute somewhere in an expression: `count(User.id)`. */
function pluginInside(element: ClauseElement): StatementPlugin | null {
  let found: StatementPlugin | null = null;
  element[eachChild]((child) => {
    if (found !== null || child instanceof SelectBase) return;
    found = (child.annotations['plugin'] as StatementPlugin | undefined) ?? pluginInside(child);
  });
  return found;
}

function coerceItems(items: readonly unknown[]): Item[] {
  const made = new Array<Item>(items.length);
  for (let i = 0; i < items.length; i += 1) made[i] = coerceSelectItem(items[i], 'select()');
  return made;
}

/**
 * `SELECT items`: columns, expressions, tables, mapped classes. What to select from follows from them.
 *
 * ```ts
 * select(users.c.name).where(users.c.id.eq(1)) // SELECT users.name \nFROM users \nWHERE users.id = :id_1
 * ```
 *
 * @throws ArgumentError for a text, a boolean, undefined
 */
export function select<Items extends Rest>(...items: Items): Select<Items> {
  const coerced = coerceItems(items);
  return new Select<Items>(coerced, pluginOfItems(coerced));
}

late.select = (items) => select(...items);
