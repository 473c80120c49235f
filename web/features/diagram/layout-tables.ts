import { Graph, layout } from '@dagrejs/dagre';
import { type Box, boundsOf, overlaps, type Point, type Size, snap } from './geometry.ts';

export interface LayoutTable extends Size {
  readonly id: string;
}

/** What a layout needs to know: the sizes of the tables, and who refers to whom. */
export interface LayoutRequest {
  readonly tables: readonly LayoutTable[];
  /** `from` refers to `to`; the one referred to stands left of it. */
  readonly links: readonly LayoutLink[];
}

export interface LayoutLink {
  readonly from: string;
  readonly to: string;
  /** Where the line leaves each table, from its top. */
  readonly fromY: number;
  readonly toY: number;
  /** Width of the text that the line carries, 0 for none. */
  readonly label: number;
}

export type Positions = ReadonlyMap<string, Point>;

const BETWEEN_RANKS = 104;
/** What a labelled line needs beside its label: a stub, a corner and a foot. */
const FEET = 88;
const BETWEEN_TABLES = 40;
const BETWEEN_ISLANDS = 88;
/** A table moves no further than this to straighten its line. */
const FARTHEST_SHIFT = 160;
/** Width to height of the whole. */
const SHAPE = 1.6;
/** From this many tables in one island on, the exact ranking takes longer than a person waits. */
const LARGE = 200;

/** Places every table: each island of related tables by layers, the islands side by side, tables without relations in a block of their own. */
export function layoutTables(request: LayoutRequest): Map<string, Point> {
  const islands = islandsOf(request);
  const alone = islands.filter((island) => island.tables.length === 1).map((island) => island.tables[0]!);
  const placed = islands.filter((island) => island.tables.length > 1).map(layoutIsland);
  if (alone.length > 0) placed.push(stack(alone));
  placed.sort((a, b) => areaOf(b) - areaOf(a));
  return pack(placed);
}

interface Island {
  readonly tables: readonly LayoutTable[];
  readonly links: readonly LayoutLink[];
}
type Placed = readonly (Box & { readonly id: string })[];

function islandsOf({ tables, links }: LayoutRequest): Island[] {
  const neighbours = new Map<string, string[]>(tables.map((table) => [table.id, []]));
  for (const { from, to } of links) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  const islandOf = new Map<string, number>();
  let count = 0;
  for (const { id } of tables) {
    if (islandOf.has(id)) continue;
    const queue = [id];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (islandOf.has(next)) continue;
      islandOf.set(next, count);
      queue.push(...(neighbours.get(next) ?? []));
    }
    count++;
  }
  const islands = Array.from({ length: count }, (): { tables: LayoutTable[]; links: LayoutLink[] } => ({ tables: [], links: [] }));
  for (const table of tables) islands[islandOf.get(table.id)!]!.tables.push(table);
  for (const link of links) if (islandOf.has(link.from) && islandOf.has(link.to)) islands[islandOf.get(link.from)!]!.links.push(link);
  return islands;
}

function layoutIsland({ tables, links }: Island): Placed {
  const graph = new Graph({ multigraph: true });
  const ranker = tables.length > LARGE ? 'longest-path' : 'network-simplex';
  // Lines that pass a rank take room in it; where there are many, it must be little, or the tables drift apart.
  const edgesep = tables.length > 40 ? 8 : 24;
  const widestLabel = Math.max(0, ...links.map((link) => (link.from === link.to ? 0 : link.label)));
  graph.setGraph({ rankdir: 'LR', ranksep: Math.max(BETWEEN_RANKS, widestLabel + FEET), nodesep: BETWEEN_TABLES, edgesep, ranker });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of tables) graph.setNode(id, { width, height });
  for (const [at, { from, to }] of links.entries()) if (from !== to) graph.setEdge(to, from, {}, String(at));
  layout(graph);
  const placed = tables.map(({ id, width, height }) => {
    const { x, y } = graph.node(id) as unknown as Point;
    return { id, width, height, x: snap(x - width / 2), y: snap(y - height / 2) };
  });
  return straighten(compact(placed), links);
}

/**
 * Brings an island that is far higher than wide into shape: its layers move together, and a layer with more tables than fit in the height
 * becomes several columns. The order within a layer stays.
 */
function compact(placed: Placed): Placed {
  const area = placed.reduce((sum, box) => sum + (box.width + BETWEEN_RANKS) * (box.height + BETWEEN_TABLES), 0);
  const bounds = boundsOf(placed)!;
  const height = Math.max(Math.sqrt(area / SHAPE), ...placed.map((box) => box.height));
  if (placed.length < 8 || bounds.height < height * 1.3) return placed;
  const squeeze = height / bounds.height;
  let left = 0;
  return layersOf(placed).flatMap((layer) => {
    const total = layer.reduce((sum, box) => sum + box.height + BETWEEN_TABLES, 0);
    const count = Math.ceil(total / (height * 1.15));
    const columns = Array.from({ length: count }, (_, column) => layer.filter((_box, at) => at % count === column));
    return columns.flatMap((column) => {
      const width = Math.max(...column.map((box) => box.width));
      const tops = spread(
        column.map((box) => ({ wanted: (box.y - bounds.y + box.height / 2) * squeeze - box.height / 2, length: box.height })),
        BETWEEN_TABLES,
      );
      const moved = column.map((box, at) => ({ ...box, x: snap(left + (width - box.width) / 2), y: snap(tops[at]!) }));
      left += width + BETWEEN_RANKS;
      return moved;
    });
  });
}

