import { type Box, overlaps, type Point } from './geometry.ts';

export interface LabelRequest {
  readonly id: string;
  readonly points: readonly Point[];
  readonly width: number;
}

const HEIGHT = 16;
/** Room for a foot at both ends of a line. */
const FOOT = 26;

/** Puts each label on its own line where it covers no other label and as little else as may be; gives the middle of each. */
export function placeLabels(requests: readonly LabelRequest[], lines: ReadonlyMap<string, readonly Point[]>): Map<string, Point> {
  const placed: Box[] = [];
  const segments = [...lines].flatMap(([id, points]) => points.slice(1).map((point, at) => ({ id, box: boxOf(points[at]!, point) })));
  const places = new Map<string, Point>();
  for (const { id, points, width } of requests) {
    let best: Point = points[0]!;
    let least = Number.POSITIVE_INFINITY;
    for (const { point, cost } of spots(points, width)) {
      const box = { x: point.x - width / 2 - 4, y: point.y - HEIGHT / 2, width: width + 8, height: HEIGHT };
      if (cost >= least) continue;
      const covered = placed.filter((other) => overlaps(box, other)).length * 400;
      const crossed = segments.filter((segment) => segment.id !== id && overlaps(box, segment.box, 1)).length * 60;
      if (cost + covered + crossed >= least) continue;
      least = cost + covered + crossed;
      best = point;
    }
    placed.push({ x: best.x - width / 2 - 4, y: best.y - HEIGHT / 2, width: width + 8, height: HEIGHT });
    places.set(id, best);
  }
  return places;
}

/** Places along a line: upright runs take a label anywhere, level ones where it fits between foot and corner. */
function* spots(points: readonly Point[], width: number): Generator<{ point: Point; cost: number }> {
  const last = points.length - 2;
  for (const [at, to] of points.slice(1).entries()) {
    const from = points[at]!;
    const isUpright = from.x === to.x;
    const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
    const [before, after] = [at === 0 ? FOOT : 10, at === last ? FOOT : 10];
    const room = length - before - after;
    const needed = isUpright ? HEIGHT : width + 8;
    const base = room >= needed ? (isUpright ? 0 : 8) : 120 + (needed - room);
    for (const share of [0.5, 0.36, 0.64, 0.22, 0.78, 0.1, 0.9]) {
      const inner = Math.max(0, room - needed);
      const along = (before + needed / 2 + inner * share) / (length || 1);
      const clamped = room >= needed ? along : 0.5;
      yield {
        point: { x: from.x + (to.x - from.x) * clamped, y: from.y + (to.y - from.y) * clamped },
        cost: base + Math.abs(share - 0.5) * 20,
      };
    }
  }
}

const boxOf = (a: Point, b: Point): Box => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});
