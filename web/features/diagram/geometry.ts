/** Distances of the diagram in its own pixels; the style sheets have the same from the tokens. */
export const HEAD = 36;
export const ROW = 26;
/** Below the last row. */
export const FOOTER = 6;
export const MIN_WIDTH = 200;
export const MAX_WIDTH = 320;
/** How far a line leaves a table before it may turn: a foot and a corner fit into it. */
export const STUB = 34;
export const CORNER = 10;
/** Between two lines that run side by side. */
export const LANE = 16;
/** Of two lines at one row, each is this far from its middle. */
export const PORT = 8;
/** Positions of tables are multiples of it. */
export const SNAP = 8;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Point, Size {}

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** The way outwards from each side. */
export const outward: Readonly<Record<Side, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

export const heightOf = (rows: number): number => HEAD + rows * ROW + FOOTER;

/** Middle of a row, from the top of its table; -1 is the header. */
export const rowMiddle = (row: number): number => (row < 0 ? HEAD / 2 : HEAD + row * ROW + ROW / 2);

export const snap = (value: number): number => Math.round(value / SNAP) * SNAP;

export const overlaps = (a: Box, b: Box, gap = 0): boolean =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

/** The smallest box around all of them, or null for none. */
export function boundsOf(boxes: Iterable<Box>): Box | null {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return left > right ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** An orthogonal line as SVG path data, each corner a quadratic curve that shrinks where a leg is short. */
export function roundedPath(points: readonly Point[], radius = CORNER): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first.x} ${first.y}`;
  for (const [at, point] of rest.entries()) {
    const before = points[at]!;
    const after = points[at + 2];
    const legs = after ? [distance(before, point), distance(point, after)] : [0];
    const cut = Math.min(radius, ...legs.map((leg) => leg / 2));
    if (!after || cut < 0.5) {
      path += `L${point.x} ${point.y}`;
      continue;
    }
    const [from, to] = [towards(point, before, cut), towards(point, after, cut)];
    path += `L${from.x} ${from.y}Q${point.x} ${point.y} ${to.x} ${to.y}`;
  }
  return path;
}

export const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

const towards = (from: Point, to: Point, length: number): Point => {
  const whole = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) / whole) * length, y: from.y + ((to.y - from.y) / whole) * length };
};
