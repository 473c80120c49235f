import { ArgumentError } from '../errors.ts';
import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { coerceCriterion, coerceValue, resolveElement } from './coercions.ts';
import { type CoercibleColumn, ColumnElement, type Criterion, type Operand } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { late } from './late.ts';
import { mapAll } from './operator-expression.ts';
import { ops } from './operators.ts';
import { compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';
import { CastOperandType } from './types/cast-operand.ts';
import { nullType } from './types/null-type.ts';
import { typeOfValue } from './types/resolve.ts';
import { type TypeArg, TypeEngine, toType } from './types/type-engine.ts';
import { WrappingElement } from './wrapping-element.ts';

/** `CAST(element AS type)` */
export class Cast<Out = any, In = Out> extends WrappingElement<Out, In> {
  constructor(
    element: ColumnElement,
    override readonly type: TypeEngine<Out, In>,
  ) {
    super(element);
  }

  /** @internal What gives this its name in a row. */
  get wrapped(): ColumnElement {
    return this.element;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitCast(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(C');
    key.put(this.type.cacheKey);
    this.element[keyTo](key);
    key.put(')');
  }
}

/** `element`, taken for one of another type: nothing changes in the SQL. */
export class TypeCoerce<Out = any, In = Out> extends WrappingElement<Out, In> {
  constructor(
    element: ColumnElement,
    override readonly type: TypeEngine<Out, In>,
  ) {
    super(element);
  }

  /** @internal What gives this its name in a row. */
  get wrapped(): ColumnElement {
    return this.element;
  }

  override selfGroup(against: Parameters<ColumnElement['selfGroup']>[0]): ColumnElement {
    return this.around(this.element.selfGroup(against));
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitTypeCoerce(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(K');
    key.put(this.type.cacheKey);
    this.element[keyTo](key);
    key.put(')');
  }
}

/** `CASE WHEN … THEN … ELSE … END` */
export class Case<Out = any, In = Out> extends ColumnElement<Out, In> {
  override readonly type: TypeEngine<Out, In>;

  constructor(
    readonly whens: readonly (readonly [ColumnElement, ColumnElement])[],
    readonly value: ColumnElement | null,
    readonly otherwise: ColumnElement | null,
  ) {
    super();
    const results = [...whens.map(([, then]) => then), ...(otherwise === null ? [] : [otherwise])];
    this.type = (results.find(({ type }) => type !== nullType)?.type ?? nullType) as TypeEngine<Out, In>;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitCase(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('(?');
    key.add(this.value);
    for (const [when, then] of this.whens) {
      when[keyTo](key);
      then[keyTo](key);
    }
    key.put(':');
    key.add(this.otherwise);
    key.put(')');
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    if (this.value !== null) see(this.value);
    for (const pair of this.whens) for (const part of pair) see(part);
    if (this.otherwise !== null) see(this.otherwise);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const value = this.value && change(this.value);
    const otherwise = this.otherwise && change(this.otherwise);
    const whens = this.whens.map((pair) => mapAll(pair, change) as readonly [ColumnElement, ColumnElement]);
    if (value === this.value && otherwise === this.otherwise && whens.every((pair, i) => pair === this.whens[i])) return this;
    return new Case(whens, value, otherwise);
  }
}

/** A value is bound as what it is where the type it is to become does not take it: `CAST('12' AS INTEGER)` is for the database to do. */
function operandType(target: TypeEngine, value: unknown): TypeEngine | undefined {
  if (target.accepts(value)) return target;
  const own = typeOfValue(value);
  return own === nullType || own.literalProcessor === TypeEngine.prototype.literalProcessor ? undefined : new CastOperandType(own, target);
}

/** `CAST(element AS type)`: the database converts. `cast('12', Integer)` binds the value with the type. */
export function cast<Out, In = Out>(element: unknown, type: TypeArg<Out, In>): Cast<Out | null, In> {
  const target = toType(type);
  return new Cast<any, any>(coerceValue(element, 'cast()', 'param', operandType(target, resolveElement(element))), target);
}

/** `element`, taken for one of another type: values are bound and read with it, the SQL stays. */
export function typeCoerce<Out, In = Out>(element: unknown, type: TypeArg<Out, In>): TypeCoerce<Out | null, In> {
  const target = toType(type);
  return new TypeCoerce<any, any>(coerceValue(element, 'typeCoerce()', 'param', target), target);
}

type Then<Out> = Out | ColumnElement<Out, any> | CoercibleColumn<Out> | null;

/** Options of `case`. */
export interface CaseOptions<Out> {
  /** The value where no condition holds; NULL by default. */
  else?: Then<Out>;
  /** Compares this with what stands before each result, instead of conditions. */
  value?: ColumnElement<any, any> | CoercibleColumn;
}

/**
 * `CASE WHEN a THEN b … ELSE c END`:
 *
 * ```ts
 * case_([users.c.age.gt(60), 'old'], [users.c.age.gt(30), 'grown'], { else: 'young' })
 * ```
 *
 * @throws ArgumentError without a pair of condition and result
 */
export function case_<Out>(
  ...args:
    | [...(readonly [when: Criterion | Operand<any, any>, then: Then<Out>])[], CaseOptions<Out>]
    | (readonly [when: Criterion | Operand<any, any>, then: Then<Out>])[]
): Case<Out | null, any> {
  const last = args.at(-1);
  const options = (Array.isArray(last) || last === undefined ? {} : last) as CaseOptions<Out>;
  const pairs = args.filter((arg) => Array.isArray(arg)) as unknown as (readonly [unknown, unknown])[];
  if (pairs.length === 0) throw new ArgumentError('case() needs at least one pair [condition, result]');
  const value = options.value === undefined ? null : late.coerceColumn(options.value, 'case()');
  const whens = pairs.map(([when, then]): [ColumnElement, ColumnElement] => [
    value === null ? groupedCondition(when) : coerceValue(when, 'case()', 'param', value.type),
    coerceValue(then, 'case()'),
  ]);
  const otherwise = options.else === undefined ? null : coerceValue(options.else, 'case()');
  return new Case<any, any>(whens, value, otherwise);
}

/** Conditions of CASE stand in parentheses, as SQLAlchemy writes them. */
function groupedCondition(when: unknown): ColumnElement {
  return coerceCriterion(when, 'case()').selfGroup(ops.isTrue);
}

late.cast = (element, type) => cast(element, type);
