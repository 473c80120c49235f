import { relative } from 'node:path';
import type { Count, Step } from './run-steps.ts';
import { root } from './source-files.ts';

const tsc = (project: string): Step => ({ name: `types: ${project}`, command: () => ['npx', 'tsc', '-p', project, '--noEmit'] });
const script = (name: string, file: string): Step => ({ name, command: () => ['npx', 'tsx', file] });

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function vitestCount(text: string): Count {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(text) as VitestReport;
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((result) => result.status === 'failed');
    if (tests.length === 0) return status === 'failed' ? [`${relative(root, name)}: ${start(message)}`] : [];
    return tests.map((result) => `${relative(root, name)} › ${result.fullName}: ${start(result.failureMessages.join(' '))}`);
  });
  return { passed: numPassedTests, failed: Math.max(numFailedTests, failures.length), failures };
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly { readonly ok: boolean; readonly title: string; readonly file: string; readonly line: number }[];
}

function playwrightCount(text: string): Count {
  const { stats, suites } = JSON.parse(text) as {
    stats: { expected: number; unexpected: number; flaky: number };
    suites: readonly PlaywrightSuite[];
  };
  const failures = (suite: PlaywrightSuite): string[] => [
    ...(suite.specs ?? []).filter(({ ok }) => !ok).map(({ file, line, title }) => `${file}:${line} › ${title}`),
    ...(suite.suites ?? []).flatMap(failures),
  ];
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, failures: failures({ suites }) };
}

/** The beginning of a long message, on one line. */
const start = (message: string): string =>
  message
    .replace(/\s+at \S+:\d+:\d+.*/s, '')
    .replace(/\s+/g, ' ')
    .slice(0, 300);

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
    command: (file) => ['npx', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
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
