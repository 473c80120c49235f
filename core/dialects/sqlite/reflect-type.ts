import * as types from '../../sql/types/factories.ts';
import { nullType } from '../../sql/types/null-type.ts';
import type { TypeEngine } from '../../sql/types/type-engine.ts';

type Make = (...args: number[]) => TypeEngine;

const BY_NAME: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['BIGINT', () => types.BIGINT()],
  ['BLOB', () => types.BLOB()],
  ['BOOL', () => types.Boolean()],
  ['BOOLEAN', () => types.Boolean()],
  ['CHAR', (length) => types.CHAR(length)],
  ['DATE', () => types.Date()],
  ['DATETIME', () => types.DATETIME()],
  ['DECIMAL', (precision, scale) => types.DECIMAL(precision, scale)],
  ['DOUBLE', () => types.Float()],
  ['DOUBLE PRECISION', () => types.Float()],
  ['FLOAT', () => types.Float()],
  ['INT', () => types.INTEGER()],
  ['INTEGER', () => types.INTEGER()],
  ['JSON', () => types.JSON()],
  ['NCHAR', (length) => types.NCHAR(length)],
  ['NUMERIC', (precision, scale) => types.NUMERIC(precision, scale)],
  ['NVARCHAR', (length) => types.NVARCHAR(length)],
  ['REAL', () => types.REAL()],
  ['SMALLINT', () => types.SMALLINT()],
  ['TEXT', () => types.TEXT()],
  ['TIME', () => types.Time()],
  ['TIMESTAMP', () => types.TIMESTAMP()],
  ['VARCHAR', (length) => types.VARCHAR(length)],
]);

/** The type of a column by the words it was declared with; words of no known type go by SQLite's rules of affinity. */
export function reflectSqliteType(declared: string): TypeEngine {
  const match = /^([^()]*?)\s*(?:\(([^()]*)\))?\s*$/.exec(declared.trim());
  const name = (match?.[1] ?? '').toUpperCase();
  const args = (match?.[2] ?? '').split(',').flatMap((text) => (/^\s*\d+\s*$/.test(text) ? [Number(text)] : []));
  const known = BY_NAME.get(name);
  return known ? known(...args) : byAffinity(declared.toUpperCase());
}

function byAffinity(declared: string): TypeEngine {
  if (declared.includes('INT')) return types.INTEGER();
  if (/CHAR|CLOB|TEXT/.test(declared)) return types.TEXT();
  if (declared === '' || declared.includes('BLOB')) return declared === '' ? nullType : types.BLOB();
  if (/REAL|FLOA|DOUB/.test(declared)) return types.REAL();
  return types.NUMERIC();
}
