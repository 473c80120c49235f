import { ArgumentError, NoSuchModuleError } from '../errors.ts';
import type { AsyncDriver, Driver, SyncDriver } from './driver.ts';
import { EngineEvents } from './events.ts';
import type { URL } from './url.ts';

/** Drivers by scheme. The core brings none: its host (the Node entry, the browser's worker) registers what it has. */
export class DriverRegistry {
  /** Hears what every engine made through this registry does. */
  readonly events = new EngineEvents();
  readonly #drivers = new Map<string, Driver>();

  /**
   * Makes `driver` serve URLs of this scheme: `register('sqlite', …)` for `sqlite://…`, `register('postgresql+pglite', …)` for that one.
   * The last one registered wins; a blocking and a non-blocking driver may share a scheme.
   */
  register(scheme: string, driver: Driver): void {
    this.#drivers.set(`${scheme}:${driver.blocking ? 'sync' : 'async'}`, driver);
  }

  /** True when a blocking driver (`sync`) or a non-blocking one serves the scheme. */
  has(scheme: string, mode: 'sync' | 'async'): boolean {
    return this.#drivers.has(`${scheme}:${mode}`);
  }

  /**
   * The blocking driver for a URL.
   *
   * @throws ArgumentError when only a non-blocking driver serves this scheme; it names `createAsyncDatabase`
   * @throws NoSuchModuleError when nothing serves it; the message names the package to install
   */
  sync(url: URL): SyncDriver {
    const driver = this.#drivers.get(`${url.drivername}:sync`);
    if (driver) return driver as SyncDriver;
    if (this.has(url.drivername, 'async') || ASYNC_ONLY.has(url.drivername)) {
      throw new ArgumentError(
        `'${url}' can only be reached by waiting: write createAsyncDatabase('${url.drivername}://…') and await its queries, or use sqlite:// or pglite://`,
      );
    }
    throw missing(url);
  }

  /** The non-blocking driver for a URL. @throws NoSuchModuleError as {@link sync} */
  async(url: URL): AsyncDriver {
    const driver = this.#drivers.get(`${url.drivername}:async`);
    if (driver) return driver as AsyncDriver;
    if (this.has(url.drivername, 'sync')) {
      throw new ArgumentError(`'${url}' is reached without waiting: write createDatabase('${url.drivername}://…')`);
    }
    throw missing(url);
  }
}

/** The registry that `createEngine` and `createDatabase` use when they are given no driver. */
export const drivers = new DriverRegistry();

const PACKAGES = new Map([
  ['sqlite', 'sql.js'],
  ['postgresql', 'pg'],
  ['mysql', 'mysql2'],
  ['pglite', '@electric-sql/pglite'],
]);
const ASYNC_ONLY = new Set(['postgresql', 'mysql']);

function missing(url: URL): NoSuchModuleError {
  const wanted = PACKAGES.get(url.drivername);
  if (wanted) {
    return new NoSuchModuleError(
      `no driver for '${url.drivername}://' is loaded: npm install ${wanted}, and import it through 'crowfoot', not 'crowfoot/core'`,
    );
  }
  const near = PACKAGES.has(url.dialectName)
    ? ` for ${url.dialectName}; write ${url.dialectName}://… for its usual driver`
    : '; there are sqlite, postgresql, mysql and pglite';
  return new NoSuchModuleError(`'${url.drivername}' names no known driver${near}`);
}
