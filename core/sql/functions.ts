import { ArgumentError } from '../errors.ts';
import { BindParameter } from './bind-parameter.ts';
import type { CacheKey } from './cache-key.ts';
import type { ClauseElement, FromCollector } from './clause-element.ts';
import { coerceColumn, coerceValue, resolveElement } from './coercions.ts';
import { type CoercibleColumn, ColumnElement, type Criterion, type OrderItem } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { joinCriteria } from './conjunction.ts';
import { mapAll } from './operator-expression.ts';
import { collectFroms, compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';
import { integerType } from './types/numbers.ts';
import type { TypeEngine } from './types/type-engine.ts';

const none: readonly never[] = Object.freeze([]);

/** A call of a SQL function: `func.lower(users.c.name)`. */
export class FunctionElement<Out = any, In = Out> extends ColumnElement<Out, In> {
  /**
   * @param name - as it is written, without what stands before it
   * @param packageNames - what stands before it, in order: `func.my_schema.f`
   */
  constructor(
    readonly name: string,
    readonly clauses: readonly ColumnElement[],
    override readonly type: TypeEngine<Out, In>,
    readonly packageNames: readonly string[] = none,
  ) {
    super();
  }

  /** `count()` without arguments counts rows: `count(*)`. */
  get isCountStar(): boolean {
    return this.clauses.length === 0 && this.packageNames.length === 0 && this.name.toLowerCase() === 'count';
  }

  override get anonymousStem(): string {
    return this.name;
  }

  /** @internal The stem of the name of a value compared with this. */
  get bindStem(): string {
    return this.name;
  }

  /** `f(…) OVER (PARTITION BY … ORDER BY … ROWS BETWEEN …)`: over the rows around each row. @throws ArgumentError for a frame that is none */
  over(options: OverOptions = {}): Over<Out, In> {
    return new Over(this, options);
  }

  /** `f(…) FILTER (WHERE …)`: over the rows for which a condition holds. */
  filter(...criteria: Criterion[]): FunctionFilter<Out, In> {
    return new FunctionFilter(this, joinCriteria(criteria.map((criterion) => coerceColumn(criterion, 'filter()')))!);
  }

  /** `f(…) WITHIN GROUP (ORDER BY …)` */
  withinGroup(...orderBy: (ColumnElement | CoercibleColumn)[]): WithinGroup<Out, In> {
    return new WithinGroup(
      this,
      orderBy.map((item) => coerceColumn(item, 'withinGroup()')),
    );
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitFunction(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('f');
    key.put(this.packageNames.length === 0 ? this.name : `${this.packageNames.join('.')}.${this.name}`);
    key.put(this.type.cacheKey);
    key.addAll(this.clauses);
  }

  override [collectFroms](froms: FromCollector): void {
    for (let i = 0; i < this.clauses.length; i += 1) this.clauses[i]![collectFroms](froms);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    for (const clause of this.clauses) see(clause);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const clauses = mapAll(this.clauses, change);
    return clauses === this.clauses ? this : new FunctionElement(this.name, clauses, this.type, this.packageNames);
  }
}

/** A bound of a frame: so many rows before (negative) or behind, 0 for the row itself, null for all there are. */
export type FrameBound = number | null;

/** What a function looks at around each row. */
export interface OverOptions {
  partitionBy?: OrderItem | readonly OrderItem[];
  orderBy?: OrderItem | readonly OrderItem[];
  /** A frame counted in rows. */
  rows?: readonly [FrameBound, FrameBound];
  /** A frame counted in values. */
  range?: readonly [FrameBound, FrameBound];
}

type Bound = 'unbounded' | 'current' | { readonly count: BindParameter; readonly direction: 'PRECEDING' | 'FOLLOWING' };

/** The rows around a row that a function looks at. */
export interface Frame {
  readonly unit: 'ROWS' | 'RANGE';
  readonly start: Bound;
  readonly end: Bound;
}

/** `element OVER (…)` */
export class Over<Out = any, In = Out> extends ColumnElement<Out, In> {
  override readonly type: TypeEngine<Out, In>;
  /** What tells the groups of rows apart. */
  readonly partitionBy: readonly ColumnElement[];
  /** The order of the rows in their group. */
  readonly orderBy: readonly ColumnElement[];
  /** The rows around each row; null for what the database takes by itself. */
  readonly frame: Frame | null;

  constructor(
    readonly element: ColumnElement<Out, In>,
    options: OverOptions,
  ) {
    super();
    this.type = element.type;
    this.partitionBy = orderItems(options.partitionBy, 'over({ partitionBy })');
    this.orderBy = orderItems(options.orderBy, 'over({ orderBy })');
    if (options.rows !== undefined && options.range !== undefined)
      throw new ArgumentError("over(): 'rows' and 'range' are mutually exclusive");
    this.frame =
      options.rows !== undefined ? frameOf('ROWS', options.rows) : options.range !== undefined ? frameOf('RANGE', options.range) : null;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitOver(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(o');
    this.element[keyTo](key);
    key.addAll(this.partitionBy);
    key.addAll(this.orderBy);
    if (this.frame !== null) {
      key.put(this.frame.unit);
      for (const bound of [this.frame.start, this.frame.end]) {
        if (typeof bound === 'string') key.put(bound);
        else {
          key.put(bound.direction);
          bound.count[keyTo](key);
        }
      }
    }
    key.put(')');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    for (const part of [this.element, ...this.partitionBy, ...this.orderBy]) see(part);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const element = change(this.element);
    const partitionBy = mapAll(this.partitionBy, change);
    const orderBy = mapAll(this.orderBy, change);
    if (element === this.element && partitionBy === this.partitionBy && orderBy === this.orderBy) return this;
    const copy = this.copy();
    return Object.assign(copy, { element, partitionBy, orderBy });
  }
}

function orderItems(items: OverOptions['orderBy'], place: string): readonly ColumnElement[] {
  if (items === undefined || items === null) return [];
  const list: readonly unknown[] = Array.isArray(items) ? items : [items];
  return list.map((item) => coerceColumn(item, place));
}

function frameOf(unit: Frame['unit'], bounds: readonly [FrameBound, FrameBound]): Frame {
  if (!Array.isArray(bounds) || bounds.length !== 2)
    throw new ArgumentError(`over(): a frame is a pair [from, to], such as [-1, 0], not ${String(bounds)}`);
  return { unit, start: boundOf(bounds[0]), end: boundOf(bounds[1]) };
}

function boundOf(bound: FrameBound | undefined): Bound {
  if (bound === null) return 'unbounded';
  if (!Number.isSafeInteger(bound)) throw new ArgumentError(`over(): a bound of a frame is a whole number or null, not ${String(bound)}`);
  if (bound === 0) return 'current';
  return {
    count: new BindParameter('param', Math.abs(bound!), integerType, { unique: true }),
    direction: bound! < 0 ? 'PRECEDING' : 'FOLLOWING',
  };
}

/** `element FILTER (WHERE criterion)` */
export class FunctionFilter<Out = any, In = Out> extends ColumnElement<Out, In> {
  override readonly type: TypeEngine<Out, In>;

  constructor(
    readonly element: ColumnElement<Out, In>,
    readonly criterion: ColumnElement,
  ) {
    super();
    this.type = element.type;
  }

  /** With more conditions. */
  filter(...criteria: Criterion[]): FunctionFilter<Out, In> {
    return new FunctionFilter(
      this.element,
      joinCriteria([this.criterion, ...criteria.map((criterion) => coerceColumn(criterion, 'filter()'))])!,
    );
  }

  /** `… OVER (…)` */
  over(options: OverOptions = {}): Over<Out, In> {
    return new Over(this, options);
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitFunctionFilter(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(i');
    this.element[keyTo](key);
    this.criterion[keyTo](key);
    key.put(')');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.element);
    see(this.criterion);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const element = change(this.element);
    const criterion = change(this.criterion);
    return element === this.element && criterion === this.criterion ? this : new FunctionFilter(element, criterion);
  }
}

/** `element WITHIN GROUP (ORDER BY …)` */
export class WithinGroup<Out = any, In = Out> extends ColumnElement<Out, In> {
  override readonly type: TypeEngine<Out, In>;

  constructor(
    readonly element: ColumnElement<Out, In>,
    readonly orderBy: readonly ColumnElement[],
  ) {
    super();
    this.type = element.type;
  }

  /** `… OVER (…)` */
  over(options: OverOptions = {}): Over<Out, In> {
    return new Over(this, options);
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitWithinGroup(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(g');
    this.element[keyTo](key);
    key.addAll(this.orderBy);
    key.put(')');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.element);
    for (const item of this.orderBy) see(item);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const element = change(this.element);
    const orderBy = mapAll(this.orderBy, change);
    return element === this.element && orderBy === this.orderBy ? this : new WithinGroup(element, orderBy);
  }
}

/** The arguments of a function: values are bound under the function's name. */
export function functionArguments(name: string, args: readonly unknown[]): readonly ColumnElement[] {
  const clauses = new Array<ColumnElement>(args.length);
  for (let i = 0; i < args.length; i += 1) {
    const element = resolveElement(args[i]);
    clauses[i] = element instanceof ColumnElement ? element : coerceValue(element, `func.${name}()`, name);
  }
  return clauses;
}
