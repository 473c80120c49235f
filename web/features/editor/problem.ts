/** A replacement in one file; lines and columns count from 1, an empty range inserts. */
export interface TextEdit {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** A change the editor can make by itself; `label` is the button's text. */
export interface Cure {
  readonly label: string;
  readonly path: string;
  readonly edits: readonly TextEdit[];
}

/** Who found it: the parser, the type checker, the evaluation of the models, the seed, the run. */
export const problemSources = ['syntax', 'types', 'models', 'seed', 'run'] as const;
export type ProblemSource = (typeof problemSources)[number];

/** Something wrong at a place of a file. Lines and columns count from 1; the end column lies behind the last character. */
export interface Problem {
  readonly source: ProblemSource;
  readonly severity: 'error' | 'warning';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** `ts2339`, or the code of the core's error. */
  readonly code: string;
  /** What is wrong, the thing first. */
  readonly sentence: string;
  /** The way out, where one is known. */
  readonly wayOut: string | null;
  readonly cure: Cure | null;
}

/** An error of models, seed or run as the page knows it: a line, at best a column. The editor finds the rest of the range in the text. */
export type ReportedProblem = Pick<Problem, 'path' | 'line' | 'code' | 'sentence'> &
  Partial<Pick<Problem, 'severity' | 'column' | 'endLine' | 'endColumn' | 'wayOut' | 'cure'>>;

const order = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column || a.code.localeCompare(b.code);

/** Problems in reading order: files as the project has them, then lines. */
export function sortProblems(problems: readonly Problem[], paths: readonly string[]): Problem[] {
  const place = new Map(paths.map((path, index) => [path, index]));
  const placeOf = (problem: Problem): number => place.get(problem.path) ?? paths.length;
  return [...problems].sort((a, b) => placeOf(a) - placeOf(b) || order(a, b));
}

/** How many errors each file has; files without one are absent. Warnings do not count. */
export function countErrors(problems: readonly Problem[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const problem of problems) {
    if (problem.severity === 'error') counts.set(problem.path, (counts.get(problem.path) ?? 0) + 1);
  }
  return counts;
}
