import { expect, test } from 'vitest';
import { csv, tabSeparated } from './csv.ts';

test('quotes, commas, line ends and blank edges are quoted, nothing else', () => {
  expect(
    csv([
      ['id', 'name'],
      ['1', 'a "b", c'],
      ['2', 'line\nend'],
      ['3', ' x'],
      ['4', ''],
    ]),
  ).toBe('id,name\r\n1,"a ""b"", c"\r\n2,"line\nend"\r\n3," x"\r\n4,\r\n');
});

test('a tab inside a value does not become a column', () => {
  expect(
    tabSeparated([
      ['a\tb', 'c'],
      ['1', '2\n3'],
    ]),
  ).toBe('a b\tc\n1\t2 3');
});
