import type { AsyncDriver, AsyncDriverConnection, SyncDriver, SyncDriverConnection } from '../../engine/driver.ts';
import type { URL } from '../../engine/url.ts';
import { InterfaceError } from '../../errors.ts';
import type { DriverValue, Reply, Request } from '../../io.ts';
import { postgresDialect } from './dialect.ts';
import { readReplies, writeQuery } from './wire.ts';

/** The part of a ready PGlite that the drivers use. */
export interface PgliteInstance {
  execProtocolRawSync(message: Uint8Array): Uint8Array;
  execProtocolRaw(message: Uint8Array, options?: { readonly syncToFs?: boolean }): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What a session needs for its texts to be read the same everywhere. */
const SETUP = ["SET DateStyle = 'ISO, MDY'", "SET IntervalStyle = 'postgres'", "SET TimeZone = 'UTC'", "SET bytea_output = 'hex'"];
const NO_PARAMS: readonly (readonly DriverValue[])[] = [[]];
/** So many executions go into one message. */
const BATCH = 500;

class PgliteConnection implements SyncDriverConnection {
  readonly #instance: PgliteInstance;
  #closed = false;

  constructor(instance: PgliteInstance) {
    this.#instance = instance;
    for (const sql of SETUP) this.#run(sql, NO_PARAMS);
  }

  send(request: Request): readonly Reply[] {
    if (this.#closed) throw closed(request);
    if (request.paramSets.length <= BATCH) return this.#run(request.sql, request.paramSets);
    return batches(request).flatMap((batch) => this.#run(request.sql, batch));
  }

  close(): void {
    this.#closed = true;
  }

  #run(sql: string, paramSets: readonly (readonly DriverValue[])[]): Reply[] {
    return readReplies(this.#instance.execProtocolRawSync(writeQuery(sql, paramSets)));
  }
}

class AsyncPgliteConnection implements AsyncDriverConnection {
  readonly #instance: PgliteInstance;
  readonly #owned: boolean;
  #closed = false;

  constructor(instance: PgliteInstance, owned: boolean) {
    this.#instance = instance;
    this.#owned = owned;
  }

  async setUp(): Promise<this> {
    for (const sql of SETUP) await this.#run(sql, NO_PARAMS);
    return this;
  }

  async send(request: Request): Promise<readonly Reply[]> {
    if (this.#closed) throw closed(request);
    if (request.paramSets.length <= BATCH) return this.#run(request.sql, request.paramSets);
    const replies: Reply[] = [];
    for (const batch of batches(request)) replies.push(...(await this.#run(request.sql, batch)));
    return replies;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#owned) await this.#instance.close();
  }

  async #run(sql: string, paramSets: readonly (readonly DriverValue[])[]): Promise<Reply[]> {
    return readReplies(await this.#instance.execProtocolRaw(writeQuery(sql, paramSets)));
  }
}

function batches(request: Request): (readonly (readonly DriverValue[])[])[] {
  const { paramSets } = request;
  return Array.from({ length: Math.ceil(paramSets.length / BATCH) }, (_, index) => paramSets.slice(index * BATCH, (index + 1) * BATCH));
}

function closed(request: Request): InterfaceError {
  return new InterfaceError('the connection is closed', request.sql, null);
}

/**
 * PGlite without waiting, through its raw protocol. The instance must be ready, and nobody may await a query of it meanwhile: this way passes its queue by.
 *
 * @example drivers.register('pglite', pgliteSyncDriver(await PGlite.create()));
 */
export function pgliteSyncDriver(instance: PgliteInstance): SyncDriver {
  return { blocking: true, name: 'pglite', dialect: postgresDialect, open: () => new PgliteConnection(instance) };
}

/** PGlite with waiting: over a ready instance, or over one that `open` makes for a URL and that is closed with the connection. */
export function pgliteDriver(open: PgliteInstance | ((url: URL) => Promise<PgliteInstance>)): AsyncDriver {
  return {
    blocking: false,
    name: 'pglite',
    dialect: postgresDialect,
    open: async (url) => {
      const owned = typeof open === 'function';
      return new AsyncPgliteConnection(owned ? await open(url) : open, owned).setUp();
    },
  };
}
