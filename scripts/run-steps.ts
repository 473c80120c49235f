import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './source-files.ts';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** What failed: a name each, and the first words of why. */
  readonly failures: readonly string[];
}

/** One thing to run. `report` reads the counts of tests that the command wrote to the given file; without it the step counts as one. */
export interface Step {
  readonly name: string;
  command(reportFile: string): readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly report?: (text: string) => Count;
}

/** Runs steps in order, all of them even where one fails, and prints a line for each. */
export function runSteps(steps: readonly Step[]): Count {
  const folder = mkdtempSync(join(tmpdir(), 'crowfoot-'));
  let [passed, failed] = [0, 0];
  const failures: string[] = [];
  try {
    for (const [i, step] of steps.entries()) {
      const file = join(folder, `${i}.json`);
      const [program = '', ...args] = step.command(file);
      console.log(`\n▶ ${step.name}`);
      const started = Date.now();
      const { status } = spawnSync(program, args, {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, ...step.env, CROWFOOT_REPORT: file },
      });
      const count = countOf(step, file, status === 0);
      passed += count.passed;
      failed += count.failed;
      failures.push(...count.failures.map((failure) => `${step.name}: ${failure}`));
      console.log(
        `${count.failed ? '✗' : '✓'} ${step.name}: ${count.passed} passed, ${count.failed} failed (${((Date.now() - started) / 1000).toFixed(1)} s)`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { passed, failed, failures };
}

function countOf(step: Step, file: string, ok: boolean): Count {
  const broken: Count = { passed: 0, failed: 1, failures: ['the command failed'] };
  if (!step.report) return ok ? { passed: 1, failed: 0, failures: [] } : broken;
  try {
    const count = step.report(readFileSync(file, 'utf8'));
    return ok || count.failed > 0 ? count : { ...broken, passed: count.passed };
  } catch {
    return broken;
  }
}

/** Prints what failed, then the counts alone on the last line, and sets the exit code. */
export function finish({ passed, failed, failures }: Count): void {
  process.exitCode = failed > 0 ? 1 : 0;
  for (const failure of failures) console.log(`✗ ${failure}`);
  console.log(`\n${passed} passed, ${failed} failed`);
}
