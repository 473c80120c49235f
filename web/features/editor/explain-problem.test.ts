import { expect, test } from 'vitest';
import { explainProblem } from './explain-problem.ts';
import { locateProblem } from './locate-problem.ts';

const said = (code: string, sentence: string) => {
  const problem = explainProblem(locateProblem({ path: 'a.ts', line: 1, code, sentence }, 'types', 'import x'));
  return [problem.sentence, problem.wayOut];
};

test('an unknown package is said in the words of the playground', () => {
  expect(said('ts2307', "Cannot find module 'lodash' or its corresponding type declarations.")).toEqual([
    'lodash is not here.',
    "Only crowfoot and your own files can be imported: import { db } from './db';",
  ]);
});

test('a file that is not there is named', () => {
  expect(said('ts2307', "Cannot find module './modls' or its corresponding type declarations.")).toEqual([
    'There is no file ./modls.',
    null,
  ]);
});

test('other messages stay as the compiler says them', () => {
  expect(said('ts2339', "Property 'x' does not exist.")).toEqual(["Property 'x' does not exist.", null]);
});

test('a name of the page is said to be missing, without advice that cannot be followed', () => {
  const sentence =
    "Cannot find name 'document'. Do you need to change your target library? Try changing the 'lib' compiler option to include 'dom'.";
  expect(said('ts2584', sentence)).toEqual(['document is not here.', 'Code runs beside the page, without document, files or network.']);
});
