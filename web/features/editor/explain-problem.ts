import { messages } from '../../ui/messages/messages.ts';
import type { Problem } from './problem.ts';

/** The compiler advises other libraries, for the names of a page, of Node and of tests: advice that cannot be followed here. */
const foreignNames = new Set(['ts2580', 'ts2581', 'ts2582', 'ts2584', 'ts2591', 'ts2592', 'ts2593']);
const unknownModules = new Set(['ts2307', 'ts2792']);

/** Messages of the compiler that speak of what the playground does not have, in the page's own words; all others stay as they are. */
export function explainProblem(problem: Problem): Problem {
  const text = messages().editor;
  const name = /'([^']+)'/.exec(problem.sentence)?.[1];
  if (name === undefined) return problem;
  if (foreignNames.has(problem.code)) return { ...problem, sentence: text.noSuchGlobal(name), wayOut: text.noPage };
  if (!unknownModules.has(problem.code)) return problem;
  if (name.startsWith('.')) return { ...problem, sentence: text.noSuchFile(name) };
  return { ...problem, sentence: text.noSuchPackage(name), wayOut: text.onlyOwnImports };
}
