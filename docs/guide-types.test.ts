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

/** What the compiler says about a guide's code. */
function errorsIn(code: string): string[] {
  const folder = join(root, 'build', 'guide-types');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'guide.ts'), code);
  const options = { noEmit: true, composite: false, lib: ['es2023'], types: ['node'], noImplicitOverride: false, noUnusedLocals: false };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions: options, files: ['guide.ts'] }),
  );
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { cwd: root, encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes('guide-types/guide.ts'));
}

test('the code of the guide compiles as it stands', () => {
  const code = codeOf(readFileSync(join(root, 'docs', 'orm.md'), 'utf8'));
  expect(errorsIn(code)).toEqual([]);
  expect(errorsIn(`${code}\nUser.query.filterBy({ nme: 1 });`)).toEqual([expect.stringContaining("'nme' does not exist")]);
});
