import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import initSqlJs from 'sql.js';
import type { SqlJsDatabase, SqlJsStatic } from '../dialects/sqlite/sql-js-api.ts';
import { directAccess } from '../dialects/sqlite/sql-js-direct.ts';
import type { PrepareStatement } from '../dialects/sqlite/sql-js-statement.ts';

const wasmBinary = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'));
const direct = directAccess(wasmBinary);

/** The real sql.js, loaded once a test file, with its memory in reach. */
export const sqlJs: SqlJsStatic = await initSqlJs({ ...direct.config, useOldExtensionFunctions: false });

/** The two ways to run statements on it: `null` is the public interface. */
export const statementWays: readonly (readonly [string, ((database: SqlJsDatabase) => PrepareStatement | null) | undefined])[] = [
  ['public interface', undefined],
  ['direct', direct.statements(sqlJs)],
];
