import { expect, test } from 'vitest';
import type { CellValue, GridColumn, ShownValue } from '../../runtime/protocol.ts';
import { exportGrid } from './export-grid.ts';
import { columnWidths, gridData, sortedOrder } from './grid-data.ts';

const column = (name: string, type = ''): GridColumn => ({ name, type, role: 'column' });
const rows = (columns: readonly GridColumn[], ...cells: CellValue[][]): ShownValue => ({
  kind: 'rows',
  columns,
  rows: cells,
  total: cells.length,
});

test('rows that lie elsewhere take the place of the first ones', () => {
  const value: ShownValue = { ...(rows([column('n')], [0], [1]) as Extract<ShownValue, { kind: 'rows' }>), total: 5 };
  const data = gridData(value, { count: 4, cell: (row) => row * 10 })!;
  expect([data.count, data.total, data.cell(3, 0)]).toEqual([4, 5, 30]);
  expect(gridData(value, null)!.count).toBe(2);
});

test('a sort keeps equal rows as they came and puts null where it belongs, both ways', () => {
  const data = gridData(rows([column('n'), column('s')], [2, 'a'], [1, 'b'], [2, 'c'], [null, 'd']), null)!;
  const shown = (descending: boolean): CellValue[] => [...sortedOrder(data, { column: 0, descending })].map((row) => data.cell(row, 1));
  expect(shown(false)).toEqual(['d', 'b', 'a', 'c']);
  expect(shown(true)).toEqual(['a', 'c', 'b', 'd']);
  expect([...sortedOrder(data, null)]).toEqual([0, 1, 2, 3]);
});

test('a column is as wide as its widest value, up to a limit', () => {
  const data = gridData(rows([column('id', 'INTEGER'), column('t')], [1, 'x'.repeat(20)], [2, 'x'.repeat(200)]), null)!;
  expect(columnWidths(data)).toEqual([11, 48]);
});

test('JSON keeps numbers, booleans and null, and names that objects have anyway', () => {
  const data = gridData(
    rows(
      [column('__proto__'), column('n'), column('n'), column('j')],
      ['x', 1, null, { t: 'json', text: '{"a":[1]}' }],
      [true, { t: 'bigint', text: '12' }, { t: 'undefined' }, null],
    ),
    null,
  )!;
  const back = JSON.parse(exportGrid(data, 'json')) as Record<string, unknown>[];
  expect(back.map((row) => Object.entries(row))).toEqual([
    [
      ['__proto__', 'x'],
      ['n', 1],
      ['n_2', null],
      ['j', { a: [1] }],
    ],
    [
      ['__proto__', true],
      ['n', '12'],
      ['n_2', null],
      ['j', null],
    ],
  ]);
});

test('a list is a list in JSON', () => {
  const data = gridData({ kind: 'list', items: [1, 'a'], total: 2 }, null)!;
  expect(JSON.parse(exportGrid(data, 'json'))).toEqual([1, 'a']);
});

test('TSV and CSV begin with the names', () => {
  const data = gridData(rows([column('a'), column('b,c')], [1, 'x\ty']), null)!;
  expect(exportGrid(data, 'csv').split('\r\n')[0]).toBe('a,"b,c"');
  expect(exportGrid(data, 'tsv').split('\n')[0]!.trim()).toBe('a\tb,c');
});
