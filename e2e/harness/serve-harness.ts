import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { type Served, serve } from '../../scripts/serve.ts';

export interface ServedHarness extends Served {
  /** Path and query of every request so far. */
  readonly requests: string[];
}

/** Builds the harness and serves it as the page is served, with its policy as header and meta tag. */
export async function serveHarness(): Promise<ServedHarness> {
  await build({ configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)) });
  const requests: string[] = [];
  const folder = fileURLToPath(new URL('../../build/harness', import.meta.url));
  return { ...(await serve({ folder, host: '127.0.0.1', port: 0, onRequest: (url) => requests.push(url) })), requests };
}
