import type { SyncDriverConnection } from '../../engine/driver.ts';
import { DatabaseError, InterfaceError, ProgrammingError } from '../../errors.ts';
import type { DriverValue, Reply, Request } from '../../io.ts';
import { castPlaceholders, scanSql } from './scan-sql.ts';
import type { SqlJsDatabase, SqlJsStatic } from './sql-js-api.ts';
import { type PreparedStatement, type PrepareStatement, publicStatements } from './sql-js-statement.ts';

/** How many prepared statements one connection keeps; the one longest unused goes first. */
const STATEMENTS_KEPT = 250;

/** How a connection behaves. */
export interface SqlJsConnectionOptions {
  /** Enforce foreign keys; on unless `false`. */
  readonly foreignKeys?: boolean | undefined;
  /** Called after each commit that wrote something, before `commit` returns. What it throws, `commit` throws; the next commit calls it again. */
  readonly afterCommit?: ((connection: SqlJsConnection) => void) | undefined;
  /** A quicker way to run statements than the public interface of sql.js; `null` where it cannot serve. */
  readonly statements?: ((database: SqlJsDatabase) => PrepareStatement | null) | undefined;
}

interface CachedStatement {
  readonly prepared: PreparedStatement;
  readonly placeholders: readonly number[];
  readonly parameterCount: number | null;
  readonly effect: Effect;
}
type Effect = 'read' | 'insert' | 'write' | 'schema' | 'transaction';

const EFFECTS: ReadonlyMap<string, Effect> = new Map([
  ['SELECT', 'read'],
  ['VALUES', 'read'],
  ['EXPLAIN', 'read'],
  ['INSERT', 'insert'],
  ['REPLACE', 'insert'],
  ['UPDATE', 'write'],
  ['DELETE', 'write'],
  ['BEGIN', 'transaction'],
  ['COMMIT', 'transaction'],
  ['END', 'transaction'],
  ['ROLLBACK', 'transaction'],
  ['SAVEPOINT', 'transaction'],
  ['RELEASE', 'transaction'],
]);

/** One SQLite database in memory, run by sql.js. */
export class SqlJsConnection implements SyncDriverConnection {
  readonly #database: SqlJsDatabase;
  readonly #prepare: PrepareStatement;
  readonly #statements = new Map<string, CachedStatement>();
  readonly #afterCommit: ((connection: SqlJsConnection) => void) | undefined;
  #inTransaction = false;
  #hasWritten = false;
  /** Committed, and not yet taken by `afterCommit`. */
  #isUnsaved = false;
  #isClosed = false;

  /** Takes over an open database; see {@link openImage} for one from bytes. */
  constructor(database: SqlJsDatabase, options: SqlJsConnectionOptions = {}) {
    this.#database = database;
    // One connection is all a database in memory can have, so its locks are never asked for by anybody else: single reads run 2 to 9 times faster.
    database.run('PRAGMA locking_mode=EXCLUSIVE');
    database.run(`PRAGMA foreign_keys=${options.foreignKeys === false ? 'OFF' : 'ON'}`);
    this.#prepare = options.statements?.(database) ?? publicStatements(database);
    this.#afterCommit = options.afterCommit;
  }

  /** The module's own handle, for what has no other way (functions written in JavaScript, say). Statements run through it are not seen by anybody. */
  get handle(): SqlJsDatabase {
    return this.#database;
  }

