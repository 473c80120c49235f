import type { ColumnProperty } from './column-property.ts';
import type { ObjectState } from './object-state.ts';
import type { Relationship } from './relationship.ts';

/**
 * What attribute access asks of a session. The accessors and collections of a model know a session by these methods only, so that
 * definition time needs no session code. A hook that loads returns when the state holds the value, or throws (an asynchronous session
 * throws `MissingAwaitError`).
 */
export interface SessionHooks {
  /** Loads the absent value of `attribute`, with it whatever else of the row is expired, and stores it in the state. */
  loadAttributeNow(state: ObjectState, attribute: ColumnProperty): void;
  /** Loads the members of `relationship` and stores them by `state.settleRelated`. */
  loadRelatedNow(state: ObjectState, relationship: Relationship): void;
  /** Called once when a state goes from unmodified to modified. */
  noteModified(state: ObjectState): void;
  /** save-update: `other` has come under `owner`, which is in this session. */
  cascadeAdd(owner: ObjectState, relationship: Relationship, other: ObjectState): void;
  /** `other` has left `owner`; a pending orphan leaves the session. */
  cascadeRemove(owner: ObjectState, relationship: Relationship, other: ObjectState): void;
}

/** What the session floor gives to the mapping floor once per database. */
export interface LoadingHooks {
  /** What a `lazy: 'dynamic'` or `'writeOnly'` attribute gives. */
  dynamicQuery(state: ObjectState, relationship: Relationship): object;
  /** Members of a dynamic relationship in the database, needed when a whole list is assigned to it. */
  dynamicMembersNow(state: ObjectState, relationship: Relationship): readonly object[];
}
