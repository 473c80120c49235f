import type { SqlJsStatic } from '../../../core/dialects/sqlite/sql-js-api.ts';
import type { SqlJsConnectionOptions } from '../../../core/dialects/sqlite/sql-js-connection.ts';
import type { EvaluateFunction } from './link-modules.ts';

/** SQLite, as the engine has it. */
export interface SqliteHost {
  readonly sqlJs: SqlJsStatic;
  /** A quicker way to run statements; absent: sql.js's own. */
  readonly statements?: SqlJsConnectionOptions['statements'];
}

/** What an engine lends to the runtime: the browser's worker and Node, which makes the stored sample, differ in these alone. */
export interface RuntimeHost extends SqliteHost {
  readonly evaluate: EvaluateFunction;
  /** Sends a message; the buffers are handed over. */
  post(header: string, buffers: ArrayBuffer[]): void;
}
