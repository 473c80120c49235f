import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

/** Each language of Monaco names a default worker that a bundler would build a second time; ours come from `MonacoEnvironment.getWorker`. */
export function dropMonacoDefaultWorkers(): Plugin {
  const worker = /new Worker\(new URL\([^)]*\)\s*,\s*\{\s*type:\s*["']module["']\s*\}\)/g;
  return {
    name: 'drop-monaco-default-workers',
    enforce: 'pre',
    transform: {
      filter: { id: /monaco-editor\/esm\/vs\/.*workerManager\.js$/, code: /new Worker\(new URL\(/ },
      handler: (code) => ({
        code: code.replace(worker, '(() => { throw new Error("MonacoEnvironment.getWorker is not set") })()'),
        map: null,
      }),
    },
  };
}

/** Leaves the declarations of the DOM, of web workers and of newer ECMAScript out of Monaco's TypeScript worker: user code has none of them, and a third of the worker goes. */
export function trimTypeScriptLibs(): Plugin {
  const kept = /^lib\.(es5|es6|es20(1[5-9]|2[0-3])(\.(?!full)[a-z.]+)?|decorators(\.legacy)?)\.d\.ts$/;
  return {
    name: 'trim-typescript-libs',
    enforce: 'pre',
    load: {
      filter: { id: /features\/typescript\/lib\/lib\.js$/ },
      async handler(id) {
        const { libFileMap } = (await import(pathToFileURL(id.split('?')[0] ?? id).href)) as { libFileMap: Record<string, string> };
        const libs = Object.fromEntries(Object.entries(libFileMap).filter(([name]) => kept.test(name)));
        return `export const libFileMap = ${JSON.stringify(libs)};`;
      },
    },
  };
}