/** The columns of a layout from left to right, each from top to bottom. */
function layersOf(placed: Placed): Placed[] {
  const layers: { middle: number; boxes: Placed[number][] }[] = [];
  for (const box of placed) {
    const middle = box.x + box.width / 2;
    const layer = layers.find((each) => Math.abs(each.middle - middle) < BETWEEN_RANKS / 2);
    if (layer) layer.boxes.push(box);
    else layers.push({ middle, boxes: [box] });
  }
  return layers.sort((a, b) => a.middle - b.middle).map(({ boxes }) => boxes.sort((a, b) => a.y - b.y));
}

/** Tops of things in a row that lie as near as can be to where they want to be, in order, with a gap between any two. */
function spread(items: readonly { readonly wanted: number; readonly length: number }[], gap: number): number[] {
  const groups: { top: number; count: number; length: number }[] = [];
  for (const { wanted, length } of items) {
    let group = { top: wanted, count: 1, length };
    for (let before = groups.at(-1); before && before.top + before.length + gap > group.top; before = groups.at(-1)) {
      groups.pop();
      const count = before.count + group.count;
      // Each group stands at the mean of what its things want.
      const top = (before.top * before.count + (group.top - before.length - gap) * group.count) / count;
      group = { top, count, length: before.length + gap + group.length };
    }
    groups.push(group);
  }
  const tops: number[] = [];
  for (const group of groups) {
    let top = group.top;
    for (let at = 0; at < group.count; at++) {
      tops.push(top);
      top += items[tops.length - 1]!.length + gap;
    }
  }
  return tops;
}

/** Moves a table with a single relation up or down where that makes its line straight and nothing is in the way. */
function straighten(placed: Placed, links: readonly LayoutLink[]): Placed {
  const boxes = new Map(placed.map((box) => [box.id, box]));
  const ends = new Map<string, LayoutLink[]>();
  for (const link of links) for (const id of new Set([link.from, link.to])) ends.set(id, [...(ends.get(id) ?? []), link]);
  for (const [id, own] of ends) {
    const [link] = own;
    if (!link || own.length !== 1 || link.from === link.to) continue;
    const isChild = link.from === id;
    const box = boxes.get(id)!;
    const other = boxes.get(isChild ? link.to : link.from)!;
    const y = snap(isChild ? other.y + link.toY - link.fromY : other.y + link.fromY - link.toY);
    const moved = { ...box, y };
    const shared = (ends.get(other.id) ?? []).filter((each) =>
      isChild ? each.to === other.id && each.toY === link.toY : each.from === other.id && each.fromY === link.fromY,
    );
    if (shared.length > 1 || Math.abs(y - box.y) > FARTHEST_SHIFT) continue;
    if ([...boxes.values()].some((each) => each.id !== id && overlaps(moved, each, BETWEEN_TABLES - 8))) continue;
    boxes.set(id, moved);
  }
  return [...boxes.values()];
}

/** Tables that nothing relates, in columns about as high as the whole is to be wide. */
function stack(tables: readonly LayoutTable[]): Placed {
  const area = tables.reduce((sum, table) => sum + (table.width + BETWEEN_TABLES) * (table.height + BETWEEN_TABLES), 0);
  const limit = Math.max(Math.sqrt(area / SHAPE), ...tables.map((table) => table.height));
  let [x, y, widest] = [0, 0, 0];
  return tables.map((table) => {
    if (y > 0 && y + table.height > limit) {
      x += widest + BETWEEN_TABLES;
      [y, widest] = [0, 0];
    }
    const box = { ...table, x: snap(x), y: snap(y) };
    y += table.height + BETWEEN_TABLES;
    widest = Math.max(widest, table.width);
    return box;
  });
}

const areaOf = (placed: Placed): number => {
  const { width, height } = boundsOf(placed)!;
  return width * height;
};

/** Islands beside and below one another, the largest first, each where the whole grows least out of its shape. */
function pack(islands: readonly Placed[]): Map<string, Point> {
  const positions = new Map<string, Point>();
  const taken: Box[] = [];
  for (const island of islands) {
    const bounds = boundsOf(island)!;
    const { x, y } = cornerFor(bounds, taken);
    taken.push({ x, y, width: bounds.width, height: bounds.height });
    for (const table of island) positions.set(table.id, { x: snap(table.x - bounds.x + x), y: snap(table.y - bounds.y + y) });
  }
  return positions;
}

function cornerFor(size: Size, taken: readonly Box[]): Point {
  const xs = [0, ...taken.map((box) => box.x + box.width + BETWEEN_ISLANDS)];
  const ys = [0, ...taken.map((box) => box.y + box.height + BETWEEN_ISLANDS)];
  let best: Point = { x: 0, y: 0 };
  let least = Number.POSITIVE_INFINITY;
  for (const x of xs) {
    for (const y of ys) {
      const box = { x, y, width: size.width, height: size.height };
      const whole = boundsOf([...taken, box])!;
      const cost = Math.max(whole.width / SHAPE, whole.height) + (x + y) / 1000;
      if (cost >= least || taken.some((other) => overlaps(box, other, BETWEEN_ISLANDS - 1))) continue;
      least = cost;
      best = { x, y };
    }
  }
  return best;
}
