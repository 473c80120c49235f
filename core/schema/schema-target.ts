import type { Io } from '../io.ts';
import type { DDLCompiler } from './ddl-compiler.ts';

/** What creating and dropping tables needs of a connection. */
export interface SchemaTarget {
  readonly ddl: DDLCompiler;
  /** Sends one statement that changes the schema. */
  sendDdl(sql: string): Io<void>;
  hasTable(name: string, schema: string | null): Io<boolean>;
  hasSequence(name: string, schema: string | null): Io<boolean>;
  hasEnumType(name: string, schema: string | null): Io<boolean>;
  hasIndex(table: string, name: string, schema: string | null): Io<boolean>;
}

/** As the engine's `Mode` and `Answer`, which this floor cannot see. */
export type SchemaMode = 'sync' | 'async';
/** What a call gives in a mode: the value, or a promise of it. */
export type SchemaAnswer<M extends SchemaMode, T> = M extends 'sync' ? T : Promise<T>;

/** Whatever can run such work: an engine (in a transaction of its own), a connection (in its transaction). */
export interface SchemaRunner<M extends SchemaMode> {
  readonly mode: M;
  runSchema<T>(work: (target: SchemaTarget) => Io<T>): SchemaAnswer<M, T>;
}
