import type { ClauseElement } from './clause-element.ts';
import type { SqlDialect } from './sql-dialect.ts';

/**
 * An expression as it stands inside CREATE TABLE and CREATE INDEX: its values are written into it, its columns stand without their tables.
 *
 * @throws CompileError for a value that cannot be written as text, or a parameter without one
 */
export function compileDdl(element: ClauseElement, dialect: SqlDialect): string {
  return dialect.createCompiler({ literal: true, bareColumns: true }).compile(element).sql;
}
