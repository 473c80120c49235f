import { expect, test } from 'vitest';
import type { CellValue } from './protocol.ts';
import { RowPages } from './row-pages.ts';
import { packRows } from './worker/pack-rows.ts';

const through = (rows: readonly (readonly CellValue[])[]): { pages: RowPages; kinds: string[] } => {
  const { rows: count, columns, bytes } = packRows(rows.length, (row) => rows[row]!);
  return { pages: new RowPages({ event: 'rows', block: 0, rows: count, columns }, bytes), kinds: columns.map(({ kind }) => kind) };
};

test('rows of every kind of cell come back as they were', () => {
  const rows: CellValue[][] = [
    [1, 'a', null, { t: 'bigint', text: '9007199254740993' }, 'x'],
    [null, 'ü€😀', 'NULL', null, '\ud800'],
    [-0.5, '', '', { t: 'bytes', length: 2, hex: '0aff' }, '</script>'],
  ];
  const { pages, kinds } = through(rows);
  expect(kinds).toEqual(['number', 'text', 'json', 'json', 'json']);
  expect(rows.map((_, index) => pages.row(index))).toEqual(rows);
});

test('a hundred thousand rows are one buffer, and more are cut and counted', () => {
  const { rows, bytes } = packRows(250_000, (row) => [row, `name ${row}`]);
  expect(rows).toBe(100_000);
  expect(bytes.byteLength).toBeLessThan(4_000_000);
});

test('a layout that leaves its buffer is refused, and a cell that is none is null', () => {
  const bytes = new ArrayBuffer(16);
  const column = { kind: 'number', from: 0, to: 16, ends: 0 } as const;
  expect(() => new RowPages({ event: 'rows', block: 0, rows: 3, columns: [column] }, bytes)).toThrow(RangeError);
  expect(() => new RowPages({ event: 'rows', block: 0, rows: 2, columns: [{ ...column, kind: 'text', ends: 12 }] }, bytes)).toThrow(
    RangeError,
  );
  const json = new TextEncoder().encode('{"t":"entity","model":{}}');
  const hostile = new Uint8Array(40);
  hostile.set(json);
  new Uint32Array(hostile.buffer, 32, 1)[0] = json.length;
  const pages = new RowPages(
    { event: 'rows', block: 0, rows: 1, columns: [{ kind: 'json', from: 0, to: json.length, ends: 32 }] },
    hostile.buffer,
  );
  expect(pages.row(0)).toEqual([null]);
});
