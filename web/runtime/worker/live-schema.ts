/** The tables of a database as they are, in the form in which models are described. */
import { sqliteDialect } from '../../../core/dialects/sqlite/dialect.ts';
import type { Inspector } from '../../../core/engine/inspector.ts';
import type { SchemaSnapshot, TableSnapshot } from '../../../core/schema/snapshot.ts';

/** @throws the error of the database when it cannot be read */
export function liveSchema(inspector: Inspector): SchemaSnapshot {
  return { version: 1, tables: inspector.getTableNames().map((name) => liveTable(inspector, name)), models: [] };
}

function liveTable(inspector: Inspector, name: string): TableSnapshot {
  const key = inspector.getPkConstraint(name);
  const columns = inspector.getColumns(name);
  return {
    name,
    schema: null,
    comment: inspector.getTableComment(name),
    columns: columns.map((column) => ({
      name: column.name,
      type: sqliteDialect.ddl.type(column.type),
      nullable: column.nullable,
      serverDefault: column.default,
      autoincrement: column.autoincrement !== false && isRowId(columns, column.name, key.constrainedColumns),
      computed: column.computed?.sqltext ?? null,
      comment: column.comment,
    })),
    primaryKey: { name: key.name, columns: key.constrainedColumns },
    uniques: inspector.getUniqueConstraints(name).map((unique) => ({ name: unique.name, columns: unique.columnNames })),
    indexes: inspector
      .getIndexes(name)
      .map(({ name: index, columnNames, unique, where }) => ({ name: index, columns: columnNames, unique, where })),
    checks: inspector.getCheckConstraints(name).map((check) => ({ name: check.name, sql: check.sqltext })),
    foreignKeys: inspector.getForeignKeys(name).map((foreign) => ({
      name: foreign.name,
      columns: foreign.constrainedColumns,
      referredSchema: foreign.referredSchema,
      referredTable: foreign.referredTable,
      referredColumns: foreign.referredColumns,
      onDelete: foreign.options.ondelete ?? null,
      onUpdate: foreign.options.onupdate ?? null,
    })),
  };
}

/** SQLite counts by itself in a single INTEGER primary key. */
function isRowId(columns: readonly { readonly name: string; readonly type: unknown }[], name: string, key: readonly string[]): boolean {
  const column = columns.find((one) => one.name === name);
  return key.length === 1 && key[0] === name && /^INTEGER$/i.test(String(column?.type));
}
