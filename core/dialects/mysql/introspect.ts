import type { InspectionConnection, Introspection } from '../../engine/introspection.ts';
import { NotSupportedError } from '../../errors.ts';
import type { DriverValue, Io } from '../../io.ts';

const IN_SCHEMA = 'table_schema = coalesce(?, database())';

function* namesOf(connection: InspectionConnection, sql: string, params: readonly DriverValue[]): Io<string[]> {
  return (yield* connection.inspectRows(sql, params)).rows.map(([name]) => name as string);
}

/** @throws NotSupportedError: no driver of this package reaches MySQL, so that nothing here could be tried on one */
function refuse(what: string): never {
  throw new NotSupportedError(`reading ${what} of a MySQL database is not supported`, null, null);
}

/** How MySQL tells about itself: as much as creating and dropping tables asks. It has no sequences and no types of its own. */
export const mysqlIntrospection: Introspection = {
  defaultSchema: '',
  *hasTable(connection, table, schema) {
    const sql = `SELECT table_name FROM information_schema.tables WHERE ${IN_SCHEMA} AND table_name = ?`;
    return (yield* namesOf(connection, sql, [schema, table])).length > 0;
  },
  *hasIndex(connection, table, index, schema) {
    const sql = `SELECT index_name FROM information_schema.statistics WHERE ${IN_SCHEMA} AND table_name = ? AND index_name = ?`;
    return (yield* namesOf(connection, sql, [schema, table, index])).length > 0;
  },
  *hasSequence() {
    return false;
  },
  *hasEnumType() {
    return false;
  },
  getSchemaNames: (connection) => namesOf(connection, 'SELECT schema_name FROM information_schema.schemata ORDER BY schema_name', []),
  getTableNames: (connection, schema) =>
    namesOf(
      connection,
      `SELECT table_name FROM information_schema.tables WHERE ${IN_SCHEMA} AND table_type = 'BASE TABLE' ORDER BY table_name`,
      [schema],
    ),
  *getTempTableNames() {
    return [];
  },
  getViewNames: (connection, schema) =>
    namesOf(connection, `SELECT table_name FROM information_schema.views WHERE ${IN_SCHEMA} ORDER BY table_name`, [schema]),
  *getSequenceNames() {
    return [];
  },
  getViewDefinition: () => refuse('views'),
  getColumns: () => refuse('columns'),
  getPkConstraint: () => refuse('primary keys'),
  getForeignKeys: () => refuse('foreign keys'),
  getIndexes: () => refuse('indexes'),
  getUniqueConstraints: () => refuse('unique constraints'),
  getCheckConstraints: () => refuse('check constraints'),
  getTableComment: () => refuse('comments'),
};
