import type { ImageEvent, Place, RunArgs, SessionStrip, WireError } from '../protocol.ts';
import { Handles } from './handles.ts';
import { type EntryHooks, importedFiles } from './link-modules.ts';
import { MessageBudget } from './message-budget.ts';
import type { OneDatabase } from './one-database.ts';
import { type Changes, ProjectStage } from './project-stage.ts';
import { RunLog } from './run-log.ts';
import type { RuntimeHost } from './runtime-host.ts';
import { shownValue } from './shown-value.ts';
import { SourcePlaces } from './source-places.ts';
import { toWireError } from './wire-error.ts';

/** Up to this size every commit sends the image at once; above, saving takes at most a quarter of the run. */
const imageAtOnce = 2 * 1024 * 1024;
const keptForStatements = 10;

export interface Base {
  readonly key: string;
  readonly image: Uint8Array;
  /** What the seed added, changed or deleted and never committed. */
  readonly uncommitted: Changes;
}

export interface Failure {
  readonly in: 'models' | 'seed' | 'run';
  readonly error: WireError;
}

export interface Outcome {
  readonly failure: Failure | null;
  readonly uncommitted: Changes;
  readonly session?: SessionStrip;
}

/** Objects that lines gave and that are told at the end, if no session holds them then. */
const seenLimit = 200;

/** The emitted code the base comes from: the same code gives the same base. */
export function baseKey({ files, models }: RunArgs, seed: string | null): string {
  const reached = new Set([...models, ...(seed === null ? [] : [seed])].flatMap((path) => [...importedFiles(path, files)]));
  return JSON.stringify([models, seed, files.filter(({ path }) => reached.has(path)).map(({ path, js }) => [path, js])]);
}

/** One press of Run. */
export class ProjectRun {
  readonly #host: RuntimeHost;
  readonly #args: RunArgs;
  readonly #places: SourcePlaces;
  readonly #budget: MessageBudget;
  readonly startedAt = performance.now();
  #savingMs = 0;
  #lastCommit: Place | null = null;
  #current: ProjectStage | null = null;
  readonly #seen = new Set<object>();
  readonly handles = new Handles();
  readonly log: RunLog;
  /** The seed file, unless it is the file that runs or one that this imports: it would seed twice. */
  readonly seed: string | null;

  constructor(host: RuntimeHost, args: RunArgs) {
    this.#host = host;
    this.#args = args;
    this.#places = new SourcePlaces(args.files);
    this.#budget = new MessageBudget(() => performance.now());
    this.log = new RunLog(
      (header, buffers) => host.post(header, buffers),
      this.#budget,
      args.entry,
      () => this.#places.here(),
    );
    this.seed = args.seed !== null && importedFiles(args.entry, args.files).has(args.seed) ? null : args.seed;
  }

  /** Builds the data from models and seed, over an empty database. */
  async buildBase(key: string): Promise<{ readonly base: Base | null; readonly failure: Failure | null }> {
    const { log } = this;
    const stage = this.#stage(null, () => {});
    let step: Failure['in'] = 'models';
    let failure: Failure | null = null;
    try {
      log.phase = 'schema';
      stage.evaluateModels(this.#args.models);
      stage.createTables();
      if (this.seed !== null) {
        step = 'seed';
        log.phase = 'seed';
        await stage.run(this.seed, silent);
      }
    } catch (error) {
      failure = { in: step, error: toWireError(error, this.#places) };
    }
    const uncommitted = stage.finish();
    const base = failure ? null : { key, image: stage.store.image(), uncommitted };
    stage.store.close();
    // The models run once more over the base, and need not be heard twice.
    log.isConsoleOpen = false;
    return { base, failure };
  }

  /** The base as the page is to keep it, where nothing runs over it. */
  postBase(image: Uint8Array): void {
    this.#postImage(image, 'base', null);
  }

  /** Runs `look` while nothing can be sent. */
  quietly<T>(look: () => T): T {
    return this.#current ? this.#current.quietly(look) : look();
  }

  /** @param image - the base, or the data as they are */
  over(image: Uint8Array): ProjectStage {
    const stage: ProjectStage = this.#stage(image, () => this.#saveCommit(stage.store, this.log.commit()));
    return stage;
  }

  /** Runs the file over its base, or over data that are kept. */
  async file(stage: ProjectStage, { isKept }: { readonly isKept: boolean }): Promise<Outcome> {
    const { log } = this;
    let step: Failure['in'] = 'models';
    let failure: Failure | null = null;
    try {
      log.phase = 'schema';
      stage.evaluateModels(this.#args.models);
      if (isKept) stage.createTables();
      step = 'run';
      log.phase = 'run';
      log.isConsoleOpen = true;
      this.#postImage(stage.store.image(), 'base', null);
      await stage.run(this.#args.entry, this.#hooks(stage));
    } catch (error) {
      failure = { in: step, error: toWireError(error, this.#places) };
    }
    const session = step === 'run' ? { ...stage.strip(this.#seen), flushes: log.flushes } : undefined;
    const uncommitted = stage.finish();
    if (step === 'run') {
      log.flush();
      this.#budget.force();
      this.#postImage(stage.store.image(), 'run', this.#lastCommit);
    }
    return { failure, uncommitted, session };
  }

  #stage(image: Uint8Array | null, afterCommit: () => void): ProjectStage {
    this.#current = new ProjectStage(this.#host, this.#args.files, image, this.log, afterCommit);
    return this.#current;
  }

  #hooks(stage: ProjectStage): EntryHooks {
    return {
      at: (line) => this.log.at(line),
      show: (line, endLine, source, name, value) => {
        const ended = performance.now();
        if (typeof value === 'object' && value !== null && this.#seen.size < seenLimit) this.#seen.add(value);
        const { value: shown, pack } = stage.quietly(() => shownValue(value, name !== null, this.handles));
        this.log.block({ line, endLine, source, name, value: shown }, ended, pack && (() => stage.quietly(pack)));
      },
    };
  }

  #saveCommit(store: OneDatabase, place: Place | null): void {
    if (this.log.phase !== 'run') return;
    this.#lastCommit = place;
    const isSmall = store.size <= imageAtOnce;
    const elapsed = performance.now() - this.startedAt;
    if (isSmall ? this.#budget.take(keptForStatements) : this.#savingMs <= elapsed / 4) this.#postImage(store.image(), 'run', place);
  }

  #postImage(image: Uint8Array, phase: ImageEvent['phase'], at: Place | null): void {
    const started = performance.now();
    const event: ImageEvent = { event: 'image', phase, at, commits: this.log.commits };
    const bytes = image.slice().buffer;
    this.#host.post(JSON.stringify(event), [bytes]);
    this.#savingMs += performance.now() - started;
  }
}

const silent: EntryHooks = { at: () => {}, show: () => {} };
