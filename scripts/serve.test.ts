import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from './serve.ts';
import { contentSecurityPolicy } from './vite/content-security-policy.ts';

let outer: string;
let served: Served;

beforeAll(async () => {
  outer = mkdtempSync(join(tmpdir(), 'crowfoot-serve-'));
  const folder = join(outer, 'web');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets/a-1.js'), '1;');
  writeFileSync(join(folder, 'assets/b-1.wasm'), 'x');
  writeFileSync(join(outer, 'secret.txt'), 'secret');
  symlinkSync(join(outer, 'secret.txt'), join(folder, 'link.txt'));
  served = await serve({ folder, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await served.close();
  rmSync(outer, { recursive: true });
});

/** Sends the path as it is; `fetch` would tidy it up. */
const status = (path: string, method = 'GET'): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(served.url);
    request({ hostname, port, path, method }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });

test('every file comes with its type and the policy', async () => {
  const page = await fetch(served.url);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const script = await fetch(`${served.url}assets/a-1.js?x`);
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${served.url}assets/b-1.wasm`)).headers.get('content-type')).toBe('application/wasm');
});

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/link.txt', '/assets', '/none', '/%', '//x/y'])(
  '%s is not found',
  async (path) => {
    expect(await status(path)).toBe(404);
  },
);

test('nothing is written', async () => {
  expect(await status('/', 'POST')).toBe(405);
  expect(await status('/', 'HEAD')).toBe(200);
});

test('a taken port is an error with its code', async () => {
  const port = Number(new URL(served.url).port);
  await expect(serve({ folder: outer, host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
