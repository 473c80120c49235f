import type { TableSnapshot } from '../../../core/schema/snapshot.ts';
import type { GraphRelation, SchemaGraph } from './graph.ts';

/**
 * Whether a table only links two others: two foreign keys without a common column that make up its primary key, and nobody refers to it.
 * With further columns it is an association with data of its own.
 */
export function associationOf(table: TableSnapshot, tables: readonly TableSnapshot[]): 'pure' | 'with-data' | null {
  const [one, other] = table.foreignKeys;
  if (!one || !other || table.foreignKeys.length !== 2) return null;
  if (one.columns.some((column) => other.columns.includes(column))) return null;
  const linking = [...one.columns, ...other.columns];
  const key = table.primaryKey.columns;
  if (key.length !== linking.length || !linking.every((column) => key.includes(column))) return null;
  const isReferred = tables.some((from) =>
    from.foreignKeys.some((to) => to.referredTable === table.name && to.referredSchema === table.schema),
  );
  if (isReferred) return null;
  return table.columns.length === linking.length ? 'pure' : 'with-data';
}

/** The graph as it is shown: each pure association table outside of `open` becomes one line between the two tables it links. */
export function foldAssociations(graph: SchemaGraph, open: ReadonlySet<string>): SchemaGraph {
  const folded = new Map<string, GraphRelation[]>();
  for (const table of graph.tables) if (table.association === 'pure' && !open.has(table.id)) folded.set(table.id, []);
  if (folded.size === 0) return graph;
  for (const relation of graph.relations) folded.get(relation.from)?.push(relation);
  for (const [id, lines] of folded) if (lines.length !== 2 || lines.some((line) => line.fault)) folded.delete(id);
  const names = new Map(graph.tables.map((table) => [table.id, table.title]));
  return {
    tables: graph.tables.filter((table) => !folded.has(table.id)),
    relations: [
      ...graph.relations.filter((relation) => !folded.has(relation.from)),
      ...[...folded].map(([id, [left, right]]) => manyToMany(id, names.get(id)!, left!, right!)),
    ],
    nextId: graph.nextId,
  };
}

/** Rows of the left table per row of the right one are rows of the association per row of the right one: the child's end of the right key. */
function manyToMany(id: string, table: string, left: GraphRelation, right: GraphRelation): GraphRelation {
  const reason = { code: 'association', table } as const;
  return {
    id: `m${id}`,
    kind: 'many-to-many',
    from: left.to,
    to: right.to,
    fromRow: -1,
    toRow: -1,
    fromEnd: { symbol: right.fromEnd.symbol, reason: right.fromEnd.symbol === 'zero-or-many' ? reason : right.fromEnd.reason },
    toEnd: { symbol: left.fromEnd.symbol, reason: left.fromEnd.symbol === 'zero-or-many' ? reason : left.fromEnd.reason },
    columns: [...left.columns, ...right.columns],
    referredColumns: [...left.referredColumns, ...right.referredColumns],
    identifying: true,
    fault: null,
    role: table,
    labelled: left.to === right.to,
    through: id,
  };
}
