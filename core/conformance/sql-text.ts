import { mysqlSql } from '../dialects/mysql/compiler.ts';
import { postgresSql } from '../dialects/postgres/compiler.ts';
import { sqliteSql } from '../dialects/sqlite/compiler.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import { compile } from '../sql/compile.ts';
import { defaultSql } from '../sql/default-dialect.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';

/** The compilers under the names that recordings use. */
export const sqlDialects: ReadonlyMap<string, SqlDialect> = new Map<string, SqlDialect>([
  ['default', defaultSql],
  ['sqlite', sqliteSql],
  ['postgresql', postgresSql],
  ['mysql', mysqlSql],
]);

/** A statement's text in a dialect. */
export function compileText(element: ClauseElement, dialect: string, options: { readonly literal?: boolean } = {}): string {
  return compile(element as never, sqlDialects.get(dialect), options).sql;
}

/** Parameters of any style (`:name`, `%(name)s`, `%s`, `$1`) become `?`, so that the texts of two styles can be compared; `%%` is how some of them write `%`. */
export function withoutParameterStyle(sql: string): string {
  return sql.replace(/%\(\w+\)s|%s|\$\d+|(?<![:\w]):[a-zA-Z_]\w*/g, '?').replace(/%%/g, '%');
}
