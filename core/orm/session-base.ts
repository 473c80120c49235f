import type { AsyncEngine, Engine } from '../engine/engine.ts';
import type { ExecuteParams } from '../engine/execute-statement.ts';
import type { Answer, Mode } from '../engine/mode.ts';
import type { Result, ScalarResult } from '../engine/result.ts';
import { InvalidRequestError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { FirstOf, RowOfStatement } from '../sql/row-types.ts';
import { type BulkSaveOptions, bulkInsert, bulkSave, bulkUpdate, type Mapping } from './bulk-operations.ts';
import type { RelatedCollection } from './collections.ts';
import type { ColumnProperty } from './column-property.ts';
import { executeInSession } from './execute-in-session.ts';
import { checkOwnProperties } from './instrument.ts';
import { mergeInto } from './merge.ts';
import type { ObjectState } from './object-state.ts';
import { Query } from './query.ts';
import type { QueryFor, QueryItem } from './query-types.ts';
import type { Registry } from './registry.ts';
import type { Relationship } from './relationship.ts';
import type { EntityClass } from './relationship-definition.ts';
import { reachable } from './session-cascades.ts';
import type { SessionHooks } from './session-hooks.ts';
import { SessionIo, type SessionOptions } from './session-io.ts';
import { type GetKey, type GetOptions, getEntity, relatedInMemory } from './session-loading.ts';
import { deleteObject, expireObject, expungeObject, isModified, refreshObject } from './session-objects.ts';
import { stateOfGiven } from './session-records.ts';
import { SessionTransaction } from './session-transaction.ts';

/**
 * The conversation between objects and a database: it holds one object for each row it has met, notes what changes, and writes it in the order
 * the rows need. {@link Session} answers at once, {@link AsyncSession} gives promises; everything else they share.
 */
export abstract class SessionBase<M extends Mode> implements SessionHooks {
  /** The same session for code written as `Io`. */
  readonly io: SessionIo;
  readonly #engine: Engine | AsyncEngine;

  constructor(engine: Engine | AsyncEngine, registry: Registry, options: SessionOptions = {}) {
    this.#engine = engine;
    this.io = new SessionIo(this, registry, engine.connectIo(), options);
  }

  /** @internal Drives what needs the database. */
  abstract run<T>(io: Io<T>): Answer<M, T>;
  abstract loadAttributeNow(state: ObjectState, attribute: ColumnProperty): void;
  abstract loadRelatedNow(state: ObjectState, relationship: Relationship): void;
  abstract committedRelatedNow(state: ObjectState, relationship: Relationship): object | null | undefined;

  /** The engine this session sends to. */
  get bind(): Engine | AsyncEngine {
    return this.#engine;
  }

  // ---- what the session holds

  /** Objects without a row yet. */
  get new(): Set<object> {
    return objectsOf(this.io.records.pending);
  }

  /** Stored objects with changes, some of which may turn out to be none. */
  get dirty(): Set<object> {
    const { records } = this.io;
    records.reconcileCollections();
    return objectsOf([...records.modified].filter((state) => !records.marked.has(state)));
  }

  /** Objects whose row goes with the next flush. */
  get deleted(): Set<object> {
    return objectsOf(this.io.records.marked);
  }

  /** How many stored objects the session holds, and which. */
  get identityMap(): ReadonlySet<object> {
    return objectsOf(this.io.records.identityMap.states());
  }

  /** True where nothing failed that must be rolled back first. */
  get isActive(): boolean {
    return this.io.isActive;
  }

  get autoflush(): boolean {
    return this.io.autoflush;
  }
  set autoflush(value: boolean) {
    this.io.autoflush = value;
  }

  /** Whether the object is in this session. */
  has(object: object): boolean {
    return this.io.records.holds(stateOfGiven(object));
  }

  [Symbol.iterator](): Iterator<object> {
    return this.io.records
      .all()
      .map((state) => state.object)
      [Symbol.iterator]();
  }

  /**
   * Takes an object into the session, with all it is related to: its row is written with the next flush.
   *
   * @throws UnmappedInstanceError for anything but an object of a model
   * @throws InvalidRequestError where it belongs to another session
   */
  add(object: object): void {
    const state = stateOfGiven(object);
    this.io.registry.configure();
    this.#addState(state);
  }

  /** As {@link add} for each. */
  addAll(objects: Iterable<object>): void {
    for (const object of objects) this.add(object);
  }

  #addState(state: ObjectState): void {
    if (state.mapper.registry !== this.io.registry) {
      throw new InvalidRequestError(`${state} belongs to another database than this session: add it to the session of its own`);
    }
    checkOwnProperties(state.object);
    const { records } = this.io;
    records.add(state);
    if (state.related === null && state.pending === null) return;
    for (const member of reachable(state, 'saveUpdate', (each) => records.holds(each))) {
      checkOwnProperties(member.object);
      records.add(member);
    }
  }

  /**
   * Marks an object for deletion, with all that its cascades take along.
   *
   * @throws InvalidRequestError where it has no row
   */
  delete(object: object): Answer<M, void> {
    return this.run(deleteObject(this.io, stateOfGiven(object)));
  }

  /** Lets an object go: changes of it are no longer written. @throws InvalidRequestError where it is not here */
  expunge(object: object): void {
    expungeObject(this.io, stateOfGiven(object));
  }

  /** Lets all objects go. */
  expungeAll(): void {
    this.io.records.forgetAll();
  }

  /** Forgets what is loaded of an object, or some attributes of it: the next read asks the database. Changes of it are lost. */
  expire(object: object, attributes?: readonly string[]): void {
    expireObject(this.io, stateOfGiven(object), attributes);
  }

  /** As {@link expire} for every object. */
  expireAll(): void {
    const { records } = this.io;
    for (const state of records.identityMap.states()) state.expire();
    records.modified.clear();
  }

  /** Reads an object's row anew; changes of it are lost. @throws InvalidRequestError where it is not here, or has no row any more */
  refresh(object: object, attributes?: readonly string[]): Answer<M, void> {
    return this.run(refreshObject(this.io, stateOfGiven(object), attributes));
  }

  /**
   * Copies the state of an object to the session's own object of the same row, loading or making it, and gives that one. The given object stays
   * outside. `load: false` believes it without asking.
   */
  merge<T extends object>(object: T, options: { readonly load?: boolean } = {}): Answer<M, T> {
    return this.run(mergeInto(this.io, stateOfGiven(object), options) as Io<T>);
  }

  /** Whether an object has changes to write. Collections count unless `includeCollections` is false. */
  isModified(object: object, options: { readonly includeCollections?: boolean } = {}): boolean {
    this.io.records.reconcileCollections();
    return isModified(stateOfGiven(object), options.includeCollections ?? true);
  }

  // ---- queries

  /** A query for objects of a class, or for rows of columns: `session.query(User)`, `session.query(User.name, func.count())`. */
  query<const Items extends readonly QueryItem[]>(...items: Items): QueryFor<Items, M> {
    return Query.of(this, items) as unknown as QueryFor<Items, M>;
  }

  /** The object with a primary key, or null; one the session holds is given without asking the database. */
  get<E extends object>(cls: EntityClass<E>, key: GetKey, options: GetOptions = {}): Answer<M, E | null> {
    return this.run(getEntity(this.io, this.io.registry.mapperOf(cls), key, options) as Io<E | null>);
  }

  /** Runs a statement. A SELECT of entities gives rows of objects. */
  execute<S>(
    statement: S,
    params?: ExecuteParams,
    options: { readonly executionOptions?: Readonly<Record<string, unknown>> } = {},
  ): Answer<M, Result<RowOfStatement<S>>> {
    return this.run(executeInSession(this.io, statement as any, params, options.executionOptions));
  }

  /** The first column of the first row, or null. */
  scalar<S>(statement: S, params?: ExecuteParams): Answer<M, FirstOf<RowOfStatement<S>> | null> {
    return this.run(mapIo(executeInSession(this.io, statement as any, params), (result) => result.scalar()));
  }

  /** The first column, or the object, of every row. */
  scalars<S>(statement: S, params?: ExecuteParams): Answer<M, ScalarResult<FirstOf<RowOfStatement<S>>>> {
    return this.run(mapIo(executeInSession(this.io, statement as any, params), (result) => result.scalars<any>()));
  }

  // ---- writing

  /** Writes every change now. @throws IntegrityError and others by what the database says: the transaction is rolled back then */
  flush(): Answer<M, void> {
    return this.run(this.io.flush());
  }

  /** Writes every change and makes it permanent. Objects are read anew at their next use. */
  commit(): Answer<M, void> {
    return this.run(this.io.commit());
  }

  /** Undoes what was done since the last commit, in the database and in the objects. */
  rollback(): Answer<M, void> {
    return this.run(this.io.rollback());
  }

  /** Writes objects without taking them into the session: no cascades, no events, no relationships. `returnDefaults` fetches their new keys. */
  bulkSaveObjects(objects: Iterable<object>, options: BulkSaveOptions = {}): Answer<M, void> {
    return this.run(bulkSave(this.io, objects, options));
  }

  /** Inserts a row for each mapping of attribute names to values. */
  bulkInsertMappings(cls: EntityClass, mappings: Iterable<Mapping>, options: BulkSaveOptions = {}): Answer<M, void> {
    return this.run(bulkInsert(this.io, this.io.registry.mapperOf(cls), mappings, options));
  }

  /** Updates the row of each mapping, which names the primary key and what to set. @throws InvalidRequestError where the key is not whole */
  bulkUpdateMappings(cls: EntityClass, mappings: Iterable<Mapping>): Answer<M, void> {
    return this.run(bulkUpdate(this.io, this.io.registry.mapperOf(cls), mappings));
  }

  /** True while a transaction is open. */
  inTransaction(): boolean {
    return this.io.frame !== null;
  }

  inNestedTransaction(): boolean {
    return this.io.frame?.isNested ?? false;
  }

  /** Lets all objects go and ends the transaction; the session can be used again. */
  close(): Answer<M, void> {
    return this.run(this.io.close());
  }

  /** Runs `work` without flushing before its queries. */
  noAutoflush<T>(work: () => T): T {
    const { autoflush } = this.io;
    const restore = (): void => {
      this.io.autoflush = autoflush;
    };
    this.io.autoflush = false;
    let result: T;
    try {
      result = work();
    } catch (error) {
      restore();
      throw error;
    }
    if (isPromise(result)) return result.finally(restore) as T;
    restore();
    return result;
  }

  protected handle(frame: import('./session-frame.ts').SessionFrame): SessionTransaction<M> {
    return new SessionTransaction(this, frame);
  }

  // ---- what attributes ask

  noteModified(state: ObjectState): void {
    if (state.hasRow && !state.wasDeleted) this.io.records.modified.add(state);
  }

  findRelatedInMemory(state: ObjectState, relationship: Relationship): object | null | undefined {
    return relatedInMemory(this.io, state, relationship);
  }

  cascadeAdd(_owner: ObjectState, _relationship: Relationship, member: ObjectState): void {
    if (member.session === this && !member.wasDeleted) {
      this.io.records.marked.delete(member);
      return;
    }
    if (member.session !== null && member.session !== this) {
      throw new InvalidRequestError(
        `Object '<${member.mapper.name}>' is already attached to another session: merge it into this one first`,
      );
    }
    this.#addState(member);
  }

  cascadeRemove(_owner: ObjectState, relationship: Relationship, member: ObjectState): void {
    if (!member.hasRow && !member.hasParent(relationship) && this.io.records.pending.has(member)) expungeObject(this.io, member);
  }

  watchCollection(collection: RelatedCollection): void {
    this.io.records.watch(collection);
  }
}

function objectsOf(states: Iterable<ObjectState>): Set<object> {
  const objects = new Set<object>();
  for (const state of states) objects.add(state.object);
  return objects;
}

function* mapIo<A, B>(io: Io<A>, change: (value: A) => B): Io<B> {
  return change(yield* io);
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}

/** What a session would lose if it were closed now: objects not written, and written but not committed. Runs no SQL. */
export function uncommittedChanges(session: SessionBase<Mode>): { added: number; changed: number; deleted: number } {
  const { records, frame } = session.io;
  records.reconcileCollections();
  const added = new Set(records.pending);
  const deleted = new Set(records.marked);
  const changed = new Set(records.modified);
  for (let open = frame; open !== null; open = open.parent) {
    for (const state of open.inserted) added.add(state);
    for (const state of open.deleted) deleted.add(state);
    for (const state of open.written) changed.add(state);
  }
  for (const state of [...added, ...deleted]) changed.delete(state);
  for (const state of deleted) added.delete(state);
  return { added: added.size, changed: changed.size, deleted: deleted.size };
}
