import { Column } from './column.ts';
import { CheckConstraint, type ForeignKeyConstraint, UniqueConstraint } from './constraints.ts';
import type { DDLCompiler } from './ddl-compiler.ts';
import type { MetaData } from './metadata.ts';
import type { ColumnSnapshot, ForeignKeySnapshot, IndexSnapshot, TableSnapshot } from './snapshot.ts';
import type { AnyTable } from './table.ts';
import type { Index } from './table-index.ts';

/** What a dialect contributes: how types and expressions read in its DDL. */
export interface SnapshotDialect {
  readonly ddl: DDLCompiler;
}

/**
 * All tables of a metadata as plain data, in order of declaration.
 *
 * @throws NoReferencedTableError when a foreign key refers to a table that is not there
 * @throws CompileError for a type the dialect cannot have
 */
export function snapshotTables(metadata: MetaData, dialect: SnapshotDialect): TableSnapshot[] {
  return [...metadata.tables.values()].map((table) => snapshotTable(table, dialect.ddl));
}

function snapshotTable(table: AnyTable, ddl: DDLCompiler): TableSnapshot {
  const constraints = table.sortedConstraints;
  return {
    name: table.name,
    schema: table.schema,
    comment: table.comment,
    columns: table.columnList.map((column) => snapshotColumn(column, ddl)),
    primaryKey: { name: table.primaryKeyConstraint.name, columns: names(table.primaryKey) },
    uniques: constraints
      .filter((constraint) => constraint instanceof UniqueConstraint)
      .map((unique) => ({ name: unique.name, columns: names(unique.columns) })),
    indexes: table.indexes.map((index) => snapshotIndex(index, ddl)),
    checks: [...constraints, ...table.columnList.flatMap((column) => column.constraints)]
      .filter((constraint) => constraint instanceof CheckConstraint)
      .map((check) => ({ name: check.name, sql: textOf(check.sqltext, ddl) })),
    foreignKeys: table.foreignKeyConstraints.map(snapshotForeignKey),
  };
}

function snapshotColumn(column: Column, ddl: DDLCompiler): ColumnSnapshot {
  return {
    name: column.name,
    type: ddl.type(column.type),
    nullable: column.nullable,
    serverDefault: ddl.serverDefault(column),
    autoincrement: column.table?.autoincrementColumn === column,
    computed: column.computed === null ? null : textOf(column.computed.sqltext, ddl),
    comment: column.comment,
  };
}

function snapshotIndex(index: Index, ddl: DDLCompiler): IndexSnapshot {
  return {
    name: index.name,
    columns: index.expressions.map((expression) => (expression instanceof Column ? expression.name : null)),
    unique: index.unique,
    where: index.where === null ? null : textOf(index.where, ddl),
  };
}

function snapshotForeignKey(key: ForeignKeyConstraint): ForeignKeySnapshot {
  const referred = key.referredTable;
  return {
    name: key.name,
    columns: names(key.columns),
    referredSchema: referred.schema,
    referredTable: referred.name,
    referredColumns: key.elements.map((element) => element.column.name),
    onDelete: key.ondelete,
    onUpdate: key.onupdate,
  };
}

function textOf(given: Parameters<DDLCompiler['expression']>[0] | string, ddl: DDLCompiler): string {
  return typeof given === 'string' ? given : ddl.expression(given);
}

function names(columns: readonly Column[]): string[] {
  return columns.map((column) => column.name);
}
