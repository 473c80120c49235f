import type {
  ConflictReply,
  DialectsReply,
  EvaluateArgs,
  EvaluateReply,
  ExpandReply,
  ExplainReply,
  ImageEvent,
  InspectReply,
  OpenReply,
  RebuildArgs,
  RunArgs,
  RunLog,
  RunReply,
  WireError,
} from './protocol.ts';
import type { RowPages } from './row-pages.ts';
import type { EndedRun } from './run-record.ts';
import { RuntimeError } from './runtime-error.ts';
import type { SandboxAssets } from './sandbox-frame.ts';

export type { EndedRun } from './run-record.ts';
export { RuntimeError } from './runtime-error.ts';
export type { EndReason } from './sandbox-frame.ts';

export type RuntimeStatus =
  | { readonly state: 'idle' | 'starting' | 'ready' | 'running' }
  /** Something of the runtime did not arrive; the next call tries again. */
  | { readonly state: 'failed'; readonly error: WireError };

/** The newest image of the database: what a Stop brings back, what an export holds, what is to be stored. */
export interface RuntimeImage extends Omit<ImageEvent, 'event'> {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** How a run ended: by itself (an error of the user's code among it), or by its worker being ended. */
export type RunOutcome = { readonly status: 'done'; readonly reply: RunReply } | { readonly status: 'ended'; readonly ended: EndedRun };

export interface RuntimeListeners {
  onStatus?(status: RuntimeStatus): void;
  /** All of the run so far, several times a second while it goes on. */
  onLog?(log: RunLog): void;
  /** Comes after commits, up to some fifty times a second: keep the newest. */
  onImage?(image: RuntimeImage): void;
}

export interface RuntimeClient {
  /** Makes the frame and its workers; the calls below do so themselves. Never rejects: the status says what failed. */
  start(): Promise<void>;
  /** Evaluates the models without a database. While one call is under way the next waits, and only the newest waiting one is done. */
  evaluate(args: EvaluateArgs): Promise<EvaluateReply>;
  /** Rebuilds the data and runs a file. @throws RuntimeError with code `run-goes-on` */
  run(args: RunArgs): Promise<RunOutcome>;
  /** Ends the run that goes on; resolves when the data of its newest commit are open again. */
  stop(): Promise<void>;
  /** Opens a stored image, or an empty database. @throws RuntimeError when it is no database */
  open(image: Uint8Array | null): Promise<OpenReply>;
  /** Makes the data again from models and seed, and runs nothing else. @throws RuntimeError with code `run-goes-on` */
  rebuild(args: RebuildArgs): Promise<RunOutcome>;
  /** What stands behind a cell of the last run, by its handle. @throws RuntimeError, also where the run is not the last one any more */
  expand(handle: number): Promise<ExpandReply>;
  /** The tables of the database as they are. @throws RuntimeError with code `run-goes-on` */
  inspect(): Promise<InspectReply>;
  /** How the database would go about a statement. @throws RuntimeError when it is none, or with code `run-goes-on` */
  explain(sql: string): Promise<ExplainReply>;
  /** The rows in the way of the statement that a constraint refused last. @throws RuntimeError with code `run-goes-on` */
  conflict(): Promise<ConflictReply>;
  /** A statement of the last run, by its index, for the other databases. @throws RuntimeError with code `run-goes-on` */
  dialects(index: number): Promise<DialectsReply>;
  /** All rows of a block of the last run whose value holds only the first of them; `null` where there are no more, or the page was loaded since. */
  rows(block: number): RowPages | null;
  /** The database as a file's bytes, as the newest commit left it; `null` while there is none. */
  exportImage(): Uint8Array<ArrayBuffer> | null;
  dispose(): void;
}

/** `load` is replaced where a test starts the sandbox with a script of its own. */
export type LoadAssets = () => Promise<SandboxAssets>;

export function createRuntimeClient(listeners: RuntimeListeners = {}, load?: LoadAssets): RuntimeClient {
  return new LazyClient(listeners, load);
}

/** Stands for the client until something is asked of it: frame, protocol and worker are no part of the page's first script. */
class LazyClient implements RuntimeClient {
  readonly #listeners: RuntimeListeners;
  readonly #load: LoadAssets | undefined;
  #client: RuntimeClient | null = null;
  #loading: Promise<RuntimeClient> | null = null;
  #isDisposed = false;

  constructor(listeners: RuntimeListeners, load: LoadAssets | undefined) {
    this.#listeners = listeners;
    this.#load = load;
  }

  /** @throws RuntimeError with code `runtime-not-loaded`; the next call tries again */
  #get(): Promise<RuntimeClient> {
    this.#loading ??= this.#make();
    return this.#loading;
  }

  async #make(): Promise<RuntimeClient> {
    try {
      const { SandboxClient } = await import('./sandbox-client.ts');
      this.#client = new SandboxClient(this.#listeners, this.#load);
      if (this.#isDisposed) this.#client.dispose();
      return this.#client;
    } catch (cause) {
      this.#loading = null;
      const reason = cause instanceof Error ? cause.message : String(cause);
      const facts = { reason };
      const error: WireError = {
        name: 'Error',
        code: 'runtime-not-loaded',
        facts,
        message: 'The runtime could not be loaded.',
        frames: [],
      };
      this.#listeners.onStatus?.({ state: 'failed', error });
      throw new RuntimeError(error);
    }
  }

  async start(): Promise<void> {
    const client = await this.#get().catch(() => null);
    await client?.start();
  }

  async evaluate(args: EvaluateArgs): Promise<EvaluateReply> {
    try {
      return await (await this.#get()).evaluate(args);
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      return { schema: null, registry: '', error: error.wire };
    }
  }

  async run(args: RunArgs): Promise<RunOutcome> {
    return (await this.#get()).run(args);
  }

  async stop(): Promise<void> {
    await (await this.#loading?.catch(() => null))?.stop();
  }

  async open(image: Uint8Array | null): Promise<OpenReply> {
    return (await this.#get()).open(image);
  }

  async rebuild(args: RebuildArgs): Promise<RunOutcome> {
    return (await this.#get()).rebuild(args);
  }

  async expand(handle: number): Promise<ExpandReply> {
    return (await this.#get()).expand(handle);
  }

  async inspect(): Promise<InspectReply> {
    return (await this.#get()).inspect();
  }

  async explain(sql: string): Promise<ExplainReply> {
    return (await this.#get()).explain(sql);
  }

  async conflict(): Promise<ConflictReply> {
    return (await this.#get()).conflict();
  }

  async dialects(index: number): Promise<DialectsReply> {
    return (await this.#get()).dialects(index);
  }

  rows(block: number): RowPages | null {
    return this.#client?.rows(block) ?? null;
  }

  exportImage(): Uint8Array<ArrayBuffer> | null {
    return this.#client?.exportImage() ?? null;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#client?.dispose();
  }
}
