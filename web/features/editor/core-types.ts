/** The declarations that the editor's TypeScript knows beside the user's files: the core's own, as its build emits them, and our globals. */
import { globalsUri, packageRoot } from './file-uri.ts';
import { playgroundGlobals } from './playground-globals.ts';

export interface ExtraLib {
  readonly filePath: string;
  readonly content: string;
}

const emitted: Record<string, string> = import.meta.glob('/dist/core/**/*.d.ts', { query: '?raw', import: 'default', eager: true });
const packages: Record<string, string> = import.meta.glob(
  ['/node_modules/decimal.js/decimal.d.ts', '/node_modules/temporal-polyfill/index.d.ts', '/node_modules/temporal-spec/index.d.ts'],
  { query: '?raw', import: 'default', eager: true },
);

/** Where each package's entry must lie, so that an import finds it without a package.json. */
const entries: Record<string, string> = {
  '/node_modules/decimal.js/decimal.d.ts': 'decimal.js/index.d.ts',
  '/node_modules/temporal-polyfill/index.d.ts': 'temporal-polyfill/index.d.ts',
  '/node_modules/temporal-spec/index.d.ts': 'temporal-spec/index.d.ts',
};

/** All of them, as files that imports of user code resolve to. */
export function extraLibs(): ExtraLib[] {
  const core = Object.entries(emitted).map(([path, content]) => ({
    filePath: `${packageRoot}crowfoot/${path.slice('/dist/core/'.length)}`,
    content,
  }));
  const others = Object.entries(packages).map(([path, content]) => ({ filePath: packageRoot + entries[path], content }));
  return [...core, ...others, { filePath: globalsUri, content: playgroundGlobals }];
}
