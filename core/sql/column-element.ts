import { ClauseElement } from './clause-element.ts';
import type { FromClause } from './from-clause.ts';
import type { Label } from './label.ts';
import { late } from './late.ts';
import { customOperator, type Operator, ops } from './operators.ts';
import type { clauseElement, inType, outType } from './protocol.ts';
import type { SelectBase } from './select-base.ts';
import type { TypeArg, TypeEngine } from './types/type-engine.ts';

/** Anything that stands for a column element: an attribute of a mapped class. */
export interface CoercibleColumn<Out = any> {
  [clauseElement](): ColumnElement<Out, any>;
}

/** What a column element may be compared with: a value, null, another element. */
export type Operand<Out, In> = In | Out | null | ColumnElement<In | Out | null, any> | CoercibleColumn<In | Out | null>;

/** A condition: something true, false or unknown for a row. */
export type Criterion = ColumnElement<boolean | null, any> | CoercibleColumn<boolean | null>;

/** What may stand in ORDER BY, GROUP BY and PARTITION BY: an element, the name of a label, a text. */
export type OrderItem = ColumnElement<any, any> | CoercibleColumn | string;

/** What IN looks into: a list of values, a query, a list parameter. */
export type InOperand<Out, In> =
  | readonly (In | Out | null | ColumnElement<any, any>)[]
  | Iterable<In | Out | null>
  | SelectBase
  | FromClause
  | { [clauseElement](): SelectBase }
  | ColumnElement<any, any>;

/** Options of `like` and its family. */
export interface LikeOptions {
  /** The character that makes `%` and `_` stand for themselves. */
  escape?: string;
}

/** Options of `startsWith`, `endsWith`, `contains`. */
export interface AutoescapeOptions extends LikeOptions {
  /** Makes every `%` and `_` of the value stand for itself. */
  autoescape?: boolean;
}

/** How an operation that the operators' own module carries out is asked for. */
export interface OperationOptions extends AutoescapeOptions {
  flags?: string;
  symmetric?: boolean;
  replacement?: unknown;
  /** The result's type, for operators that nothing is known of. */
  type?: TypeEngine;
}

type Condition = ColumnElement<boolean, boolean>;

/**
 * An expression that has a value and a type: a column, a bound value, a function call, an operation.
 *
 * `Out` is the value in a row (with `null` where it may be NULL), `In` what it may be compared with. Every operation gives a new expression:
 *
 * ```ts
 * users.c.name.like('s%').and(users.c.age.gt(30)) // users.name LIKE :name_1 AND users.age > :age_1
 * ```
 */
export abstract class ColumnElement<Out = any, In = Out> extends ClauseElement {
  declare readonly [outType]: Out;
  declare readonly [inType]: In;

  /** The type: how values are bound, read and combined. */
  abstract readonly type: TypeEngine<any, any>;

  /** @internal This element as an operand of `against`: in parentheses where they are needed; in the place of a condition, as one. */
  selfGroup(against: Operator): ColumnElement {
    const isCondition = against === ops.asBoolean || against === ops.and || against === ops.or;
    return isCondition && this.type.affinity === 'boolean' ? late.asBoolean(this) : this;
  }

  /** @internal The name by which a SELECT shows this element without being told one. */
  get naturalName(): string | null {
    return null;
  }

  /** @internal The stem of the name that is made for this element where it has none. */
  get anonymousStem(): string {
    return 'anon';
  }

  /** @internal What stands for this element where identity matters: the same for its annotated copies. */
  get identity(): object {
    return this;
  }

