import { type Box, overlaps, type Point, type Size, SNAP, STUB, snap } from './geometry.ts';

/** Room for the lines of both tables between them, and a little above and below. */
const ASIDE = 2 * STUB + 20;
const BETWEEN = 32;

/**
 * A free place for a new table: beside the tables it is related to, or else in what is seen of the diagram, or else below everything.
 *
 * @param taken - every table that has its place
 * @param related - those of them that a line will join to the new one
 * @param seen - the visible part of the diagram, if it is on the screen
 */
export function findPlace(size: Size, taken: readonly Box[], related: readonly Box[], seen: Box | null): Point {
  if (taken.length === 0)
    return seen ? { x: snap(seen.x + (seen.width - size.width) / 2), y: snap(seen.y + (seen.height - size.height) / 2) } : { x: 0, y: 0 };
  const anchors = related.length > 0 ? related : taken;
  let best: Point | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const point of candidates(size, taken, anchors, seen)) {
    const box = { ...point, ...size };
    if (taken.some((other) => overlaps(box, { ...other, x: other.x - STUB, width: other.width + 2 * STUB }, BETWEEN - 8))) continue;
    const cost = costOf(box, anchors, seen);
    if (cost >= least) continue;
    least = cost;
    best = point;
  }
  return best ?? below(taken);
}

function* candidates(size: Size, taken: readonly Box[], anchors: readonly Box[], seen: Box | null): Generator<Point> {
  // Places beside a table are tried for its neighbours' neighbours too: the nearest ones may all be taken.
  const near = anchors.length > 24 ? anchors.slice(0, 24) : taken.length > 60 ? anchors : taken;
  for (const { x, y, width, height } of near) {
    const xs = [x + width + ASIDE, x - size.width - ASIDE, x, x + width - size.width];
    const ys = [y, y + height - size.height, y + height + BETWEEN + 8, y - size.height - BETWEEN - 8];
    for (const left of xs) for (const top of ys) yield { x: snap(left), y: snap(top) };
  }
  if (!seen) return;
  for (let x = seen.x + 24; x + size.width + 24 <= seen.x + seen.width; x += 5 * SNAP) {
    for (let y = seen.y + 24; y + size.height + 24 <= seen.y + seen.height; y += 5 * SNAP) yield { x: snap(x), y: snap(y) };
  }
}

function costOf(box: Box, anchors: readonly Box[], seen: Box | null): number {
  const middle = (of: Box): Point => ({ x: of.x + of.width / 2, y: of.y + of.height / 2 });
  const own = middle(box);
  const distances = anchors.map(middle).map((other) => Math.abs(own.x - other.x) + 2 * Math.abs(own.y - other.y));
  const nearest = Math.min(...distances);
  const mean = distances.reduce((sum, each) => sum + each, 0) / distances.length;
  const isSeen =
    !seen || (box.x >= seen.x && box.y >= seen.y && box.x + box.width <= seen.x + seen.width && box.y + box.height <= seen.y + seen.height);
  return nearest + mean / 2 + (isSeen ? 0 : 900);
}

function below(taken: readonly Box[]): Point {
  const left = Math.min(...taken.map((box) => box.x));
  const bottom = Math.max(...taken.map((box) => box.y + box.height));
  return { x: snap(left), y: snap(bottom + BETWEEN + 8) };
}
