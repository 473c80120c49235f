/**
 * Finds a Chromium for the browser tests and prints its path: CHROMIUM_PATH, the system's, Playwright's own; where there is none it is installed.
 * Run as `tsx scripts/find-chromium.ts`, or import `findChromium`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium that is here already, or `null`. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, and there is no such file. Correct it, or unset it to let this script look.`);
  }
  return [...systemPaths, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/** As `findChromium`; installs one where there is none. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  const attempts: readonly (readonly string[])[] = [
    ['npx', 'playwright', 'install', 'chromium'],
    ...(process.getuid?.() === 0 ? [['sh', '-c', 'apt-get update && apt-get install -y chromium']] : []),
  ];
  for (const [command, ...args] of attempts) {
    console.error(`No Chromium found; trying: ${command} ${args.join(' ')}`);
    spawnSync(command as string, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'The browser tests need Chromium and none could be installed. Run one of these, or set CHROMIUM_PATH:\n' +
      '  npx playwright install chromium\n  sudo apt-get install -y chromium',
  );
}

/** Flags under which Chromium starts in containers and without a network. */
export const chromiumArgs: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(ensureChromium());
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
