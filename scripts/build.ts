/**
 * `npm run build`: the core's declarations and JavaScript in dist/core, the stored runs of opening project and examples, the page in dist/web.
 * CROWFOOT_DIST names another folder for the page. A page whose first scripts weigh too much does not pass.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { weighInitialScripts } from './initial-scripts.ts';
import { root } from './source-files.ts';

/** Made apart and put in place when it is whole: whoever reads dist/core meanwhile finds the old one or the new one. */
const made = `build/core-${process.pid}`;
const steps: readonly (readonly [name: string, command: readonly string[]])[] = [
  // Declarations come before the page, which carries them to the editor as text.
  ['core', ['tsc', '-p', 'core', '--outDir', made, '--tsBuildInfoFile', `${made}/tsbuildinfo`]],
  ['examples', ['tsx', 'scripts/make-examples.ts']],
  ['page', ['vite', 'build']],
];

function placeCore(): void {
  const to = join(root, 'dist/core');
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(to, { recursive: true, force: true });
  renameSync(join(root, made), to);
}

for (const [name, command] of steps) {
  console.log(`▶ ${name}`);
  const { status } = spawnSync('npx', command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    rmSync(join(root, made), { recursive: true, force: true });
    console.error(`The build stopped: ${name} failed (npx ${command.join(' ')}).`);
    process.exit(1);
  }
  if (name === 'core') placeCore();
}

const { isLight, said } = weighInitialScripts(resolve(root, process.env['CROWFOOT_DIST'] ?? 'dist/web'));
console.log(said);
if (!isLight) process.exit(1);
