import type { Box } from './geometry.ts';
import type { GraphRelation, SchemaGraph } from './graph.ts';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

export interface Step {
  readonly table: string;
  /** The line that was followed, or null where none leads that way and the nearest table was taken. */
  readonly relation: GraphRelation | null;
}

const ways: Readonly<Record<Arrow, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where an arrow key leads from a table: along a relationship to the table that lies most in its direction, else to the nearest table there. */
export function nextTable(graph: SchemaGraph, boxes: ReadonlyMap<string, Box>, from: string, arrow: Arrow): Step | null {
  const start = boxes.get(from);
  if (!start) return null;
  const relations = new Map<string, GraphRelation>();
  for (const relation of graph.relations) {
    const other = relation.from === from ? relation.to : relation.to === from ? relation.from : null;
    if (other !== null && other !== from && !relations.has(other)) relations.set(other, relation);
  }
  const related = nearestThatWay(start, arrow, [...relations.keys()], boxes);
  if (related !== null) return { table: related, relation: relations.get(related)! };
  const any = nearestThatWay(
    start,
    arrow,
    graph.tables.map((table) => table.id).filter((id) => id !== from),
    boxes,
  );
  return any === null ? null : { table: any, relation: null };
}

function nearestThatWay(start: Box, arrow: Arrow, ids: readonly string[], boxes: ReadonlyMap<string, Box>): string | null {
  const [wayX, wayY] = ways[arrow];
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    const box = boxes.get(id);
    if (!box) continue;
    const x = box.x + box.width / 2 - (start.x + start.width / 2);
    const y = box.y + box.height / 2 - (start.y + start.height / 2);
    const along = x * wayX + y * wayY;
    const across = Math.abs(x * wayY) + Math.abs(y * wayX);
    if (along <= 0 || across > along * 4) continue;
    const cost = along + 2 * across;
    if (cost >= least) continue;
    least = cost;
    best = id;
  }
  return best;
}
