/** `npm run build`: the core's declarations and JavaScript in dist/core, the opening project's stored run, the page in dist/web. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './source-files.ts';

const steps: readonly (readonly [name: string, command: readonly string[]])[] = [
  // Declarations come before the page, which carries them to the editor as text.
  ['core', ['tsc', '-b', 'core', '--force']],
  ['sample', ['tsx', 'scripts/make-sample.ts']],
  ['page', ['vite', 'build']],
];

rmSync(join(root, 'dist/core'), { recursive: true, force: true });
for (const [name, command] of steps) {
  console.log(`▶ ${name}`);
  const { status } = spawnSync('npx', command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`The build stopped: ${name} failed (npx ${command.join(' ')}).`);
    process.exit(1);
  }
}