  /** `a = b`; with null `a IS NULL`. @throws ArgumentError for undefined */
  eq(other: Operand<Out, In>): Condition {
    return late.operate(this, ops.eq, other);
  }
  /** `a != b`; with null `a IS NOT NULL`. @throws ArgumentError for undefined */
  ne(other: Operand<Out, In>): Condition {
    return late.operate(this, ops.ne, other);
  }
  /** `a < b` */
  lt(other: Operand<Out, In>): Condition {
    return late.operate(this, ops.lt, other);
  }
  /** `a <= b` */
  le(other: Operand<Out, In>): Condition {
    return late.operate(this, ops.le, other);
  }
  /** `a > b` */
  gt(other: Operand<Out, In>): Condition {
    return late.operate(this, ops.gt, other);
  }
  /** `a >= b` */
  ge(other: Operand<Out, In>): Condition {
    return late.operate(this, ops.ge, other);
  }
  /** `a IS b`, for null, true and false. */
  is(other: Operand<Out, In> | boolean): Condition {
    return late.operate(this, ops.is, other);
  }
  /** `a IS NOT b` */
  isNot(other: Operand<Out, In> | boolean): Condition {
    return late.operate(this, ops.isNot, other);
  }
  /** `a IS DISTINCT FROM b`: unequal, where NULL equals NULL. */
  isDistinctFrom(other: Operand<Out, In>): Condition {
    return late.operate(this, ops.isDistinctFrom, other);
  }
  /** `a IS NOT DISTINCT FROM b`: equal, where NULL equals NULL. */
  isNotDistinctFrom(other: Operand<Out, In>): Condition {
    return late.operate(this, ops.isNotDistinctFrom, other);
  }

  /** `a LIKE b` */
  like(pattern: Operand<string, string>, options?: LikeOptions): Condition {
    return late.operate(this, ops.like, pattern, options);
  }
  /** `a NOT LIKE b` */
  notLike(pattern: Operand<string, string>, options?: LikeOptions): Condition {
    return late.operate(this, ops.notLike, pattern, options);
  }
  /** `lower(a) LIKE lower(b)`, or ILIKE where there is one. */
  ilike(pattern: Operand<string, string>, options?: LikeOptions): Condition {
    return late.operate(this, ops.ilike, pattern, options);
  }
  /** The contrary of `ilike`. */
  notIlike(pattern: Operand<string, string>, options?: LikeOptions): Condition {
    return late.operate(this, ops.notIlike, pattern, options);
  }
  /** `a LIKE b || '%'`. `{ autoescape: true }` makes `%` and `_` of the value stand for themselves. */
  startsWith(text: Operand<string, string>, options?: AutoescapeOptions): Condition {
    return late.operate(this, ops.startsWith, text, options);
  }
  /** `a LIKE '%' || b` */
  endsWith(text: Operand<string, string>, options?: AutoescapeOptions): Condition {
    return late.operate(this, ops.endsWith, text, options);
  }
  /** `a LIKE '%' || b || '%'` */
  contains(text: Operand<string, string>, options?: AutoescapeOptions): Condition {
    return late.operate(this, ops.contains, text, options);
  }
  /** `startsWith` without regard to case. */
  istartsWith(text: Operand<string, string>, options?: AutoescapeOptions): Condition {
    return late.operate(this, ops.istartsWith, text, options);
  }
  /** `endsWith` without regard to case. */
  iendsWith(text: Operand<string, string>, options?: AutoescapeOptions): Condition {
    return late.operate(this, ops.iendsWith, text, options);
  }
  /** `contains` without regard to case. */
  icontains(text: Operand<string, string>, options?: AutoescapeOptions): Condition {
    return late.operate(this, ops.icontains, text, options);
  }
  /** The database's own text search: `a MATCH b`, `a @@ to_tsquery(b)`. */
  match(text: Operand<string, string>): Condition {
    return late.operate(this, ops.match, text);
  }
  /** A regular expression: `a REGEXP b`, `a ~ b`. */
  regexpMatch(pattern: Operand<string, string>, options?: { flags?: string }): Condition {
    return late.operate(this, ops.regexpMatch, pattern, options);
  }
  /** `REGEXP_REPLACE(a, pattern, replacement)` */
  regexpReplace(
    pattern: Operand<string, string>,
    replacement: Operand<string, string>,
    options?: { flags?: string },
  ): ColumnElement<string, string> {
    return late.operate(this, ops.regexpReplace, pattern, { ...options, replacement });
  }

