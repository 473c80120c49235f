import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vite';
import page from '../../vite.config.ts';

/** The harness is built as the page is: same plugins, same policy. */
export default mergeConfig(page, {
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: false,
  logLevel: 'error',
  build: { outDir: fileURLToPath(new URL('../../build/harness', import.meta.url)), emptyOutDir: true },
});
