import { type Box, PORT, type Point, rowMiddle, type Side, STUB } from './geometry.ts';
import type { GraphRelation } from './graph.ts';

/** Where one end of a relation touches its table. Ends that share a trunk share this object. */
export interface Port extends Point {
  readonly side: Side;
  /** Ends drawn as one: the same port, the same foot. */
  readonly trunk: boolean;
  /** No other end touches this side of its row. */
  readonly alone: boolean;
}

export interface Sides {
  readonly from: Side;
  readonly to: Side;
}

interface End {
  readonly relation: GraphRelation;
  readonly which: 'from' | 'to';
  /** Height of the other end: it sorts the ends of a row, so that their lines do not cross. */
  readonly otherY: number;
}

type Boxes = ReadonlyMap<string, Box>;

const rowOf = (relation: GraphRelation, which: 'from' | 'to'): number => (which === 'from' ? relation.fromRow : relation.toRow);

/** Where an end would touch its table if it were the only one on that side of its row. */
export function plainPort(relation: GraphRelation, which: 'from' | 'to', side: Side, boxes: Boxes): Point {
  const box = boxes.get(relation[which])!;
  const y = box.y + rowMiddle(rowOf(relation, which));
  return { x: side === 'right' ? box.x + box.width : box.x, y };
}

/**
 * Gives every end its place: alone in the middle of its row, two 8 px above and below it, a third one on top or bottom of the table where
 * its line can reach it; more than that, and ends of one symbol become one trunk.
 */
export function assignPorts(
  relations: readonly GraphRelation[],
  sides: ReadonlyMap<string, Sides>,
  boxes: Boxes,
): Map<string, { from: Port; to: Port }> {
  const ports = new Map<string, { from: Port; to: Port }>();
  const groups = new Map<string, End[]>();
  for (const relation of relations) {
    const chosen = sides.get(relation.id)!;
    ports.set(relation.id, {} as { from: Port; to: Port });
    for (const which of ['from', 'to'] as const) {
      const other = which === 'from' ? 'to' : 'from';
      const key = `${relation[which]} ${rowOf(relation, which)} ${chosen[which]}`;
      const group = groups.get(key) ?? [];
      group.push({ relation, which, otherY: plainPort(relation, other, chosen[other], boxes).y });
      groups.set(key, group);
    }
  }
  const taken = new Set<string>();
  for (const group of groups.values()) {
    group.sort((a, b) => a.otherY - b.otherY);
    const rest = group.length === 3 ? moveThird(group, sides, boxes, ports, taken) : group;
    placeOnRow(rest, sides, boxes, ports);
  }
  return ports;
}

/** Takes the highest or lowest of three ends to the top or bottom of its table, if its line comes from above or below and from aside. */
function moveThird(
  group: readonly End[],
  sides: ReadonlyMap<string, Sides>,
  boxes: Boxes,
  ports: Map<string, { from: Port; to: Port }>,
  taken: Set<string>,
): readonly End[] {
  for (const side of ['top', 'bottom'] as const) {
    const end = side === 'top' ? group[0]! : group.at(-1)!;
    const { relation, which } = end;
    if (which !== 'to' || relation.from === relation.to) continue;
    const box = boxes.get(relation.to)!;
    const other = plainPort(relation, 'from', sides.get(relation.id)!.from, boxes);
    const x = box.x + box.width / 2;
    const isBeyond = side === 'top' ? other.y < box.y - STUB : other.y > box.y + box.height + STUB;
    const isAside = sides.get(relation.id)!.from === 'right' ? x - other.x >= STUB : other.x - x >= STUB;
    const key = `${relation.to} ${side}`;
    if (!isBeyond || !isAside || taken.has(key)) continue;
    taken.add(key);
    ports.get(relation.id)![which] = { x, y: side === 'top' ? box.y : box.y + box.height, side, trunk: false, alone: true };
    return group.filter((each) => each !== end);
  }
  return group;
}

function placeOnRow(
  group: readonly End[],
  sides: ReadonlyMap<string, Sides>,
  boxes: Boxes,
  ports: Map<string, { from: Port; to: Port }>,
): void {
  const places = group.length <= 2 ? group.map((end) => [end]) : mergeBySymbol(group);
  for (const [at, ends] of places.entries()) {
    const { relation, which } = ends[0]!;
    const side = sides.get(relation.id)![which];
    const { x, y } = plainPort(relation, which, side, boxes);
    const port: Port = { x, y: y + (at - (places.length - 1) / 2) * 2 * PORT, side, trunk: ends.length > 1, alone: group.length === 1 };
    for (const end of ends) ports.get(end.relation.id)![end.which] = port;
  }
}

function mergeBySymbol(group: readonly End[]): End[][] {
  const merged = new Map<string, End[]>();
  for (const end of group) {
    const { symbol } = end.which === 'from' ? end.relation.fromEnd : end.relation.toEnd;
    // A wrong line, or one that stands for a table, keeps its own colour and so its own place.
    const key = `${symbol} ${end.relation.fault !== null} ${end.which}`;
    merged.set(key, [...(merged.get(key) ?? []), end]);
  }
  return [...merged.values()];
}
