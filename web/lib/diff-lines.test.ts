import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines } from './diff-lines.ts';

const signs = { same: ' ', added: '+', removed: '-' };
const shown = (before: string, after: string): string[] => diffLines(before, after).map((line) => signs[line.kind] + line.text);

test('a changed line is one removed and one added', () => {
  expect(shown('a\nb\nc\n', 'a\nB\nc\n')).toEqual([' a', '-b', '+B', ' c']);
});

test('a new file is all added, an empty one all removed', () => {
  expect(shown('', 'a\nb\n')).toEqual(['+a', '+b']);
  expect(shown('a\n', '')).toEqual(['-a']);
});

test('lines keep the numbers of both sides', () => {
  expect(diffLines('a\nx\nb\n', 'a\nb\nc\n').map(({ before, after }) => [before, after])).toEqual([
    [1, 1],
    [2, null],
    [3, 2],
    [null, 3],
  ]);
});

test('both texts can be read from the difference', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before.map((line) => `${line}\n`).join(''), after.map((line) => `${line}\n`).join(''));
      expect(lines.filter((line) => line.kind !== 'added').map((line) => line.text)).toEqual(before);
      expect(lines.filter((line) => line.kind !== 'removed').map((line) => line.text)).toEqual(after);
    }),
  );
});
