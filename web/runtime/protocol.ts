/**
 * What page and workers say to each other: types only. One call has one reply or one error with the same `id`; events carry no `id`.
 * On the wire every message is `{ h: string, b: ArrayBuffer[] }`: `h` is the JSON text of one of these, `b` its bytes (the frame relays nothing else).
 */
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';

/** One user module as emitted by TypeScript: CommonJS, with its source map. */
export interface EmittedFile {
  readonly path: string;
  readonly js: string;
  readonly map: string;
}

/** A value of one cell, as it must be told apart in a grid. */
export type CellValue =
  | null
  | boolean
  | number
  | string
  | { readonly t: 'undefined' }
  | { readonly t: 'bigint' | 'decimal' | 'date' | 'time' | 'datetime' | 'instant' | 'interval' | 'json' | 'number'; readonly text: string }
  | { readonly t: 'bytes'; readonly length: number; readonly hex: string }
  | { readonly t: 'entity'; readonly model: string; readonly text: string }
  | { readonly t: 'list'; readonly model: string; readonly length: number }
  | { readonly t: 'unloaded'; readonly model: string }
  | { readonly t: 'text'; readonly text: string };

export interface GridColumn {
  readonly name: string;
  /** SQL type, or the target's class name for a relationship. */
  readonly type: string;
  readonly role: 'column' | 'primaryKey' | 'foreignKey' | 'relationship' | 'value';
}

/** What an expression gave. Rows beyond the first `rows.length` are counted in `total`, never dropped in silence. */
export type ShownValue =
  | { readonly kind: 'entities'; readonly model: string; readonly columns: readonly GridColumn[]; readonly rows: readonly (readonly CellValue[])[]; readonly total: number }
  | { readonly kind: 'entity'; readonly model: string; readonly text: string; readonly columns: readonly GridColumn[]; readonly row: readonly CellValue[] }
  | { readonly kind: 'rows'; readonly columns: readonly GridColumn[]; readonly rows: readonly (readonly CellValue[])[]; readonly total: number }
  | { readonly kind: 'list'; readonly items: readonly CellValue[]; readonly total: number }
  | { readonly kind: 'value'; readonly value: CellValue }
  /** A query or statement that was not executed. */
  | { readonly kind: 'query'; readonly sql: string; readonly params: readonly CellValue[] }
  | { readonly kind: 'object'; readonly text: string };

/** One top-level expression (or top-level `const`, then with its name) of the file that was run. */
export interface ResultBlock {
  readonly line: number;
  readonly endLine: number;
  /** Source text of the expression. */
  readonly source: string;
  readonly name: string | null;
  readonly value: ShownValue;
  /** Indexes of its statements in the run's log. */
  readonly statements: readonly number[];
  readonly durationMs: number;
}

export interface ConsoleLine {
  readonly level: 'log' | 'info' | 'warn' | 'error';
  readonly text: string;
  readonly file: string | null;
  readonly line: number | null;
}

export interface StatementEntry {
  readonly sql: string;
  /** One list per execution of the statement. */
  readonly params: readonly (readonly CellValue[])[];
  readonly rowCount: number;
  readonly durationMs: number;
  readonly phase: 'schema' | 'seed' | 'run';
  readonly cause: string;
  /** `User.role` where a relationship caused it. */
  readonly relationship: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly error: string | null;
}

export interface SourceFrame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string | null;
}

/** An error of user code or of the core: page text comes from `code` and `facts`, `message` is the fallback. */
export interface WireError {
  readonly name: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly message: string;
  readonly frames: readonly SourceFrame[];
}

export interface TableCount {
  readonly table: string;
  readonly rows: number;
}

export interface RunReply {
  readonly blocks: readonly ResultBlock[];
  readonly statements: readonly StatementEntry[];
  readonly console: readonly ConsoleLine[];
  readonly error: WireError | null;
  /** Which step the error stopped. */
  readonly failedIn: 'models' | 'seed' | 'run' | null;
  /** What was added, changed or deleted and never committed when the file ended. */
  readonly uncommitted: { readonly added: number; readonly changed: number; readonly deleted: number };
  /** Rows that the file itself committed on top of the base. */
  readonly committedRows: number;
  readonly counts: readonly TableCount[];
  readonly durationMs: number;
  readonly engine: string;
  /** Size of the database in bytes. */
  readonly databaseBytes: number;
}

export interface EvaluateReply {
  /** `null` when the models do not evaluate. */
  readonly schema: SchemaSnapshot | null;
  /** Text of the type registry (`declare module 'crowfoot' { … }`) for the editor. */
  readonly registry: string;
  readonly error: WireError | null;
}

export interface Calls {
  /** models worker: evaluate without a database. */
  evaluate: { args: { readonly files: readonly EmittedFile[]; readonly entries: readonly string[] }; reply: EvaluateReply };
  /** run worker: rebuild the data from models and seed, then run `entry`. */
  run: { args: { readonly files: readonly EmittedFile[]; readonly models: readonly string[]; readonly seed: string | null; readonly entry: string; readonly baseKey: string }; reply: RunReply };
  /** run worker: open this image (transferred as the first buffer), or an empty database when there is none. */
  open: { args: Record<never, never>; reply: { readonly counts: readonly TableCount[]; readonly engine: string } };
  /** run worker: the database's image (first buffer of the reply). */
  export: { args: Record<never, never>; reply: Record<never, never> };
}
export type CallName = keyof Calls;
export type ToWorker = { [K in CallName]: { readonly id: number; readonly call: K; readonly args: Calls[K]['args'] } }[CallName];
export type FromWorker =
  | { readonly id: number; readonly ok: true; readonly reply: Calls[CallName]['reply'] }
  | { readonly id: number; readonly ok: false; readonly error: WireError }
  | WorkerEvent;
export type WorkerEvent =
  | { readonly event: 'ready' }
  | { readonly event: 'statements'; readonly entries: readonly StatementEntry[] }
  /** A commit's image is the first buffer; `line` is the line that committed. */
  | { readonly event: 'image'; readonly phase: 'seed' | 'run'; readonly line: number | null; readonly commits: number }
  | { readonly event: 'progress'; readonly line: number | null; readonly statementsSinceCommit: number };
