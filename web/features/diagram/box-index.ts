import type { Box, Point } from './geometry.ts';

const CELL = 256;

/** Finds the boxes near a straight, upright or level line without looking at all of them. A box of no width or height is a line. */
export class BoxIndex<T extends Box> {
  readonly #cells = new Map<string, T[]>();

  add(box: T): void {
    this.#eachCell(box.x, box.y, box.x + box.width, box.y + box.height, (key) => {
      const cell = this.#cells.get(key);
      if (cell) cell.push(box);
      else this.#cells.set(key, [box]);
    });
  }

  /** The boxes whose inside, grown by `gap`, the segment from `a` to `b` enters. */
  near(a: Point, b: Point, gap: number): Set<T> {
    const [left, right] = a.x < b.x ? [a.x - gap, b.x + gap] : [b.x - gap, a.x + gap];
    const [top, bottom] = a.y < b.y ? [a.y - gap, b.y + gap] : [b.y - gap, a.y + gap];
    const found = new Set<T>();
    this.#eachCell(left, top, right, bottom, (key) => {
      for (const box of this.#cells.get(key) ?? []) {
        if (left < box.x + box.width && right > box.x && top < box.y + box.height && bottom > box.y) found.add(box);
      }
    });
    return found;
  }

  #eachCell(left: number, top: number, right: number, bottom: number, visit: (key: string) => void): void {
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column++) {
      for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row++) visit(`${column} ${row}`);
    }
  }
}
