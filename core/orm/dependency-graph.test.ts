import { expect, test } from 'vitest';
import { nodesOnCycles, sortIntoLevels } from './dependency-graph.ts';

test('a node comes after everything it waits for, in the given order within a level', () => {
  const { levels, stuck } = sortIntoLevels(
    ['c', 'b', 'a', 'd'],
    [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'd'],
    ],
  );
  expect(levels).toEqual([['a'], ['c', 'b'], ['d']]);
  expect(stuck).toEqual([]);
});

test('an edge given twice counts once, and edges to unknown nodes do not count', () => {
  const { levels } = sortIntoLevels(
    ['a', 'b'],
    [
      ['a', 'b'],
      ['a', 'b'],
      ['x', 'a'],
    ],
  );
  expect(levels).toEqual([['a'], ['b']]);
});

test('nodes that wait for each other are reported', () => {
  const { levels, stuck } = sortIntoLevels(
    ['a', 'b', 'c'],
    [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
    ],
  );
  expect(levels).toEqual([['a']]);
  expect(stuck).toEqual(['b', 'c']);
});

test('only nodes on a cycle are found, an edge to oneself among them', () => {
  expect(
    [
      ...nodesOnCycles(
        ['a', 'b', 'c', 'd', 'e'],
        [
          ['a', 'b'],
          ['b', 'c'],
          ['c', 'b'],
          ['c', 'd'],
          ['e', 'e'],
        ],
      ),
    ].sort(),
  ).toEqual(['b', 'c', 'e']);
});

test('a chain of a hundred thousand nodes does not exhaust the stack', () => {
  const nodes = Array.from({ length: 100_000 }, (_, i) => i);
  const edges = nodes.slice(1).map((n): [number, number] => [n - 1, n]);
  expect(nodesOnCycles(nodes, edges).size).toBe(0);
  expect(nodesOnCycles(nodes, [...edges, [99_999, 0]]).size).toBe(100_000);
});
