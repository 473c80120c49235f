import { ArgumentError } from '../errors.ts';
import { type BindOptions, BindParameter } from './bind-parameter.ts';
import { bindName, coerceOperand, resolveElement, undefinedError } from './coercions.ts';
import { Collation } from './collation.ts';
import { ColumnElement, type OperationOptions } from './column-element.ts';
import { BooleanConstant, falseElement, Null, nullElement, trueElement } from './constants.ts';
import { FromClause } from './from-clause.ts';
import { Label } from './label.ts';
import { late } from './late.ts';
import { AsBoolean, BinaryExpression, ClauseList, Grouping, type Modifiers, UnaryExpression } from './operator-expression.ts';
import { type Operator, ops } from './operators.ts';
import { SelectBase } from './select-base.ts';
import { booleanType } from './types/boolean.ts';
import { typeForValue } from './types/resolve.ts';
import { stringType } from './types/string.ts';

type Make = (left: ColumnElement, operator: Operator, right: unknown, options: OperationOptions) => ColumnElement;

const noOptions: OperationOptions = {};
const uniqueList: BindOptions = { unique: true, expanding: true };

/** Operators that know NULL, TRUE and FALSE. */
const knowsConstants = new Set<Operator>([ops.eq, ops.ne, ops.is, ops.isNot, ops.isDistinctFrom, ops.isNotDistinctFrom]);

/** `true`, `false` and null are written, not bound: `a IS NULL`, `a = true`. Answers undefined for everything else. */
function constantOf(value: unknown): Null | BooleanConstant | undefined {
  if (value === null || value instanceof Null) return nullElement;
  if (value === true || value === trueElement) return trueElement;
  if (value === false || value === falseElement) return falseElement;
  return undefined;
}

const compare: Make = (left, operator, right) => {
  const constant = constantOf(right);
  if (constant === undefined) return new BinaryExpression(left, operator, coerceOperand(right, left, operator), booleanType);
  if (!knowsConstants.has(operator)) {
    throw new ArgumentError(
      `${left} ${operator.sql} …: NULL, true and false can be compared with eq, ne, is, isNot, isDistinctFrom and isNotDistinctFrom only`,
    );
  }
  if (constant instanceof Null && operator === ops.eq) return new BinaryExpression(left, ops.is, constant, booleanType);
  if (constant instanceof Null && operator === ops.ne) return new BinaryExpression(left, ops.isNot, constant, booleanType);
  return new BinaryExpression(left, operator, constant, booleanType);
};

/** LIKE and its family: the right side is a text, whatever the left one is. */
const compareText: Make = (left, operator, right, options) => {
  const type = left.type.visitName === 'typeDecorator' ? left.type : stringType;
  let escape = options.escape;
  let value = resolveElement(right);
  if (value === null) return new BinaryExpression(left, operator, nullElement, booleanType, modifiersOf(options));
  if (options.autoescape) {
    if (typeof value !== 'string') throw new ArgumentError(`${operator.name}: autoescape takes a text, not an expression`);
    escape ??= '/';
    value = escapeWildcards(value, escape);
  }
  if (escape !== undefined && escape.length !== 1) throw new ArgumentError(`${operator.name}: escape is one character, not '${escape}'`);
  return new BinaryExpression(left, operator, coerceOperand(value, left, operator, type), booleanType, modifiersOf({ ...options, escape }));
};

function escapeWildcards(text: string, escape: string): string {
  let made = escape === '%' || escape === '_' ? text : text.replaceAll(escape, escape + escape);
  for (const wildcard of ['%', '_']) made = made.replaceAll(wildcard, escape + wildcard);
  return made;
}

function modifiersOf(options: OperationOptions): Modifiers | null {
  const { escape, flags, symmetric } = options;
  return escape === undefined && flags === undefined && symmetric === undefined ? null : { escape, flags, symmetric };
}

const compareRegexp: Make = (left, operator, right, options) =>
  new BinaryExpression(left, operator, coerceOperand(right, left, operator, stringType), booleanType, modifiersOf(options));

const replaceRegexp: Make = (left, operator, right, options) => {
  const pattern = coerceOperand(right, left, operator, stringType);
  const replacement = coerceOperand(options.replacement, left, operator, stringType);
  return new BinaryExpression(left, operator, new ClauseList([pattern, replacement], stringType), stringType, modifiersOf(options));
};

const compareMany: Make = (left, operator, right) => {
  const value = resolveElement(right);
  return new BinaryExpression(left, operator, manyOf(left, operator, value), booleanType);
};

