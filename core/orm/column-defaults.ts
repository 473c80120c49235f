import type { Column } from '../schema/column.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import type { WrittenColumn } from './row-plan.ts';

/** What a default written as a function is given. */
export interface DefaultContext {
  /** The values of the row that is written, by column key; columns whose value is still to come have none. */
  getCurrentParameters(): Record<string, unknown>;
}

/** The value that a column's `default` or `onupdate` gives for one row. An SQL expression is given as it is. */
export function defaultValue(written: WrittenColumn, given: unknown, context: DefaultContext): unknown {
  if (given instanceof ClauseElement) return given;
  const value = typeof given === 'function' ? (given as (context: DefaultContext) => unknown)(context) : given;
  if (value === undefined || value === null) return null;
  return value instanceof ClauseElement ? value : written.column.type.coerce(value);
}

/** True where a column has a default that this side computes. */
export const hasDefault = (column: Column): boolean => column.default !== undefined && column.default !== null;
export const hasOnupdate = (column: Column): boolean => column.onupdate !== undefined && column.onupdate !== null;
