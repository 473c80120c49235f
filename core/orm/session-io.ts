import type { ConnectionIo } from '../engine/connection-io.ts';
import { InvalidRequestError, PendingRollbackError, ResourceClosedError } from '../errors.ts';
import type { DriverValue, Io, Origin, Reply } from '../io.ts';
import type { Registry } from './registry.ts';
import { SessionEvents } from './session-events.ts';
import { flushSession } from './session-flush.ts';
import { SessionFrame } from './session-frame.ts';
import type { SessionHooks } from './session-hooks.ts';
import { SessionRecords } from './session-records.ts';
import type { ModificationTracker } from './track-modifications.ts';

/** How a session behaves. */
export interface SessionOptions {
  /** Flush before every query, so that it sees what was changed; true unless said otherwise. */
  readonly autoflush?: boolean;
  /** Forget what is loaded at every commit, so that the next read asks the database; true unless said otherwise. */
  readonly expireOnCommit?: boolean;
  /** @internal Tells what commits do to objects, where the database was made with `trackModifications`. */
  readonly tracker?: ModificationTracker | null;
}

/**
 * A session to code written as `Io`: its objects, its transaction, what it sends. `Session` and `AsyncSession` are its two faces.
 *
 * A transaction begins with the first statement; a savepoint is set with the first statement inside it.
 */
export class SessionIo {
  readonly records: SessionRecords;
  readonly connection: ConnectionIo;
  readonly registry: Registry;
  readonly events = new SessionEvents();
  /** What listeners are given: the face of this session. */
  readonly face: SessionHooks;
  autoflush: boolean;
  readonly expireOnCommit: boolean;
  isFlushing = false;
  readonly #tracker: ModificationTracker | null;
  #frame: SessionFrame | null = null;
  #awaitsSavepoint = false;

  constructor(face: SessionHooks, registry: Registry, connection: ConnectionIo, options: SessionOptions = {}) {
    this.face = face;
    this.registry = registry;
    this.connection = connection;
    this.records = new SessionRecords(face);
    this.autoflush = options.autoflush ?? true;
    this.expireOnCommit = options.expireOnCommit ?? true;
    this.#tracker = options.tracker ?? null;
  }

  get frame(): SessionFrame | null {
    return this.#frame;
  }

  /** The frame in which objects are changed now, made where there is none. */
  openFrame(): SessionFrame {
    return (this.#frame ??= new SessionFrame(null));
  }

  get isActive(): boolean {
    return this.#frame === null || this.#frame.failure === null;
  }

  warn(message: string): void {
    if (this.events.has('warning')) this.events.emit('warning', message);
    else console.warn(message);
  }

  // ---- statements

  /**
   * Sends a statement in the session's transaction.
   *
   * @throws PendingRollbackError after a failed flush
   */
  send(sql: string, paramSets: readonly (readonly DriverValue[])[], origin: Origin): Io<readonly Reply[]> {
    return this.#isReady ? this.connection.send(sql, paramSets, origin) : this.#sendWhenReady(sql, paramSets, origin);
  }

  *#sendWhenReady(sql: string, paramSets: readonly (readonly DriverValue[])[], origin: Origin): Io<readonly Reply[]> {
    yield* this.#makeReady();
    return yield* this.connection.send(sql, paramSets, origin);
  }

  /** As {@link send} for a statement that gives nothing back: answers how many rows were concerned, all executions together. */
  *change(sql: string, paramSets: readonly (readonly DriverValue[])[], origin: Origin): Io<number> {
    yield* this.ready();
    let rows = 0;
    for (const reply of yield* this.connection.send(sql, paramSets, origin, true)) rows += reply.rowCount;
    return rows;
  }

  /** Before a statement: refuses it after a failure, and sets the savepoints that wait for their first statement. */
  *ready(): Io<void> {
    if (!this.#isReady) yield* this.#makeReady();
  }

  get #isReady(): boolean {
    return this.connection.inTransaction && !this.#awaitsSavepoint && this.isActive;
  }

  *#makeReady(): Io<void> {
    this.refuseFailed();
    this.openFrame();
    if (!this.connection.inTransaction) this.events.emit('afterBegin', this.face);
    if (!this.#awaitsSavepoint) return;
    this.#awaitsSavepoint = false;
    for (const frame of this.#frames().reverse())
      if (frame.isNested && frame.savepoint === null) frame.savepoint = yield* this.connection.savepoint();
  }

  /** @throws PendingRollbackError after a failed flush */
  refuseFailed(): void {
    const failure = this.#frame?.failure;
    if (!failure) return;
    throw new PendingRollbackError(
      `This Session's transaction has been rolled back due to a previous exception during flush. To begin a new transaction with this Session, first issue Session.rollback(). Original exception was: ${failure.message}`,
      { cause: failure },
    );
  }

  /** Writes what was changed, where the session does so before queries. */
  *autoflushNow(): Io<void> {
    if (this.mustFlush()) yield* this.flush();
  }

  /** Whether there are changes that `autoflushNow` would write. */
  mustFlush(): boolean {
    if (!this.autoflush || this.isFlushing) return false;
    this.records.reconcileCollections();
    return !this.records.isClean;
  }

  // ---- writing

  /** Writes every change; a failure rolls the transaction (or the savepoint) back. */
  *flush(): Io<void> {
    if (this.isFlushing) throw new InvalidRequestError('Session is already flushing');
    this.records.reconcileCollections();
    if (this.records.isClean) return;
    this.#tracker?.note(this.records);
    yield* this.write(() => flushSession(this));
  }

  /** Runs what writes rows; a failure rolls the transaction (or the savepoint) back. */
  *write(work: () => Io<void>): Io<void> {
    if (this.isFlushing) throw new InvalidRequestError('Session is already flushing');
    this.refuseFailed();
    this.isFlushing = true;
    try {
      this.registry.configure();
      this.openFrame();
      yield* work();
    } catch (error) {
      yield* this.#fail(error as Error);
      throw error;
    } finally {
      this.isFlushing = false;
    }
  }

  *#fail(error: Error): Io<void> {
    const frame = this.openFrame();
    frame.failure = error;
    if (!frame.isNested) yield* this.connection.rollback();
    else if (frame.savepoint !== null) yield* this.connection.rollbackToSavepoint(frame.savepoint);
    frame.restore(this.records);
  }

