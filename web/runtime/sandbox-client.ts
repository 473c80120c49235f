import type { EndReason, LoadAssets, RunOutcome, RuntimeClient, RuntimeListeners, RuntimeStatus } from './client.ts';
import type {
  Calls,
  ConflictReply,
  DialectsReply,
  EvaluateArgs,
  EvaluateReply,
  ExpandReply,
  ExplainReply,
  InspectReply,
  OpenReply,
  RebuildArgs,
  RunArgs,
  RunSummary,
  WireError,
  WorkerEvent,
} from './protocol.ts';
import { RowPages } from './row-pages.ts';
import { RunRecord } from './run-record.ts';
import { RuntimeError } from './runtime-error.ts';
import { type SandboxAssets, SandboxFrame, type WorkerRole } from './sandbox-frame.ts';
import { askLimitMs, modelsLimitMs } from './sandbox-limits.ts';
import { WorkerCallError, WorkerEndedError, WorkerLink } from './worker-link.ts';

/** Worker text and WebAssembly come when first needed: neither belongs to the page's first script. */
async function loadAssets(): Promise<SandboxAssets> {
  const [script, wasm] = await Promise.all([
    import('./worker/main.ts?bundle').then((module) => module.default),
    import('sql.js/dist/sql-wasm-browser.wasm?url').then(async ({ default: url }) => {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response.arrayBuffer();
    }),
  ]);
  return { script, wasm };
}

const wire = (code: string, message: string, facts: Readonly<Record<string, string>> = {}): WireError => ({
  name: 'Error',
  code,
  facts,
  message,
  frames: [],
});

const endMessages: Readonly<Record<EndReason, string>> = {
  stopped: 'The run was stopped.',
  'too-many-messages': 'The program sent messages faster than the page reads them and was ended.',
  'message-too-large': 'The program sent a message larger than the page reads and was ended.',
  'image-too-large': 'The database has outgrown what the page can keep, and the program was ended.',
  'malformed-message': 'The program sent something that is no message of the runtime and was ended.',
  silent: 'The program used up its memory and was ended.',
  navigated: 'The program’s frame loaded another document and was ended.',
  crashed: 'The program’s worker did not start.',
};

/** A run that takes longer may be stopped: a second worker is made ready for what comes after it. */
const spareAfterMs = 250;

const sqliteHeader = 'SQLite format 3\0';

function isImage(bytes: Uint8Array): boolean {
  return bytes.length === 0 || String.fromCharCode(...bytes.subarray(0, sqliteHeader.length)) === sqliteHeader;
}

interface Waiting {
  args: EvaluateArgs;
  readonly promise: Promise<EvaluateReply>;
  resolve(reply: EvaluateReply): void;
}

interface CurrentRun {
  readonly record: RunRecord;
  isStopped: boolean;
  readonly done: Promise<unknown>;
}

/** The client itself; client.ts loads it when something is first asked of it. */
export class SandboxClient implements RuntimeClient {
  readonly #listeners: RuntimeListeners;
  readonly #load: LoadAssets;
  #assets: Promise<SandboxAssets> | null = null;
  #frame: Promise<SandboxFrame> | null = null;
  readonly #links = new Map<WorkerRole, WorkerLink>();
  /** Takes the place of a run worker that is ended, while a long run goes on. */
  #spare: WorkerLink | null = null;
  #evaluating = false;
  #waiting: Waiting | null = null;
  #current: CurrentRun | null = null;
  #record: RunRecord | null = null;
  /** The run worker that has the data. */
  #opened: WorkerLink | null = null;
  #image: Uint8Array<ArrayBuffer> | null = null;
  #isDisposed = false;

  constructor(listeners: RuntimeListeners, load: LoadAssets = loadAssets) {
    this.#listeners = listeners;
    this.#load = load;
  }

