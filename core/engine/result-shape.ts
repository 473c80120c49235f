import { type Converter, Row, type RowShape } from './row.ts';

const shapes = new WeakMap<readonly string[], RowShape>();

/**
 * The class of a result's rows; `null` where there are no columns. Drivers give the same list of names for the same prepared statement, so the
 * class of an unconverted result is made once.
 */
export function shapeOf(columns: readonly string[], converters: readonly (Converter | null)[] | null): RowShape | null {
  if (columns.length === 0) return null;
  if (converters) return Row.shape(columns, converters);
  const known = shapes.get(columns);
  if (known) return known;
  const made = Row.shape(columns);
  shapes.set(columns, made);
  return made;
}
