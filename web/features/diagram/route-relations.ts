import { BoxIndex } from './box-index.ts';
import { type Foot, footAt } from './foot.ts';
import { type Box, distance, LANE, type Point, roundedPath, type Side, STUB } from './geometry.ts';
import type { GraphRelation } from './graph.ts';
import { assignPorts, plainPort, type Port, type Sides } from './ports.ts';
import { type Candidate, detourCandidates, simpleCandidates } from './route-candidates.ts';

/** Everything that is drawn of a relation, in the diagram's own pixels: the page, the SVG and the PNG are painted from it. */
export interface RelationShape {
  readonly id: string;
  readonly from: Port;
  readonly to: Port;
  readonly points: readonly Point[];
  readonly path: string;
  readonly fromFoot: Foot;
  readonly toFoot: Foot;
  /** Middle of its longest inner run: place of the label, the diamond and the sign of a fault. */
  readonly middle: Point;
}

export type Boxes = ReadonlyMap<string, Box>;
export type Shapes = ReadonlyMap<string, RelationShape>;

interface PlacedSegment extends Box {
  readonly shape: { readonly from: Port; readonly to: Port };
}

/** What a fault of a way counts for, in pixels of length. */
const price = { table: 900, touch: 250, cross: 35, bend: 12, detour: 0.4, length: 0.15 };
const CLEARANCE = 9;
/** An end may leave the middle of its row by so much, to make its line straight. */
const LEVEL = 6;

/**
 * Routes every relation between its tables. With `previous`, a relation whose ends did not move keeps its way,
 * which makes a drag cheap; without it, all ways are chosen anew.
 */
export function routeRelations(relations: readonly GraphRelation[], boxes: Boxes, previous?: Shapes): Map<string, RelationShape> {
  const drawn = relations.filter((relation) => boxes.has(relation.from) && boxes.has(relation.to));
  const router = new Router(boxes);
  const sides = new Map(drawn.map((relation) => [relation.id, router.chooseSides(relation)]));
  const ports = assignPorts(drawn, sides, boxes);
  straighten(ports);
  const shapes = new Map<string, RelationShape>();
  const open: GraphRelation[] = [];
  for (const relation of drawn) {
    const { from, to } = ports.get(relation.id)!;
    const kept = previous?.get(relation.id);
    if (!kept || !samePort(kept.from, from) || !samePort(kept.to, to) || router.isBlocked(kept.points, relation)) open.push(relation);
    else {
      router.place(kept.points, kept);
      shapes.set(relation.id, withFeet(kept, relation));
    }
  }
  // Those with the least choice first: loops and short lines, then long ones, which find a lane among them.
  const lengthOf = (relation: GraphRelation): number => {
    const { from, to } = ports.get(relation.id)!;
    return distance(from, to);
  };
  open.sort((a, b) => lengthOf(a) - lengthOf(b));
  for (const relation of open) shapes.set(relation.id, router.route(relation, ports.get(relation.id)!));
  return shapes;
}

/** A step of a few pixels between two ends would be a kink: both take the same height. */
function straighten(ports: Map<string, { from: Port; to: Port }>): void {
  for (const ends of ports.values()) {
    const { from, to } = ends;
    if (from.side === to.side || !from.alone || to.side === 'top' || to.side === 'bottom') continue;
    const step = to.y - from.y;
    if (step !== 0 && Math.abs(step) <= LEVEL) ends.from = { ...from, y: to.y };
  }
}

/** A kept way whose end has changed is drawn with its new foot. */
function withFeet(shape: RelationShape, relation: GraphRelation): RelationShape {
  if (shape.fromFoot.symbol === relation.fromEnd.symbol && shape.toFoot.symbol === relation.toEnd.symbol) return shape;
  return {
    ...shape,
    fromFoot: footAt(shape.from, shape.from.side, relation.fromEnd.symbol),
    toFoot: footAt(shape.to, shape.to.side, relation.toEnd.symbol),
  };
}

const samePort = (a: Port, b: Port): boolean => a.x === b.x && a.y === b.y && a.side === b.side && a.trunk === b.trunk;

const isOneTrunk = (a: { from: Port; to: Port }, b: { from: Port; to: Port }): boolean =>
  (a.to.trunk && samePort(a.to, b.to)) || (a.from.trunk && samePort(a.from, b.from));

const pairs: readonly Sides[] = [
  { from: 'right', to: 'left' },
  { from: 'left', to: 'right' },
  { from: 'right', to: 'right' },
  { from: 'left', to: 'left' },
];

class Router {
  readonly #boxes: Boxes;
  readonly #tables = new BoxIndex<Box>();
  readonly #segments = new BoxIndex<PlacedSegment>();

  constructor(boxes: Boxes) {
    this.#boxes = boxes;
    for (const box of boxes.values()) this.#tables.add(box);
  }

  /** The nearest sides: those with the shortest way that cuts no table. */
  chooseSides(relation: GraphRelation): Sides {
    let best = pairs[2]!;
    let least = Number.POSITIVE_INFINITY;
    for (const sides of relation.from === relation.to ? pairs.slice(2) : pairs) {
      const cost = this.#lengthBetween(relation, sides) + (sides.from === sides.to ? STUB : 0);
      if (cost >= least) continue;
      least = cost;
      best = sides;
    }
    return best;
  }

