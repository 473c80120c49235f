import { expect, test } from 'vitest';
import { matchWords } from './match-words.ts';

test.each([
  ['seed', 'Run seed.ts', [[4, 8]]],
  [
    'run seed',
    'Run seed.ts',
    [
      [0, 3],
      [4, 8],
    ],
  ],
  [
    'rs',
    'Run seed.ts',
    [
      [0, 1],
      [4, 5],
    ],
  ],
  ['', 'anything', []],
])('%j means %j', (query, text, ranges) => {
  expect(matchWords(query, text)?.ranges).toEqual(ranges);
});

test('letters in the middle of words are no match', () => {
  expect(matchWords('ud', 'Run seed.ts')).toBeNull();
  expect(matchWords('xyz', 'Run seed.ts')).toBeNull();
});

test('a beginning counts more than a middle, and the shorter text comes first', () => {
  const score = (query: string, text: string): number => matchWords(query, text)!.score;
  expect(score('role', 'roles')).toBeGreaterThan(score('role', 'Go to roles'));
  expect(score('role', 'Go to roles')).toBeGreaterThan(score('role', 'parole'));
  expect(score('role', 'roles')).toBeGreaterThan(score('role', 'roles and users'));
});

test('a letter that grows in lower case does not shift the marks', () => {
  expect(matchWords('tab', 'İ table')).toEqual({ score: 0, ranges: [] });
});
