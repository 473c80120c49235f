/** `npm run e2e`: builds and runs the browser tests; further arguments go to Playwright. */
import { spawnSync } from 'node:child_process';
import { ensureChromium } from './find-chromium.ts';

process.env['CHROMIUM_PATH'] = ensureChromium();
const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
process.exitCode =
  built.status === 0 ? (spawnSync('npx', ['playwright', 'test', ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1) : 1;