  async start(): Promise<void> {
    try {
      await Promise.all([(await this.#link('run')).whenReady(), (await this.#link('models')).whenReady()]);
    } catch (error) {
      this.#asRuntimeError(error);
    }
  }

  async evaluate(args: EvaluateArgs): Promise<EvaluateReply> {
    if (this.#evaluating) {
      this.#waiting = this.#waiting ? Object.assign(this.#waiting, { args }) : makeWaiting(args);
      return this.#waiting.promise;
    }
    this.#evaluating = true;
    try {
      return await this.#evaluateNow(args);
    } finally {
      this.#evaluating = false;
      const next = this.#waiting;
      this.#waiting = null;
      if (next) void this.evaluate(next.args).then(next.resolve);
    }
  }

  async #evaluateNow(args: EvaluateArgs): Promise<EvaluateReply> {
    try {
      const link = await this.#link('models');
      await link.whenReady();
      const watch = watchdog(modelsLimitMs, () => link.end('stopped'));
      try {
        return await link.call('evaluate', args);
      } catch (error) {
        throw watch.hasFired ? neverEnds(args) : error;
      } finally {
        watch.clear();
      }
    } catch (error) {
      return { schema: null, registry: '', error: this.#asRuntimeError(error).wire };
    }
  }

  run(args: RunArgs): Promise<RunOutcome> {
    return this.#begin((link) => link.call('run', args), args.data === 'keep');
  }

  rebuild(args: RebuildArgs): Promise<RunOutcome> {
    return this.#begin((link) => link.call('rebuild', args), false);
  }

  #begin(call: (link: WorkerLink) => Promise<RunSummary>, needsData: boolean): Promise<RunOutcome> {
    if (this.#current) throw new RuntimeError(wire('run-goes-on', 'A run goes on. Stop it, or wait for its end.'));
    const record = new RunRecord(performance.now());
    const done = this.#runNow(record, call, needsData).finally(() => {
      this.#current = null;
      this.#tell({ state: 'ready' });
    });
    this.#current = { record, isStopped: false, done };
    this.#record = record;
    this.#tell({ state: 'running' });
    return done;
  }

  async #runNow(record: RunRecord, call: (link: WorkerLink) => Promise<RunSummary>, needsData: boolean): Promise<RunOutcome> {
    try {
      const link = await this.#link('run');
      await link.whenReady();
      if (this.#current?.isStopped) link.end('stopped');
      if (needsData && this.#opened !== link && this.#image) await this.#reopen();
      this.#opened = link;
      const timer = setTimeout(() => void this.#makeSpare(), spareAfterMs);
      const reply = await call(link).finally(() => clearTimeout(timer));
      this.#spare?.end('stopped');
      return { status: 'done', reply: record.finish(reply) };
    } catch (error) {
      if (!(error instanceof WorkerEndedError)) throw this.#asRuntimeError(error);
      return { status: 'ended', ended: record.end(error.reason, await this.#reopen(), performance.now()) };
    }
  }

  async stop(): Promise<void> {
    const current = this.#current;
    if (!current) return;
    current.isStopped = true;
    this.#links.get('run')?.end('stopped');
    await current.done.catch(() => {});
  }

  async open(image: Uint8Array | null): Promise<OpenReply> {
    if (this.#current) throw new RuntimeError(wire('run-goes-on', 'A run goes on. Stop it, or wait for its end.'));
    const bytes = image && new Uint8Array(image);
    if (bytes && !isImage(bytes)) throw new RuntimeError(wire('not-a-database', 'The file is not a SQLite database.'));
    const before = this.#image;
    this.#image = bytes;
    try {
      return await this.#reopen();
    } catch (error) {
      this.#image = before;
      throw this.#asRuntimeError(error);
    }
  }

  /** Opens the newest image in the run worker, which is a new one where the last has ended. */
  async #reopen(): Promise<OpenReply> {
    const link = await this.#link('run');
    this.#opened = link;
    return link.call('open', {}, this.#image ? [this.#image.slice().buffer] : []);
  }

  expand(handle: number): Promise<ExpandReply> {
    return this.#ask('expand', { handle });
  }

  inspect(): Promise<InspectReply> {
    return this.#ask('inspect', {});
  }

  explain(sql: string): Promise<ExplainReply> {
    return this.#ask('explain', { sql });
  }

  conflict(): Promise<ConflictReply> {
    return this.#ask('conflict', {});
  }

  dialects(index: number): Promise<DialectsReply> {
    return this.#ask('dialects', { index });
  }

  /** A question to the run worker beside a run. */
  async #ask<Name extends 'expand' | 'inspect' | 'explain' | 'dialects' | 'conflict'>(
    name: Name,
    args: Calls[Name]['args'],
  ): Promise<Calls[Name]['reply']> {
    if (this.#current) throw new RuntimeError(wire('run-goes-on', 'A run goes on. Stop it, or wait for its end.'));
    try {
      const link = await this.#link('run');
      // A worker that was made anew, or with the page, has no data yet.
      if (this.#opened !== link && this.#image) await this.#reopen();
      // What is asked can run the user's own code, which need not come to an end.
      const watch = watchdog(askLimitMs, () => link.end('stopped'));
      return await link.call(name, args).finally(watch.clear);
    } catch (error) {
      throw this.#asRuntimeError(error);
    }
  }

  rows(block: number): RowPages | null {
    return this.#record?.rows(block) ?? null;
  }

  exportImage(): Uint8Array<ArrayBuffer> | null {
    return this.#image?.slice() ?? null;
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.#frame?.then((frame) => frame.dispose()).catch(() => {});
    for (const link of this.#all()) link.lose('stopped');
  }

  async #link(role: WorkerRole): Promise<WorkerLink> {
    const frame = await this.#readyFrame();
    const known = this.#links.get(role);
    if (known?.isAlive) return known;
    const spare = role === 'run' && this.#spare?.isAlive ? this.#spare : null;
    if (spare) this.#spare = null;
    const link = spare ?? this.#newLink(frame, role);
    this.#links.set(role, link);
    return link;
  }

  #newLink(frame: SandboxFrame, role: WorkerRole): WorkerLink {
    const link = new WorkerLink(frame, role, {
      onEvent: (event, buffers, headerLength) => this.#takeEvent(link, event, buffers, headerLength),
      onEnded: () => {
        if (this.#links.get(role) === link) this.#links.delete(role);
        if (this.#spare === link) this.#spare = null;
      },
    });
    return link;
  }

  async #makeSpare(): Promise<void> {
    const frame = await this.#readyFrame().catch(() => null);
    if (frame && this.#current && !this.#current.isStopped && !this.#spare) this.#spare = this.#newLink(frame, 'run');
  }

  #readyFrame(): Promise<SandboxFrame> {
    this.#frame ??= this.#makeFrame();
    return this.#frame;
  }

  async #makeFrame(): Promise<SandboxFrame> {
    this.#tell({ state: 'starting' });
    try {
      this.#assets ??= this.#load();
      const { script, wasm } = await this.#assets;
      const frame = await SandboxFrame.make({ script, wasm: wasm.slice(0) }, (reason) => this.#loseFrame(reason));
      if (this.#isDisposed) frame.dispose();
      if (!this.#current) this.#tell({ state: 'ready' });
      return frame;
    } catch (error) {
      // What failed to arrive is asked for again by the next call.
      this.#assets = null;
      this.#frame = null;
      const failure = wire('runtime-not-loaded', 'The runtime could not be loaded.', {
        reason: error instanceof Error ? error.message : String(error),
      });
      this.#tell({ state: 'failed', error: failure });
      throw new RuntimeError(failure);
    }
  }

  #all(): WorkerLink[] {
    return [...this.#links.values(), ...(this.#spare ? [this.#spare] : [])];
  }

  #loseFrame(reason: EndReason): void {
    this.#frame = null;
    const links = this.#all();
    this.#links.clear();
    for (const link of links) link.lose(reason);
    if (!this.#isDisposed) void this.start();
  }

  #takeEvent(link: WorkerLink, event: WorkerEvent, buffers: readonly ArrayBuffer[], headerLength: number): void {
    const record = this.#current?.record;
    if (!record || link !== this.#links.get('run')) return;
    switch (event.event) {
      case 'log':
        if (!record.add(event, headerLength)) link.end('too-many-messages');
        this.#listeners.onLog?.(record.log());
        return;
      case 'image': {
        const bytes = buffers[0] && new Uint8Array(buffers[0]);
        if (!bytes || !isImage(bytes)) {
          link.end('malformed-message');
          return;
        }
        record.keep(event);
        this.#image = bytes;
        this.#listeners.onImage?.({ bytes, phase: event.phase, at: event.at, commits: event.commits });
        return;
      }
      case 'rows':
        try {
          if (buffers[0]) record.keepRows(event.block, new RowPages(event, buffers[0]));
        } catch {
          link.end('malformed-message');
        }
        return;
      case 'ready':
        return;
    }
  }

  #asRuntimeError(error: unknown): RuntimeError {
    if (error instanceof RuntimeError) return error;
    if (error instanceof WorkerCallError) return new RuntimeError(error.wire);
    if (error instanceof WorkerEndedError) return new RuntimeError(wire(error.reason, endMessages[error.reason]));
    return new RuntimeError(wire('runtime-not-loaded', error instanceof Error ? error.message : String(error)));
  }

  #tell(status: RuntimeStatus): void {
    if (!this.#isDisposed) this.#listeners.onStatus?.(status);
  }
}

function makeWaiting(args: EvaluateArgs): Waiting {
  let resolve!: (reply: EvaluateReply) => void;
  const promise = new Promise<EvaluateReply>((settle) => {
    resolve = settle;
  });
  return { args, promise, resolve };
}

function neverEnds({ entries }: EvaluateArgs): RuntimeError {
  const seconds = String(modelsLimitMs / 1000);
  const files = entries.join(', ');
  return new RuntimeError(
    wire('models-do-not-end', `${files} did not come to its end within ${seconds} seconds. Look for a loop that never ends.`, {
      files,
      seconds,
    }),
  );
}

/** Fires once after `ms`, with a moment's grace for an answer that already waits behind a busy page. */
function watchdog(ms: number, fire: () => void): { readonly hasFired: boolean; clear(): void } {
  const state = { hasFired: false, clear: () => clearTimeout(timer) };
  let timer = setTimeout(() => {
    timer = setTimeout(() => {
      state.hasFired = true;
      fire();
    }, 50);
  }, ms);
  return state;
}
