/** `npm start`: builds the page where it is missing or older than its sources, serves it on this machine and prints the address. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from './serve.ts';
import { filesBelow, root } from './source-files.ts';

const built = join(root, 'dist/web/index.html');

function isStale(): boolean {
  if (!existsSync(built)) return true;
  const made = statSync(built).mtimeMs;
  const sources = ['core', 'web', 'scripts'].flatMap((folder) => filesBelow(folder, /./));
  return ['index.html', 'vite.config.ts', 'package-lock.json', ...sources].some(
    (path) => existsSync(join(root, path)) && statSync(join(root, path)).mtimeMs > made,
  );
}

if (isStale()) {
  console.log('Building the playground (half a minute, once) …');
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error('The build failed; its message stands above.');
    process.exit(1);
  }
}
const wanted = Number(process.env['PORT'] ?? 4173);
const { url } = await serve({ folder: join(root, 'dist/web'), host: '127.0.0.1', port: wanted }).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.log(`Port ${wanted} is taken; using a free one.`);
  return serve({ folder: join(root, 'dist/web'), host: '127.0.0.1', port: 0 });
});
console.log(`\n  Crowfoot is at ${url}\n  Ctrl+C stops it.`);
