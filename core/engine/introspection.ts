import type { DriverValue, Io, Reply } from '../io.ts';
import type { TypeEngine } from '../sql/types/type-engine.ts';

/** What reading a schema needs of a connection. */
export interface InspectionConnection {
  /** Sends one query of the inspector. */
  inspectRows(sql: string, params?: readonly DriverValue[]): Io<Reply>;
}

/** A column as the database has it. */
export interface ReflectedColumn {
  readonly name: string;
  readonly type: TypeEngine;
  readonly nullable: boolean;
  /** SQL text of the server default. */
  readonly default: string | null;
  /** Counts by itself: `'auto'` where the database decides (an integer primary key of SQLite). */
  readonly autoincrement: boolean | 'auto';
  readonly primaryKey: boolean;
  readonly comment: string | null;
  readonly computed: { readonly sqltext: string; readonly persisted: boolean } | null;
  readonly identity: { readonly always: boolean; readonly start: number; readonly increment: number } | null;
}

/** The columns of a primary key in its order; none where the table has no key. */
export interface ReflectedPrimaryKey {
  readonly name: string | null;
  readonly constrainedColumns: readonly string[];
}

/** A foreign key of one column or several. */
export interface ReflectedForeignKey {
  readonly name: string | null;
  readonly constrainedColumns: readonly string[];
  readonly referredSchema: string | null;
  readonly referredTable: string;
  readonly referredColumns: readonly string[];
  /** What is not the database's default. */
  readonly options: {
    readonly ondelete?: string;
    readonly onupdate?: string;
    readonly deferrable?: boolean;
    readonly initially?: string;
    readonly match?: string;
  };
}

/** An index that stands for itself. */
export interface ReflectedIndex {
  readonly name: string;
  readonly unique: boolean;
  /** `null` where it is over an expression. */
  readonly columnNames: readonly (string | null)[];
  /** SQL text of each item; only where one of them is an expression. */
  readonly expressions: readonly string[] | null;
  /** SQL text of a partial index's condition. */
  readonly where: string | null;
}

/** A UNIQUE constraint. */
export interface ReflectedUniqueConstraint {
  readonly name: string | null;
  readonly columnNames: readonly string[];
}

/** A CHECK constraint. */
export interface ReflectedCheckConstraint {
  readonly name: string | null;
  readonly sqltext: string;
}

/** How one kind of database tells about itself. Names are the database's own; `schema: null` is the default schema. */
export interface Introspection {
  readonly defaultSchema: string;
  hasTable(connection: InspectionConnection, table: string, schema: string | null): Io<boolean>;
  hasIndex(connection: InspectionConnection, table: string, index: string, schema: string | null): Io<boolean>;
  hasSequence(connection: InspectionConnection, sequence: string, schema: string | null): Io<boolean>;
  hasEnumType(connection: InspectionConnection, type: string, schema: string | null): Io<boolean>;
  getSchemaNames(connection: InspectionConnection): Io<string[]>;
  /** In order of name. */
  getTableNames(connection: InspectionConnection, schema: string | null): Io<string[]>;
  getTempTableNames(connection: InspectionConnection): Io<string[]>;
  getViewNames(connection: InspectionConnection, schema: string | null): Io<string[]>;
  /** @throws NoSuchTableError when there is no such view */
  getViewDefinition(connection: InspectionConnection, view: string, schema: string | null): Io<string>;
  getSequenceNames(connection: InspectionConnection, schema: string | null): Io<string[]>;
  /** @throws NoSuchTableError, as all that follow */
  getColumns(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedColumn[]>;
  getPkConstraint(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedPrimaryKey>;
  getForeignKeys(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedForeignKey[]>;
  getIndexes(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedIndex[]>;
  getUniqueConstraints(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedUniqueConstraint[]>;
  getCheckConstraints(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedCheckConstraint[]>;
  getTableComment(connection: InspectionConnection, table: string, schema: string | null): Io<string | null>;
}
