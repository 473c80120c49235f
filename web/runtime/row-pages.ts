import type { CellValue, RowsColumn, RowsEvent } from './protocol.ts';
import { cellSchema, parseWith } from './protocol-schema.ts';

type ReadCell = (row: number) => CellValue;

/** Many rows in one buffer, as a worker sent them. Nothing is decoded before a cell of its column is read, so that taking them costs nothing. */
export class RowPages {
  readonly count: number;
  readonly #bytes: ArrayBuffer;
  readonly #columns: readonly RowsColumn[];
  readonly #readers: (ReadCell | undefined)[];

  /** @throws RangeError where the layout does not fit the buffer */
  constructor({ rows, columns }: RowsEvent, bytes: ArrayBuffer) {
    this.count = rows;
    this.#bytes = bytes;
    this.#columns = columns;
    this.#readers = columns.map(() => undefined);
    for (const { kind, from, to, ends } of columns) {
      const isNumbers = kind === 'number';
      const fits =
        from <= to &&
        to <= bytes.byteLength &&
        (isNumbers ? from % 8 === 0 && to - from === rows * 8 : ends % 4 === 0 && ends + rows * 4 <= bytes.byteLength);
      if (!fits) throw new RangeError('the rows do not fit their buffer');
    }
  }

  get columnCount(): number {
    return this.#columns.length;
  }

  row(index: number): CellValue[] {
    return this.#columns.map((_, column) => this.cell(index, column));
  }

  cell(row: number, column: number): CellValue {
    const read = (this.#readers[column] ??= this.#reader(this.#columns[column]!));
    return read(row);
  }

  #reader({ kind, from, to, ends }: RowsColumn): ReadCell {
    if (kind === 'number') {
      const numbers = new Float64Array(this.#bytes, from, this.count);
      return (row) => (Number.isNaN(numbers[row]) ? null : numbers[row]!);
    }
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(this.#bytes, from, to - from));
    const stops = new Uint32Array(this.#bytes, ends, this.count);
    const slice = (row: number): string => text.slice(row === 0 ? 0 : stops[row - 1], stops[row]);
    return kind === 'text' ? slice : (row) => parseCell(slice(row));
  }
}

/** A cell is the worker's word as much as a message is. */
function parseCell(json: string): CellValue {
  try {
    return parseWith(cellSchema, JSON.parse(json));
  } catch {
    return null;
  }
}
