import { ArgumentError } from '../errors.ts';
import { type Alias, type Lateral, TableSample } from './alias.ts';
import { BindParameter } from './bind-parameter.ts';
import { coerceColumn, coerceCriterion, coerceFrom, coerceValue, resolveElement } from './coercions.ts';
import { literalColumn } from './column-clause.ts';
import type { CoercibleColumn, ColumnElement, Criterion, Operand } from './column-element.ts';
import type { FromClause } from './from-clause.ts';
import { callFunction } from './func.ts';
import { type FunctionElement, type OverOptions, WithinGroup } from './functions.ts';
import type { Label } from './label.ts';
import { UnaryExpression } from './operator-expression.ts';
import { ops } from './operators.ts';
import { Exists, type ScalarSelect } from './scalar-select.ts';
import { type Select, select } from './select.ts';
import { SelectBase } from './select-base.ts';
import { nullType } from './types/null-type.ts';
import { typeOfValue } from './types/resolve.ts';
import { type TypeArg, toType } from './types/type-engine.ts';

type Expression<Out = any, In = any> = ColumnElement<Out, In> | CoercibleColumn<Out>;

/** Options of `bindparam`. */
export interface BindparamOptions<Out = any, In = any> {
  readonly type?: TypeArg<Out, In>;
  /** The value, as the second argument. */
  readonly value?: unknown;
  /** A value must be given with the execution. */
  readonly required?: boolean;
  /** `name` is a stem: a number is put behind it. */
  readonly unique?: boolean;
  /** The value is a list, for `IN`. */
  readonly expanding?: boolean;
  /** The value is written into the text. For numbers of the program's own only. */
  readonly literalExecute?: boolean;
}

const bindparamKeys: ReadonlySet<string> = new Set(['type', 'value', 'required', 'unique', 'expanding', 'literalExecute']);

/**
 * A parameter by name, whose value comes with the execution or is given here: `bindparam('low', { type: Integer })`, `bindparam('low', 3)`.
 *
 * @throws ArgumentError where an expanding parameter is given no list
 */
export function bindparam<Out = any, In = Out>(
  name: string,
  ...rest: [] | [options: BindparamOptions<Out, In>] | [value: unknown, options?: BindparamOptions<Out, In>]
): BindParameter<Out, In> {
  const last = rest.at(-1);
  const options: BindparamOptions = isOptions(last) ? last : {};
  const value = rest.length > 0 && (rest.length === 2 || options !== last) ? rest[0] : options.value;
  const told = value === undefined || Array.isArray(value) ? nullType : typeOfValue(value);
  const type = options.type === undefined ? told : toType(options.type);
  const { required = value === undefined, unique = false, expanding = false, literalExecute = false } = options;
  return new BindParameter<any, any>(name, value, type, { required, unique, expanding, literalExecute });
}

function isOptions(value: unknown): value is BindparamOptions {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => bindparamKeys.has(key));
}

/** A value as a bound parameter: `literal(5)` is `:param_1`. @throws ArgumentError for undefined and for what cannot be bound */
export function literal<Out = any, In = Out>(value: Out, type: TypeArg<Out, In> | null = null): ColumnElement<Out, In> {
  const target = type === null ? undefined : toType(type);
  if (value === null) return new BindParameter<any, any>('param', null, target ?? nullType, { unique: true });
  return coerceValue(value, 'literal()', 'param', target);
}

/** `NOT a`; a comparison is turned into its contrary. @throws ArgumentError for what is no condition */
export function not(criterion: Criterion): ColumnElement<boolean, boolean> {
  return coerceCriterion(criterion, 'not()').not();
}

/** `EXISTS (SELECT …)`: of a query, of columns, or of `*` where `where` follows. @throws ArgumentError for what cannot be selected */
export function exists(...items: unknown[]): Exists {
  const query = items.length === 1 ? resolveElement(items[0]) : undefined;
  if (query instanceof SelectBase) return new Exists(query);
  return new Exists((items.length === 0 ? select(literalColumn('*')) : select(...items)) as Select<any>);
}

