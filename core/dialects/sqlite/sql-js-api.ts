/** The part of sql.js that the driver uses. `@types/sql.js` needs the DOM, which the core does not know. */
import type { DriverValue } from '../../io.ts';

/** A prepared statement. */
export interface SqlJsStatement {
  bind(values: readonly DriverValue[]): boolean;
  step(): boolean;
  get(params?: null, config?: { readonly useBigInt: boolean }): DriverValue[];
  getColumnNames(): string[];
  reset(): boolean;
  free(): boolean;
}

/** An open database. */
export interface SqlJsDatabase {
  /** The address of the connection in WebAssembly memory. */
  readonly db: number;
  prepare(sql: string): SqlJsStatement;
  run(sql: string): unknown;
  exec(
    sql: string,
    params?: readonly DriverValue[],
    config?: { readonly useBigInt: boolean },
  ): { readonly columns: string[]; readonly values: DriverValue[][] }[];
  export(): Uint8Array;
  getRowsModified(): number;
  close(): void;
}

/** The initialised module: `await initSqlJs(…)`. */
export interface SqlJsStatic {
  readonly Database: new (data?: Uint8Array | null) => SqlJsDatabase;
}

/** What `initSqlJs` may be given. */
export interface SqlJsConfig {
  readonly wasmBinary?: Uint8Array | ArrayBuffer;
  /** `false` keeps SQLite's own `log`, `floor` and the like. */
  readonly useOldExtensionFunctions?: boolean;
  locateFile?(file: string): string;
  instantiateWasm?(imports: object, done: (instance: unknown, module?: unknown) => void): object;
}

/** The function that sql.js exports. */
export type InitSqlJs = (config?: SqlJsConfig) => Promise<SqlJsStatic>;
