import { outward, type Point, type Side } from './geometry.ts';
import type { EndSymbol } from './graph.ts';

/** A crow's foot as it is drawn: strokes, and a ring where the end may be zero. */
export interface Foot {
  readonly symbol: EndSymbol;
  readonly path: string;
  readonly ring: Point | null;
  /** Middle of the whole symbol: the halo's and the tooltip's place. */
  readonly middle: Point;
}

export const RING = 4;
const FORK = 13;
const TOE = 6.5;
const BAR = 5.5;

/** Draws outwards from a point on a table's border: the maximum touches the table, the minimum lies further out. */
export function footAt(port: Point, side: Side, symbol: EndSymbol): Foot {
  const way = outward[side];
  const at = (out: number, across: number): Point => ({
    x: port.x + way.x * out - way.y * across,
    y: port.y + way.y * out + way.x * across,
  });
  const text = (out: number, across: number): string => `${at(out, across).x} ${at(out, across).y}`;
  const bar = (out: number): string => `M${text(out, -BAR)}L${text(out, BAR)}`;
  const middle = at(14, 0);
  switch (symbol) {
    case 'one':
      return { symbol, path: bar(8) + bar(13), ring: null, middle };
    case 'zero-or-one':
      return { symbol, path: bar(8), ring: at(16, 0), middle };
    case 'zero-or-many':
      return { symbol, path: `M${text(0, -TOE)}L${text(FORK, 0)}L${text(0, TOE)}`, ring: at(17.5, 0), middle };
  }
}
