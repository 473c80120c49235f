import { keepLayout } from '../util/keep-layout.ts';
import type { ObjectState } from './object-state.ts';
import type { SessionRecords } from './session-records.ts';

/** One transaction or savepoint of a session: what was done to objects in it, so that a rollback can undo it. */
export class SessionFrame {
  readonly parent: SessionFrame | null;
  /** The savepoint's name once it is set; a frame whose statements are still to come has none. */
  savepoint: string | null = null;
  /** Why the frame was rolled back from inside a flush; until the session's own rollback nothing else may happen. */
  failure: Error | null = null;
  isOpen = true;
  /** Objects that got their row in this frame. */
  readonly inserted: ObjectState[] = [];
  /** Objects whose row went in this frame. */
  deleted: ObjectState[] = [];
  /** Objects that a flush of this frame wrote; one may be named several times. */
  readonly written: ObjectState[] = [];
  /** Primary keys that were changed: the first and the last one. */
  readonly switchedKeys = new Map<ObjectState, { readonly from: readonly unknown[]; to: readonly unknown[] }>();

  constructor(parent: SessionFrame | null) {
    this.parent = parent;
  }

  get isNested(): boolean {
    return this.parent !== null;
  }

  /** Objects that were let go are no business of a rollback. */
  forgetDeleted(states: ReadonlySet<ObjectState>): void {
    if (this.deleted.length > 0) this.deleted = this.deleted.filter((state) => !states.has(state));
  }

  noteKeySwitch(state: ObjectState, from: readonly unknown[], to: readonly unknown[]): void {
    const known = this.switchedKeys.get(state);
    if (known === undefined) this.switchedKeys.set(state, { from, to });
    else known.to = to;
  }

  /** Brings the session's objects back to where they were when the frame began. */
  restore(records: SessionRecords): void {
    const unborn = new Set([...this.inserted, ...records.pending]);
    records.release(unborn);
    for (const state of unborn) {
      state.key = null;
      state.wasDeleted = false;
    }
    this.#restoreKeys(records, unborn);
    for (const state of new Set([...this.deleted, ...records.marked])) if (!unborn.has(state)) revive(state, records);
    records.marked.clear();
    const written = new Set(this.isNested ? this.written : []);
    for (const state of records.identityMap.states()) {
      if (!this.isNested || state.isModified || written.has(state)) forget(state);
      // what it was loaded with may have been undone, although the object itself was not touched
      else state.forgetAllRelated();
    }
    records.modified.clear();
  }

  #restoreKeys(records: SessionRecords, unborn: ReadonlySet<ObjectState>): void {
    const switched = [...this.switchedKeys].filter(([state]) => !unborn.has(state));
    for (const [state] of switched) records.identityMap.discard(state);
    for (const [state, { from }] of switched) {
      state.key = from;
      records.identityMap.replace(state);
    }
  }

  /** The frame is over and what it did stays. */
  keep(records: SessionRecords, expireOnCommit: boolean): void {
    if (this.parent !== null) {
      for (const state of this.inserted) this.parent.inserted.push(state);
      for (const state of this.deleted) this.parent.deleted.push(state);
      for (const state of this.written) this.parent.written.push(state);
      for (const [state, { from, to }] of this.switchedKeys) this.parent.noteKeySwitch(state, from, to);
      return;
    }
    for (const state of this.deleted) if (state.session === records.owner) state.session = null;
    if (!expireOnCommit) return;
    for (const state of records.identityMap.states()) state.expire();
    records.modified.clear();
    records.forgetWatched();
  }
}

keepLayout(new SessionFrame(null));

function revive(state: ObjectState, records: SessionRecords): void {
  state.wasDeleted = false;
  state.session = records.owner;
  records.identityMap.replace(state);
  forget(state);
}

/** Whose it was, and what it held, is what the database says. */
function forget(state: ObjectState): void {
  state.expire();
  state.parents = null;
}
