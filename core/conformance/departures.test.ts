import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { departures } from './departures.ts';

const decisions = readFileSync(new URL('../../docs/departures.md', import.meta.url), 'utf8')
  .replaceAll(/\s+/g, ' ')
  .toLowerCase();

test('every departure rests on a decision that docs/departures.md states', () => {
  const unstated = [...new Set(departures.map(({ because }) => because))].filter((because) => !decisions.includes(because.toLowerCase()));
  expect(unstated).toEqual([]);
});

test('no case is listed twice, and each says what the core does instead', () => {
  expect(new Set(departures.map(({ id }) => id)).size).toBe(departures.length);
  expect(departures.filter(({ instead }) => instead.length < 5)).toEqual([]);
});