  /** Length of the shortest way from side to side, a cut table counting as a long way round. */
  #lengthBetween(relation: GraphRelation, sides: Sides): number {
    const [from, to] = [this.#plain(relation, 'from', sides.from), this.#plain(relation, 'to', sides.to)];
    const simple = simpleCandidates(from, to);
    const costOf = ({ points, detour }: Candidate): number => lengthOf(points) + detour / 8 + this.#tablesCut(points, relation) * 1200;
    const shortest = Math.min(...simple.map(costOf));
    if (shortest < 1200 || !simple[0]) return shortest;
    return Math.min(shortest, ...detourCandidates(from, to, this.#obstacles(simple[0].points, relation)).map(costOf));
  }

  route(relation: GraphRelation, ports: { from: Port; to: Port }): RelationShape {
    const simple = simpleCandidates(ports.from, ports.to);
    let best = this.#cheapest(simple, relation, ports);
    if (!best || this.#tablesCut(best.points, relation) > 0) {
      const fallback = best ?? { points: [ports.from, ports.to], detour: 0 };
      const detour = this.#cheapest(
        [fallback, ...detourCandidates(ports.from, ports.to, this.#obstacles(fallback.points, relation))],
        relation,
        ports,
      );
      best = detour ?? fallback;
    }
    const points = trimmed(best.points);
    this.place(points, ports);
    return {
      id: relation.id,
      ...ports,
      points,
      path: roundedPath(points),
      fromFoot: footAt(ports.from, ports.from.side, relation.fromEnd.symbol),
      toFoot: footAt(ports.to, ports.to.side, relation.toEnd.symbol),
      middle: middleOf(points),
    };
  }

  /** Later lines keep clear of these points. */
  place(points: readonly Point[], shape: { from: Port; to: Port }): void {
    for (const [a, b] of segmentsOf(points)) {
      this.#segments.add({ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y), shape });
    }
  }

  isBlocked(points: readonly Point[], relation: GraphRelation): boolean {
    return this.#tablesCut(points, relation) > 0;
  }

  #plain(relation: GraphRelation, which: 'from' | 'to', side: Side): Port {
    return { ...plainPort(relation, which, side, this.#boxes), side, trunk: false, alone: true };
  }

  #cheapest(candidates: readonly Candidate[], relation: GraphRelation, ports: { from: Port; to: Port }): Candidate | undefined {
    let best: Candidate | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of candidates) {
      const base = candidate.detour * price.detour + lengthOf(candidate.points) * price.length + candidate.points.length * price.bend;
      if (base >= least) continue;
      const cost =
        base +
        this.#tablesCut(candidate.points, relation) * price.table +
        this.#quarrels(candidate.points, ports, relation.labelled ? 2 * LANE : LANE);
      if (cost >= least) continue;
      least = cost;
      best = candidate;
    }
    return best;
  }

  #obstacles(points: readonly Point[], relation: GraphRelation): Set<Box> {
    const [own, other] = [this.#boxes.get(relation.from), this.#boxes.get(relation.to)];
    const found = new Set<Box>();
    for (const [a, b] of segmentsOf(points)) {
      for (const box of this.#tables.near(a, b, CLEARANCE)) if (box !== own && box !== other) found.add(box);
      for (const box of this.#tables.near(a, b, 0)) found.add(box);
    }
    return found;
  }

  #tablesCut(points: readonly Point[], relation: GraphRelation): number {
    return this.#obstacles(points, relation).size;
  }

  /** Lines it would run along too closely, and lines it would cross. A label wants the width of two lanes. */
  #quarrels(points: readonly Point[], ports: { from: Port; to: Port }, lane: number): number {
    let cost = 0;
    for (const [a, b] of segmentsOf(points)) {
      const isUpright = a.x === b.x;
      for (const placed of this.#segments.near(a, b, lane - 1)) {
        if (isOneTrunk(placed.shape, ports)) continue;
        const isParallel = isUpright ? placed.width === 0 : placed.height === 0;
        if (isParallel) cost += price.touch;
        else if (crosses(a, b, placed)) cost += price.cross;
      }
    }
    return cost;
  }
}

function crosses(a: Point, b: Point, placed: Box): boolean {
  const [left, right, top, bottom] = [Math.min(a.x, b.x), Math.max(a.x, b.x), Math.min(a.y, b.y), Math.max(a.y, b.y)];
  return left <= placed.x + placed.width && right >= placed.x && top <= placed.y + placed.height && bottom >= placed.y;
}

const segmentsOf = (points: readonly Point[]): [Point, Point][] => points.slice(1).map((point, at) => [points[at]!, point]);

const lengthOf = (points: readonly Point[]): number => segmentsOf(points).reduce((sum, [a, b]) => sum + distance(a, b), 0);

/** Without points that lie on the line between their neighbours. */
function trimmed(points: readonly Point[]): Point[] {
  return points
    .filter((point, at) => {
      const [before, after] = [points[at - 1], points[at + 1]];
      if (!before || !after) return true;
      return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y));
    })
    .map(({ x, y }) => ({ x, y }));
}

function middleOf(points: readonly Point[]): Point {
  const segments = segmentsOf(points);
  let [a, b] = [points[0]!, points[1]!];
  for (const [from, to] of segments.length > 2 ? segments.slice(1, -1) : segments)
    if (distance(from, to) >= distance(a, b) || a === points[0]) [a, b] = [from, to];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
