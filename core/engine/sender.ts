import { type AsyncSender, type Io, type Reply, type Request, runAsync, type SyncSender } from '../io.ts';
import type { Dialect } from './dialect.ts';
import type { AsyncDriver, AsyncDriverConnection, DriverOptions, SyncDriver, SyncDriverConnection } from './driver.ts';
import { type EngineEventMap, type EngineEvents, takeStack } from './events.ts';
import type { URL } from './url.ts';
import { wrapError } from './wrap-error.ts';

/** What happened to one request, told to listeners; made only when somebody listens. */
class Report {
  readonly #request: Request;
  readonly #event: keyof EngineEventMap;
  readonly #stack: string | null;
  readonly #startedAt: number;

  constructor(events: EngineEvents, event: keyof EngineEventMap, request: Request) {
    this.#request = request;
    this.#event = event;
    this.#stack = events.wantsStack(event) ? takeStack() : null;
    this.#startedAt = performance.now();
  }

  emit(events: EngineEvents, replies: readonly Reply[], error: unknown): void {
    const { sql, paramSets, origin } = this.#request;
    const durationMs = performance.now() - this.#startedAt;
    const stack = this.#stack;
    if (this.#event !== 'statement') {
      if (error === null) events.emit(this.#event, { origin, durationMs, stack });
      return;
    }
    let rowCount = 0;
    for (const reply of replies) rowCount += Math.max(reply.rowCount, 0);
    events.emit('statement', { sql, paramSets, rowCount, durationMs, origin, error, stack });
  }
}

const NO_REPLIES: readonly Reply[] = [];

function eventOf(request: Request): keyof EngineEventMap {
  return request.kind === 'execute' ? 'statement' : request.kind;
}

/** Sends requests to a blocking driver: opens its connection at first use, tells listeners, gives errors their class. */
export class SyncEngineSender implements SyncSender {
  readonly #driver: SyncDriver;
  readonly #url: URL;
  readonly #options: DriverOptions;
  readonly #events: EngineEvents;
  #connection: SyncDriverConnection | null = null;

  constructor(driver: SyncDriver, url: URL, options: DriverOptions, events: EngineEvents) {
    this.#driver = driver;
    this.#url = url;
    this.#options = options;
    this.#events = events;
  }

  get dialect(): Dialect {
    return this.#driver.dialect;
  }

  /** The driver's open connection, or `null` before first use. */
  get driverConnection(): SyncDriverConnection | null {
    return this.#connection;
  }

  /** Opens the connection if it is not open yet. */
  open(): SyncDriverConnection {
    this.#connection ??= this.#driver.open(this.#url, this.#options);
    return this.#connection;
  }

  send(request: Request): readonly Reply[] {
    const connection = this.open();
    const event = eventOf(request);
    const report = this.#events.has(event) ? new Report(this.#events, event, request) : null;
    try {
      const replies = connection.send(request);
      report?.emit(this.#events, replies, null);
      return replies;
    } catch (cause) {
      const error = wrapError(this.dialect, cause, request);
      report?.emit(this.#events, NO_REPLIES, error);
      throw error;
    }
  }

  close(): void {
    this.#connection?.close();
    this.#connection = null;
  }
}

/** The same for a driver that answers later. */
export class AsyncEngineSender implements AsyncSender {
  readonly #driver: AsyncDriver;
  readonly #url: URL;
  readonly #options: DriverOptions;
  readonly #events: EngineEvents;
  #connection: Promise<AsyncDriverConnection> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(driver: AsyncDriver, url: URL, options: DriverOptions, events: EngineEvents) {
    this.#driver = driver;
    this.#url = url;
    this.#options = options;
    this.#events = events;
  }

  get dialect(): Dialect {
    return this.#driver.dialect;
  }

  /**
   * Drives `Io`, each after the one before: the driver's one connection is shared, and what two calls would send in turns could end up in each
   * other's transactions.
   */
  run<T>(io: Io<T>): Promise<T> {
    const turn = this.#last.then(() => runAsync(this, io));
    this.#last = turn.catch(() => {});
    return turn;
  }

  open(): Promise<AsyncDriverConnection> {
    this.#connection ??= this.#driver.open(this.#url, this.#options).catch((error: unknown) => {
      this.#connection = null;
      throw error;
    });
    return this.#connection;
  }

  async send(request: Request): Promise<readonly Reply[]> {
    const event = eventOf(request);
    const report = this.#events.has(event) ? new Report(this.#events, event, request) : null;
    try {
      const connection = await this.open();
      const replies = await connection.send(request);
      report?.emit(this.#events, replies, null);
      return replies;
    } catch (cause) {
      const error = wrapError(this.dialect, cause, request);
      report?.emit(this.#events, NO_REPLIES, error);
      throw error;
    }
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    await (await connection)?.close();
  }
}
