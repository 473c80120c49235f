import { expect, test } from 'vitest';
import { hashSources } from './hash-sources.ts';

const files = [
  { path: 'models.ts', text: 'export {};' },
  { path: 'query.ts', text: 'User.query.all();' },
];

test('the same sources give the same hash, in any order', () => {
  expect(hashSources(files)).toBe(hashSources([...files].reverse()));
});

test('a changed letter, a renamed file and text moved between files each change it', () => {
  const before = hashSources(files);
  expect(hashSources([files[0]!, { path: 'query.ts', text: 'User.query.alL();' }])).not.toBe(before);
  expect(hashSources([files[0]!, { path: 'list.ts', text: files[1]!.text }])).not.toBe(before);
  expect(hashSources([{ path: 'a', text: 'bc' }])).not.toBe(hashSources([{ path: 'ab', text: 'c' }]));
});

test('a thousand near-equal texts have a thousand hashes', () => {
  const hashes = new Set(Array.from({ length: 1000 }, (_, i) => hashSources([{ path: 'models.ts', text: `const x = ${i};` }])));
  expect(hashes.size).toBe(1000);
});
