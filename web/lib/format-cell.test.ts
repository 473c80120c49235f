import { expect, test } from 'vitest';
import type { CellValue } from './cell-value.ts';
import { cellForExport, compareCells, formatCell } from './format-cell.ts';

test('values that a reader could take for each other look different', () => {
  const values: CellValue[] = [
    null,
    'NULL',
    { t: 'undefined' },
    'undefined',
    1,
    '1',
    { t: 'bigint', text: '1' },
    '1n',
    true,
    'true',
    '',
    ' ',
    { t: 'bytes', length: 1, hex: '31' },
    "x'31'",
  ];
  const shown = values.map((value) => formatCell(value).text);
  expect(new Set(shown).size).toBe(values.length);
  expect(shown).toEqual([
    'NULL',
    "'NULL'",
    'undefined',
    "'undefined'",
    '1',
    "'1'",
    '1n',
    "'1n'",
    'true',
    "'true'",
    "''",
    "' '",
    "x'31'",
    "'x\\'31\\''",
  ]);
});

test('an ordinary text stands in a grid as it is, and alone in quotes', () => {
  expect(formatCell('john').text).toBe('john');
  expect(formatCell("it's", true).text).toBe("'it\\'s'");
  expect(formatCell('a\nb').text).toBe('a↵b');
});

test('a date, a decimal and JSON say what they are', () => {
  expect(formatCell({ t: 'date', text: '2026-03-01' })).toEqual({ text: '2026-03-01', kind: 'data', title: 'Temporal.PlainDate' });
  expect(formatCell({ t: 'decimal', text: '1.10' })).toEqual({ text: '1.10', kind: 'number', title: 'Decimal' });
  expect(formatCell({ t: 'json', text: '{"a":1}' }).title).toBe('JSON');
});

test('an export keeps the text itself and leaves NULL empty', () => {
  expect([null, 'NULL', 1.5, { t: 'bytes', length: 2, hex: '0aff' } as const].map((value) => cellForExport(value))).toEqual([
    '',
    'NULL',
    '1.5',
    '0aff',
  ]);
});

test('sorting puts NULL first, numbers by size and big ones exactly', () => {
  const sorted: CellValue[] = ['b', 10, { t: 'bigint', text: '9007199254740993' }, null, 9, 'a'];
  sorted.sort(compareCells);
  expect(sorted).toEqual([null, 9, 10, { t: 'bigint', text: '9007199254740993' }, 'a', 'b']);
});
