import { shiftProblems, type TextChange } from './locate-problem.ts';
import { type Problem, type ProblemSource, problemSources, sortProblems } from './problem.ts';

/** What is wrong in the files, by who found it. Each finder replaces its own. */
export class ProblemBoard {
  readonly #bySource = new Map<ProblemSource, readonly Problem[]>();

  of(source: ProblemSource): readonly Problem[] {
    return this.#bySource.get(source) ?? [];
  }

  set(source: ProblemSource, problems: readonly Problem[]): void {
    this.#bySource.set(source, problems);
  }

  clear(): void {
    this.#bySource.clear();
  }

  removeFile(path: string): void {
    this.#change((problems) => problems.filter((problem) => problem.path !== path));
  }

  /** Lets problems move with the lines they are about. */
  shift(path: string, changes: readonly TextChange[]): void {
    this.#change((problems) => shiftProblems(problems, path, changes));
  }

  /** All of them, in the order of the files. */
  sorted(paths: readonly string[]): Problem[] {
    return sortProblems(
      problemSources.flatMap((source) => this.of(source)),
      paths,
    );
  }

  #change(change: (problems: readonly Problem[]) => readonly Problem[]): void {
    for (const [source, problems] of this.#bySource) this.#bySource.set(source, change(problems));
  }
}
