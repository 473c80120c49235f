import { type Box, type Point, STUB } from './geometry.ts';
import { Heap } from './heap.ts';
import type { Port } from './ports.ts';

export interface WayRules {
  /** Tables near the line; lines may run between them. */
  readonly tables: readonly Box[];
  /** What a straight piece costs beyond its length; infinite where it would cut a table. */
  readonly priceOf: (a: Point, b: Point) => number;
}

const BEND = 28;
/** Distances from a table's border at which a line may run beside it (beyond the feet) and above or below it. */
const ASIDE = [STUB, STUB + 16];
const ABOVE = [14, 28];
/** Lines of the grid nearer than this are one. */
const MERGE = 5;
/** After so many steps there is no good way. */
const LIMIT = 5000;

/** The cheapest orthogonal way from port to port around the tables, over a grid of the lines along their borders; null where there is none. */
export function findWay(from: Port, to: Port, rules: WayRules): Point[] | null {
  const start = stubOf(from);
  const end = stubOf(to);
  const xs = linesOf(
    [start.x, end.x],
    rules.tables.flatMap((box) => ASIDE.flatMap((gap) => [box.x - gap, box.x + box.width + gap])),
  );
  const ys = linesOf(
    [start.y, end.y],
    rules.tables.flatMap((box) => ABOVE.flatMap((gap) => [box.y - gap, box.y + box.height + gap])),
  );
  const path = new GridSearch(xs, ys, rules.priceOf).find(
    start,
    end,
    from.side === 'top' || from.side === 'bottom',
    to.side === 'top' || to.side === 'bottom',
  );
  return path && [from, ...path, to];
}

const stubOf = (port: Port): Point => {
  switch (port.side) {
    case 'left':
      return { x: port.x - STUB, y: port.y };
    case 'right':
      return { x: port.x + STUB, y: port.y };
    case 'top':
      return { x: port.x, y: port.y - STUB };
    case 'bottom':
      return { x: port.x, y: port.y + STUB };
  }
};

/** Sorted, with the exact ones kept and near ones merged into them. */
function linesOf(exact: readonly number[], others: readonly number[]): number[] {
  const lines = [...new Set(exact)].sort((a, b) => a - b);
  let last = Number.NEGATIVE_INFINITY;
  const kept = [...lines];
  for (const line of [...others].sort((a, b) => a - b)) {
    if (line - last < MERGE || lines.some((each) => Math.abs(each - line) < MERGE)) continue;
    kept.push(line);
    last = line;
  }
  return kept.sort((a, b) => a - b);
}

interface Step {
  readonly node: number;
  readonly spent: number;
}

class GridSearch {
  readonly #xs: readonly number[];
  readonly #ys: readonly number[];
  readonly #priceOf: WayRules['priceOf'];
  readonly #prices = new Map<number, number>();

  constructor(xs: readonly number[], ys: readonly number[], priceOf: WayRules['priceOf']) {
    this.#xs = xs;
    this.#ys = ys;
    this.#priceOf = priceOf;
  }

  /** A node is a crossing of the grid with the direction in which it was reached: even level, odd upright. */
  find(start: Point, end: Point, startsUpright: boolean, endsUpright: boolean): Point[] | null {
    const width = this.#xs.length;
    const nodeOf = (point: Point, upright: boolean): number =>
      (this.#ys.indexOf(point.y) * width + this.#xs.indexOf(point.x)) * 2 + (upright ? 1 : 0);
    const first = nodeOf(start, startsUpright);
    const goal = nodeOf(end, endsUpright) >> 1;
    const spent = new Map<number, number>([[first, 0]]);
    const before = new Map<number, number>();
    const open = new Heap<Step>();
    open.push({ node: first, spent: 0 }, 0);
    for (let steps = 0; steps < LIMIT; steps++) {
      const step = open.pop();
      if (!step) return null;
      if (step.spent > spent.get(step.node)!) continue;
      if (step.node >> 1 === goal) return this.#pathTo(step.node, before);
      for (const { node, cost } of this.#neighbours(step.node)) {
        const isLast = node >> 1 === goal;
        const total = step.spent + cost + (isLast && (node & 1) !== (endsUpright ? 1 : 0) ? BEND : 0);
        if (total >= (spent.get(node) ?? Number.POSITIVE_INFINITY)) continue;
        spent.set(node, total);
        before.set(node, step.node);
        const point = this.#pointOf(node);
        open.push({ node, spent: total }, total + Math.abs(point.x - end.x) + Math.abs(point.y - end.y));
      }
    }
    return null;
  }

  #pointOf(node: number): Point {
    const at = node >> 1;
    return { x: this.#xs[at % this.#xs.length]!, y: this.#ys[Math.floor(at / this.#xs.length)]! };
  }

  *#neighbours(node: number): Generator<{ node: number; cost: number }> {
    const width = this.#xs.length;
    const at = node >> 1;
    const [column, row] = [at % width, Math.floor(at / width)];
    const isUpright = (node & 1) === 1;
    if (column > 0) yield* this.#step(at, at - 1, false, isUpright);
    if (column < width - 1) yield* this.#step(at, at + 1, false, isUpright);
    if (row > 0) yield* this.#step(at, at - width, true, isUpright);
    if (row < this.#ys.length - 1) yield* this.#step(at, at + width, true, isUpright);
  }

  *#step(from: number, to: number, upright: boolean, cameUpright: boolean): Generator<{ node: number; cost: number }> {
    const key = (Math.min(from, to) * 2 + (upright ? 1 : 0)) | 0;
    const [a, b] = [this.#pointOf(from * 2), this.#pointOf(to * 2)];
    let price = this.#prices.get(key);
    if (price === undefined) {
      price = this.#priceOf(a, b);
      this.#prices.set(key, price);
    }
    if (price === Number.POSITIVE_INFINITY) return;
    const length = Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    yield { node: to * 2 + (upright ? 1 : 0), cost: length + price + (upright === cameUpright ? 0 : BEND) };
  }

  #pathTo(node: number, before: ReadonlyMap<number, number>): Point[] {
    const path: Point[] = [];
    for (let at: number | undefined = node; at !== undefined; at = before.get(at)) path.push(this.#pointOf(at));
    return path.reverse();
  }
}
