import type { GraphRelation, GraphTable, SchemaGraph } from './graph.ts';

/** What stands out of the picture: a table or a line, and what belongs to it. */
export interface Lit {
  readonly tables: ReadonlySet<string>;
  readonly relations: ReadonlySet<string>;
  /** Rows of a table, as `1,4`: a primitive that a component can select. */
  readonly rows: ReadonlyMap<string, string>;
  /** The table that is meant itself. */
  readonly table: string | null;
  /** The line whose reason is told, if one alone is meant. */
  readonly relation: string | null;
}

export const nothingLit: Lit = { tables: new Set(), relations: new Set(), rows: new Map(), table: null, relation: null };

const rowsAt = (table: GraphTable | undefined, columns: readonly string[]): number[] =>
  columns.map((column) => table?.rows.findIndex((row) => row.name === column) ?? -1).filter((row) => row >= 0);

class LitBuilder {
  readonly #graph: SchemaGraph;
  readonly #tables = new Set<string>();
  readonly #relations = new Set<string>();
  readonly #rows = new Map<string, Set<number>>();

  constructor(graph: SchemaGraph) {
    this.#graph = graph;
  }

  addTable(id: string): void {
    this.#tables.add(id);
  }

  addRows(id: string, columns: readonly string[]): void {
    const table = this.#graph.tables.find((each) => each.id === id);
    const rows = this.#rows.get(id) ?? new Set();
    for (const row of rowsAt(table, columns)) rows.add(row);
    this.#rows.set(id, rows);
  }

  addRelation(relation: GraphRelation): void {
    this.#relations.add(relation.id);
    this.addTable(relation.from);
    this.addTable(relation.to);
    if (relation.kind === 'many-to-many') return;
    this.addRows(relation.from, relation.columns);
    this.addRows(relation.to, relation.referredColumns);
  }

  build(table: string | null, relation: string | null): Lit {
    const rows = new Map([...this.#rows].map(([id, set]) => [id, [...set].sort((a, b) => a - b).join(',')]));
    return { tables: this.#tables, relations: this.#relations, rows, table, relation };
  }
}

/** A table under the pointer: its lines, their rows, its neighbours. */
export function litByTable(graph: SchemaGraph, id: string): Lit {
  const builder = new LitBuilder(graph);
  builder.addTable(id);
  for (const relation of graph.relations) if (relation.from === id || relation.to === id) builder.addRelation(relation);
  return builder.build(id, null);
}

export function litByRelation(graph: SchemaGraph, id: string): Lit {
  const relation = graph.relations.find((each) => each.id === id);
  if (!relation) return nothingLit;
  const builder = new LitBuilder(graph);
  builder.addRelation(relation);
  return builder.build(null, id);
}

/** A place in the models, where the editor's cursor stands: its table, its row, and the line that starts there. */
export function litByName(
  graph: SchemaGraph,
  full: SchemaGraph,
  place: { readonly table: string; readonly column: string | null } | null,
): Lit {
  const named =
    place && (full.tables.find((table) => table.name === place.table) ?? full.tables.find((table) => table.title === place.table));
  if (!place || !named) return nothingLit;
  const folded = graph.relations.find((relation) => relation.through === named.id);
  if (folded) return litByRelation(graph, folded.id);
  const builder = new LitBuilder(graph);
  builder.addTable(named.id);
  if (place.column === null) return builder.build(named.id, null);
  builder.addRows(named.id, [place.column]);
  const own = graph.relations.filter(
    (relation) => relation.kind === 'foreign-key' && relation.from === named.id && relation.columns.includes(place.column!),
  );
  for (const relation of own) builder.addRelation(relation);
  return builder.build(named.id, own[0]?.id ?? null);
}
