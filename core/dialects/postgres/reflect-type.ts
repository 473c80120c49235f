import { EnumType } from '../../sql/types/enum.ts';
import * as types from '../../sql/types/factories.ts';
import { nullType } from '../../sql/types/null-type.ts';
import type { TypeEngine } from '../../sql/types/type-engine.ts';

type Make = (...args: number[]) => TypeEngine;

const BY_NAME: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['bigint', () => types.BIGINT()],
  ['boolean', () => types.Boolean()],
  ['bytea', () => types.LargeBinary()],
  ['character', (length) => types.CHAR(length)],
  ['character varying', (length) => types.VARCHAR(length)],
  ['date', () => types.Date()],
  ['double precision', () => types.Float(53)],
  ['integer', () => types.INTEGER()],
  ['interval', () => types.Interval()],
  ['json', () => types.JSON()],
  ['jsonb', () => types.JSON()],
  ['numeric', (precision, scale) => types.NUMERIC(precision, scale)],
  ['real', () => types.REAL()],
  ['smallint', () => types.SMALLINT()],
  ['text', () => types.TEXT()],
  ['time without time zone', () => types.Time()],
  ['time with time zone', () => types.Time({ timezone: true })],
  ['timestamp without time zone', () => types.TIMESTAMP()],
  ['timestamp with time zone', () => types.TIMESTAMP({ timezone: true })],
]);

/** The type of a column as `format_type` writes it, or one of the database's enumerations; a type that is not known passes values as they are. */
export function reflectPostgresType(
  formatted: string,
  enumeration: { readonly name: string; readonly values: readonly string[] } | null,
): TypeEngine {
  if (enumeration) return new EnumType(enumeration.values, { name: enumeration.name });
  const match = /^([^(]*?)\s*(?:\(([\d,\s]*)\))?(\s+with(?:out)? time zone)?$/.exec(formatted);
  const name = `${match?.[1] ?? formatted}${match?.[3] ?? ''}`;
  const args = (match?.[2] ?? '').split(',').flatMap((text) => (text.trim() === '' ? [] : [Number(text)]));
  return BY_NAME.get(name)?.(...args) ?? nullType;
}