  /** True after `close`. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Runs one request. @throws what sql.js throws, and InterfaceError after `close` */
  send(request: Request): readonly Reply[] {
    if (this.#isClosed) throw new InterfaceError('the database was closed', request.sql || null, null);
    switch (request.kind) {
      case 'begin':
        this.#control(request.sql);
        this.#inTransaction = true;
        return NO_REPLIES;
      case 'commit':
        this.#control(request.sql);
        this.#inTransaction = false;
        this.#settle();
        return NO_REPLIES;
      case 'rollback':
        this.#rollback(request.sql);
        return NO_REPLIES;
      case 'execute':
        return this.#execute(request);
    }
  }

  /**
   * The database as the bytes of a SQLite file.
   *
   * @throws ProgrammingError while a transaction has unsaved changes
   */
  export(): Uint8Array {
    if (this.#inTransaction && this.#hasWritten) {
      throw new ProgrammingError('the database cannot be exported while a transaction has changes: commit or roll back first', null, null);
    }
    return this.#database.export();
  }

  /** Frees the statements and the memory of the database. */
  close(): void {
    if (this.#isClosed) return;
    this.#forgetStatements();
    this.#isClosed = true;
    this.#database.close();
  }

  #execute(request: Request): readonly Reply[] {
    const { sql, paramSets } = request;
    const statement = this.#statement(sql);
    if (statement.effect === 'schema') this.#hasWritten = true;
    const replies =
      request.isSummed && (statement.effect === 'write' || statement.effect === 'insert')
        ? [this.#sum(sql, statement, paramSets)]
        : this.#each(sql, statement, paramSets);
    if (statement.effect === 'schema') this.#forgetStatements();
    if (!this.#inTransaction && this.#hasWritten) this.#settle();
    return replies;
  }

  #each(sql: string, statement: CachedStatement, paramSets: readonly (readonly DriverValue[])[]): Reply[] {
    return paramSets.map((params) => {
      this.#checkCount(sql, statement, params);
      return needsTexts(params) ? this.#reply(this.#exact(sql, statement, params), params.map(asText)) : this.#reply(statement, params);
    });
  }

  /** Runs a statement that writes, once for each list. */
  #sum(sql: string, statement: CachedStatement, paramSets: readonly (readonly DriverValue[])[]): Reply {
    const { prepared } = statement;
    this.#hasWritten = true;
    let rowCount = 0;
    for (const params of paramSets) {
      this.#checkCount(sql, statement, params);
      if (needsTexts(params)) rowCount += this.#reply(this.#exact(sql, statement, params), params.map(asText)).rowCount;
      else {
        prepared.rows(params);
        rowCount += this.#database.getRowsModified();
      }
    }
    return { columns: prepared.columns, rows: NO_ROWS, rowCount, lastInsertId: null };
  }

  #reply(statement: CachedStatement, params: readonly DriverValue[]): Reply {
    const { prepared, effect } = statement;
    const rows = prepared.rows(params);
    if (effect === 'read') return { columns: prepared.columns, rows, rowCount: rows.length, lastInsertId: null };
    this.#hasWritten ||= effect !== 'transaction';
    const writes = effect === 'insert' || effect === 'write';
    return {
      columns: prepared.columns,
      rows,
      rowCount: writes ? this.#database.getRowsModified() : rows.length,
      lastInsertId: effect === 'insert' ? this.#lastInsertId() : null,
    };
  }

  #lastInsertId(): number | bigint {
    return this.#statement('SELECT last_insert_rowid()').prepared.rows([])[0]![0] as number | bigint;
  }

  #statement(sql: string): CachedStatement {
    const kept = this.#statements.get(sql);
    if (kept) {
      // A Map remembers the order of insertion: to be put in anew is to be the last to go.
      if (this.#statements.size >= STATEMENTS_KEPT) {
        this.#statements.delete(sql);
        this.#statements.set(sql, kept);
      }
      return kept;
    }
    const scanned = scanSql(sql);
    if (scanned.hasSeveralStatements) {
      throw new ProgrammingError('You can only execute one statement at a time: send them one by one', sql, null);
    }
    const prepared = this.#prepare(sql);
    const made: CachedStatement = {
      prepared,
      placeholders: scanned.placeholders,
      parameterCount: scanned.hasOtherParameters ? null : scanned.placeholders.length,
      effect: effectOf(scanned.verb, sql, prepared),
    };
    if (this.#statements.size >= STATEMENTS_KEPT) this.#forgetOldest();
    this.#statements.set(sql, made);
    return made;
  }

  /** The same statement with each integer beyond 32 bits bound as the text of an integer: sql.js would bind a number as REAL. */
  #exact(sql: string, statement: CachedStatement, params: readonly DriverValue[]): CachedStatement {
    if (statement.parameterCount === null) return statement;
    const wide = params.flatMap((value, index) => (needsText(value) ? [index] : []));
    return this.#statement(castPlaceholders(sql, statement.placeholders, wide));
  }

  #checkCount(sql: string, statement: CachedStatement, params: readonly DriverValue[]): void {
    if (statement.parameterCount === null || statement.parameterCount === params.length) return;
    throw new ProgrammingError(
      `Incorrect number of bindings supplied. The current statement uses ${statement.parameterCount}, and there are ${params.length} supplied.`,
      sql,
      params,
    );
  }

  #control(sql: string): void {
    this.#statement(sql).prepared.rows([]);
  }

  #rollback(sql: string): void {
    try {
      this.#control(sql);
    } catch (error) {
      // Some errors (a full disk, ON CONFLICT ROLLBACK) end the transaction by themselves.
      if (!String(error).includes('no transaction is active')) throw error;
    }
    this.#inTransaction = false;
    if (this.#hasWritten) this.#forgetStatements();
    this.#hasWritten = false;
  }

  /** Tells the host that what was written is now committed. */
  #settle(): void {
    this.#isUnsaved ||= this.#hasWritten;
    this.#hasWritten = false;
    if (!this.#isUnsaved) return;
    this.#afterCommit?.(this);
    this.#isUnsaved = false;
  }

  /** Columns may differ after a change of the schema, and the names of a prepared statement's columns are read only once. */
  #forgetStatements(): void {
    for (const statement of this.#statements.values()) statement.prepared.free();
    this.#statements.clear();
  }

  #forgetOldest(): void {
    for (const [sql, statement] of this.#statements) {
      statement.prepared.free();
      this.#statements.delete(sql);
      return;
    }
  }
}

