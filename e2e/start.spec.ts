/** `npm start` where the page has been built already: it serves what is there, with its policy, and says where. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

test('npm start serves the built page and prints its address', async () => {
  const server = spawn('npm', ['start', '--silent'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, PORT: '0' },
    detached: true,
  });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let printed = '';
      const read = (chunk: Buffer) => {
        printed += chunk;
        const found = /Crowfoot is at (http:\S+)/.exec(printed);
        if (found) resolve(found[1]!);
      };
      server.stdout.on('data', read);
      server.stderr.on('data', read);
      server.on('exit', () => reject(new Error(printed)));
    });
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('<title>Crowfoot');
  } finally {
    process.kill(-server.pid!);
  }
});
