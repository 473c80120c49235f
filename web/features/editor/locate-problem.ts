import type { Problem, ProblemSource, ReportedProblem } from './problem.ts';

/** A change of text as Monaco tells it: the replaced range, counted from 1, and what stands there now. */
export interface TextChange {
  readonly range: {
    readonly startLineNumber: number;
    readonly startColumn: number;
    readonly endLineNumber: number;
    readonly endColumn: number;
  };
  readonly text: string;
}

/** Finds the range of an error that is known by its line: from its column, or the line's first character, to the line's end. */
export function locateProblem(reported: ReportedProblem, source: ProblemSource, text: string): Problem {
  const lines = text.split(/\r?\n/);
  const line = Math.min(Math.max(reported.line, 1), lines.length);
  const content = lines[line - 1] ?? '';
  const first = content.search(/\S/);
  const column = reported.column ?? (first < 0 ? 1 : first + 1);
  return {
    source,
    severity: reported.severity ?? 'error',
    path: reported.path,
    line,
    column,
    endLine: reported.endLine ?? line,
    endColumn: reported.endColumn ?? Math.max(content.trimEnd().length + 1, column + 1),
    code: reported.code,
    sentence: reported.sentence,
    wayOut: reported.wayOut ?? null,
    cure: reported.cure ?? null,
  };
}

/** Problems of a file at the lines where a change has moved them. What starts before the change stays. */
export function shiftProblems(problems: readonly Problem[], path: string, changes: readonly TextChange[]): readonly Problem[] {
  const shift = (problem: Problem, { range, text }: TextChange): Problem => {
    const behind = problem.line > range.endLineNumber || (problem.line === range.endLineNumber && problem.column >= range.endColumn);
    const delta = text.split('\n').length - 1 - (range.endLineNumber - range.startLineNumber);
    if (!behind || delta === 0) return problem;
    return { ...problem, line: problem.line + delta, endLine: problem.endLine + delta };
  };
  return problems.map((problem) => (problem.path === path ? changes.reduce(shift, problem) : problem));
}
