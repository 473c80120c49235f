import type { Count, Step } from './run-steps.ts';

const tsc = (project: string): Step => ({ name: `types: ${project}`, command: () => ['npx', 'tsc', '-p', project, '--noEmit'] });
const script = (name: string, file: string): Step => ({ name, command: () => ['npx', 'tsx', file] });

function vitestCount(text: string): Count {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(text) as Record<string, number>;
  return { passed: numPassedTests ?? 0, failed: (numFailedTests ?? 0) || (numFailedTestSuites ?? 0) };
}

function playwrightCount(text: string): Count {
  const { stats } = JSON.parse(text) as { stats: { expected: number; unexpected: number; flaky: number } };
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

/** Everything that needs no browser. */
export const checkSteps: readonly Step[] = [
  { name: 'types: core', command: () => ['npx', 'tsc', '-b', 'core/node'] },
  tsc('tsconfig.tests.json'),
  tsc('web/runtime/tsconfig.json'),
  tsc('web/tsconfig.json'),
  tsc('tsconfig.node.json'),
  { name: 'lint', command: () => ['npx', 'biome', 'lint', '--error-on-warnings', '.'] },
  script('layers', 'scripts/check-layers.ts'),
  script('colours', 'scripts/check-colours.ts'),
  script('io', 'scripts/check-io.ts'),
  {
    name: 'unit',
    command: (file) => ['npx', 'vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`],
    report: vitestCount,
  },
  {
    name: 'conformance',
    command: () => ['npx', 'tsx', 'scripts/conformance.ts', '--ratchet'],
    report: (text) => JSON.parse(text) as Count,
  },
];

/** The production build and the browser tests against it. */
export const browserSteps: readonly Step[] = [
  { name: 'build', command: () => ['npm', 'run', '--silent', 'build'] },
  // playwright.config.ts writes its JSON report to the file that `CROWFOOT_REPORT` names.
  { name: 'e2e', command: () => ['npx', 'playwright', 'test'], report: playwrightCount },
];
