import { BindParameter } from '../sql/bind-parameter.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import { ColumnClause } from '../sql/column-clause.ts';
import { BooleanConstant, Null } from '../sql/constants.ts';
import { AsBoolean, BinaryExpression, BooleanClauseList, Grouping, UnaryExpression } from '../sql/operator-expression.ts';
import type { Affinity, TypeEngine } from '../sql/types/type-engine.ts';
import { baseColumn } from './base-column.ts';
import type { ColumnProperty } from './column-property.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';

/** The value of an attribute that is not loaded. */
export const notKnown: unique symbol = Symbol('not known');

/** The value an expression has for one object: null for NULL, `notKnown` where an attribute is not loaded. */
export type Evaluator = (state: ObjectState) => unknown;

/** Says that an expression cannot be computed here with the database's result. */
export class CannotEvaluate extends Error {}

/**
 * Makes a function that computes an expression from an object's loaded attributes. Only what gives the same here as in every database is taken:
 * equality, order of numbers, NULL tests, lists, AND, OR, NOT, sums and products of numbers, text put together.
 *
 * @throws CannotEvaluate for everything else: LIKE, functions, the order of text and dates
 */
export function evaluatorOf(element: ClauseElement, mapper: Mapper): Evaluator {
  if (element instanceof Grouping) return evaluatorOf(element.element, mapper);
  if (element instanceof BindParameter) return constant(boundValue(element));
  if (element instanceof Null) return constant(null);
  if (element instanceof BooleanConstant) return constant(element.value);
  if (element instanceof ColumnClause) return columnEvaluator(element, mapper);
  if (element instanceof BooleanClauseList) return logic(element, mapper);
  if (element instanceof AsBoolean)
    return element.isTrue ? evaluatorOf(element.element, mapper) : negated(evaluatorOf(element.element, mapper));
  if (element instanceof UnaryExpression && element.operator.name === 'not') return negated(evaluatorOf(element.element, mapper));
  if (element instanceof BinaryExpression) return binary(element, mapper);
  throw new CannotEvaluate(`Cannot evaluate ${element.constructor.name}`);
}

const constant =
  (value: unknown): Evaluator =>
  () =>
    value;

function boundValue(bind: BindParameter): unknown {
  const value: unknown = bind.effectiveValue;
  if (value === null || value === undefined) return value ?? null;
  return bind.expanding
    ? Array.from(value as Iterable<unknown>, (item) => (item === null ? null : bind.type.coerce(item)))
    : bind.type.coerce(value);
}

function columnEvaluator(element: ColumnClause<any, any>, mapper: Mapper): Evaluator {
  const property = (element.annotations['property'] as ColumnProperty | undefined) ?? mapper.propertyOf(baseColumn(element));
  if (property === undefined || !mapper.isA(property.parent))
    throw new CannotEvaluate(`Cannot evaluate the column ${element}: it is no attribute of ${mapper.name}`);
  return (state) => {
    const value = state.valueOf(property);
    return value === undefined ? notKnown : value;
  };
}

function logic(element: BooleanClauseList, mapper: Mapper): Evaluator {
  const parts = element.clauses.map((clause) => evaluatorOf(clause, mapper));
  const decides = element.operator.name === 'or';
  return (state) => {
    let result: unknown = !decides;
    for (const part of parts) {
      const value = part(state);
      if (value === decides) return decides;
      if (value === notKnown || (value === null && result !== notKnown)) result = value;
    }
    return result;
  };
}

function negated(part: Evaluator): Evaluator {
  return (state) => {
    const value = part(state);
    return value === null || value === notKnown ? value : !value;
  };
}

// ---- operators

const numbers: ReadonlySet<Affinity> = new Set<Affinity>(['integer', 'float']);
const isNumber = (type: TypeEngine): boolean => numbers.has(type.affinity);

function binary(element: BinaryExpression, mapper: Mapper): Evaluator {
  const left = evaluatorOf(element.left, mapper);
  const right = evaluatorOf(element.right, mapper);
  const { name } = element.operator;
  const { type } = element.left;
  const isEqual = (a: unknown, b: unknown): boolean => a === b || type.compareValues(a, b);
  if (name === 'is') return both(left, right, (a, b) => (a === null || b === null ? a === b : isEqual(a, b)), false);
  if (name === 'isNot') return both(left, right, (a, b) => (a === null || b === null ? a !== b : !isEqual(a, b)), false);
  if (name === 'eq') return both(left, right, isEqual);
  if (name === 'ne') return both(left, right, (a, b) => !isEqual(a, b));
  if (name === 'in') return both(left, right, (a, b) => among(a, b as unknown[], isEqual));
  if (name === 'notIn') {
    return both(left, right, (a, b) => {
      const found = among(a, b as unknown[], isEqual);
      return found === null ? null : !found;
    });
  }
  if (name === 'concat' && type.affinity === 'string') return both(left, right, (a, b) => `${a}${b}`);
  const compute = arithmetic[name as keyof typeof arithmetic];
  if (compute !== undefined && isNumber(element.left.type) && isNumber(element.right.type)) return both(left, right, compute);
  throw new CannotEvaluate(`Cannot evaluate the operator ${element.operator.sql || name} for these types`);
}

const arithmetic = {
  lt: (a: any, b: any): unknown => a < b,
  le: (a: any, b: any): unknown => a <= b,
  gt: (a: any, b: any): unknown => a > b,
  ge: (a: any, b: any): unknown => a >= b,
  add: (a: any, b: any): unknown => a + b,
  sub: (a: any, b: any): unknown => a - b,
  mul: (a: any, b: any): unknown => a * b,
};

/** Membership as SQL has it: a NULL in the list makes "no" unknown. */
function among(value: unknown, list: readonly unknown[], isEqual: (a: unknown, b: unknown) => boolean): boolean | null {
  if (list.some((item) => item !== null && isEqual(value, item))) return true;
  return list.includes(null) ? null : false;
}

function both(left: Evaluator, right: Evaluator, compute: (a: unknown, b: unknown) => unknown, nullIsNull = true): Evaluator {
  return (state) => {
    const a = left(state);
    const b = right(state);
    if (a === notKnown || b === notKnown) return notKnown;
    return nullIsNull && (a === null || b === null) ? null : compute(a, b);
  };
}