  // ---- transactions

  /** @throws InvalidRequestError where a transaction is open already */
  begin(): SessionFrame {
    if (this.#frame !== null) {
      throw new InvalidRequestError(
        'A transaction is already begun on this Session. It begins by itself with the first statement: call commit() or rollback() first, or beginNested() for a savepoint',
      );
    }
    return this.openFrame();
  }

  /** Writes what is pending, then opens a savepoint. */
  *beginNested(): Io<SessionFrame> {
    this.refuseFailed();
    yield* this.flush();
    this.#frame = new SessionFrame(this.openFrame());
    this.#awaitsSavepoint = true;
    return this.#frame;
  }

  /** Commits everything, savepoints included. */
  *commit(): Io<void> {
    this.refuseFailed();
    while (this.#frame?.isNested) yield* this.commitFrame(this.#frame);
    yield* this.commitFrame(this.openFrame());
  }

  /** Keeps what was done since a frame was opened, with the frames inside it. @throws ResourceClosedError where it has ended */
  *commitFrame(frame: SessionFrame): Io<void> {
    this.#requireOpen(frame);
    while (this.#frame !== frame) yield* this.commitFrame(this.#frame!);
    this.refuseFailed();
    this.events.emit('beforeCommit', this.face);
    yield* this.#flushUntilClean();
    if (!frame.isNested) this.#tracker?.beforeCommit();
    try {
      if (!frame.isNested) yield* this.connection.commit();
      else if (frame.savepoint !== null) yield* this.connection.releaseSavepoint(frame.savepoint);
    } catch (error) {
      yield* this.rollbackFrame(frame);
      throw error;
    }
    this.#leave(frame);
    frame.keep(this.records, this.expireOnCommit);
    if (!frame.isNested) this.#tracker?.afterCommit();
    this.events.emit('afterCommit', this.face);
  }

  /** A listener of a flush may change objects: they are written too, before the commit. */
  *#flushUntilClean(): Io<void> {
    for (let round = 0; round < 100; round += 1) {
      this.records.reconcileCollections();
      if (this.records.isClean) return;
      yield* this.flush();
    }
    throw new InvalidRequestError(
      'Over 100 subsequent flushes have occurred within session.commit() - is an afterFlush listener changing an object each time?',
    );
  }

  /** Undoes everything since the transaction began. */
  *rollback(): Io<void> {
    while (this.#frame?.isNested) yield* this.rollbackFrame(this.#frame);
    yield* this.rollbackFrame(this.openFrame());
  }

  /** Undoes what was done since a frame was opened. @throws ResourceClosedError where it has ended */
  *rollbackFrame(frame: SessionFrame): Io<void> {
    this.#requireOpen(frame);
    while (this.#frame !== frame) yield* this.rollbackFrame(this.#frame!);
    this.#leave(frame);
    if (frame.failure === null) {
      const isSent = frame.isNested ? frame.savepoint !== null : this.connection.inTransaction;
      if (!frame.isNested) yield* this.connection.rollback();
      else if (frame.savepoint !== null) yield* this.connection.rollbackToSavepoint(frame.savepoint);
      if (isSent && !frame.isNested) this.events.emit('afterRollback', this.face);
    }
    frame.restore(this.records);
    if (!frame.isNested) this.#tracker?.forget();
    this.events.emit('afterSoftRollback', this.face);
  }

  #requireOpen(frame: SessionFrame): void {
    if (!frame.isOpen) throw new ResourceClosedError('This transaction is closed: it was committed or rolled back before');
  }

  #leave(frame: SessionFrame): void {
    frame.isOpen = false;
    this.#frame = frame.parent;
    this.#awaitsSavepoint = this.#frames().some((open) => open.isNested && open.savepoint === null);
  }

  /** The open frames, innermost first. */
  #frames(): SessionFrame[] {
    const frames: SessionFrame[] = [];
    for (let frame = this.#frame; frame !== null; frame = frame.parent) frames.push(frame);
    return frames;
  }

  /** Lets all objects go and ends the transaction. */
  *close(): Io<void> {
    for (let frame = this.#frame; frame !== null; frame = frame.parent) frame.isOpen = false;
    this.#frame = null;
    this.#awaitsSavepoint = false;
    this.records.forgetAll();
    this.#tracker?.forget();
    yield* this.connection.rollback();
  }
}
