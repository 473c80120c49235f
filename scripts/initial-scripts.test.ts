import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { initialScriptBytes, weighInitialScripts } from './initial-scripts.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crowfoot-weight-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(
    join(folder, 'index.html'),
    '<script type="module" src="./assets/index.js"></script><link rel="modulepreload" href="./assets/part.js"><link rel="stylesheet" href="./assets/index.css">',
  );
  writeFileSync(join(folder, 'assets/part.js'), 'x'.repeat(10_000));
  writeFileSync(join(folder, 'assets/later.js'), randomBytes(400_000));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what the document asks for counts, compressed; what comes by import() does not', () => {
  writeFileSync(join(folder, 'assets/index.js'), randomBytes(50_000));
  expect(initialScriptBytes(folder)).toBeGreaterThan(50_000);
  expect(initialScriptBytes(folder)).toBeLessThan(51_000);
  expect(weighInitialScripts(folder)).toMatchObject({ isLight: true, said: expect.stringContaining('of 220.0 kB') });
});

test('a page that is too heavy is told', () => {
  writeFileSync(join(folder, 'assets/index.js'), randomBytes(230_000));
  expect(weighInitialScripts(folder)).toMatchObject({ isLight: false, said: expect.stringContaining('import()') });
});
