import { type DriverValue, type Io, runSync } from '../io.ts';
import type { SchemaRunner, SchemaTarget } from '../schema/schema-target.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import { compile, compileCached } from '../sql/compile.ts';
import { AsyncConnection, Connection, refusePromise } from './connection.ts';
import { ConnectionIo } from './connection-io.ts';
import type { Dialect } from './dialect.ts';
import type { AsyncDriver, DriverOptions, SyncDriver, SyncDriverConnection } from './driver.ts';
import { attachEcho } from './echo.ts';
import { EngineEvents } from './events.ts';
import { Link } from './link.ts';
import type { Answer, Mode } from './mode.ts';
import { type DriverRegistry, drivers } from './registry.ts';
import { AsyncEngineSender, SyncEngineSender } from './sender.ts';
import { makeUrl, type URL } from './url.ts';

/** How an engine is set up. */
export interface EngineOptions extends DriverOptions {
  /** Prints every statement: `true` to the console, a function gets each line. */
  readonly echo?: boolean | ((line: string) => void);
  /** Where drivers are looked up; the common registry unless given. */
  readonly registry?: DriverRegistry;
}

abstract class EngineBase<M extends Mode> implements SchemaRunner<M> {
  /** Whether it answers at once or later. */
  abstract readonly mode: M;
  readonly url: URL;
  readonly dialect: Dialect;
  /** `statement`, `begin`, `commit`, `rollback`: what this engine does, as it happens. */
  readonly events: EngineEvents;
  readonly #link = new Link();

  constructor(url: URL, dialect: Dialect, options: EngineOptions) {
    this.url = url;
    this.dialect = dialect;
    this.events = new EngineEvents((options.registry ?? drivers).events);
    if (options.echo) attachEcho(this.events, options.echo);
  }

  /** The driver's connection is closed: no transaction is open any more. */
  protected forgetTransaction(): void {
    this.#link.forget();
  }

  /** A connection for code written as `Io`; give what it yields to {@link run}. */
  connectIo(): ConnectionIo {
    return new ConnectionIo(this.#link, this.dialect);
  }

  /** Drives `Io` over this engine's connection, opening it at first use. */
  abstract run<T>(io: Io<T>): Answer<M, T>;

  /** @internal Runs a change of the schema in a transaction of its own. */
  runSchema<T>(work: (target: SchemaTarget) => Io<T>): Answer<M, T> {
    return this.run(inTransaction(this.connectIo(), work));
  }

  /** @internal Runs questions of the inspector, and leaves no transaction behind. */
  inspectIo<T>(work: (connection: ConnectionIo) => Io<T>): Answer<M, T> {
    return this.run(withConnection(this.connectIo(), work));
  }

  /**
   * The SQL of a statement with the values it would be sent with; nothing is sent.
   *
   * @param options - `cached: false` compiles anew, whatever is known of statements of this structure
   * @throws CompileError for what this database has no SQL for
   * @throws StatementError where a type refuses a value
   */
  compile(statement: ClauseElement, options: { readonly cached?: boolean } = {}): { sql: string; params: DriverValue[] } {
    const { sql } = this.dialect;
    if (options.cached === false) return compile(statement, sql).construct();
    const { compiled, binds } = compileCached(statement, sql);
    return compiled.construct(null, binds);
  }

  /** `Engine(sqlite://…)`, the password hidden. */
  toString(): string {
    return `Engine(${this.url})`;
  }
}

/** A database reached without waiting. Nothing is opened before the first statement. */
export class Engine extends EngineBase<'sync'> {
  override readonly mode = 'sync';
  /** @internal Where requests go. */
  readonly sender: SyncEngineSender;

  constructor(url: URL, driver: SyncDriver, options: EngineOptions = {}) {
    super(url, driver.dialect, options);
    this.sender = new SyncEngineSender(driver, url, options, this.events);
  }

  override run<T>(io: Io<T>): T {
    return runSync(this.sender, io);
  }

  /** A new connection. */
  connect(): Connection {
    return new Connection(this.connectIo(), this.sender);
  }

  /**
   * Runs `work` in a transaction: committed when it returns, rolled back when it throws.
   *
   * @throws ArgumentError when `work` returns a promise
   */
  begin<T>(work: (connection: Connection) => T): T {
    const connection = this.connect();
    try {
      connection.begin();
      const value = work(connection);
      refusePromise(value);
      connection.commit();
      return value;
    } finally {
      connection.close();
    }
  }

  /** The driver's own connection, opened if need be: for what only this driver can do (`export()` of sql.js). */
  rawConnection(): SyncDriverConnection {
    return this.sender.open();
  }

  /** Closes the driver's connection; a database in memory is gone with it. The next use opens a new one. */
  dispose(): void {
    this.sender.close();
    this.forgetTransaction();
  }
}

/** A database whose answers are waited for. */
export class AsyncEngine extends EngineBase<'async'> {
  override readonly mode = 'async';
  /** @internal Where requests go. */
  readonly sender: AsyncEngineSender;

  constructor(url: URL, driver: AsyncDriver, options: EngineOptions = {}) {
    super(url, driver.dialect, options);
    this.sender = new AsyncEngineSender(driver, url, options, this.events);
  }

  override run<T>(io: Io<T>): Promise<T> {
    return this.sender.run(io);
  }

  /** A new connection. */
  connect(): AsyncConnection {
    return new AsyncConnection(this.connectIo(), this.sender);
  }

  /** Runs `work` in a transaction: committed when its promise resolves, rolled back when it rejects. */
  async begin<T>(work: (connection: AsyncConnection) => T | Promise<T>): Promise<T> {
    const connection = this.connect();
    try {
      await connection.begin();
      const value = await work(connection);
      await connection.commit();
      return value;
    } finally {
      await connection.close();
    }
  }

  /** Closes the driver's connection; the next use opens a new one. */
  async dispose(): Promise<void> {
    await this.sender.close();
    this.forgetTransaction();
  }
}

/**
 * An engine over a blocking driver: `createEngine('sqlite:///data.sqlite')`.
 *
 * @throws ArgumentError when the URL cannot be read, or when its database can only be reached by waiting
 * @throws NoSuchModuleError when no driver for it is loaded
 */
export function createEngine(url: string | URL, options: EngineOptions & { readonly driver?: SyncDriver } = {}): Engine {
  const parsed = makeUrl(url);
  return new Engine(parsed, options.driver ?? (options.registry ?? drivers).sync(parsed), options);
}

/** An engine over a non-blocking driver. @throws as {@link createEngine} */
export function createAsyncEngine(url: string | URL, options: EngineOptions & { readonly driver?: AsyncDriver } = {}): AsyncEngine {
  const parsed = makeUrl(url);
  return new AsyncEngine(parsed, options.driver ?? (options.registry ?? drivers).async(parsed), options);
}

function* withConnection<T>(connection: ConnectionIo, work: (connection: ConnectionIo) => Io<T>): Io<T> {
  try {
    return yield* work(connection);
  } finally {
    yield* connection.close();
  }
}

function* inTransaction<T>(connection: ConnectionIo, work: (target: SchemaTarget) => Io<T>): Io<T> {
  try {
    yield* connection.begin();
    const value = yield* work(connection);
    yield* connection.commit();
    return value;
  } finally {
    yield* connection.close();
  }
}
