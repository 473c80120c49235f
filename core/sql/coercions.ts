import { ArgumentError, showValue } from '../errors.ts';
import { type BindOptions, BindParameter } from './bind-parameter.ts';
import { ClauseElement } from './clause-element.ts';
import { ColumnClause } from './column-clause.ts';
import { ColumnElement } from './column-element.ts';
import { nullElement } from './constants.ts';
import { FromClause } from './from-clause.ts';
import { late } from './late.ts';
import type { Operator } from './operators.ts';
import { clauseElement } from './protocol.ts';
import { SelectBase } from './select-base.ts';
import { isSelectItem, type SelectItem } from './select-item.ts';
import { typeForValue, typeOfValue } from './types/resolve.ts';
import type { TypeEngine } from './types/type-engine.ts';

const unique: BindOptions = Object.freeze({ unique: true });

/** The SQL element that stands for `value`, where it has one: a mapped class, an attribute. */
export function resolveElement(value: unknown): unknown {
  if (value instanceof ClauseElement) return value;
  let current = value;
  while (current !== null && (typeof current === 'object' || typeof current === 'function')) {
    const give = (current as Partial<Record<typeof clauseElement, () => unknown>>)[clauseElement];
    if (typeof give !== 'function') break;
    const next = give.call(current);
    if (next === current) break;
    current = next;
  }
  return current;
}

function refuse(place: string, expected: string, value: unknown): ArgumentError {
  if (typeof value === 'string') {
    return new ArgumentError(
      `${place}: ${expected} was expected, not the text '${value}'. Textual SQL is written text('…'); a column named \`name\` or \`length\` of a class that is not registered yet is reached by Model.c or after db.register(Model).`,
    );
  }
  if (typeof value === 'boolean') {
    return new ArgumentError(
      `${place}: ${expected} was expected, not ${value}. JavaScript compared two things itself: write column.eq(value) instead of ===. Constants are sql.true() and sql.false().`,
    );
  }
  return new ArgumentError(`${place}: ${expected} was expected, not ${value === undefined ? 'undefined' : showValue(value)}`);
}

/** A condition, ready for WHERE, HAVING and ON. @throws ArgumentError for anything else, `true` and `false` among it */
export function coerceCriterion(value: unknown, place: string): ColumnElement {
  const element = resolveElement(value);
  if (element instanceof ColumnElement) return element;
  if (element instanceof SelectBase) return late.scalarSelect(element);
  throw refuse(place, 'a condition', value);
}

/** Something to select from. @throws ArgumentError */
export function coerceFrom(value: unknown, place: string): FromClause<any, any> {
  const element = resolveElement(value);
  if (element instanceof FromClause) return element;
  if (isSelectItem(element) && element.from) return element.from;
  if (element instanceof SelectBase)
    throw new ArgumentError(`${place}: a SELECT is not a table: give it a name with .subquery() or .alias()`);
  throw refuse(place, 'a table, a mapped class, an alias or a subquery', value);
}

/** Something in the columns of a SELECT. @throws ArgumentError */
export function coerceSelectItem(value: unknown, place: string): ColumnElement | FromClause<any, any> | SelectItem {
  const element = resolveElement(value);
  if (element instanceof ColumnElement || element instanceof FromClause || isSelectItem(element)) return element;
  if (element instanceof SelectBase) return late.scalarSelect(element);
  throw refuse(place, 'a column, a SQL expression, a table or a mapped class', value);
}

/** An expression where no plain value may stand. @throws ArgumentError */
export function coerceColumn(value: unknown, place: string): ColumnElement {
  const element = resolveElement(value);
  if (element instanceof ColumnElement) return element;
  if (element instanceof SelectBase) return late.scalarSelect(element);
  throw refuse(place, 'a SQL expression', value);
}

/** An expression, or a value that becomes a bound one: `name` is the stem of its name. @throws ArgumentError for undefined */
export function coerceValue(value: unknown, place: string, name = 'param', type?: TypeEngine): ColumnElement {
  const element = resolveElement(value);
  if (element instanceof ColumnElement) return element;
  if (element instanceof SelectBase) return late.scalarSelect(element);
  if (element === undefined) throw undefinedError(place);
  if (element === null) return type === undefined ? nullElement : nullElement;
  if (element instanceof FromClause || isSelectItem(element)) throw refuse(place, 'a SQL expression or a value', value);
  return new BindParameter(name, element, type ?? typeOfBound(element), unique);
}

function typeOfBound(value: unknown): TypeEngine {
  return typeForValue(nullTypeOf(value), value);
}
const nullTypeOf = (value: unknown): TypeEngine => typeOfValue(value);

export function undefinedError(place: string): ArgumentError {
  return new ArgumentError(`${place}: undefined is not a value; null is SQL's NULL. A variable or property is probably not set.`);
}

/** The stem by which a value compared with `element` is named: the column's key, else `param`. */
export function bindName(element: ColumnElement): string {
  if (element instanceof ColumnClause) return element.isLiteral ? 'param' : element.key;
  const { bindStem } = element as { bindStem?: string };
  return bindStem ?? 'param';
}

/** The right side of `left operator …`. @throws ArgumentError for undefined and for what cannot be bound */
export function coerceOperand(value: unknown, left: ColumnElement, operator: Operator, type: TypeEngine = left.type): ColumnElement {
  const element = resolveElement(value);
  if (element instanceof ColumnElement) return element;
  if (element instanceof SelectBase) return late.scalarSelect(element);
  if (element === undefined) throw undefinedError(`${left} ${operator.sql} …`);
  if (element === null) return nullElement;
  if (element instanceof FromClause || isSelectItem(element))
    throw refuse(`${left} ${operator.sql} …`, 'a value or a SQL expression', value);
  return new BindParameter(bindName(left), element, typeForValue(type, element), unique);
}

/** An item of ORDER BY or GROUP BY; a text is the name of a label or column, looked up when the statement is written. @throws ArgumentError */
export function coerceOrderItem(value: unknown, place: string): ColumnElement | string {
  if (typeof value === 'string') return value;
  const element = resolveElement(value);
  if (element instanceof ColumnElement) return element;
  if (element instanceof SelectBase) return late.scalarSelect(element);
  throw refuse(place, 'a column, a SQL expression or the name of a label', value);
}

/** An item of ORDER BY as an element: null takes an ordering away. */
export function isClear(items: readonly unknown[]): boolean {
  return items.length === 1 && items[0] === null;
}

late.coerceColumn = coerceColumn;
late.bind = (value, type) => new BindParameter('param', value, type, unique);
