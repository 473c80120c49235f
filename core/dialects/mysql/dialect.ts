import type { Dialect } from '../../engine/dialect.ts';
import { classifyMysqlError } from './classify-error.ts';
import { mysqlSql } from './compiler.ts';
import { MysqlDDLCompiler } from './ddl.ts';
import { mysqlIntrospection } from './introspect.ts';

/** MySQL. */
export const mysqlDialect: Dialect = {
  name: 'mysql',
  errorSource: 'MySQLdb',
  sql: mysqlSql,
  ddl: new MysqlDDLCompiler(mysqlSql),
  introspection: mysqlIntrospection,
  classifyError: classifyMysqlError,
};
