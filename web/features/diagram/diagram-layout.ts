import type { Point } from './geometry.ts';

/** What a person arranged, as it is stored with the project: plain data that belongs to table names. */
export interface DiagramLayout {
  readonly version: 1;
  readonly tables: readonly { readonly schema: string | null; readonly name: string; readonly x: number; readonly y: number }[];
  /** Association tables that are shown as tables. */
  readonly open: readonly { readonly schema: string | null; readonly name: string }[];
  readonly legend: boolean;
}

/** A table's name as a key: `a.b` without a schema and `b` in the schema `a` stay apart. */
export const nameKey = (table: { readonly schema: string | null; readonly name: string }): string =>
  JSON.stringify([table.schema, table.name]);

export interface RememberedLayout {
  readonly places: Map<string, Point>;
  readonly open: Set<string>;
  readonly legend: boolean;
}

const FARTHEST = 1_000_000;
const isPlace = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= FARTHEST;

/** Reads a stored layout, which may come from a stranger's link: what is no layout is left out. */
export function rememberLayout(layout: DiagramLayout | null): RememberedLayout {
  const places = new Map<string, Point>();
  const open = new Set<string>();
  if (layout?.version !== 1) return { places, open, legend: true };
  for (const { schema, name, x, y } of layout.tables ?? []) if (isPlace(x) && isPlace(y)) places.set(nameKey({ schema, name }), { x, y });
  for (const table of layout.open ?? []) open.add(nameKey(table));
  return { places, open, legend: layout.legend !== false };
}