  /** `a IN (…)`: a list, a query, a list parameter. An empty list is in nothing. */
  in(values: InOperand<Out, In>): Condition {
    return late.operate(this, ops.in, values);
  }
  /** `a NOT IN (…)` */
  notIn(values: InOperand<Out, In>): Condition {
    return late.operate(this, ops.notIn, values);
  }
  /** `a BETWEEN low AND high` */
  between(low: Operand<Out, In>, high: Operand<Out, In>, options?: { symmetric?: boolean }): Condition {
    return late.operate(this, ops.between, [low, high], options);
  }

  /** `a + b`; for texts `a || b`. */
  add<R = Out>(other: Operand<any, any>): ColumnElement<R, In> {
    return late.operate(this, ops.add, other);
  }
  /** `a - b` */
  sub<R = Out>(other: Operand<any, any>): ColumnElement<R, In> {
    return late.operate(this, ops.sub, other);
  }
  /** `a * b` */
  mul<R = Out>(other: Operand<any, any>): ColumnElement<R, In> {
    return late.operate(this, ops.mul, other);
  }
  /** `a / b` */
  div<R = Out>(other: Operand<any, any>): ColumnElement<R, In> {
    return late.operate(this, ops.div, other);
  }
  /** `a % b` */
  mod<R = Out>(other: Operand<any, any>): ColumnElement<R, In> {
    return late.operate(this, ops.mod, other);
  }
  /** `a || b` */
  concat(other: Operand<any, any>): ColumnElement<string | Extract<Out, null>, string> {
    return late.operate(this, ops.concat, other);
  }
  /** `-a` */
  neg(): ColumnElement<Out, In> {
    return late.operate(this, ops.neg, undefined);
  }

  /** `a AND b …` */
  and(...others: Criterion[]): Condition {
    return late.conjoin('and', [this as Criterion, ...others]);
  }
  /** `a OR b …` */
  or(...others: Criterion[]): Condition {
    return late.conjoin('or', [this as Criterion, ...others]);
  }
  /** `NOT a`; a comparison is turned into its contrary: `a != b`. */
  not(): Condition {
    return late.negate(this);
  }

  /** `a ASC` */
  asc(): ColumnElement<Out, In> {
    return late.operate(this, ops.asc, undefined);
  }
  /** `a DESC` */
  desc(): ColumnElement<Out, In> {
    return late.operate(this, ops.desc, undefined);
  }
  /** `a NULLS FIRST` */
  nullsFirst(): ColumnElement<Out, In> {
    return late.operate(this, ops.nullsFirst, undefined);
  }
  /** `a NULLS LAST` */
  nullsLast(): ColumnElement<Out, In> {
    return late.operate(this, ops.nullsLast, undefined);
  }
  /** `DISTINCT a`, inside a function: `func.count(a.distinct())`. */
  distinct(): ColumnElement<Out, In> {
    return late.operate(this, ops.distinct, undefined);
  }
  /** `a COLLATE name` */
  collate(collation: string): ColumnElement<Out, In> {
    return late.collate(this, collation);
  }

  /** `a AS name`: the name a row shows this value under. */
  label<const Name extends string>(name: Name): Label<Out, In, Name> {
    return late.label(this, name);
  }
  /** `CAST(a AS type)` */
  cast<T, I = T>(type: TypeArg<T, I>): ColumnElement<T | Extract<Out, null>, I> {
    return late.cast(this, type);
  }

  /** Any other operator: `a.op('<<')(2)`. Its result has `type`, else the left side's. */
  op<R = Out>(
    sql: string,
    options: { precedence?: number; isComparison?: boolean; type?: TypeEngine<R, any> } = {},
  ): (other: Operand<any, any>) => ColumnElement<R, any> {
    const operator = customOperator(sql, options.precedence ?? 0, options.isComparison ?? false);
    return (other) => late.operate(this, operator, other, options.type ? { type: options.type } : undefined);
  }
  /** An operator that gives true or false: `a.boolOp('~')(b)`. */
  boolOp(sql: string, precedence = 0): (other: Operand<any, any>) => Condition {
    const operator = customOperator(sql, precedence, true);
    return (other) => late.operate(this, operator, other);
  }
}
