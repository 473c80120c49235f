import ts from 'typescript-5.9';
import { expect, test } from 'vitest';
import { evaluateInNode } from '../../scripts/evaluate-in-node.ts';
import { emitModule } from './emit.ts';
import { ModuleLinker } from './worker/link-modules.ts';

interface Shown {
  readonly line: number;
  readonly endLine: number;
  readonly source: string;
  readonly name: string | null;
  readonly value: unknown;
}

/** Emits a file with its values shown, runs it, and gives what it showed and the lines it announced. */
async function runShown(
  text: string,
  library: object = {},
  range: { from: number; to: number } | null = null,
): Promise<{ shown: Shown[]; lines: number[] }> {
  const shown: Shown[] = [];
  const lines: number[] = [];
  const file = emitModule(ts, { path: 'query.ts', text, showValues: true, range });
  expect(file.syntaxProblems).toEqual([]);
  await new ModuleLinker([file], library, evaluateInNode).run('query.ts', {
    show: (line, endLine, source, name, value) => shown.push({ line, endLine, source, name, value }),
    at: (line) => lines.push(line),
  });
  return { shown, lines };
}

test('each top-level expression hands on its value, its source and its lines', async () => {
  const { shown } = await runShown(`import { one } from 'crowfoot';\n// a note\none + 1;\n[one,\n  2].length;\n`, { one: 1 });
  expect(shown).toEqual([
    { line: 3, endLine: 3, source: 'one + 1', name: null, value: 2 },
    { line: 4, endLine: 5, source: '[one,\n  2].length', name: null, value: 2 },
  ]);
});

test('top-level variables are shown under their names, taken apart or not', async () => {
  const { shown } = await runShown(`const a = 1, { b, c: [d] } = { b: 2, c: [3] };\nlet e: number | undefined;\nvar f = 'x';`);
  expect(shown.map(({ name, value }) => [name, value])).toEqual([
    ['a', 1],
    ['b', 2],
    ['d', 3],
    ['e', undefined],
    ['f', 'x'],
  ]);
  expect(shown.map(({ source }) => source.split(' ')[0])).toEqual(['const', 'const', 'const', 'let', 'var']);
});

test('an exported variable and a default export are shown', async () => {
  const { shown } = await runShown(`export const a = 1;\nexport let { b } = { b: 2 };\nexport default a + b;`);
  expect(shown.map(({ name, value }) => [name, value])).toEqual([
    ['a', 1],
    ['b', 2],
    ['default', 3],
  ]);
});

test('an expression that waits is shown with what it gave', async () => {
  const { shown } = await runShown(`await Promise.resolve(7);\nconst later = await Promise.resolve(8);`);
  expect(shown.map(({ value }) => value)).toEqual([7, 8]);
});

test('the line that is about to run is announced, and only for statements that run', async () => {
  const { lines } = await runShown(
    `'use strict';\ninterface A { b: 1 }\ntype C = A;\nfunction f() { return 1; }\nclass D {}\nif (f()) f();\nf();\ndeclare const x: number;`,
  );
  expect(lines).toEqual([5, 6, 7]);
});

test('of a selection only the imports and the statements it touches run, at their own lines', async () => {
  const text = `import { one } from 'crowfoot';\nthrow new Error('not selected');\nconst a = one +\n  1;\na * 2;\nnobody();`;
  const { shown, lines } = await runShown(text, { one: 1 }, { from: 4, to: 5 });
  expect(shown.map(({ line, name, value }) => [line, name, value])).toEqual([
    [3, 'a', 2],
    [5, null, 4],
  ]);
  expect(lines).toEqual([3, 5]);
});

test('a name that a selection lacks is unknown', async () => {
  await expect(runShown('const a = 1;\na + 1;', {}, { from: 2, to: 2 })).rejects.toThrow('a is not defined');
});

test('a directive stays a directive', () => {
  const { js } = emitModule(ts, { path: 'query.ts', text: `'use strict';\n1;`, showValues: true });
  expect(js.startsWith('"use strict"') || js.startsWith("'use strict'")).toBe(true);
  expect(js).not.toContain(`'use strict')`);
});

test('the file that is only imported is emitted as it is written', () => {
  const { js } = emitModule(ts, { path: 'seed.ts', text: 'const a = 1;\na + 1;', showValues: false });
  expect(js).not.toContain('__crowfoot');
});

test('a syntax problem has its place', () => {
  const { syntaxProblems } = emitModule(ts, { path: 'query.ts', text: 'const a = 1;\nconst = 2;', showValues: true });
  expect(syntaxProblems[0]).toMatchObject({ start: 19, line: 2, column: 7, message: 'Variable declaration expected.' });
});
