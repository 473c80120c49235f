import { messages } from '../../ui/messages/messages.ts';
import type { Problem } from './problem.ts';

/** Messages of the compiler that speak of what the playground does not have, in the page's own words; all others stay as they are. */
export function explainProblem(problem: Problem): Problem {
  const text = messages().editor;
  if (problem.code === 'ts2307' || problem.code === 'ts2792') {
    const specifier = /'([^']+)'/.exec(problem.sentence)?.[1];
    if (specifier === undefined) return problem;
    if (specifier.startsWith('.')) return { ...problem, sentence: text.noSuchFile(specifier) };
    return { ...problem, sentence: text.noSuchPackage(specifier), wayOut: text.onlyOwnImports };
  }
  return problem;
}
