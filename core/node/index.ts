/** The package's entry in Node: registers the databases that Node can reach. Importing it waits until sql.js is ready. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import initSqlJs from 'sql.js';
import { pgliteDriver } from '../dialects/postgres/pglite-driver.ts';
import { directAccess } from '../dialects/sqlite/sql-js-direct.ts';
import { sqlJsDriver } from '../dialects/sqlite/sql-js-driver.ts';
import { drivers } from '../engine/registry.ts';
import { openSqliteFile } from './sqlite-file.ts';

export { pgliteDriver, pgliteSyncDriver } from '../dialects/postgres/pglite-driver.ts';
export * from '../index.ts';

const wasmPath = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');

const direct = directAccess(await readFile(wasmPath));

/** The sql.js module this process uses. */
export const sqlJs = await initSqlJs({ ...direct.config, useOldExtensionFunctions: false });

/** The driver behind `sqlite://` URLs in Node: a file is read at first use and replaced after every commit. */
export const nodeSqliteDriver = sqlJsDriver(sqlJs, { open: openSqliteFile, statements: direct.statements(sqlJs) });

drivers.register('sqlite', nodeSqliteDriver);
drivers.register('sqlite+sqljs', nodeSqliteDriver);

/** The driver behind `pglite://` URLs: PostgreSQL in memory, or in the directory that the URL names. PGlite is loaded at first use. */
export const nodePgliteDriver = pgliteDriver(async (url) => {
  const { PGlite } = await import('@electric-sql/pglite');
  return await PGlite.create(url.database ?? undefined);
});

drivers.register('pglite', nodePgliteDriver);
drivers.register('postgresql+pglite', nodePgliteDriver);
