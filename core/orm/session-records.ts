import { InvalidRequestError, UnmappedInstanceError } from '../errors.ts';
import { isCurrent, type RelatedCollection, reconcile } from './collections.ts';
import { IdentityMap } from './identity-map.ts';
import { classNameOf } from './model-record.ts';
import { findState, type ObjectState, stateOf } from './object-state.ts';
import type { Relationship } from './relationship.ts';
import type { SessionHooks } from './session-hooks.ts';

let lastInsertOrder = 0;

/** Which objects a session holds, and in which state. Plain bookkeeping: nothing here asks the database. */
export class SessionRecords {
  readonly identityMap = new IdentityMap();
  /** Objects without a row yet, in the order of `add`. */
  readonly pending = new Set<ObjectState>();
  /** Objects whose row goes with the next flush. */
  readonly marked = new Set<ObjectState>();
  /** Stored objects with changes; a superset while collections are compared only at need. */
  readonly modified = new Set<ObjectState>();
  /** Lists that user code holds: an assignment to an index is found by comparison only. */
  #watched: RelatedCollection[] = [];
  readonly owner: SessionHooks;

  constructor(owner: SessionHooks) {
    this.owner = owner;
  }

  holds(state: ObjectState): boolean {
    return state.session === this.owner && (state.hasRow ? this.identityMap.has(state) : this.pending.has(state));
  }

  get isClean(): boolean {
    return this.pending.size === 0 && this.marked.size === 0 && this.modified.size === 0;
  }

  /**
   * Takes an object into the session.
   *
   * @throws InvalidRequestError when it belongs to another session, its row was deleted, or another object stands for the row
   */
  add(state: ObjectState): void {
    if (state.session === this.owner && !state.wasDeleted) {
      this.marked.delete(state);
      return;
    }
    this.#checkFree(state);
    if (!state.hasRow) {
      lastInsertOrder += 1;
      state.insertOrder = lastInsertOrder;
      state.session = this.owner;
      this.pending.add(state);
      return;
    }
    if (state.wasDeleted) {
      throw new InvalidRequestError(
        `Instance ${show(state)} has been deleted. Make a new object of the same values to store it again: its row is gone`,
      );
    }
    this.attachStored(state);
  }

  /** Takes an object that has a row. */
  attachStored(state: ObjectState): void {
    const other = this.identityMap.get(state.mapper, state.key!);
    if (other !== undefined && other !== state) {
      throw new InvalidRequestError(
        `Can't attach instance ${show(state)}; another instance with key (${state.key!.join(', ')}) is already present in this session.`,
      );
    }
    this.#checkFree(state);
    state.session = this.owner;
    this.marked.delete(state);
    this.identityMap.replace(state);
    if (state.isModified) this.modified.add(state);
  }

  #checkFree(state: ObjectState): void {
    if (state.session === null || state.session === this.owner) return;
    throw new InvalidRequestError(`Object ${show(state)} is already attached to another session: expunge it there first, or merge it here`);
  }

  /** Lets objects go; those without a row become transient, the others detached. */
  release(states: Iterable<ObjectState>): void {
    for (const state of states) {
      this.pending.delete(state);
      this.identityMap.discard(state);
      this.marked.delete(state);
      this.modified.delete(state);
      if (state.session === this.owner) state.session = null;
    }
  }

  /** Every object of the session. */
  all(): ObjectState[] {
    return [...this.pending, ...this.identityMap.states()];
  }

  /** User code holds this list from now on. */
  watch(collection: RelatedCollection): void {
    this.#watched.push(collection);
  }

  /** Finds changes made by `list[i] = x` and `list.length = n`. */
  reconcileCollections(): void {
    if (this.#watched.length === 0) return;
    this.#watched = this.#watched.filter((collection) => collection[isCurrent]);
    for (const collection of this.#watched) collection[reconcile]();
  }

  /** The lists that user code holds belong to nobody any more. */
  forgetWatched(): void {
    this.#watched = [];
  }

  /** After a flush: what has its row is pending no more, what has lost it is marked no more, what is written is modified no more. */
  dropWritten(): void {
    dropDone(this.pending, (state) => state.hasRow);
    dropDone(this.marked, (state) => state.wasDeleted);
    dropDone(this.modified, (state) => !state.isModified || state.wasDeleted);
  }

  forgetAll(): void {
    this.release(this.all());
    this.identityMap.clear();
    this.pending.clear();
    this.marked.clear();
    this.modified.clear();
    this.forgetWatched();
  }
}

/** Takes out of a set what is done with; mostly that is everything. */
function dropDone(states: Set<ObjectState>, isDone: (state: ObjectState) => boolean): void {
  const left: ObjectState[] = [];
  for (const state of states) if (!isDone(state)) left.push(state);
  states.clear();
  for (const state of left) states.add(state);
}

/** How messages show an object: nothing is loaded for it. */
export function show(state: ObjectState): string {
  return `'<${state.mapper.name}${state.key === null ? '' : ` ${state.key.join(', ')}`}>'`;
}

/**
 * The state of what a session method was given.
 *
 * @throws UnmappedInstanceError for anything but an object of a model
 */
export function stateOfGiven(value: unknown): ObjectState {
  const state = findState(value);
  if (state !== null) return state;
  if (typeof value === 'function') {
    throw new UnmappedInstanceError(
      `Class ${classNameOf(value)} was given where an object of it is expected: write new ${classNameOf(value)}(…)`,
    );
  }
  const kind =
    value === null
      ? 'null'
      : value === undefined
        ? 'undefined'
        : Array.isArray(value)
          ? 'an Array'
          : typeof value === 'object'
            ? 'an object of no model'
            : `a ${typeof value}`;
  throw new UnmappedInstanceError(`${kind} was given where an object of a model is expected`);
}

/** The members of a relationship as far as they are known without the database; those that wait to be added among them. */
export function knownMembers(state: ObjectState, relationship: Relationship): ObjectState[] {
  const now = state.relatedOf(relationship);
  if (now !== undefined) {
    if (now === null) return [];
    return relationship.uselist ? Array.from(now as Iterable<object>, stateOf) : [stateOf(now)];
  }
  const pending = state.pendingOf(relationship);
  return pending === undefined ? [] : Array.from(pending.added, stateOf);
}

/** What save-update reaches: the members, and those that just left, so that their rows follow. */
export function membersToSave(state: ObjectState, relationship: Relationship): ObjectState[] {
  const members = knownMembers(state, relationship);
  const before = state.relatedBeforeOf(relationship);
  if (!Array.isArray(before)) return members;
  return [...members, ...(before as object[]).map(stateOf).filter((each) => !members.includes(each))];
}
