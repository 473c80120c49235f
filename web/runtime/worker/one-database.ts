import type { SqlJsStatic } from '../../../core/dialects/sqlite/sql-js-api.ts';
import { openImage, SqlJsConnection, type SqlJsConnectionOptions } from '../../../core/dialects/sqlite/sql-js-connection.ts';
import { checkSqliteUrl, isMemoryUrl } from '../../../core/dialects/sqlite/sql-js-driver.ts';
import type { DriverOptions, SyncDriverConnection } from '../../../core/engine/driver.ts';
import type { URL } from '../../../core/engine/url.ts';
import { ArgumentError } from '../../../core/errors.ts';
import type { DriverValue, Reply, Request } from '../../../core/io.ts';
import type { ExplainReply, OpenReply, TableCount } from '../protocol.ts';
import type { SqliteHost } from './runtime-host.ts';

/**
 * The project's one database, whatever path its URL names: files do not exist here. A second URL of a file is an error, since its data would
 * be lost without a word; `sqlite://` beside it is a database in memory, as everywhere.
 */
export class OneDatabase {
  readonly #sqlJs: SqlJsStatic;
  readonly #statements: SqlJsConnectionOptions['statements'];
  readonly #connection: SqlJsConnection;
  #openedAs: string | null = null;
  #isQuiet = false;
  #size: number;

  /** @throws DatabaseError when the image is no database */
  constructor({ sqlJs, statements }: SqliteHost, image: Uint8Array | null, afterCommit: () => void = () => {}) {
    this.#sqlJs = sqlJs;
    this.#statements = statements;
    this.#size = image?.length ?? 0;
    this.#connection = new SqlJsConnection(openImage(sqlJs, image, 'the stored database'), { afterCommit, statements });
  }

  /** What the driver of `sqlite` URLs opens. */
  connect(url: URL, options: DriverOptions): SyncDriverConnection {
    checkSqliteUrl(url);
    if (this.#openedAs !== null) return this.#connectBeside(url, options);
    this.#openedAs = String(url);
    if (options.foreignKeys === false) this.#connection.handle.run('PRAGMA foreign_keys=OFF');
    return new SharedConnection(this.#connection, () => this.#isQuiet);
  }

  /** The same connection for our own questions, whatever URL the program has opened. */
  connectAgain(): SyncDriverConnection {
    return new SharedConnection(this.#connection, () => this.#isQuiet);
  }

  #connectBeside(url: URL, { foreignKeys }: DriverOptions): SyncDriverConnection {
    if (isMemoryUrl(url)) return new SqlJsConnection(openImage(this.#sqlJs, null), { foreignKeys, statements: this.#statements });
    throw new ArgumentError(
      `a project has one database, and it is open already as '${this.#openedAs}': import it from the file that makes it, or write sqlite:// for another one in memory`,
    );
  }

  /** Runs `look` while every statement is refused: what looks at values must not load any. */
  quietly<T>(look: () => T): T {
    this.#isQuiet = true;
    try {
      return look();
    } finally {
      this.#isQuiet = false;
    }
  }

  /** Ends a transaction that the program left open on a connection of its own. */
  rollback(): void {
    this.#connection.send({ kind: 'rollback', sql: 'ROLLBACK', paramSets: [[]], origin: { cause: 'transaction' } });
  }

  /** The bytes of the database file, as the last commit left it. */
  image(): Uint8Array {
    const image = this.#connection.export();
    this.#size = image.length;
    return image;
  }

  /** Bytes of the image that was taken last. */
  get size(): number {
    return this.#size;
  }

  /** What is in it: rows of each table. */
  describe(): OpenReply {
    const { handle } = this.#connection;
    const cell = (sql: string): unknown => handle.exec(sql)[0]?.values[0]?.[0];
    const tables = handle.exec(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid`,
    );
    const counts = (tables[0]?.values ?? []).map(
      ([name]): TableCount => ({ table: String(name), rows: Number(cell(`SELECT count(*) FROM "${String(name).replaceAll('"', '""')}"`)) }),
    );
    const databaseBytes = Number(cell('PRAGMA page_count')) * Number(cell('PRAGMA page_size'));
    return { counts, engine: `SQLite ${String(cell('SELECT sqlite_version()'))}`, databaseBytes };
  }

  /** @throws Error when the statement cannot be prepared */
  explain(sql: string): ExplainReply {
    const statement = this.#connection.handle.prepare(`EXPLAIN QUERY PLAN ${sql}`);
    try {
      const steps: ExplainReply['steps'][number][] = [];
      while (statement.step()) {
        const [id, parent, , detail] = statement.get();
        steps.push({ id: Number(id), parent: Number(parent), detail: String(detail) });
      }
      return { steps };
    } finally {
      statement.free();
    }
  }

  /** The rows of a SELECT of our own. @throws Error when it cannot be prepared */
  select(sql: string, params: readonly DriverValue[]): DriverValue[][] {
    const statement = this.#connection.handle.prepare(sql);
    try {
      statement.bind(params);
      const rows: DriverValue[][] = [];
      while (statement.step()) rows.push(statement.get());
      return rows;
    } finally {
      statement.free();
    }
  }

  close(): void {
    this.#connection.close();
  }
}

/** The program's hold on the connection: closing its engine leaves the data to the page. */
class SharedConnection implements SyncDriverConnection {
  readonly #connection: SqlJsConnection;
  readonly #isQuiet: () => boolean;

  constructor(connection: SqlJsConnection, isQuiet: () => boolean) {
    this.#connection = connection;
    this.#isQuiet = isQuiet;
  }

  send(request: Request): readonly Reply[] {
    if (this.#isQuiet()) throw new QuietError();
    return this.#connection.send(request);
  }

  export(): Uint8Array {
    return this.#connection.export();
  }

  close(): void {}
}

/** A value wanted to load while it was only looked at. */
export class QuietError extends Error {
  override readonly name = 'QuietError';
  constructor() {
    super('nothing is loaded while a value is shown');
  }
}
