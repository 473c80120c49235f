import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/find-chromium.ts';

const report = process.env['CROWFOOT_REPORT'];
const executablePath = findChromium();
const port = Number(process.env['CROWFOOT_PORT'] ?? 4173);
const folder = process.env['CROWFOOT_DIST'] ?? 'dist/web';

/** The browser tests run on the production build, served with its headers (CROWFOOT_DIST and CROWFOOT_PORT choose another build or port). */
export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: report ? [['line'], ['json', { outputFile: report }]] : 'line',
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: [...chromiumArgs] },
    viewport: { width: 1440, height: 900 },
  },
  webServer: {
    command: `npx tsx scripts/serve.ts --folder ${folder} --port ${port}`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
});
