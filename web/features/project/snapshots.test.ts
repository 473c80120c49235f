import { expect, test } from 'vitest';
import { largeDatabase, offered, readSnapshots, type StoredSnapshot, snapshotBudget, withinBudget } from './snapshots.ts';

const mebibyte = 1024 * 1024;
const snapshot = (at: number, parts: Partial<StoredSnapshot> = {}): StoredSnapshot => ({
  at,
  cause: 'run',
  entry: 'query.ts',
  dataState: 'rebuilt',
  rows: 6,
  bytes: mebibyte,
  ...parts,
});
const times = (list: readonly { readonly at: number }[]): number[] => list.map(({ at }) => at);

test('the oldest go first once there are too many bytes', () => {
  const list = Array.from({ length: 25 }, (_, at) => snapshot(at + 1));
  const { kept, dropped } = withinBudget(list);
  expect(times(dropped)).toEqual([1, 2, 3, 4, 5]);
  expect(times(kept)).toEqual(Array.from({ length: 20 }, (_, at) => at + 6));
  expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(snapshotBudget);
});

test('the newest stays, however large, and so does the one before the last rebuild', () => {
  const list = [snapshot(1, { cause: 'rebuild' }), snapshot(2, { cause: 'rebuild' }), snapshot(3), snapshot(4, { bytes: 19.5 * mebibyte })];
  expect(times(withinBudget(list).kept)).toEqual([2, 4]);
  expect(times(withinBudget([snapshot(1, { bytes: 90 * mebibyte })]).kept)).toEqual([1]);
});

test('named ones stay, and do not keep the newest of the others from staying', () => {
  const list = [
    snapshot(1, { name: 'Before the exam', bytes: 19 * mebibyte }),
    ...[2, 3, 4].map((at) => snapshot(at)),
    snapshot(5, { name: 'After' }),
  ];
  expect(times(withinBudget(list).kept)).toEqual([1, 2, 3, 4, 5]);
  const full = [
    snapshot(1, { name: 'A', bytes: 19 * mebibyte }),
    snapshot(2, { name: 'B', bytes: 19 * mebibyte }),
    snapshot(3),
    snapshot(4),
  ];
  expect(times(withinBudget(full).kept), 'names alone use the budget up').toEqual([1, 2, 3, 4]);
});

test('one that is too large for the rest of the budget does not push smaller older ones out', () => {
  const list = [snapshot(1), snapshot(2, { bytes: 30 * mebibyte }), snapshot(3)];
  expect(times(withinBudget(list).kept)).toEqual([1, 3]);
});

test('of a large database two are kept', () => {
  const bytes = largeDatabase + 1;
  expect(times(withinBudget([1, 2, 3].map((at) => snapshot(at, { bytes }))).kept).length).toBeLessThanOrEqual(2);
});

test('a menu offers the named ones and the newest others, the newest first', () => {
  const list = [snapshot(1, { name: 'A' }), ...[2, 3, 4, 5].map((at) => snapshot(at)), snapshot(6, { name: 'B' })];
  expect(times(offered(list, 2))).toEqual([6, 5, 4, 1]);
});

test('a list that is none reads as none', () => {
  for (const text of [undefined, '', 'no', '{}', 'null', '[1, null, {"at":"x"}]']) expect(readSnapshots(text)).toEqual([]);
  expect(times(readSnapshots(JSON.stringify([snapshot(3)])))).toEqual([3]);
});