/**
 * Opens the image of a database file; an empty database where it is `null` or has no bytes.
 *
 * @param label - what the image is called in messages
 * @throws DatabaseError when it is no SQLite database, or a damaged one
 */
export function openImage(sqlJs: SqlJsStatic, image: Uint8Array | null = null, label = 'the image'): SqlJsDatabase {
  if (!image?.length) return new sqlJs.Database();
  checkHeader(image, label);
  const database = new sqlJs.Database(withoutWal(image));
  const problem = findDamage(database);
  if (problem === null) return database;
  database.close();
  throw new DatabaseError(`${label} is a damaged SQLite database: ${problem}`, null, null);
}

function findDamage(database: SqlJsDatabase): string | null {
  try {
    const found = database.exec('PRAGMA quick_check(1)')[0]?.values[0]?.[0];
    return found === 'ok' ? null : String(found).trim();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What nothing is known of is taken for a change of the schema: that costs prepared statements, and never gives a wrong answer. */
function effectOf(verb: string, sql: string, prepared: PreparedStatement): Effect {
  if (verb === 'WITH') return /\b(?:insert|update|delete|replace)\b/i.test(sql) ? 'write' : 'read';
  if (verb === 'PRAGMA') return sql.includes('=') || prepared.columns.length === 0 ? 'schema' : 'read';
  return EFFECTS.get(verb) ?? 'schema';
}

const NO_REPLIES: readonly Reply[] = [];
const NO_ROWS: Reply['rows'] = [];
const MAGIC = 'SQLite format 3\0';

function checkHeader(image: Uint8Array, label: string): void {
  const start = String.fromCharCode(...image.subarray(0, 16));
  if (start !== MAGIC || image.length < 512) {
    throw new DatabaseError(`${label} is not a SQLite database (its first bytes are ${JSON.stringify(start.slice(0, 15))})`, null, null);
  }
}

/** A file in WAL mode needs shared memory, which a database in memory lacks: bytes 18 and 19 say that mode, and 1 is the usual one. */
function withoutWal(image: Uint8Array): Uint8Array {
  if (image[18] !== 2 && image[19] !== 2) return image;
  const copy = image.slice();
  copy[18] = 1;
  copy[19] = 1;
  return copy;
}

const INT32_MAX = 2 ** 31;

function needsTexts(params: readonly DriverValue[]): boolean {
  for (let index = 0; index < params.length; index += 1) if (needsText(params[index]!)) return true;
  return false;
}

function needsText(value: DriverValue): boolean {
  return (
    typeof value === 'bigint' || (typeof value === 'number' && (value >= INT32_MAX || value < -INT32_MAX) && Number.isSafeInteger(value))
  );
}

/** @throws ProgrammingError for an integer that has no room in 64 bits: SQLite would store the nearest one without a word */
function asText(value: DriverValue): DriverValue {
  if (typeof value !== 'bigint') return needsText(value) ? String(value) : value;
  if (BigInt.asIntN(64, value) !== value) {
    throw new ProgrammingError(`the integer ${value} does not fit in 64 bits`, null, null);
  }
  return String(value);
}
