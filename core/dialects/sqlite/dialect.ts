import type { Dialect } from '../../engine/dialect.ts';
import { classifySqliteError } from './classify-error.ts';
import { sqliteSql } from './compiler.ts';
import { SqliteDDLCompiler } from './ddl.ts';
import { sqliteIntrospection } from './introspect.ts';

/** SQLite. */
export const sqliteDialect: Dialect = {
  name: 'sqlite',
  errorSource: 'sqlite3',
  sql: sqliteSql,
  ddl: new SqliteDDLCompiler(sqliteSql),
  introspection: sqliteIntrospection,
  classifyError: classifySqliteError,
};
