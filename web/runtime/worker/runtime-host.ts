import type { SqlJsStatic } from '../../../core/dialects/sqlite/sql-js-api.ts';
import type { EvaluateFunction } from './link-modules.ts';

/** What an engine lends to the runtime: the browser's worker and Node, which makes the stored sample, differ in these alone. */
export interface RuntimeHost {
  readonly sqlJs: SqlJsStatic;
  readonly evaluate: EvaluateFunction;
  /** Sends a message; the buffers are handed over. */
  post(header: string, buffers: ArrayBuffer[]): void;
}
