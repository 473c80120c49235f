import { BoxIndex } from './box-index.ts';
import { findWay } from './find-way.ts';
import { type Foot, footAt } from './foot.ts';
import { type Box, boundsOf, distance, LANE, overlaps, type Point, roundedPath, type Side, STUB } from './geometry.ts';
import type { GraphRelation } from './graph.ts';
import { assignPorts, type Port, plainPort, type Sides } from './ports.ts';
import { type Candidate, simpleCandidates } from './route-candidates.ts';

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
  /** How many tables it had to cut: a kept way is given up when there are more. */
  readonly cut: number;
}

export type Boxes = ReadonlyMap<string, Box>;
export type Shapes = ReadonlyMap<string, RelationShape>;

interface PlacedSegment extends Box {
  readonly relation: GraphRelation;
  readonly ends: { readonly from: Port; readonly to: Port };
  /** False once its line has taken another way. */
  isDrawn: boolean;
}

/** What a fault of a way counts for, in pixels of length. */
const price = { table: 900, round: 160, touch: 250, cross: 35, bend: 12, detour: 0.4, length: 0.15 };
const CLEARANCE = 9;
/** How far around both tables a way may lead. */
const NEIGHBOURHOOD = 220;
/** A line with a label keeps further from others, or its label would lie on them. */
const LABEL_LANE = 30;
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
    if (!kept || !samePort(kept.from, from) || !samePort(kept.to, to) || router.tablesCut(kept.points, relation) > kept.cut)
      open.push(relation);
    else {
      router.place(relation, kept.points, kept);
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
  // The first lines chose before the later ones were there: those that are now too close to one choose again.
  for (const relation of open) {
    const own = ports.get(relation.id)!;
    if (router.isCrowded(relation, shapes.get(relation.id)!.points, own)) shapes.set(relation.id, router.route(relation, own));
  }
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
  readonly #placed = new Map<string, PlacedSegment[]>();

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

  /** Length of the shortest simple way from side to side, with what it takes to go round the tables it would cut. */
  #lengthBetween(relation: GraphRelation, sides: Sides): number {
    const [from, to] = [this.#plain(relation, 'from', sides.from), this.#plain(relation, 'to', sides.to)];
    const costs = simpleCandidates(from, to).map(
      ({ points, detour }) => lengthOf(points) + detour / 8 + this.tablesCut(points, relation) * price.round,
    );
    return Math.min(...costs);
  }

  route(relation: GraphRelation, ports: { from: Port; to: Port }): RelationShape {
    const simple = this.#cheapest(simpleCandidates(ports.from, ports.to), relation, ports)?.points ?? [ports.from, ports.to];
    const way = this.tablesCut(simple, relation) > 0 ? this.#wayRound(simple, relation, ports) : null;
    const points = trimmed(way ?? simple);
    this.place(relation, points, ports);
    return {
      id: relation.id,
      ...ports,
      points,
      path: roundedPath(points),
      fromFoot: footAt(ports.from, ports.from.side, relation.fromEnd.symbol),
      toFoot: footAt(ports.to, ports.to.side, relation.toEnd.symbol),
      middle: middleOf(points),
      cut: this.tablesCut(points, relation),
    };
  }

  /** A way between the tables of the neighbourhood, for a line that has no simple one. */
  #wayRound(simple: readonly Point[], relation: GraphRelation, ports: { from: Port; to: Port }): Point[] | null {
    const [own, other] = [this.#boxes.get(relation.from)!, this.#boxes.get(relation.to)!];
    const { x, y, width, height } = boundsOf([own, other, ...simple.map((point) => ({ ...point, width: 0, height: 0 }))])!;
    const tables = [...this.#tables.near({ x, y }, { x: x + width, y: y + height }, NEIGHBOURHOOD)];
    const priceOf = (a: Point, b: Point): number => {
      for (const box of this.#tables.near(a, b, CLEARANCE)) if (box !== own && box !== other) return Number.POSITIVE_INFINITY;
      for (const box of [own, other]) if (overlaps(lineBox(a, b), box)) return Number.POSITIVE_INFINITY;
      return this.#quarrels(relation, [a, b], ports);
    };
    return findWay(ports.from, ports.to, { tables, priceOf });
  }

  /** Later lines keep clear of these points. */
  place(relation: GraphRelation, points: readonly Point[], ends: { from: Port; to: Port }): void {
    for (const segment of this.#placed.get(relation.id) ?? []) segment.isDrawn = false;
    const segments = segmentsOf(points).map(([a, b]): PlacedSegment => {
      return { ...lineBox(a, b), relation, ends, isDrawn: true };
    });
    this.#placed.set(relation.id, segments);
    for (const segment of segments) this.#segments.add(segment);
  }

  isCrowded(relation: GraphRelation, points: readonly Point[], ports: { from: Port; to: Port }): boolean {
    return this.#quarrels(relation, points, ports) >= price.touch;
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
      const cost = base + this.tablesCut(candidate.points, relation) * price.table + this.#quarrels(relation, candidate.points, ports);
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

  tablesCut(points: readonly Point[], relation: GraphRelation): number {
    return this.#obstacles(points, relation).size;
  }

  /** Lines it would run along too closely, and lines it would cross. Two labels want more than a lane between them. */
  #quarrels(relation: GraphRelation, points: readonly Point[], ports: { from: Port; to: Port }): number {
    const reach = relation.labelled ? LABEL_LANE : LANE;
    let cost = 0;
    for (const [a, b] of segmentsOf(points)) {
      const isUpright = a.x === b.x;
      for (const placed of this.#segments.near(a, b, reach - 1)) {
        if (!placed.isDrawn || placed.relation.id === relation.id || isOneTrunk(placed.ends, ports)) continue;
        const isParallel = isUpright ? placed.width === 0 : placed.height === 0;
        if (!isParallel) cost += crosses(a, b, placed) ? price.cross : 0;
        else if (placed.relation.labelled || Math.abs(isUpright ? placed.x - a.x : placed.y - a.y) < LANE - 1) cost += price.touch;
      }
    }
    return cost;
  }
}

function crosses(a: Point, b: Point, placed: Box): boolean {
  const [left, right, top, bottom] = [Math.min(a.x, b.x), Math.max(a.x, b.x), Math.min(a.y, b.y), Math.max(a.y, b.y)];
  return left <= placed.x + placed.width && right >= placed.x && top <= placed.y + placed.height && bottom >= placed.y;
}

const lineBox = (a: Point, b: Point): Box => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

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
