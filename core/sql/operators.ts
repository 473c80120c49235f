/**
 * An operator: how it is written, how tightly it binds, and what its opposite is. The numbers are SQLAlchemy's, so that parentheses stand where
 * SQLAlchemy puts them.
 */
export class Operator {
  /** The operator that says the contrary: `=` and `!=`. */
  negation: Operator | null = null;
  /** @internal What tells it from others in the key of a compiled statement. */
  readonly key: string;
  /** @internal What makes an expression with it; found once. */
  make: unknown = null;
  /** @internal What writes it, where it is more than a word between two operands; null where it is not, undefined until it was looked for. */
  visit: unknown = undefined;
  /** @internal As it stands between two operands. */
  readonly infix: string;

  /**
   * @param name - the operator's own name, which a dialect's compiler switches on
   * @param sql - its text, blanks left out
   * @param precedence - the higher, the tighter
   * @param associative - whether `a op (b op c)` needs no parentheses
   */
  constructor(
    readonly name: string,
    readonly sql: string,
    readonly precedence: number,
    readonly associative: boolean = false,
    readonly isComparison: boolean = false,
  ) {
    this.infix = ` ${sql} `;
    this.key = name === 'custom' ? `custom ${precedence} ${isComparison} ${sql}` : name;
  }
}

/** Whether an operation by `inner` needs parentheses inside one by `outer`. */
export function needsGroup(inner: Operator, outer: Operator): boolean {
  if (inner === outer && inner.associative) return false;
  return inner.precedence <= outer.precedence;
}

const compare = (name: string, sql: string): Operator => new Operator(name, sql, 5, false, true);

export const ops = {
  mul: new Operator('mul', '*', 8, true),
  div: new Operator('div', '/', 8),
  mod: new Operator('mod', '%', 8),
  neg: new Operator('neg', '-', 8),
  add: new Operator('add', '+', 7, true),
  sub: new Operator('sub', '-', 7),
  concat: new Operator('concat', '||', 6, true),
  filter: new Operator('filter', 'FILTER', 6),
  getitem: new Operator('getitem', '[]', 15, true),
  jsonGetitem: new Operator('jsonGetitem', '->', 15, true),
  jsonPathGetitem: new Operator('jsonPathGetitem', '#>', 15, true),
  any: new Operator('any', 'ANY', 15),
  all: new Operator('all', 'ALL', 15),
  eq: compare('eq', '='),
  ne: compare('ne', '!='),
  lt: compare('lt', '<'),
  le: compare('le', '<='),
  gt: compare('gt', '>'),
  ge: compare('ge', '>='),
  is: compare('is', 'IS'),
  isNot: compare('isNot', 'IS NOT'),
  isDistinctFrom: compare('isDistinctFrom', 'IS DISTINCT FROM'),
  isNotDistinctFrom: compare('isNotDistinctFrom', 'IS NOT DISTINCT FROM'),
  like: compare('like', 'LIKE'),
  notLike: compare('notLike', 'NOT LIKE'),
  ilike: compare('ilike', 'ILIKE'),
  notIlike: compare('notIlike', 'NOT ILIKE'),
  startsWith: compare('startsWith', 'LIKE'),
  notStartsWith: compare('notStartsWith', 'NOT LIKE'),
  endsWith: compare('endsWith', 'LIKE'),
  notEndsWith: compare('notEndsWith', 'NOT LIKE'),
  contains: compare('contains', 'LIKE'),
  notContains: compare('notContains', 'NOT LIKE'),
  istartsWith: compare('istartsWith', 'LIKE'),
  notIstartsWith: compare('notIstartsWith', 'NOT LIKE'),
  iendsWith: compare('iendsWith', 'LIKE'),
  notIendsWith: compare('notIendsWith', 'NOT LIKE'),
  icontains: compare('icontains', 'LIKE'),
  notIcontains: compare('notIcontains', 'NOT LIKE'),
  match: compare('match', 'MATCH'),
  notMatch: compare('notMatch', 'NOT MATCH'),
  regexpMatch: compare('regexpMatch', '<regexp>'),
  notRegexpMatch: compare('notRegexpMatch', '<not regexp>'),
  regexpReplace: new Operator('regexpReplace', '<regexp replace>', 5),
  in: compare('in', 'IN'),
  notIn: compare('notIn', 'NOT IN'),
  between: compare('between', 'BETWEEN'),
  notBetween: compare('notBetween', 'NOT BETWEEN'),
  distinct: new Operator('distinct', 'DISTINCT', 5),
  not: new Operator('not', 'NOT', 5),
  isTrue: new Operator('isTrue', '', 5),
  isFalse: new Operator('isFalse', 'NOT', 5),
  collate: new Operator('collate', 'COLLATE', 4),
  and: new Operator('and', 'AND', 3),
  or: new Operator('or', 'OR', 2),
  asc: new Operator('asc', 'ASC', 3),
  desc: new Operator('desc', 'DESC', 3),
  nullsFirst: new Operator('nullsFirst', 'NULLS FIRST', 3),
  nullsLast: new Operator('nullsLast', 'NULLS LAST', 3),
  exists: new Operator('exists', 'EXISTS', 0),
  comma: new Operator('comma', ',', -1),
  as: new Operator('as', 'AS', -1),
  /** Not an operator: the place of a criterion, WHERE or ON. */
  asBoolean: new Operator('asBoolean', '', -10),
} as const;

for (const [one, other] of [
  ['eq', 'ne'],
  ['lt', 'ge'],
  ['le', 'gt'],
  ['is', 'isNot'],
  ['isDistinctFrom', 'isNotDistinctFrom'],
  ['like', 'notLike'],
  ['ilike', 'notIlike'],
  ['startsWith', 'notStartsWith'],
  ['endsWith', 'notEndsWith'],
  ['contains', 'notContains'],
  ['istartsWith', 'notIstartsWith'],
  ['iendsWith', 'notIendsWith'],
  ['icontains', 'notIcontains'],
  ['match', 'notMatch'],
  ['regexpMatch', 'notRegexpMatch'],
  ['in', 'notIn'],
  ['between', 'notBetween'],
] as const) {
  ops[one].negation = ops[other];
  ops[other].negation = ops[one];
}

const custom = new Map<string, Operator>();

/** The operator written as `sql`, as `column.op('<<')` makes it; one and the same for the same text. */
export function customOperator(sql: string, precedence: number, isComparison: boolean): Operator {
  const key = `${precedence} ${isComparison ? 'c' : 'v'} ${sql}`;
  let found = custom.get(key);
  if (!found) {
    found = new Operator('custom', sql, precedence, false, isComparison);
    custom.set(key, found);
  }
  return found;
}
