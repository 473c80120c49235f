import type { Dialect } from '../../engine/dialect.ts';
import { postgresSql } from './compiler.ts';
import { PostgresDDLCompiler } from './ddl.ts';
import { postgresIntrospection } from './introspect.ts';
import { classifyPostgresError } from './postgres-error.ts';

/** PostgreSQL. */
export const postgresDialect: Dialect = {
  name: 'postgresql',
  errorSource: 'postgresql',
  sql: postgresSql,
  ddl: new PostgresDDLCompiler(postgresSql),
  introspection: postgresIntrospection,
  classifyError: classifyPostgresError,
};
