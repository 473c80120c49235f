import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const frameBoot = readFileSync(new URL('../../web/runtime/frame-boot.js', import.meta.url));

/** The sandbox frame's boot script as a CSP source: the one inline script allowed. */
const frameBootSource: string = `'sha256-${createHash('sha256').update(frameBoot).digest('base64')}'`;

/**
 * The page's policy, sent as a header by our server and written into the page as its first meta tag, for hosts that send no headers.
 *
 * The frame inherits it, hence the hash, `blob:` and 'wasm-unsafe-eval'; the page itself makes no script blob. `frame-src 'none'` still
 * lets a srcdoc frame load, and keeps it from navigating anywhere, our own host included.
 */
export const contentSecurityPolicy: string = [
  "default-src 'none'",
  `script-src 'self' ${frameBootSource} blob: 'wasm-unsafe-eval'`,
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'none'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Writes the policy into built pages and gives the frame's hash to the page as `__FRAME_BOOT_SOURCE__`. The dev server sends no policy. */
export function contentSecurityPolicyPlugin(): Plugin {
  return {
    name: 'content-security-policy',
    config: () => ({ define: { __FRAME_BOOT_SOURCE__: JSON.stringify(frameBootSource) } }),
    transformIndexHtml: {
      order: 'post',
      handler: (_html, context) =>
        context.server
          ? []
          : [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy }, injectTo: 'head-prepend' }],
    },
  };
}
