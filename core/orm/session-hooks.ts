import type { StatementPlugin } from '../sql/statement-plugin.ts';
import type { RelatedCollection } from './collections.ts';
import type { ColumnProperty } from './column-property.ts';
import type { Mapper } from './mapper.ts';
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
  /** Loads the members of `relationship` and stores them by `settleLoaded`. */
  loadRelatedNow(state: ObjectState, relationship: Relationship): void;
  /** The object a many-to-one refers to, where its key is known and it is in the identity map; null where the key is NULL; else undefined. Runs no SQL. */
  findRelatedInMemory(state: ObjectState, relationship: Relationship): object | null | undefined;
  /** The object a scalar relationship refers to in the database, loaded where this session can load now; undefined where it is not known. */
  committedRelatedNow(state: ObjectState, relationship: Relationship): object | null | undefined;
  /** Called once when a state goes from unmodified to modified. */
  noteModified(state: ObjectState): void;
  /** save-update: user code has put `member` under `owner`, which is in this session. */
  cascadeAdd(owner: ObjectState, relationship: Relationship, member: ObjectState): void;
  /** User code has taken `member` from `owner` along a delete-orphan relationship: a pending orphan leaves the session. */
  cascadeRemove(owner: ObjectState, relationship: Relationship, member: ObjectState): void;
  /** User code holds this list: before a flush it is compared with what was reported (`collection[reconcile]()`). */
  watchCollection(collection: RelatedCollection): void;
}

/** What the session floor gives to the registry of a database, once. */
export interface LoadingHooks {
  /** Compiles and reads statements that hold entities. */
  readonly statementPlugin: StatementPlugin;
  /** `Model.query` */
  query(mapper: Mapper): object;
  /** Loads an attribute and gives its value; on an asynchronous database, a promise of it. */
  load(state: ObjectState, attribute: ColumnProperty | Relationship): unknown;
  /** What a `lazy: 'dynamic'` or `'writeOnly'` attribute gives. */
  dynamicQuery(state: ObjectState, relationship: Relationship): object;
  /** The members of a dynamic relationship as the database has them; needed when a whole list is assigned. */
  dynamicMembersNow(state: ObjectState, relationship: Relationship): readonly object[];
}
