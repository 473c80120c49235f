import { InvalidRequestError, ResourceClosedError } from '../errors.ts';
import type { DriverValue, Io, Origin, Reply } from '../io.ts';
import type { DDLCompiler } from '../schema/ddl-compiler.ts';
import type { SchemaTarget } from '../schema/schema-target.ts';
import type { Dialect } from './dialect.ts';
import { type Executable, type ExecuteParams, executeStatement } from './execute-statement.ts';
import type { Link, TransactionOwner } from './link.ts';
import { Result } from './result.ts';
import { shapeOf } from './result-shape.ts';

const EXECUTE: Origin = { cause: 'execute' };
const DDL: Origin = { cause: 'ddl' };
const INSPECT: Origin = { cause: 'inspect' };
const TRANSACTION: Origin = { cause: 'transaction' };
const NO_PARAMS: readonly (readonly DriverValue[])[] = [[]];

/**
 * A connection to code that is written as `Io`: the unit of work, the loaders, the inspector. It begins a transaction before the first statement;
 * nobody else ever sends BEGIN. {@link Connection} and {@link AsyncConnection} are its two faces.
 */
export class ConnectionIo implements TransactionOwner, SchemaTarget {
  readonly dialect: Dialect;
  /** @internal */
  joined: string | null = null;
  readonly #link: Link;
  #begun = false;
  #closed = false;
  /** The open savepoints, innermost last. */
  readonly #savepoints: string[] = [];

  constructor(link: Link, dialect: Dialect) {
    this.#link = link;
    this.dialect = dialect;
  }

  /** How this database writes changes of the schema. */
  get ddl(): DDLCompiler {
    return this.dialect.ddl;
  }

  /** True from the first statement (or `begin`) to `commit` or `rollback`. */
  get inTransaction(): boolean {
    return this.#begun;
  }

  /** True inside a savepoint. */
  get inNestedTransaction(): boolean {
    return this.#savepoints.length > 0;
  }

  /** True after `close`. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /**
   * Sends SQL text as it is, once for each parameter list, and gives the driver's replies. This is the way of the ORM: nothing is made of the rows.
   *
   * @param isSummed - one reply with the sum of the row counts is enough
   * @throws DBAPIError by what the database says
   */
  *send(sql: string, paramSets: readonly (readonly DriverValue[])[], origin: Origin, isSummed = false): Io<readonly Reply[]> {
    this.#checkOpen();
    try {
      const replies = yield* this.#link.execute(this, sql, paramSets, origin, isSummed);
      this.#begun = true;
      return replies;
    } catch (error) {
      // A first statement that fails leaves the transaction that was begun for it.
      this.#begun ||= this.#link.holds(this);
      throw error;
    }
  }

  /**
   * Begins a transaction.
   *
   * @throws InvalidRequestError when one is open
   */
  *begin(): Io<void> {
    this.#checkOpen();
    if (this.#begun) {
      throw new InvalidRequestError(
        'This connection has already begun a transaction, by begin() or by its first statement: call commit() or rollback() first, or beginNested()',
      );
    }
    yield* this.#link.begin(this);
    this.#begun = true;
  }

  /** Makes what was done permanent; nothing happens outside a transaction. */
  *commit(): Io<void> {
    this.#checkOpen();
    try {
      yield* this.#link.commit(this);
    } finally {
      if (!this.#link.holds(this)) this.#end();
    }
  }

  /** Undoes what was done; nothing happens outside a transaction. */
  *rollback(): Io<void> {
    this.#end();
    yield* this.#link.rollback(this);
  }

  /** Begins a savepoint (and a transaction, if there is none) and gives its name. */
  *savepoint(): Io<string> {
    this.#checkOpen();
    const name = this.#link.nextSavepoint();
    yield* this.send(`SAVEPOINT ${name}`, NO_PARAMS, TRANSACTION);
    this.#savepoints.push(name);
    return name;
  }

  /** Ends a savepoint and those inside it; what was done stays. @throws ResourceClosedError when it has ended before */
  *releaseSavepoint(name: string): Io<void> {
    this.#leaveSavepoint(name);
    yield* this.send(`RELEASE SAVEPOINT ${name}`, NO_PARAMS, TRANSACTION);
  }

  /** Undoes what was done since a savepoint, and ends it and those inside it. @throws ResourceClosedError when it has ended before */
  *rollbackToSavepoint(name: string): Io<void> {
    this.#leaveSavepoint(name);
    yield* this.send(`ROLLBACK TO SAVEPOINT ${name}`, NO_PARAMS, TRANSACTION);
  }

  /**
   * Compiles and runs a statement.
   *
   * @param params - values by name; a list of them runs the statement once for each
   * @throws ObjectNotExecutableError for anything that is no statement; SQL text goes through `text('…')`
   */
  execute(statement: Executable, params?: ExecuteParams, origin: Origin = EXECUTE): Io<Result> {
    return executeStatement(this, statement, params, origin);
  }

  /** Runs SQL text in the driver's own parameter style. */
  *execDriverSql(sql: string, params: readonly DriverValue[] = [], origin: Origin = EXECUTE): Io<Result> {
    const [reply] = yield* this.send(sql, [params], origin);
    return new Result(shapeOf(reply!.columns, null), reply!.rows as unknown[][], {
      rowCount: reply!.rowCount,
      lastInsertId: reply!.lastInsertId,
      insertedPrimaryKey: null,
    });
  }

  /** Sends one statement that changes the schema. */
  *sendDdl(sql: string): Io<void> {
    yield* this.send(sql, NO_PARAMS, DDL);
  }

  /** Sends one query of the inspector. */
  *inspectRows(sql: string, params: readonly DriverValue[] = []): Io<Reply> {
    const [reply] = yield* this.send(sql, [params], INSPECT);
    return reply!;
  }

  /** Whether the database has a table or view of this name. */
  hasTable(name: string, schema: string | null): Io<boolean> {
    return this.dialect.introspection.hasTable(this, name, schema);
  }

  /** Whether it has such a sequence; false where there are none. */
  hasSequence(name: string, schema: string | null): Io<boolean> {
    return this.dialect.introspection.hasSequence(this, name, schema);
  }

  /** Whether it has such an enumeration as a type. */
  hasEnumType(name: string, schema: string | null): Io<boolean> {
    return this.dialect.introspection.hasEnumType(this, name, schema);
  }

  /** Whether the table has such an index. */
  hasIndex(table: string, name: string, schema: string | null): Io<boolean> {
    return this.dialect.introspection.hasIndex(this, table, name, schema);
  }

  /** Rolls back what is open and refuses everything after. */
  *close(): Io<void> {
    if (this.#closed) return;
    if (this.#begun) yield* this.rollback();
    this.#closed = true;
  }

  #leaveSavepoint(name: string): void {
    const index = this.#savepoints.indexOf(name);
    if (index < 0) throw new ResourceClosedError(`the savepoint ${name} has ended: its transaction was committed or rolled back`);
    this.#savepoints.length = index;
  }

  #end(): void {
    this.#begun = false;
    this.#savepoints.length = 0;
  }

  #checkOpen(): void {
    if (this.#closed) throw new ResourceClosedError('This Connection is closed');
  }
}
