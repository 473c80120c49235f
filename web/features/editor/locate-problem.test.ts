import { expect, test } from 'vitest';
import { locateProblem, shiftProblems } from './locate-problem.ts';
import { countErrors, sortProblems } from './problem.ts';

const text = 'import { db } from "./db";\n\n    return db.relationship(() => Role, {  \nend';
const at = (line: number, path = 'models.ts') => locateProblem({ path, line, code: 'x', sentence: 's' }, 'models', text);

test('an error with a line alone covers the line from its first to its last character', () => {
  expect(at(3)).toMatchObject({ line: 3, column: 5, endLine: 3, endColumn: 41, severity: 'error', wayOut: null, cure: null });
});

test('an empty line and a line outside the text still give a range to mark', () => {
  expect(at(2)).toMatchObject({ line: 2, column: 1, endColumn: 2 });
  expect(at(99)).toMatchObject({ line: 4, column: 1, endColumn: 4 });
  expect(at(0)).toMatchObject({ line: 1 });
});

const change = (startLine: number, endLine: number, inserted: string, column = 1) => ({
  range: { startLineNumber: startLine, startColumn: column, endLineNumber: endLine, endColumn: column },
  text: inserted,
});

test('lines inserted above move a problem down, removed ones up, others leave it', () => {
  expect(shiftProblems([at(3)], 'models.ts', [change(1, 1, '\n\n')])[0]).toMatchObject({ line: 5, endLine: 5 });
  expect(shiftProblems([at(3)], 'models.ts', [change(1, 2, '')])[0]).toMatchObject({ line: 2 });
  expect(shiftProblems([at(3)], 'models.ts', [change(4, 4, '\n')])[0]).toMatchObject({ line: 3 });
  expect(shiftProblems([at(3)], 'models.ts', [change(1, 1, 'same line')])[0]).toMatchObject({ line: 3 });
  expect(shiftProblems([at(3)], 'query.ts', [change(1, 1, '\n')])[0]).toMatchObject({ line: 3 });
});

test('a line broken in front of a problem moves it, behind its start leaves it', () => {
  expect(shiftProblems([at(3)], 'models.ts', [change(3, 3, '\n', 5)])[0]!.line).toBe(4);
  expect(shiftProblems([at(3)], 'models.ts', [change(3, 3, '\n', 9)])[0]!.line).toBe(3);
});

test('problems are read by file, then line; only errors are counted', () => {
  const warning = { ...at(1, 'query.ts'), severity: 'warning' as const };
  const sorted = sortProblems([at(1, 'gone.ts'), at(4), warning, at(2)], ['models.ts', 'query.ts']);
  expect(sorted.map((problem) => `${problem.path}:${problem.line}`)).toEqual(['models.ts:2', 'models.ts:4', 'query.ts:1', 'gone.ts:1']);
  expect([...countErrors(sorted)]).toEqual([
    ['models.ts', 2],
    ['gone.ts', 1],
  ]);
});
