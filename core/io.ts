/**
 * The one bridge between the core and a database. Code that needs the database is a generator that yields requests; `runSync` and `runAsync`
 * drive it over a blocking or a non-blocking connection. This is the only file with a bare `yield`: everyone else writes `yield*`.
 */

/** What a driver binds and returns in one cell. */
export type DriverValue = null | boolean | number | bigint | string | Uint8Array;

/** Why a statement is sent: source line, SQL and diagram edge are tied together by it. */
export interface Origin {
  readonly cause: 'query' | 'get' | 'flush' | 'lazyLoad' | 'eagerLoad' | 'refresh' | 'execute' | 'ddl' | 'transaction' | 'inspect';
  /** The relationship that caused it, as `Class.attribute`. */
  readonly relationship?: string;
  /** The classes whose objects a flush writes. */
  readonly entities?: readonly string[];
}

/** One statement with one list of parameters an execution. */
export interface Request {
  readonly kind: 'execute' | 'begin' | 'commit' | 'rollback';
  readonly sql: string;
  readonly paramSets: readonly (readonly DriverValue[])[];
  readonly origin: Origin;
  /** One reply for all executions is enough, with the sum of their row counts. */
  readonly isSummed?: boolean;
}

/** What one execution gave. */
export interface Reply {
  /** Column names as the driver gives them; empty where the statement returns no rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly DriverValue[])[];
  /** Rows inserted, updated or deleted. */
  readonly rowCount: number;
  readonly lastInsertId: number | bigint | null;
}

/** A computation that may talk to the database; it neither blocks nor awaits by itself. */
export type Io<T> = Generator<Request, T, readonly Reply[]>;

/** Sends requests and has the replies when it returns. */
export interface SyncSender {
  send(request: Request): readonly Reply[];
}

/** Sends requests and has the replies later. */
export interface AsyncSender {
  send(request: Request): Promise<readonly Reply[]>;
}

/** Sends one request; every other Io function reaches the database through this one. Gives one reply for each parameter list. */
export function* send(request: Request): Io<readonly Reply[]> {
  return yield request;
}

/** Drives `io` over a blocking connection. An error of the sender is thrown inside `io`, where it may be caught. */
export function runSync<T>(sender: SyncSender, io: Io<T>): T {
  let step = io.next();
  while (!step.done) {
    let replies: readonly Reply[];
    try {
      replies = sender.send(step.value);
    } catch (error) {
      step = io.throw(error);
      continue;
    }
    step = io.next(replies);
  }
  return step.value;
}

/** Drives `io` over a non-blocking connection. */
export async function runAsync<T>(sender: AsyncSender, io: Io<T>): Promise<T> {
  let step = io.next();
  while (!step.done) {
    let replies: readonly Reply[];
    try {
      replies = await sender.send(step.value);
    } catch (error) {
      step = io.throw(error);
      continue;
    }
    step = io.next(replies);
  }
  return step.value;
}
