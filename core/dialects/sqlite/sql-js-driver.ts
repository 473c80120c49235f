import type { DriverOptions, SyncDriver } from '../../engine/driver.ts';
import type { URL } from '../../engine/url.ts';
import { ArgumentError } from '../../errors.ts';
import { sqliteDialect } from './dialect.ts';
import type { SqlJsDatabase, SqlJsStatic } from './sql-js-api.ts';
import { openImage, SqlJsConnection } from './sql-js-connection.ts';
import type { PrepareStatement } from './sql-js-statement.ts';

/** What a host knows about the database behind a URL: an open database of its own, or the bytes of a file. */
export interface OpenedDatabase {
  readonly database?: SqlJsDatabase;
  readonly image?: Uint8Array | null;
  /** What the image is called in messages. */
  readonly label?: string;
  /** Called after each commit that wrote something, see `SqlJsConnectionOptions`. */
  readonly afterCommit?: (connection: SqlJsConnection) => void;
}

/** How the driver opens databases. */
export interface SqlJsDriverOptions {
  /**
   * What is behind a URL, and what to do after a commit. Without it every URL is an empty database in memory.
   * It may throw: the error reaches whoever used the database first.
   */
  readonly open?: (url: URL) => OpenedDatabase;
  /** A quicker way to run statements, see `SqlJsConnectionOptions`. */
  readonly statements?: (database: SqlJsDatabase) => PrepareStatement | null;
}

/**
 * A blocking driver over an initialised sql.js module; it works in Node and in a classic worker of a browser.
 *
 * @example drivers.register('sqlite', sqlJsDriver(await initSqlJs({ wasmBinary, useOldExtensionFunctions: false })));
 */
export function sqlJsDriver(sqlJs: SqlJsStatic, options: SqlJsDriverOptions = {}): SyncDriver {
  return {
    blocking: true,
    name: 'sqljs',
    dialect: sqliteDialect,
    open(url: URL, engineOptions: DriverOptions) {
      checkSqliteUrl(url);
      const opened = options.open?.(url) ?? {};
      return new SqlJsConnection(opened.database ?? openImage(sqlJs, opened.image, opened.label), {
        foreignKeys: engineOptions.foreignKeys,
        afterCommit: opened.afterCommit,
        statements: options.statements,
      });
    },
  };
}

/** True for `sqlite://` and `sqlite:///:memory:`. */
export function isMemoryUrl(url: URL): boolean {
  return url.database === null || url.database === '' || url.database === ':memory:';
}

/** @throws ArgumentError when the URL names a host, a user, or options that SQLite has no use for */
export function checkSqliteUrl(url: URL): void {
  if (url.username !== null || url.host !== null || url.password !== null || url.port !== null) {
    throw new ArgumentError(
      `Invalid SQLite URL: ${url}. A file has three slashes, or four for an absolute path: sqlite:///data.sqlite, sqlite:////home/ann/data.sqlite; memory is sqlite://`,
    );
  }
  const [option] = url.query.keys();
  if (option !== undefined) throw new ArgumentError(`the SQLite URL ${url} has the option '${option}', which sql.js does not know`);
}
