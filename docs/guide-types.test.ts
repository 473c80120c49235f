import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readBlocks } from './guide-program.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The code of a guide; what a line is meant to raise need not compile. */
function codeOf(markdown: string): string {
  const lines = readBlocks(markdown).flatMap(({ code }) => code.split('\n'));
  const checked = lines.map((line) => (/^\S.*; +\/\/ \w+(Error|Exception|Found): /.test(line) ? `// @ts-ignore\n${line}` : line));
  return checked.join('\n').replaceAll("'crowfoot'", JSON.stringify(join(root, 'core/index.ts')));
}

/** What a compiler says about some programs, by their names. */
function errorsIn(programs: Readonly<Record<string, string>>, compiler: string): Record<string, string[]> {
  const folder = join(root, 'build', 'guide-types', compiler);
  mkdirSync(folder, { recursive: true });
  for (const [name, code] of Object.entries(programs)) writeFileSync(join(folder, `${name}.ts`), code);
  const options = { noEmit: true, composite: false, lib: ['es2023'], types: ['node'], noImplicitOverride: false, noUnusedLocals: false };
  const files = Object.keys(programs).map((name) => `${name}.ts`);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../../tsconfig.base.json', compilerOptions: options, files }));
  const { stdout } = spawnSync(process.execPath, [join(root, `node_modules/${compiler}/bin/tsc`), '-p', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  const lines = stdout.split('\n');
  return Object.fromEntries(Object.keys(programs).map((name) => [name, lines.filter((line) => line.includes(`/${name}.ts`))]));
}

const [orm, loading] = ['orm', 'loading'].map((name) => codeOf(readFileSync(join(root, 'docs', `${name}.md`), 'utf8'))) as [string, string];

test.each(['typescript', 'typescript-5.9'])(
  'the code of the guides compiles as it stands: %s',
  (compiler) => {
    expect(errorsIn({ orm, loading }, compiler)).toEqual({ orm: [], loading: [] });
  },
  300_000,
);

test('what the guides do not do is an error', () => {
  const wrong = `${orm}\nUser.query.filterBy({ nme: 1 });`;
  expect(errorsIn({ wrong }, 'typescript')).toEqual({ wrong: [expect.stringContaining("'nme' does not exist")] });
});
