import type { SchemaGraph } from './graph.ts';

export interface Hit {
  readonly table: string;
  readonly title: string;
  /** The column that matched, where the table's name did not. */
  readonly column: string | null;
}

const LIMIT = 8;

/** Tables whose name begins with the text, then those that hold it, then those with such a column. */
export function searchTables(graph: SchemaGraph, text: string): Hit[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const ranked: { rank: number; hit: Hit }[] = [];
  for (const table of graph.tables) {
    const at = table.title.toLowerCase().indexOf(wanted);
    const column = at >= 0 ? null : (table.rows.find((row) => row.name.toLowerCase().includes(wanted))?.name ?? null);
    if (at < 0 && column === null) continue;
    ranked.push({ rank: at === 0 ? 0 : at > 0 ? 1 : 2, hit: { table: table.id, title: table.title, column } });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || a.hit.title.localeCompare(b.hit.title))
    .slice(0, LIMIT)
    .map(({ hit }) => hit);
}
