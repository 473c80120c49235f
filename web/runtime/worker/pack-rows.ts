import type { CellValue, RowsColumn } from '../protocol.ts';

/** Rows of one value that are sent besides the first, and the text they may hold. */
const rowLimit = 100_000;
const unitLimit = 32 * 1024 * 1024;

export interface PackedRows {
  readonly rows: number;
  readonly columns: readonly RowsColumn[];
  readonly bytes: ArrayBuffer;
}

interface Packed {
  readonly kind: RowsColumn['kind'];
  readonly body: Uint8Array;
  readonly ends: Uint32Array | null;
}

/**
 * Puts rows into one buffer, column by column, so that they cross to the page without being copied or parsed there.
 *
 * @param cellsOf - the cells of one row; asked once for each
 */
export function packRows(count: number, cellsOf: (row: number) => readonly CellValue[]): PackedRows {
  const columns: CellValue[][] = [];
  let rows = 0;
  let units = 0;
  for (; rows < Math.min(count, rowLimit) && units < unitLimit; rows++) {
    const cells = cellsOf(rows);
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at]!;
      units += typeof cell === 'string' ? cell.length : 16;
      (columns[at] ??= []).push(cell);
    }
  }
  return joined(rows, columns.map(packColumn));
}

function packColumn(cells: readonly CellValue[]): Packed {
  if (cells.every((cell) => typeof cell === 'number' || cell === null)) {
    const numbers = Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : (cell as number)));
    return { kind: 'number', body: new Uint8Array(numbers.buffer), ends: null };
  }
  // A lone surrogate does not survive UTF-8; as JSON it is an escape.
  const isText = cells.every((cell) => typeof cell === 'string' && isWhole(cell));
  const texts = isText ? (cells as readonly string[]) : cells.map((cell) => JSON.stringify(cell));
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (let at = 0; at < texts.length; at++) {
    end += texts[at]!.length;
    ends[at] = end;
  }
  return { kind: isText ? 'text' : 'json', body: new TextEncoder().encode(texts.join('')), ends };
}

const isWhole = (text: string): boolean => !/\p{Surrogate}/u.test(text);

const aligned = (at: number): number => Math.ceil(at / 8) * 8;

function joined(rows: number, packed: readonly Packed[]): PackedRows {
  let at = 0;
  const columns = packed.map(({ kind, body, ends }): RowsColumn => {
    const from = at;
    const to = from + body.length;
    const endsAt = aligned(to);
    at = ends ? aligned(endsAt + ends.byteLength) : endsAt;
    return { kind, from, to, ends: ends ? endsAt : 0 };
  });
  const bytes = new Uint8Array(at);
  packed.forEach(({ body, ends }, index) => {
    const column = columns[index]!;
    bytes.set(body, column.from);
    if (ends) bytes.set(new Uint8Array(ends.buffer), column.ends);
  });
  return { rows, columns, bytes: bytes.buffer };
}
