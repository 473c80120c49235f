import type { SchemaGraph } from './graph.ts';
import type { SchemaDifference } from './schema-difference.ts';

/** How a table of the database, or a column of it, is not what the models say. */
export type DriftMark = 'only-here' | 'changed';

/** By a table's id, and by its id and a column's name with a space between. */
export function driftMarks(database: SchemaGraph, differences: readonly SchemaDifference[]): Map<string, DriftMark> {
  const marks = new Map<string, DriftMark>();
  const ids = new Map(database.tables.map((table) => [table.title, table.id]));
  for (const { kind, table, column } of differences) {
    const id = ids.get(table);
    if (id === undefined) continue;
    if (column === null) marks.set(id, 'only-here');
    else {
      if (!marks.has(id)) marks.set(id, 'changed');
      marks.set(`${id} ${column}`, kind === 'only-database' ? 'only-here' : 'changed');
    }
  }
  return marks;
}
