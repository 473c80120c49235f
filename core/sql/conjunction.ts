import { ArgumentError } from '../errors.ts';
import { coerceCriterion } from './coercions.ts';
import { ColumnElement, type Criterion } from './column-element.ts';
import { BooleanConstant, falseElement, trueElement } from './constants.ts';
import { late } from './late.ts';
import { BooleanClauseList } from './operator-expression.ts';
import { type Operator, ops } from './operators.ts';

/** Puts conditions together; constants fold: `true AND a` is `a`, `false AND a` is `false`. */
export function conjoin(kind: 'and' | 'or', criteria: readonly unknown[]): ColumnElement<boolean, boolean> {
  if (criteria.length === 0)
    throw new ArgumentError(`${kind}() needs a condition; to start with none write ${kind}(sql.${kind === 'and' ? 'true' : 'false'}(), …)`);
  const operator = ops[kind];
  const neutral = kind === 'and';
  if (criteria.length > 1 && criteria.every((criterion) => isPlain(criterion, operator))) {
    const clauses = new Array<ColumnElement>(criteria.length);
    for (let i = 0; i < criteria.length; i += 1) clauses[i] = (criteria[i] as ColumnElement).selfGroup(operator);
    return new BooleanClauseList(operator, clauses);
  }
  const clauses: ColumnElement[] = [];
  for (let i = 0; i < criteria.length; i += 1) {
    const given = criteria[i];
    const clause = given instanceof ColumnElement ? given : coerceCriterion(given, `${kind}()`);
    if (clause instanceof BooleanConstant) {
      if (clause.value === neutral) continue;
      return clause;
    }
    if (clause instanceof BooleanClauseList && clause.operator === operator) clauses.push(...clause.clauses);
    else clauses.push(clause);
  }
  if (clauses.length === 0) return neutral ? trueElement : falseElement;
  if (clauses.length === 1) return clauses[0]!;
  for (let i = 0; i < clauses.length; i += 1) clauses[i] = clauses[i]!.selfGroup(operator);
  return new BooleanClauseList(operator, clauses);
}

/** A condition that is neither folded nor taken apart. */
function isPlain(criterion: unknown, operator: Operator): boolean {
  if (criterion instanceof BooleanClauseList) return criterion.operator !== operator;
  return criterion instanceof ColumnElement && !(criterion instanceof BooleanConstant);
}

/** `a AND b …`. Constants fold. @throws ArgumentError for what is no condition, and without any */
export function and(...criteria: Criterion[]): ColumnElement<boolean, boolean> {
  return conjoin('and', criteria);
}

/** `a OR b …`. Constants fold. @throws ArgumentError for what is no condition, and without any */
export function or(...criteria: Criterion[]): ColumnElement<boolean, boolean> {
  return conjoin('or', criteria);
}

/** The conditions of WHERE or HAVING as one, written without parentheses around it; null for none. */
export function joinCriteria(criteria: readonly ColumnElement[]): ColumnElement | null {
  if (criteria.length === 0) return null;
  if (criteria.length === 1) return criteria[0]!.selfGroup(ops.asBoolean);
  return conjoin('and', criteria).selfGroup(ops.asBoolean);
}

late.conjoin = (kind, criteria) => conjoin(kind, criteria);
