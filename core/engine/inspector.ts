import type { Io } from '../io.ts';
import type { ConnectionIo } from './connection-io.ts';
import type {
  Introspection,
  ReflectedCheckConstraint,
  ReflectedColumn,
  ReflectedForeignKey,
  ReflectedIndex,
  ReflectedPrimaryKey,
  ReflectedUniqueConstraint,
} from './introspection.ts';
import type { Answer, Mode } from './mode.ts';

/** What can be inspected: an engine or a connection. */
export interface Inspectable<M extends Mode> {
  readonly mode: M;
  inspectIo<T>(work: (connection: ConnectionIo) => Io<T>): Answer<M, T>;
}

/**
 * Reads what a database has: `new Inspector(engine).getColumns('users')`.
 *
 * Names are the database's own. `schema` may be left out everywhere. What asks about one table throws `NoSuchTableError` where it is missing.
 */
export class Inspector<M extends Mode = 'sync'> {
  readonly #bind: Inspectable<M>;

  constructor(bind: Inspectable<M>) {
    this.#bind = bind;
  }

  /** The names of all tables, in order. */
  getTableNames(schema: string | null = null): Answer<M, string[]> {
    return this.#read((from, connection) => from.getTableNames(connection, schema));
  }

  /** The names of this connection's temporary tables. */
  getTempTableNames(): Answer<M, string[]> {
    return this.#read((from, connection) => from.getTempTableNames(connection));
  }

  /** The names of all views, in order. */
  getViewNames(schema: string | null = null): Answer<M, string[]> {
    return this.#read((from, connection) => from.getViewNames(connection, schema));
  }

  /** The SQL text of a view. @throws NoSuchTableError */
  getViewDefinition(view: string, schema: string | null = null): Answer<M, string> {
    return this.#read((from, connection) => from.getViewDefinition(connection, view, schema));
  }

  /** The names of the schemas: attached databases on SQLite. */
  getSchemaNames(): Answer<M, string[]> {
    return this.#read((from, connection) => from.getSchemaNames(connection));
  }

  /** The names of the sequences; none where the database has no such thing. */
  getSequenceNames(schema: string | null = null): Answer<M, string[]> {
    return this.#read((from, connection) => from.getSequenceNames(connection, schema));
  }

  /** Whether there is a table or view of this name. */
  hasTable(table: string, schema: string | null = null): Answer<M, boolean> {
    return this.#read((from, connection) => from.hasTable(connection, table, schema));
  }

  /** Whether the table has an index of this name. */
  hasIndex(table: string, index: string, schema: string | null = null): Answer<M, boolean> {
    return this.#read((from, connection) => from.hasIndex(connection, table, index, schema));
  }

  /** The columns in order. @throws NoSuchTableError */
  getColumns(table: string, schema: string | null = null): Answer<M, ReflectedColumn[]> {
    return this.#read((from, connection) => from.getColumns(connection, table, schema));
  }

  /** @throws NoSuchTableError */
  getPkConstraint(table: string, schema: string | null = null): Answer<M, ReflectedPrimaryKey> {
    return this.#read((from, connection) => from.getPkConstraint(connection, table, schema));
  }

  /** @throws NoSuchTableError */
  getForeignKeys(table: string, schema: string | null = null): Answer<M, ReflectedForeignKey[]> {
    return this.#read((from, connection) => from.getForeignKeys(connection, table, schema));
  }

  /** Indexes other than those that serve a primary key or a unique constraint. @throws NoSuchTableError */
  getIndexes(table: string, schema: string | null = null): Answer<M, ReflectedIndex[]> {
    return this.#read((from, connection) => from.getIndexes(connection, table, schema));
  }

  /** @throws NoSuchTableError */
  getUniqueConstraints(table: string, schema: string | null = null): Answer<M, ReflectedUniqueConstraint[]> {
    return this.#read((from, connection) => from.getUniqueConstraints(connection, table, schema));
  }

  /** @throws NoSuchTableError */
  getCheckConstraints(table: string, schema: string | null = null): Answer<M, ReflectedCheckConstraint[]> {
    return this.#read((from, connection) => from.getCheckConstraints(connection, table, schema));
  }

  /** @throws NoSuchTableError */
  getTableComment(table: string, schema: string | null = null): Answer<M, string | null> {
    return this.#read((from, connection) => from.getTableComment(connection, table, schema));
  }

  #read<T>(work: (from: Introspection, connection: ConnectionIo) => Io<T>): Answer<M, T> {
    return this.#bind.inspectIo((connection) => work(connection.dialect.introspection, connection));
  }
}
