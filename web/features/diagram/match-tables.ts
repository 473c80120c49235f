import type { TableSnapshot } from '../../../core/schema/snapshot.ts';
import type { GraphTable } from './graph.ts';

/** From this likeness on, a table that is gone and one that is new are one table with another name. */
const alike = 0.5;

/** Which table of the last graph each table of a snapshot is: by its name, else by its columns, so that a renamed table stays itself. */
export function matchTables(previous: readonly GraphTable[], next: readonly TableSnapshot[]): Map<TableSnapshot, GraphTable> {
  const matches = new Map<TableSnapshot, GraphTable>();
  const free = new Set(previous.filter((table) => !table.missing));
  for (const table of next) {
    const same = [...free].find((old) => old.name === table.name && old.schema === table.schema);
    if (!same) continue;
    matches.set(table, same);
    free.delete(same);
  }
  const renamed = next.filter((table) => !matches.has(table));
  const pairs = renamed.flatMap((table) => [...free].map((old) => ({ table, old, likeness: likenessOf(old, table) })));
  pairs.sort((a, b) => b.likeness - a.likeness);
  for (const { table, old, likeness } of pairs) {
    if (likeness < alike || matches.has(table) || !free.has(old)) continue;
    matches.set(table, old);
    free.delete(old);
  }
  return matches;
}

function likenessOf(old: GraphTable, table: TableSnapshot): number {
  const count = old.rows.length + table.columns.length;
  if (count === 0) return 1;
  const types = new Map(old.rows.map((row) => [row.name, row.type]));
  let shared = 0;
  for (const column of table.columns) {
    const type = types.get(column.name);
    if (type !== undefined) shared += type === column.type ? 2 : 1;
  }
  return shared / count;
}
