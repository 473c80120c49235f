import { ArgumentError, ResourceClosedError } from '../errors.ts';
import { type DriverValue, type Io, runSync, type SyncSender } from '../io.ts';
import type { SchemaRunner, SchemaTarget } from '../schema/schema-target.ts';
import type { FirstOf, RowOfStatement } from '../sql/row-types.ts';
import type { ConnectionIo } from './connection-io.ts';
import type { Dialect } from './dialect.ts';
import type { Executable, ExecuteParams } from './execute-statement.ts';
import type { Answer, Mode } from './mode.ts';
import type { Result, ScalarResult } from './result.ts';

/** A conversation with the database: statements and the transaction around them. */
export abstract class ConnectionBase<M extends Mode> implements SchemaRunner<M> {
  /** Whether it answers at once or later. */
  abstract readonly mode: M;
  /** The same connection for code written as `Io`. */
  readonly io: ConnectionIo;

  constructor(io: ConnectionIo) {
    this.io = io;
  }

  /** @internal */
  abstract run<T>(io: Io<T>): Answer<M, T>;

  /** The kind of database behind it. */
  get dialect(): Dialect {
    return this.io.dialect;
  }

  /** True after `close`. */
  get closed(): boolean {
    return this.io.isClosed;
  }

  /**
   * Runs a statement; a transaction is begun before the first one.
   *
   * @example connection.execute(text('SELECT name FROM users WHERE id > :low'), { low: 3 }).all();
   * @throws ObjectNotExecutableError for anything that is no statement
   * @throws DBAPIError by what the database says
   */
  execute<S extends Executable>(statement: S, params?: ExecuteParams): Answer<M, Result<RowOfStatement<S>>> {
    return this.run(this.io.execute(statement, params));
  }

  /** The first column of the first row, or `null`. @throws as {@link execute} */
  scalar<S extends Executable>(statement: S, params?: ExecuteParams): Answer<M, FirstOf<RowOfStatement<S>> | null> {
    return this.run(scalarOf(this.io, statement, params) as Io<FirstOf<RowOfStatement<S>> | null>);
  }

  /** The first column of each row. @throws as {@link execute} */
  scalars<S extends Executable>(statement: S, params?: ExecuteParams): Answer<M, ScalarResult<FirstOf<RowOfStatement<S>>>> {
    return this.run(scalarsOf(this.io, statement, params));
  }

  /** Runs SQL text in the driver's own parameter style (`?`, `$1`). @throws DBAPIError */
  execDriverSql(sql: string, params?: readonly DriverValue[]): Answer<M, Result> {
    return this.run(this.io.execDriverSql(sql, params));
  }

  /** Makes what was done permanent. @throws DBAPIError when the database refuses (a deferred constraint, a full disk) */
  commit(): Answer<M, void> {
    return this.run(this.io.commit());
  }

  /** Undoes what was done since the transaction began. */
  rollback(): Answer<M, void> {
    return this.run(this.io.rollback());
  }

  /** True from the first statement (or `begin`) to `commit` or `rollback`. */
  inTransaction(): boolean {
    return this.io.inTransaction;
  }

  /** True inside a savepoint. */
  inNestedTransaction(): boolean {
    return this.io.inNestedTransaction;
  }

  /** Rolls back what is open and refuses everything after. */
  close(): Answer<M, void> {
    return this.run(this.io.close());
  }

  /** @internal Runs questions of the inspector in this connection's transaction. */
  inspectIo<T>(work: (connection: ConnectionIo) => Io<T>): Answer<M, T> {
    return this.run(work(this.io));
  }

  /** @internal Runs a change of the schema in this connection's transaction. */
  runSchema<T>(work: (target: SchemaTarget) => Io<T>): Answer<M, T> {
    return this.run(work(this.io));
  }
}

/** A connection that answers before a call returns. */
export class Connection extends ConnectionBase<'sync'> {
  override readonly mode = 'sync';
  readonly #sender: SyncSender;

  constructor(io: ConnectionIo, sender: SyncSender) {
    super(io);
    this.#sender = sender;
  }

  /** @internal */
  override run<T>(io: Io<T>): T {
    return runSync(this.#sender, io);
  }

  /** Begins a transaction. @throws InvalidRequestError when one is open */
  begin(): Transaction {
    this.run(this.io.begin());
    return new Transaction(this);
  }

  /** Begins a savepoint (and a transaction, if there is none). */
  beginNested(): Transaction {
    return new Transaction(this, this.run(this.io.savepoint()));
  }
}

/** Whoever drives `Io` over a non-blocking driver, one after another. */
export interface AsyncRunner {
  run<T>(io: Io<T>): Promise<T>;
}

/** A connection whose calls give promises. */
export class AsyncConnection extends ConnectionBase<'async'> {
  override readonly mode = 'async';
  readonly #sender: AsyncRunner;

  constructor(io: ConnectionIo, sender: AsyncRunner) {
    super(io);
    this.#sender = sender;
  }

  /** @internal */
  override run<T>(io: Io<T>): Promise<T> {
    return this.#sender.run(io);
  }

  /** Begins a transaction. @throws InvalidRequestError when one is open */
  async begin(): Promise<AsyncTransaction> {
    await this.run(this.io.begin());
    return new AsyncTransaction(this);
  }

  /** Begins a savepoint (and a transaction, if there is none). */
  async beginNested(): Promise<AsyncTransaction> {
    return new AsyncTransaction(this, await this.run(this.io.savepoint()));
  }
}

abstract class TransactionBase<M extends Mode> {
  readonly #connection: ConnectionBase<M>;
  /** The savepoint's name; `null` for the transaction itself. */
  readonly savepoint: string | null;
  #active = true;

  constructor(connection: ConnectionBase<M>, savepoint: string | null = null) {
    this.#connection = connection;
    this.savepoint = savepoint;
  }

  /** True until `commit` or `rollback`. */
  get isActive(): boolean {
    return this.#active && this.#connection.inTransaction();
  }

  /** Keeps what was done. @throws ResourceClosedError when it has ended */
  commit(): Answer<M, void> {
    const io = this.#connection.io;
    this.#end();
    return this.#connection.run(this.savepoint === null ? io.commit() : io.releaseSavepoint(this.savepoint));
  }

  /** Undoes what was done. @throws ResourceClosedError when it has ended */
  rollback(): Answer<M, void> {
    const io = this.#connection.io;
    this.#end();
    return this.#connection.run(this.savepoint === null ? io.rollback() : io.rollbackToSavepoint(this.savepoint));
  }

  #end(): void {
    if (!this.isActive) throw new ResourceClosedError('This transaction has ended already');
    this.#active = false;
  }
}

/** An open transaction or savepoint of a {@link Connection}. */
export class Transaction extends TransactionBase<'sync'> {}

/** An open transaction or savepoint of an {@link AsyncConnection}. */
export class AsyncTransaction extends TransactionBase<'async'> {}

/** @throws ArgumentError when a callback of a blocking transaction gave a promise: it would end before its work is done */
export function refusePromise(value: unknown): void {
  if (value !== null && typeof value === 'object' && typeof (value as { then?: unknown }).then === 'function') {
    throw new ArgumentError(
      'the function given to begin() returned a promise, and this database answers without waiting: leave out async and await',
    );
  }
}

function* scalarOf(io: ConnectionIo, statement: Executable, params?: ExecuteParams): Io<unknown> {
  return (yield* io.execute(statement, params)).scalar();
}

function* scalarsOf(io: ConnectionIo, statement: Executable, params?: ExecuteParams): Io<ScalarResult<any>> {
  return (yield* io.execute(statement, params)).scalars();
}
