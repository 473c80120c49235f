import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurityPolicyPlugin } from './scripts/vite/content-security-policy.ts';
import { inlineBundle } from './scripts/vite/inline-bundle.ts';
import { dropMonacoDefaultWorkers, trimTypeScriptLibs } from './scripts/vite/monaco.ts';

export default defineConfig({
  // Relative addresses, so that any folder of any static host serves the page.
  base: './',
  plugins: [inlineBundle(), trimTypeScriptLibs(), dropMonacoDefaultWorkers(), react(), contentSecurityPolicyPlugin()],
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
