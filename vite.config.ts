import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurityPolicyPlugin } from './scripts/vite/content-security-policy.ts';
import { inlineBundle } from './scripts/vite/inline-bundle.ts';
import { dropMonacoDefaultWorkers, trimTypeScriptLibs } from './scripts/vite/monaco.ts';
import { dropUnusedFlowParts } from './scripts/vite/unused-flow-parts.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // Relative addresses, so that any folder of any static host serves the page.
  base: './',
  plugins: [
    inlineBundle(),
    trimTypeScriptLibs(),
    dropMonacoDefaultWorkers(),
    dropUnusedFlowParts(),
    react(),
    contentSecurityPolicyPlugin(),
  ],
  resolve: {
    alias: [
      // The canvas moves and zooms; it never turns one colour or shape into another, which is most of what these two hold.
      { find: /^d3-transition$/, replacement: here('web/features/diagram/canvas-moves.ts') },
      { find: /^d3-color$/, replacement: here('web/features/diagram/no-colours.ts') },
    ],
  },
  worker: { format: 'es', plugins: () => [trimTypeScriptLibs()] },
  assetsInclude: ['**/*.sqlite'],
  build: {
    outDir: process.env['CROWFOOT_DIST'] ?? 'dist/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 5000,
    assetsInlineLimit: 0,
    // Every browser that runs the page preloads modules by itself.
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1' },
});
