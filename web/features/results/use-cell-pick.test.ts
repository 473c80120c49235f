import { expect, test } from 'vitest';
import { keyTarget } from './use-cell-pick.ts';

const size = [100, 4] as const;
const go = (key: string, from: readonly [number, number], far = false) => keyTarget({ key, ctrlKey: far, metaKey: false }, from, size);

test.each([
  ['ArrowDown', [3, 1], false, [4, 1]],
  ['ArrowUp', [0, 1], false, [0, 1]],
  ['ArrowRight', [3, 3], false, [3, 3]],
  ['ArrowLeft', [3, 2], false, [3, 1]],
  ['ArrowDown', [3, 1], true, [99, 1]],
  ['Home', [3, 2], false, [3, 0]],
  ['Home', [3, 2], true, [0, 0]],
  ['End', [3, 2], true, [99, 3]],
  ['PageDown', [95, 2], false, [99, 2]],
  ['PageUp', [30, 2], false, [18, 2]],
] as const)('%s from %j, far %s, leads to %j', (key, from, far, to) => {
  expect(go(key, from, far)).toEqual(to);
});

test('other keys are left to the page, names of objects among them', () => {
  for (const key of ['Tab', 'a', 'constructor', '__proto__']) expect(go(key, [1, 1])).toBeNull();
});
