/**
 * What page and workers say to each other: types only. One call has one reply or one error with the same `id`; events carry no `id`.
 * On the wire every message is `{ h: string, b: ArrayBuffer[] }`: `h` is the JSON text of one of these, `b` its bytes (the frame relays nothing else).
 * What a worker sends is parsed by protocol-schema.ts: user code shares the worker and can send anything.
 */
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { CellValue } from '../lib/cell-value.ts';

export type { CellValue } from '../lib/cell-value.ts';

/** One user module as emitted by TypeScript: CommonJS, with its source map. */
export interface EmittedFile {
  readonly path: string;
  readonly js: string;
  readonly map: string;
}

export interface GridColumn {
  readonly name: string;
  /** SQL type, or the target's class name for a relationship. */
  readonly type: string;
  readonly role: 'column' | 'primaryKey' | 'foreignKey' | 'relationship' | 'value';
}

/** What an expression gave. Rows beyond the first `rows.length` are counted in `total`, never dropped in silence. */
export type ShownValue =
  | {
      readonly kind: 'entities';
      readonly model: string;
      readonly columns: readonly GridColumn[];
      readonly rows: readonly (readonly CellValue[])[];
      readonly total: number;
    }
  | {
      readonly kind: 'entity';
      readonly model: string;
      readonly text: string;
      readonly columns: readonly GridColumn[];
      readonly row: readonly CellValue[];
    }
  | {
      readonly kind: 'rows';
      readonly columns: readonly GridColumn[];
      readonly rows: readonly (readonly CellValue[])[];
      readonly total: number;
    }
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
  /** Its statements, by `index`. */
  readonly statements: readonly number[];
  readonly durationMs: number;
}

/** What code wrote with `console`; an error nobody caught (a rejected promise, a timer) is a line too. */
export interface ConsoleLine {
  readonly level: 'log' | 'info' | 'warn' | 'error';
  readonly text: string;
  readonly file: string | null;
  readonly line: number | null;
}

