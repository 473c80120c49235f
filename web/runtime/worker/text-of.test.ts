import { expect, test } from 'vitest';
import { textOf } from './text-of.ts';

const text = (value: unknown) => textOf(value, () => null);

test.each([
  [1, '1'],
  [-0, '-0'],
  ["it's", "'it\\'s'"],
  [12n, '12n'],
  [undefined, 'undefined'],
  [null, 'null'],
  [[1, 'a', [2]], "[1, 'a', [2]]"],
  [{ a: 1, 'b c': { d: [] } }, "{ a: 1, 'b c': { d: [] } }"],
  [new Map<unknown, unknown>([['a', 1]]), "Map(1) { 'a' => 1 }"],
  [new Set([1]), 'Set(1) { 1 }'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [/x/g, '/x/g'],
  [class User {}, 'class User'],
  [Object.create(null), '{}'],
  [Symbol('s'), 'Symbol(s)'],
])('%o is written', (value, expected) => {
  expect(text(value)).toBe(expected);
});

test('an object that holds itself ends', () => {
  const ring: Record<string, unknown> = {};
  ring['self'] = ring;
  expect(text(ring)).toBe('{ self: [circular] }');
});

test('looking at a value runs no getter', () => {
  let runs = 0;
  const value = {
    get lazy() {
      runs += 1;
      return 1;
    },
  };
  expect(text(value)).toBe('{ lazy: [getter] }');
  expect(runs).toBe(0);
});

test('what lies deep and what is long is cut, and says so', () => {
  expect(text([[[[1]]]])).toBe('[[[[…]]]]');
  expect(text(Array.from({ length: 102 }, (_, index) => index))).toContain('… 2 more');
});
