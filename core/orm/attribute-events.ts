import { ArgumentError, InvalidRequestError } from '../errors.ts';
import { keepLayout } from '../util/keep-layout.ts';
import {
  addQuietly,
  type CollectionHome,
  leaveHome,
  type RelatedCollection,
  RelatedList,
  RelatedSet,
  removeQuietly,
} from './collections.ts';
import { findState, type ObjectState, stateOf } from './object-state.ts';
import type { Relationship } from './relationship.ts';
import { runValidator } from './validators.ts';

/*
 * What follows from a change of a relationship: history, the other side, cascades. A change that user code makes cascades into its session; the
 * changes that follow from it on the other side bring nothing into a session.
 */

class RelationshipHome implements CollectionHome {
  readonly #owner: ObjectState;
  readonly #relationship: Relationship;
  constructor(owner: ObjectState, relationship: Relationship) {
    this.#owner = owner;
    this.#relationship = relationship;
  }
  prepare(value: unknown): object {
    return prepareMember(this.#owner, this.#relationship, value);
  }
  keep(): void {
    this.#owner.keepRelated(this.#relationship);
  }
  added(member: object): void {
    memberAdded(this.#owner, this.#relationship, member);
  }
  removed(member: object): void {
    memberRemoved(this.#owner, this.#relationship, member);
  }
}

keepLayout(new RelationshipHome(null as never, null as never));

/** A collection of the kind the relationship wants. */
function makeCollection(owner: ObjectState, relationship: Relationship, members: Iterable<object>): RelatedCollection {
  const home = new RelationshipHome(owner, relationship);
  return relationship.options.collectionClass === Set ? RelatedSet.around(home, members) : RelatedList.around(home, members);
}

/**
 * Stores what a load gave: members of a collection, an object, or null. Changes that were made while the collection was not loaded are
 * carried out on it; a scalar that was assigned meanwhile keeps its new value.
 */
export function settleLoaded(state: ObjectState, relationship: Relationship, loaded: readonly object[] | object | null): void {
  if (!relationship.uselist) {
    if (state.relatedBeforeOf(relationship) === undefined) state.settleRelated(relationship, loaded);
    return;
  }
  const members = loaded as readonly object[];
  const collection = makeCollection(state, relationship, members);
  const pending = state.pendingOf(relationship);
  state.settleRelated(relationship, collection);
  if (pending === undefined) return;
  state.keepRelated(relationship);
  for (const member of pending.removed) collection[removeQuietly](member);
  for (const member of pending.added) if (!has(collection, member)) collection[addQuietly](member);
  state.pending![relationship.slot] = undefined;
}

function has(collection: RelatedCollection, member: object): boolean {
  return collection instanceof RelatedSet ? collection.has(member) : collection.includes(member);
}

// ---- members

/**
 * Says that `value` can be a member of `relationship`, and gives what the validator made of it.
 *
 * @throws ArgumentError for anything but an object of the target class
 */
function prepareMember(owner: ObjectState, relationship: Relationship, value: unknown): object {
  const validator = owner.mapper.validators.get(relationship.key);
  const member = validator === undefined ? value : runValidator(validator, owner.object, owner.mapper.name, relationship.key, value);
  const state = findState(member);
  if (state === null) {
    throw new ArgumentError(`${relationship} takes objects of class ${relationship.target.name}, not ${describeValue(member)}`);
  }
  if (!state.mapper.isA(relationship.target)) {
    throw new ArgumentError(`${relationship} takes objects of class ${relationship.target.name}, not of class ${state.mapper.name}`);
  }
  if (relationship.singleParent) checkSingleParent(owner, relationship, state);
  return member as object;
}

function checkSingleParent(owner: ObjectState, relationship: Relationship, member: ObjectState): void {
  const parent = member.parents?.get(relationship);
  if (parent === undefined || parent === null || parent === owner) return;
  throw new InvalidRequestError(
    `Instance ${member} is already associated with an instance of ${relationship.parent.name} via its ${relationship} attribute, and is only allowed a single parent.`,
  );
}

/** User code has put `member` under `owner`. */
function memberAdded(owner: ObjectState, relationship: Relationship, member: object): void {
  const state = stateOf(member);
  state.setParent(relationship, owner);
  owner.mapper.notify(relationship.key, 'append', owner.object, member);
  linkBack(owner, relationship, state);
  if (owner.session !== null && relationship.cascade.saveUpdate) owner.session.cascadeAdd(owner, relationship, state);
}

/** User code has taken `member` from `owner`. */
function memberRemoved(owner: ObjectState, relationship: Relationship, member: object): void {
  owner.mapper.notify(relationship.key, 'remove', owner.object, member);
  memberLeft(owner, relationship, stateOf(member));
}

function memberLeft(owner: ObjectState, relationship: Relationship, member: ObjectState): void {
  member.dropParent(relationship, owner);
  unlinkBack(owner, relationship, member);
  if (relationship.cascade.deleteOrphan) (owner.session ?? member.session)?.cascadeRemove(owner, relationship, member);
}

// ---- the other side

/** Makes the other side of `relationship` say that `member` belongs to `owner`. */
function linkBack(owner: ObjectState, relationship: Relationship, member: ObjectState): void {
  for (const back of relationship.reverses) {
    if (!isInStep(relationship, back)) continue;
    if (back.uselist) joinBack(member, back, owner.object);
    else pointBack(member, back, owner);
  }
}

/** Makes the other side of `relationship` forget that `member` belongs to `owner`. */
function unlinkBack(owner: ObjectState, relationship: Relationship, member: ObjectState): void {
  for (const back of relationship.reverses) {
    if (!isInStep(relationship, back)) continue;
    if (back.uselist) leaveBack(member, back, owner.object);
    else unpointBack(member, back, owner.object);
  }
}

/** A viewonly relationship neither follows the other side nor leads it. */
function isInStep(relationship: Relationship, back: Relationship): boolean {
  return !relationship.viewonly && !back.viewonly;
}

function joinBack(member: ObjectState, back: Relationship, owner: object): void {
  const collection = openCollection(member, back);
  stateOf(owner).setParent(back, member);
  if (collection === null) {
    const pending = member.makePending(back);
    if (!pending.removed.delete(owner)) pending.added.add(owner);
    return;
  }
  if (collection instanceof RelatedSet && collection.has(owner)) return;
  member.keepRelated(back);
  collection[addQuietly](owner);
}

function leaveBack(member: ObjectState, back: Relationship, owner: object): void {
  const collection = openCollection(member, back);
  stateOf(owner).dropParent(back, member);
  if (collection === null) {
    const pending = member.makePending(back);
    if (!pending.added.delete(owner)) pending.removed.add(owner);
  } else if (has(collection, owner)) {
    member.keepRelated(back);
    collection[removeQuietly](owner);
  }
  if (back.cascade.deleteOrphan) (member.session ?? stateOf(owner).session)?.cascadeRemove(member, back, stateOf(owner));
}

/** The collection where it is known: loaded, or that of an object without a row. */
function openCollection(state: ObjectState, relationship: Relationship): RelatedCollection | null {
  const loaded = state.relatedOf(relationship);
  if (loaded !== undefined) return loaded as RelatedCollection;
  if (state.hasRow || relationship.isDynamic) return null;
  const made = makeCollection(state, relationship, []);
  state.settleRelated(relationship, made);
  return made;
}

function pointBack(member: ObjectState, back: Relationship, owner: ObjectState): void {
  const old = knownScalar(member, back);
  if (old === owner.object) return;
  owner.setParent(back, member);
  member.keepRelated(back);
  member.settleRelated(back, owner.object);
  if (old === null || old === undefined) return;
  const left = stateOf(old);
  left.dropParent(back, member);
  unlinkBack(member, back, left);
}

function unpointBack(member: ObjectState, back: Relationship, owner: object): void {
  const old = knownScalar(member, back);
  if (old === null || (old !== undefined && old !== owner)) return;
  stateOf(owner).dropParent(back, member);
  member.keepRelated(back);
  member.settleRelated(back, null);
}

/** What a scalar relationship refers to, as far as it is known without SQL; what is found is stored. Undefined: not known. */
function knownScalar(owner: ObjectState, relationship: Relationship): object | null | undefined {
  const loaded = owner.relatedOf(relationship);
  if (loaded !== undefined) return loaded;
  if (!owner.hasRow) return null;
  const found = owner.session?.findRelatedInMemory(owner, relationship);
  if (found !== undefined) owner.settleRelated(relationship, found);
  return found;
}

// ---- assignment

/** Assigns a scalar relationship, as `user.role = role` does. */
export function assignScalar(owner: ObjectState, relationship: Relationship, value: unknown): void {
  const member = value === null ? validatedNull(owner, relationship) : prepareMember(owner, relationship, value);
  const old = scalarToLeave(owner, relationship);
  if (old === member && owner.relatedOf(relationship) !== undefined) return;
  owner.keepRelated(relationship);
  owner.settleRelated(relationship, member);
  owner.mapper.notify(relationship.key, 'set', owner.object, member, old);
  const state = member === null ? null : stateOf(member);
  // the new side first: what moves from one owner to another is no orphan on the way
  if (state !== null) {
    state.setParent(relationship, owner);
    linkBack(owner, relationship, state);
  }
  if (old !== null && old !== undefined && old !== member) memberLeft(owner, relationship, stateOf(old));
  if (state === null) return;
  if (owner.session !== null && relationship.cascade.saveUpdate) owner.session.cascadeAdd(owner, relationship, state);
}

/** What an assignment takes away. Where the other object has to hear of it, it is loaded. */
function scalarToLeave(owner: ObjectState, relationship: Relationship): object | null | undefined {
  const known = knownScalar(owner, relationship);
  if (known !== undefined || !relationship.hasActiveHistory || owner.session === null) return known;
  const found = owner.session.committedRelatedNow(owner, relationship);
  if (found !== undefined) owner.settleRelated(relationship, found);
  return found;
}

function validatedNull(owner: ObjectState, relationship: Relationship): object | null {
  const validator = owner.mapper.validators.get(relationship.key);
  if (validator === undefined) return null;
  const result = runValidator(validator, owner.object, owner.mapper.name, relationship.key, null);
  return result === null ? null : prepareMember(owner, relationship, result);
}

/** Assigns a whole collection, as `user.posts = [a, b]` does. Members that stay are no event. */
export function assignCollection(owner: ObjectState, relationship: Relationship, value: unknown): void {
  const current = collectionOf(owner, relationship);
  if (value === current) return;
  const wanted = listOf(relationship, value).map((member) => prepareMember(owner, relationship, member));
  const before = new Set<object>(current);
  const kept = new Set(wanted.filter((member) => before.has(member)));
  owner.keepRelated(relationship);
  current[leaveHome]();
  owner.settleRelated(relationship, makeCollection(owner, relationship, wanted));
  for (const member of wanted) if (!kept.has(member)) memberAdded(owner, relationship, member);
  for (const member of before) if (!kept.has(member)) memberRemoved(owner, relationship, member);
}

/** The collection of an object, loaded where it has a row, made empty where it has none. */
export function collectionOf(owner: ObjectState, relationship: Relationship): RelatedCollection {
  const known = openCollection(owner, relationship);
  if (known !== null) return known;
  owner.requireSession(relationship).loadRelatedNow(owner, relationship);
  return owner.relatedOf(relationship) as RelatedCollection;
}

/** Adds a member to a collection that is not loaded or never is: what `append` of a dynamic relationship does. */
export function appendMember(owner: ObjectState, relationship: Relationship, value: unknown): void {
  const member = prepareMember(owner, relationship, value);
  const pending = owner.makePending(relationship);
  if (!pending.removed.delete(member)) pending.added.add(member);
  memberAdded(owner, relationship, member);
}

/** Takes a member from a collection that is not loaded or never is: what `remove` of a dynamic relationship does. */
export function removeMember(owner: ObjectState, relationship: Relationship, value: unknown): void {
  const member = prepareMember(owner, relationship, value);
  const pending = owner.makePending(relationship);
  if (!pending.added.delete(member)) pending.removed.add(member);
  memberRemoved(owner, relationship, member);
}

/** Assigns a whole list to a dynamic relationship: the difference with the database becomes pending changes. */
export function assignDynamic(owner: ObjectState, relationship: Relationship, value: unknown): void {
  const stored = !owner.hasRow ? [] : owner.mapper.registry.requireLoading().dynamicMembersNow(owner, relationship);
  assignMembers(owner, relationship, value, stored);
}

/** As {@link assignDynamic}, where it is known what the database has. */
export function assignMembers(owner: ObjectState, relationship: Relationship, value: unknown, stored: Iterable<object>): void {
  const wanted = new Set(listOf(relationship, value).map((member) => prepareMember(owner, relationship, member)));
  const pending = owner.pendingOf(relationship);
  const current = new Set(stored);
  for (const member of pending?.removed ?? []) current.delete(member);
  for (const member of pending?.added ?? []) current.add(member);
  for (const member of wanted) if (!current.has(member)) appendMember(owner, relationship, member);
  for (const member of current) if (!wanted.has(member)) removeMember(owner, relationship, member);
}

function listOf(relationship: Relationship, value: unknown): unknown[] {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) return [...(value as Iterable<unknown>)];
  throw new ArgumentError(
    `Incompatible collection type: ${describeValue(value)} is not list-like; ${relationship} takes an array of ${relationship.target.name}`,
  );
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object') return `an object of class ${value.constructor?.name ?? 'Object'}`;
  return String(value);
}
