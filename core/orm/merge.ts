import { InvalidRequestError, StaleDataError } from '../errors.ts';
import type { Io, Origin } from '../io.ts';
import { assignCollection, assignScalar, settleLoaded } from './attribute-events.ts';
import { type IdentityKey, identityKey } from './identity-map.ts';
import { writeColumn } from './instrument.ts';
import type { Mapper } from './mapper.ts';
import { type ObjectState, stateOf } from './object-state.ts';
import type { Relationship } from './relationship.ts';
import type { SessionIo } from './session-io.ts';
import { getState, loadRelated } from './session-loading.ts';
import { show } from './session-records.ts';

const GET: Origin = { cause: 'get' };

export interface MergeOptions {
  /** False: the given objects are believed, nothing is asked for. They must be stored and unchanged. */
  readonly load?: boolean;
}

/**
 * Copies an object, and what its `merge` cascade reaches, to the session's own objects of the same rows.
 *
 * @returns the session's object
 * @throws InvalidRequestError for `load: false` with an object that is new or changed
 * @throws StaleDataError where the given object's version is not the row's
 */
export function* mergeInto(session: SessionIo, state: ObjectState, options: MergeOptions = {}): Io<object> {
  session.registry.configure();
  const load = options.load ?? true;
  if (load) yield* session.autoflushNow();
  const { autoflush } = session;
  session.autoflush = false;
  try {
    const merged = yield* new Merge(session, load).merge(state);
    return merged.object;
  } finally {
    session.autoflush = autoflush;
  }
}

/** One merge: which objects were met, and what stands for them. */
class Merge {
  readonly #session: SessionIo;
  readonly #load: boolean;
  readonly #merged = new Map<ObjectState, ObjectState>();
  /** Two given objects of one row become one. */
  readonly #byKey = new Map<Mapper, Map<IdentityKey, ObjectState>>();
  /** Members met along a relationship: its other side need not be followed back. */
  readonly #cameAlong = new Map<ObjectState, Set<Relationship>>();

  constructor(session: SessionIo, load: boolean) {
    this.#session = session;
    this.#load = load;
  }

  *merge(state: ObjectState): Io<ObjectState> {
    const known = this.#merged.get(state);
    if (known !== undefined) return known;
    const key = this.#keyOf(state);
    const found = key === null ? undefined : yield* this.#find(state, key);
    const merged = found ?? this.#make(state);
    this.#merged.set(state, merged);
    if (key !== null) this.#keysOf(state.mapper).set(identityKey(key), merged);
    if (merged !== state) {
      checkVersion(state, merged);
      this.#copyColumns(state, merged);
      for (const relationship of state.mapper.relationships) yield* this.#copyRelated(state, merged, relationship);
    }
    if (!this.#load) {
      merged.settle();
      this.#session.records.modified.delete(merged);
    }
    return merged;
  }

  #keysOf(mapper: Mapper): Map<IdentityKey, ObjectState> {
    let keys = this.#byKey.get(mapper.root);
    if (keys === undefined) this.#byKey.set(mapper.root, (keys = new Map()));
    return keys;
  }

  /** The primary key of the row an object means; null where it has none yet. */
  #keyOf(state: ObjectState): readonly unknown[] | null {
    if (state.key !== null) return state.key;
    if (this.#session.records.pending.has(state)) {
      this.#session.warn(
        `Instance ${show(state)} is already pending in this Session yet is being merged again; this is probably not what you want to do`,
      );
    }
    if (!this.#load) {
      throw new InvalidRequestError(
        'merge() with load: false does not take objects without a row: flush() them first, or merge with load: true',
      );
    }
    const key = state.mapper.primaryKey.map((property) => state.valueOf(property));
    return key.some((part) => part === undefined || part === null) ? null : key;
  }

  *#find(state: ObjectState, key: readonly unknown[]): Io<ObjectState | undefined> {
    const { records } = this.#session;
    const here = records.identityMap.get(state.mapper, key) ?? this.#keysOf(state.mapper).get(identityKey(key));
    if (here !== undefined) return here;
    if (this.#load) return (yield* getState(this.#session, state.mapper, key, GET)) ?? undefined;
    if (state.isModified) {
      throw new InvalidRequestError('merge() with load: false does not take changed objects: flush() them first, or merge with load: true');
    }
    const made = state.mapper.instantiate(state.mapper.emptyRow());
    made.key = key;
    records.attachStored(made);
    return made;
  }

  #make(state: ObjectState): ObjectState {
    const made = state.mapper.instantiate(state.mapper.emptyRow());
    this.#session.records.add(made);
    return made;
  }

  #copyColumns(state: ObjectState, merged: ObjectState): void {
    for (const property of state.mapper.columns) {
      if (property.isReadOnly && this.#load) continue;
      const value = state.valueOf(property);
      if (value === undefined) continue;
      if (this.#load) writeColumn(merged, property, value);
      else merged.putCommitted(property, value);
    }
  }

  *#copyRelated(state: ObjectState, merged: ObjectState, relationship: Relationship): Io<void> {
    if (this.#load && relationship.reverses.some((reverse) => this.#cameAlong.get(state)?.has(reverse))) return;
    if (!relationship.cascade.merge || relationship.isDynamic) return;
    const related = state.relatedOf(relationship);
    if (related === undefined) return;
    if (!relationship.uselist) {
      const member = related === null ? null : yield* this.#mergeMember(related, relationship);
      if (this.#load) assignScalar(merged, relationship, member);
      else merged.settleRelated(relationship, member);
      return;
    }
    if (this.#load && merged.relatedOf(relationship) === undefined) yield* loadRelated(this.#session, merged, relationship);
    const members: object[] = [];
    for (const member of [...(related as Iterable<object>)]) members.push(yield* this.#mergeMember(member, relationship));
    if (this.#load) assignCollection(merged, relationship, members);
    else {
      merged.forgetRelated(relationship);
      settleLoaded(merged, relationship, members);
    }
  }

  *#mergeMember(member: object, relationship: Relationship): Io<object> {
    const state = stateOf(member);
    const along = this.#cameAlong.get(state);
    if (along === undefined) this.#cameAlong.set(state, new Set([relationship]));
    else along.add(relationship);
    return (yield* this.merge(state)).object;
  }
}

function checkVersion(state: ObjectState, merged: ObjectState): void {
  const { versionId } = state.mapper;
  if (versionId === null) return;
  const given = state.valueOf(versionId);
  const stored = merged.valueOf(versionId);
  if (given === undefined || stored === undefined || versionId.isEqual(given, stored)) return;
  throw new StaleDataError(
    `Version id '${given}' on merged state ${show(state)} does not match existing version '${stored}'. Leave the version attribute unset when merging to update the most recent version.`,
  );
}
