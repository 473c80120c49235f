import { expect, test } from 'vitest';
import type { Problem } from './problem.ts';
import { ProblemBoard } from './problem-board.ts';

const problem = (path: string, line: number): Problem => ({
  source: 'types',
  severity: 'error',
  path,
  line,
  column: 1,
  endLine: line,
  endColumn: 2,
  code: 'ts2304',
  sentence: `${path}:${line}`,
  wayOut: null,
  cure: null,
});
const said = (board: ProblemBoard): string[] => board.sorted(['b.ts', 'a.ts']).map(({ path, line }) => `${path}:${line}`);

test('each finder replaces its own, and all stand in the order of the files', () => {
  const board = new ProblemBoard();
  board.set('types', [problem('a.ts', 3), problem('b.ts', 7)]);
  board.set('models', [problem('a.ts', 1)]);
  expect(said(board)).toEqual(['b.ts:7', 'a.ts:1', 'a.ts:3']);
  board.set('types', [problem('a.ts', 2)]);
  expect(said(board)).toEqual(['a.ts:1', 'a.ts:2']);
});

test('problems move with their lines, and leave with their file', () => {
  const board = new ProblemBoard();
  board.set('types', [problem('a.ts', 3), problem('b.ts', 3)]);
  board.shift('a.ts', [{ range: { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 1 }, text: '\n\n' }]);
  expect(said(board)).toEqual(['b.ts:3', 'a.ts:5']);
  board.removeFile('b.ts');
  expect(said(board)).toEqual(['a.ts:5']);
  board.clear();
  expect(said(board)).toEqual([]);
});