export interface StatementEntry {
  /** Position among all statements of the run, from 0. */
  readonly index: number;
  readonly sql: string;
  /** One list per execution of the statement, of the first hundred of them. */
  readonly params: readonly (readonly CellValue[])[];
  /** How often it was executed, in one batch. */
  readonly executions: number;
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

/** A place in the user's source. */
export interface Place {
  readonly file: string;
  readonly line: number;
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

/** A transaction that began or ended; a SAVEPOINT is a statement. */
export interface TransactionMark {
  readonly kind: 'begin' | 'commit' | 'rollback';
  /** How many statements of the run came before it. */
  readonly before: number;
  readonly phase: StatementEntry['phase'];
  readonly file: string | null;
  readonly line: number | null;
}

/** An object that the file's session knew, or that one of its lines showed, as it was when the file ended. */
export interface SessionObject {
  readonly model: string;
  readonly text: string;
  readonly state: 'transient' | 'pending' | 'persistent' | 'deleted' | 'detached';
  /** What the next flush would have done with it. */
  readonly next: 'insert' | 'update' | 'delete' | null;
}

/** What one flush did, in its order. */
export interface FlushRecord {
  /** Its first statement. */
  readonly index: number;
  readonly at: Place | null;
  readonly steps: readonly { readonly verb: 'insert' | 'update' | 'delete'; readonly model: string; readonly count: number }[];
}

/** The session when the file ended, before what was not committed was rolled back. */
export interface SessionStrip {
  /** The first of each state; `counts` says how many there were. */
  readonly objects: readonly SessionObject[];
  readonly counts: { readonly [State in SessionObject['state']]: number };
  /** The first hundred of them. */
  readonly flushes: readonly FlushRecord[];
}

/** What every run can tell from its beginning on; it grows while the run goes on. */
export interface RunLog {
  readonly blocks: readonly ResultBlock[];
  /** Absent in runs that were stored before there was such a list. */
  readonly transactions?: readonly TransactionMark[];
  /** The first statements of the run; `statementCount` says how many there were in all. */
  readonly statements: readonly StatementEntry[];
  readonly statementCount: number;
  readonly console: readonly ConsoleLine[];
}

export interface UncommittedChanges {
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
}

/** How a run that came to its end by itself ended. */
export interface RunSummary {
  readonly error: WireError | null;
  /** Which step the error stopped. After `models` or `seed` the data are what they were before the run. */
  readonly failedIn: 'models' | 'seed' | 'run' | null;
  /** What the file added, changed or deleted and never committed. It has been rolled back. */
  readonly uncommitted: UncommittedChanges;
  /** The same of the seed, whose data this run began with. */
  readonly seedUncommitted: UncommittedChanges;
  /** Rows that the file itself inserted, changed or deleted and committed on top of the base. */
  readonly committedRows: number;
  /** Whether this run built its base from models and seed, found it built by an earlier run of the same code, or ran on the data as they were. */
  readonly base: 'built' | 'cached' | 'kept' | 'none';
  readonly session?: SessionStrip;
  readonly counts: readonly TableCount[];
  readonly durationMs: number;
  /** `SQLite 3.54.1`. */
  readonly engine: string;
  /** Size of the database in bytes. */
  readonly databaseBytes: number;
}

export interface RunReply extends RunSummary, RunLog {}

export interface EvaluateReply {
  /** `null` when the models do not evaluate. */
  readonly schema: SchemaSnapshot | null;
  /** Text of the type registry (`declare module 'crowfoot' { … }`) for the editor. */
  readonly registry: string;
  readonly error: WireError | null;
}

export interface OpenReply {
  readonly counts: readonly TableCount[];
  readonly engine: string;
  readonly databaseBytes: number;
}

export interface EvaluateArgs {
  readonly files: readonly EmittedFile[];
  /** The models files. */
  readonly entries: readonly string[];
}

export interface RunArgs {
  readonly files: readonly EmittedFile[];
  readonly models: readonly string[];
  readonly seed: string | null;
  readonly entry: string;
  /** `keep` runs on the data as they are: tables that lack are made, the seed does not run. Absent: `rebuild`. */
  readonly data?: 'rebuild' | 'keep';
}

/** One step of a query's plan, as SQLite tells it. */
export interface PlanStep {
  readonly id: number;
  /** The step it belongs to; 0 at the top. */
  readonly parent: number;
  readonly detail: string;
}

export interface ExplainReply {
  readonly steps: readonly PlanStep[];
}

/** What a cell's handle leads to, and the statements that brought it. */
export interface ExpandReply {
  readonly value: ShownValue;
  readonly statements: readonly StatementEntry[];
}

export interface InspectReply {
  /** The tables that are really there; without models. */
  readonly schema: SchemaSnapshot;
}

/** The rows that stood in the way of the statement that a constraint refused. */
export interface ConflictReply {
  readonly table: string | null;
  /** What they have in common with the row that was refused, or what refers to it. */
  readonly columns: readonly string[];
  readonly value: ShownValue | null;
  /** The statement could be read and no such row is there: it was one of the run's own, undone together with it. */
  readonly isOwn: boolean;
}

export type RebuildArgs = Omit<RunArgs, 'entry' | 'data'>;

/** How a statement of the last run reads on another database; `null` where that one cannot say it. */
export interface DialectsReply {
  readonly postgres: string | null;
  readonly mysql: string | null;
}

export interface Calls {
  /** models worker: evaluate without a database. */
  evaluate: { args: EvaluateArgs; reply: EvaluateReply };
  /** run worker: rebuild the data from models and seed, then run `entry`. Its log came before, in `log` events. */
  run: { args: RunArgs; reply: RunSummary };
  /** run worker: open this image (the first buffer), or an empty database when there is none. */
  open: { args: Record<never, never>; reply: OpenReply };
  /** run worker: how the database would go about a statement. */
  explain: { args: { readonly sql: string }; reply: ExplainReply };
  /** run worker: make the data again from models and seed, and run nothing else. */
  rebuild: { args: RebuildArgs; reply: RunSummary };
  /** run worker: what stands behind a cell of the last run: a related object, a list of them; loaded now where it was not. */
  expand: { args: { readonly handle: number }; reply: ExpandReply };
  /** run worker: the tables of the database as they are. */
  inspect: { args: Record<never, never>; reply: InspectReply };
  /** run worker: the rows in the way of the last statement of the last run that a constraint refused. */
  conflict: { args: Record<never, never>; reply: ConflictReply };
  /** run worker: a statement of the last run, by its index, for the other databases. */
  dialects: { args: { readonly index: number }; reply: DialectsReply };
}
export type CallName = keyof Calls;
export type ToWorker = { [K in CallName]: { readonly id: number; readonly call: K; readonly args: Calls[K]['args'] } }[CallName];
export type WorkerEvent = ReadyEvent | LogEvent | ImageEvent | RowsEvent;

/** The worker has evaluated the core and takes calls. */
export interface ReadyEvent {
  readonly event: 'ready';
}

/** What a run did since the last such event, in order. */
export interface LogEvent {
  readonly event: 'log';
  /** The top-level statement that runs now. */
  readonly at: Place | null;
  readonly blocks: readonly ResultBlock[];
  readonly statements: readonly StatementEntry[];
  readonly statementCount: number;
  readonly console: readonly ConsoleLine[];
  readonly transactions: readonly TransactionMark[];
  /** Commits of the file so far. */
  readonly commits: number;
  /** Statements that wrote something since the last commit. */
  readonly uncommittedStatements: number;
}

/** The database's image (the first buffer) as the last commit left it: `base` once models and seed are through, `run` from the file itself. */
export interface ImageEvent {
  readonly event: 'image';
  readonly phase: 'base' | 'run';
  /** The line that committed. */
  readonly at: Place | null;
  /** Commits of the file that this image holds. */
  readonly commits: number;
}

/** All rows of a value whose block holds the first of them only; the first buffer holds them as row-pages.ts reads them. */
export interface RowsEvent {
  readonly event: 'rows';
  /** Position of the block among the blocks of the run. */
  readonly block: number;
  /** Rows in the buffer: not all of them where there are very many. */
  readonly rows: number;
  readonly columns: readonly RowsColumn[];
}

/** Where a column lies in the buffer, in bytes. `number`: doubles, NaN for null. `text` and `json`: UTF-8 at `from`, where each cell ends, in UTF-16 units, at `ends`. */
export interface RowsColumn {
  readonly kind: 'number' | 'text' | 'json';
  readonly from: number;
  readonly to: number;
  readonly ends: number;
}