/** What IN looks into, in parentheses. */
function manyOf(left: ColumnElement, operator: Operator, value: unknown): ColumnElement {
  if (value instanceof BindParameter) return asExpanding(value, operator);
  if (value instanceof SelectBase) return late.scalarSelect(value);
  if (value instanceof FromClause) return late.scalarSelect(late.select([value]));
  if (value instanceof ColumnElement) return value instanceof Grouping || value instanceof ClauseList ? value : value.selfGroup(ops.in);
  if (value === undefined) throw undefinedError(`${left} ${operator.sql} …`);
  if (value === null || typeof value !== 'object' || !(Symbol.iterator in value)) {
    throw new ArgumentError(
      `${left} ${operator.sql} … takes a list of values, a query or a list parameter, not ${typeof value === 'string' ? `'${value}'` : String(value)}`,
    );
  }
  const items = [...(value as Iterable<unknown>)];
  let sample: unknown = null;
  let hasElements = false;
  for (let i = 0; i < items.length; i += 1) {
    const item = (items[i] = resolveElement(items[i]));
    if (item === undefined) throw undefinedError(`${left} ${operator.sql} (…)`);
    sample ??= item;
    hasElements ||= item instanceof ColumnElement;
  }
  if (hasElements) {
    const elements = items.map((item) => (item === null ? nullElement : coerceOperand(item, left, operator)));
    return new Grouping(new ClauseList(elements, left.type));
  }
  const type = sample === null ? left.type : typeForValue(left.type, sample);
  const list = new BindParameter(bindName(left), items, type, uniqueList);
  list.expandedAs = operator === ops.notIn ? 'notIn' : 'in';
  return list;
}

function asExpanding(bind: BindParameter, operator: Operator): BindParameter {
  const list = bind.expanding
    ? bind
    : new BindParameter(bind.name, bind.value, bind.type, { unique: bind.unique, required: bind.required, expanding: true });
  const copy = list.withValue(list.value);
  copy.expandedAs = operator === ops.notIn ? 'notIn' : 'in';
  return copy;
}

const between: Make = (left, operator, right, options) => {
  const bounds = (right as readonly unknown[]).map((bound) => coerceOperand(bound, left, operator).selfGroup(operator));
  return new BinaryExpression(left, operator, new ClauseList(bounds, left.type, ' AND '), booleanType, modifiersOf(options));
};

const arithmetic: Make = (left, operator, right, options) => {
  const other = coerceOperand(right, left, operator);
  const adapted = left.type.adaptOperator(operator, other.type);
  return new BinaryExpression(left, adapted.operator, other, options.type ?? adapted.type);
};

const concat: Make = (left, operator, right) =>
  new BinaryExpression(left, operator, coerceOperand(right, left, operator), left.type.affinity === 'string' ? left.type : stringType);

const custom: Make = (left, operator, right, options) =>
  new BinaryExpression(
    left,
    operator,
    coerceOperand(right, left, operator),
    operator.isComparison ? booleanType : (options.type ?? left.type),
  );

const prefix: Make = (left, operator) => new UnaryExpression(left, operator, 'prefix', left.type);
const suffix: Make = (left, operator) => new UnaryExpression(left, operator, 'suffix', left.type);

const makers = new Map<string, Make>();
for (const name of ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'is', 'isNot', 'isDistinctFrom', 'isNotDistinctFrom']) makers.set(name, compare);
for (const name of [
  'like',
  'notLike',
  'ilike',
  'notIlike',
  'startsWith',
  'endsWith',
  'contains',
  'istartsWith',
  'iendsWith',
  'icontains',
  'match',
])
  makers.set(name, compareText);
for (const name of ['in', 'notIn']) makers.set(name, compareMany);
for (const name of ['add', 'sub', 'mul', 'div', 'mod']) makers.set(name, arithmetic);
for (const name of ['neg', 'distinct']) makers.set(name, prefix);
for (const name of ['asc', 'desc', 'nullsFirst', 'nullsLast']) makers.set(name, suffix);
makers.set('between', between);
makers.set('concat', concat);
makers.set('custom', custom);
makers.set('regexpMatch', compareRegexp);
makers.set('regexpReplace', replaceRegexp);

/**
 * The expression `left operator right`.
 *
 * @throws ArgumentError where the operator does not take such a right side: undefined, a text for IN, null for `<`
 */
function operate(left: ColumnElement, operator: Operator, right: unknown, options: OperationOptions = noOptions): ColumnElement {
  let make = operator.make as Make | null;
  if (make === null) operator.make = make = makers.get(operator.name)!;
  return make(left, operator, right, options);
}

/** The contrary of a condition. */
function negate(element: ColumnElement): ColumnElement {
  if (element instanceof BinaryExpression && element.operator.negation !== null) {
    return new BinaryExpression(
      element.left,
      element.operator.negation,
      negatedList(element.right, element.operator.negation),
      element.type,
      element.modifiers,
    );
  }
  if (element instanceof BooleanConstant) return element.value ? falseElement : trueElement;
  if (element instanceof AsBoolean) return new AsBoolean(element.element, !element.isTrue);
  if (element instanceof Label) return negate(element.element);
  if (element.type.affinity === 'boolean' && !isOperation(element)) return new AsBoolean(element, false);
  return new UnaryExpression(element, ops.not, 'prefix', booleanType);
}

/** The list of an IN becomes that of a NOT IN: an empty one means the contrary. */
function negatedList(right: ColumnElement, operator: Operator): ColumnElement {
  return right instanceof BindParameter && right.expanding ? asExpanding(right, operator) : right;
}

const isOperation = (element: ColumnElement): boolean => 'operator' in element;

late.operate = operate;
late.negate = negate;
late.asBoolean = (element) => new AsBoolean(element, true);
late.collate = (element, collation) => new BinaryExpression(element, ops.collate, new Collation(collation), element.type);
