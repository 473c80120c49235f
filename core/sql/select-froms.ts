import { InvalidRequestError } from '../errors.ts';
import { keepLayout } from '../util/keep-layout.ts';
import type { ClauseElement } from './clause-element.ts';
import { coerceCriterion, coerceFrom } from './coercions.ts';
import { ColumnClause } from './column-clause.ts';
import { ColumnElement } from './column-element.ts';
import { FromClause } from './from-clause.ts';
import { Join } from './join.ts';
import { canJoin, joinCondition } from './join-condition.ts';
import { collectFroms, eachChild } from './protocol.ts';
import type { JoinSetup, Select } from './select.ts';

type From = FromClause<any, any>;

/** What a SELECT selects from: what its columns and conditions belong to, and what it names itself, without what a join already holds. */
export function fromsOf(select: Select<any, any>): readonly From[] {
  const found = new FromList();
  for (const item of select.items) {
    if (item instanceof ColumnElement || item instanceof FromClause) item[collectFroms](found);
    else if (item.from) found.add(item.from);
  }
  const { criteria, froms, joins } = select;
  const ofColumns = joins.length > 0 && froms.length === 0 ? found.list.slice() : nothing;
  for (let i = 0; i < criteria.length; i += 1) criteria[i]![collectFroms](found);
  if (froms.length > 0 || joins.length > 0) {
    const named = froms.map((from) => coerceFrom(from, 'selectFrom()'));
    for (let i = 0; i < joins.length; i += 1) addJoin(named, ofColumns, joins[i]!);
    for (let i = 0; i < named.length; i += 1) found.add(named[i]!);
  }
  return withoutHidden(found.list);
}

/** Takes away what stands in a join. */
export function withoutHidden(froms: readonly From[]): readonly From[] {
  for (let i = 0; i < froms.length; i += 1) if (froms[i] instanceof Join) return froms.filter((from) => !isHidden(froms, from));
  return froms;
}

function isHidden(froms: readonly From[], from: From): boolean {
  for (let i = 0; i < froms.length; i += 1) {
    const other = froms[i]!;
    if (other instanceof Join && isInside(other, from)) return true;
  }
  return false;
}

function isInside(join: Join, from: From): boolean {
  const { left, right } = join;
  return (
    left === from || right === from || (left instanceof Join && isInside(left, from)) || (right instanceof Join && isInside(right, from))
  );
}

/**
 * Joins one more target to what is selected from.
 *
 * @param named - what the statement names itself; the join takes the place of its left side there
 * @param ofColumns - what the columns belong to: looked into where nothing is named
 * @throws InvalidRequestError where it is not clear what to join to, AmbiguousForeignKeysError where it is not clear how
 */
function addJoin(named: From[], ofColumns: readonly From[], setup: JoinSetup): void {
  const right = coerceFrom(setup.target, 'join()');
  const onclause = setup.onclause === null ? null : coerceCriterion(setup.onclause, 'the ON clause of join()');
  let left: From;
  let place: number;
  if (setup.left !== null) {
    left = coerceFrom(setup.left, 'joinFrom()');
    place = named.findIndex((from) => from === left || from.hides.includes(left));
    if (place >= 0) left = named[place]!;
  } else {
    const candidates = named.length > 0 ? named : ofColumns;
    const chosen = leftSide(candidates, right, onclause);
    left = candidates[chosen]!;
    place = named.length > 0 ? chosen : -1;
  }
  const made = new Join(left, right, onclause ?? joinCondition(left, right), setup.isouter, setup.full);
  if (place < 0) named.push(made);
  else named[place] = made;
}

/** The place of the candidate that `right` is joined to. */
function leftSide(candidates: readonly From[], right: From, onclause: ColumnElement | null): number {
  if (candidates.length === 1 && onclause !== null) return 0;
  const places = leftSides(candidates, right, onclause);
  const only = places[0];
  if (only === undefined) throw new InvalidRequestError(`Don't know how to join to '${right.name}'. ${advice}`);
  if (places.length > 1)
    throw new InvalidRequestError(
      `Can't determine which FROM clause to join from, there are multiple FROMS which can join to this entity. ${advice}`,
    );
  return only;
}

/** What a SELECT selects from: so few things that a list is looked through faster than a set is made. */
class FromList {
  readonly list: From[] = [];
  #set: Set<From> | null = null;

  add(from: From): void {
    const { list } = this;
    if (list.length < 16) {
      if (!list.includes(from)) list.push(from);
      return;
    }
    this.#set ??= new Set(list);
    if (this.#set.has(from)) return;
    this.#set.add(from);
    list.push(from);
  }
}

const nothing: readonly never[] = Object.freeze([]);
const advice =
  'Please use the .selectFrom() method to establish an explicit left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity.';

/** The places of the candidates that `right` can be joined to. */
function leftSides(candidates: readonly From[], right: From, onclause: ColumnElement | null): readonly number[] {
  const wanted = candidates.length > 1 && onclause !== null ? columnsIn(onclause) : null;
  const fits = (from: From): boolean => {
    if (from === right) return false;
    if (wanted !== null && wanted.size > 0) return [...wanted].every((column) => holds(from, column) || holds(right, column));
    return onclause !== null || canJoin(from, right);
  };
  let found = [...candidates.keys()].filter((i) => fits(candidates[i]!));
  if (found.length > 1) {
    const hidden = new Set(candidates.flatMap((from) => from.hides));
    found = found.filter((i) => !hidden.has(candidates[i]!));
  }
  return found.length === 0 && onclause !== null ? [...candidates.keys()] : found;
}

const holds = (from: From, column: ColumnClause<any, any>): boolean => column.table !== null && from.leaves.includes(column.table);

/** The columns an expression speaks of. */
function columnsIn(element: ClauseElement, found: Set<ColumnClause<any, any>> = new Set()): Set<ColumnClause<any, any>> {
  if (element instanceof ColumnClause) found.add(element);
  element[eachChild]((child) => columnsIn(child, found));
  return found;
}

keepLayout(new FromList());
