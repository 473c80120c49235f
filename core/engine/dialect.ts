import type { DDLCompiler } from '../schema/ddl-compiler.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import type { Introspection } from './introspection.ts';

/** The classes of database errors, by name. */
export type DatabaseErrorName =
  | 'InterfaceError'
  | 'DatabaseError'
  | 'DataError'
  | 'OperationalError'
  | 'IntegrityError'
  | 'InternalError'
  | 'ProgrammingError'
  | 'NotSupportedError';

/** An error of a driver, told apart. */
export interface DriverFailure {
  readonly name: DatabaseErrorName;
  /** The database's own words. */
  readonly message: string;
}

/** All an engine must know about one kind of database. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql' | 'mysql';
  /** What errors name as their source: `(sqlite3.IntegrityError) …`. */
  readonly errorSource: string;
  /** How statements and expressions are written. */
  readonly sql: SqlDialect;
  /** How tables, constraints and indexes are written. */
  readonly ddl: DDLCompiler;
  /** How an existing database is read. */
  readonly introspection: Introspection;
  /** Tells what a driver's error means. */
  readonly classifyError: (error: unknown) => DriverFailure;
}
