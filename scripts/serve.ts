/** Serves a built page on this machine with the policy the page was built for: `tsx scripts/serve.ts [--folder dist/web] [--port 4173] [--host 127.0.0.1]`. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { contentSecurityPolicy } from './vite/content-security-policy.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.sqlite': 'application/vnd.sqlite3',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
};

export interface ServeOptions {
  readonly folder: string;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Told the path and query of every request. */
  onRequest?(url: string): void;
}

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** @throws the error of `listen`, with code `EADDRINUSE` where the port is taken */
export async function serve({ folder, host, port, onRequest }: ServeOptions): Promise<Served> {
  const root = await realpath(resolve(folder));
  const server = createServer((request, response) => {
    onRequest?.(request.url ?? '');
    answer(root, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(port, host, listening);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const path = await fileOf(root, request.url ?? '/');
  if (!path) return refuse(response, 404);
  const { size } = await stat(path);
  response.writeHead(200, {
    'Content-Type': types[extname(path)] ?? 'application/octet-stream',
    'Content-Length': size,
    // Built assets carry their hash in their name; everything else is asked for again.
    'Cache-Control': path.startsWith(join(root, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(path).pipe(response);
}

/** The file a request means, or `null` where there is none inside the folder. */
async function fileOf(root: string, url: string): Promise<string | null> {
  try {
    const named = resolve(root, `.${decodeURIComponent(new URL(url, 'http://localhost').pathname)}`);
    const path = await realpath((await stat(named)).isDirectory() ? join(named, 'index.html') : named);
    return path.startsWith(root + sep) && (await stat(path)).isFile() ? path : null;
  } catch {
    return null;
  }
}

function refuse(response: ServerResponse, status: 404 | 405): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Security-Policy': contentSecurityPolicy });
  response.end(status === 404 ? 'Not found' : 'Only GET and HEAD');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string', default: fileURLToPath(new URL('../dist/web', import.meta.url)) },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '4173' },
    },
  });
  const { url } = await serve({ folder: values.folder, host: values.host, port: Number(values.port) });
  console.log(`${values.folder} is at ${url}`);
}