/** `a BETWEEN low AND high` @throws ArgumentError for undefined */
export function between<Out, In>(
  element: ColumnElement<Out, In> | CoercibleColumn<Out>,
  low: Operand<Out, In>,
  high: Operand<Out, In>,
  options: { symmetric?: boolean } = {},
): ColumnElement<boolean, boolean> {
  return coerceColumn(element, 'between()').between(low, high, options);
}

/** `a COLLATE name` */
export function collate<Out, In>(element: Expression<Out, In>, collation: string): ColumnElement<Out, In> {
  return coerceValue(element, 'collate()').collate(collation);
}

/** `a ASC` */
export function asc<Out, In>(element: Expression<Out, In>): ColumnElement<Out, In> {
  return coerceColumn(element, 'asc()').asc();
}

/** `a DESC` */
export function desc<Out, In>(element: Expression<Out, In>): ColumnElement<Out, In> {
  return coerceColumn(element, 'desc()').desc();
}

/** `a NULLS FIRST` */
export function nullsFirst<Out, In>(element: Expression<Out, In>): ColumnElement<Out, In> {
  return coerceColumn(element, 'nullsFirst()').nullsFirst();
}

/** `a NULLS LAST` */
export function nullsLast<Out, In>(element: Expression<Out, In>): ColumnElement<Out, In> {
  return coerceColumn(element, 'nullsLast()').nullsLast();
}

/** `DISTINCT a`, inside a function or as the first column of a SELECT. */
export function distinct<Out, In>(element: Expression<Out, In>): ColumnElement<Out, In> {
  return coerceColumn(element, 'distinct()').distinct();
}

/** `a AS name` */
export function label<Out, In, const Name extends string>(name: Name, element: Expression<Out, In>): Label<Out, In, Name> {
  return coerceColumn(element, 'label()').label(name);
}

/** `f(…) OVER (…)` @throws ArgumentError for what is no function, and for a frame that is none */
export function over<Out, In>(element: FunctionElement<Out, In>, options: OverOptions = {}): ColumnElement<Out, In> {
  const call = resolveElement(element) as Partial<FunctionElement<Out, In>>;
  if (typeof call?.over !== 'function') throw new ArgumentError('over() takes a function: over(func.rowNumber(), { orderBy: … })');
  return call.over(options);
}

/** `f(…) WITHIN GROUP (ORDER BY …)` */
export function withinGroup<Out, In>(element: FunctionElement<Out, In>, ...orderBy: Expression[]): WithinGroup<Out, In> {
  return new WithinGroup<Out, In>(
    element,
    orderBy.map((item) => coerceColumn(item, 'withinGroup()')),
  );
}

/** `ANY (SELECT …)`, behind a comparison: `a.eq(any(query))`. */
export function any<Out = any>(query: SelectBase | ScalarSelect<Out> | ColumnElement<Out, any>): ColumnElement<Out, any> {
  const element = coerceColumn(query, 'any()');
  return new UnaryExpression<any, any>(element, ops.any, 'prefix', element.type);
}

/** `ALL (SELECT …)`, behind a comparison: `a.gt(all(query))`. */
export function all<Out = any>(query: SelectBase | ScalarSelect<Out> | ColumnElement<Out, any>): ColumnElement<Out, any> {
  const element = coerceColumn(query, 'all()');
  return new UnaryExpression<any, any>(element, ops.all, 'prefix', element.type);
}

/** A table or query under another name. @throws ArgumentError for what cannot be selected from */
export function alias(from: unknown, name?: string): Alias<any, any> {
  const element = resolveElement(from);
  if (element instanceof SelectBase) return element.subquery(name);
  const table = coerceFrom(from, 'alias()');
  return name === undefined ? table.alias() : table.alias(name);
}

/** `LATERAL (SELECT …) AS name`: may refer to what stands before it. */
export function lateral(query: SelectBase, name?: string): Lateral<any, any> {
  return query.lateral(name);
}

/** `table AS name TABLESAMPLE method(fraction)`: some of the rows. PostgreSQL only; `sampling` is a percentage or a function. */
export function tablesample(from: unknown, sampling: number | FunctionElement, options: { name?: string } = {}): TableSample<any, any> {
  const made = typeof sampling === 'number' ? callFunction([], 'system', [sampling]) : sampling;
  return new TableSample<any, any>(coerceFrom(from, 'tablesample()') as FromClause<any, any>, made, options.name);
}
