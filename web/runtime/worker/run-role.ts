import type { ConsoleLine, OpenReply, RunArgs, RunSummary } from '../protocol.ts';
import { OneDatabase } from './one-database.ts';
import { type Base, baseKey, type Outcome, ProjectRun } from './project-run.ts';
import type { Changes } from './project-stage.ts';
import type { RuntimeHost } from './runtime-host.ts';

const nothing: Changes = { added: 0, changed: 0, deleted: 0 };

/** What the run worker does: it holds the data, rebuilds them, and runs files over them. */
export class RunRole {
  readonly #host: RuntimeHost;
  #database: OneDatabase;
  #base: Base | null = null;
  #run: ProjectRun | null = null;

  constructor(host: RuntimeHost) {
    this.#host = host;
    this.#database = new OneDatabase(host.sqlJs, null);
  }

  /** What the program prints goes to the run that goes on, or to the last one. */
  print(level: ConsoleLine['level'], write: () => string): void {
    const run = this.#run;
    run?.log.console(level, run.quietly(write));
  }

  /** @throws DatabaseError when the image is no database */
  open(image: Uint8Array | null): OpenReply {
    this.#replaceDatabase(new OneDatabase(this.#host.sqlJs, image));
    return this.#database.describe();
  }

  async run(args: RunArgs): Promise<RunSummary> {
    const run = new ProjectRun(this.#host, args);
    this.#run = run;
    const key = baseKey(args, run.seed);
    const isKept = this.#base?.key === key;
    const { base, failure } = isKept ? { base: this.#base, failure: null } : await run.buildBase(key);
    if (!base) return this.#summary(run, { base: 'none', failure, uncommitted: nothing, seedUncommitted: nothing });
    this.#base = base;
    const stage = run.overBase(base.image);
    const outcome = await run.file(stage);
    if (outcome.failure?.in === 'models') stage.store.close();
    else this.#replaceDatabase(stage.store);
    return this.#summary(run, { ...outcome, base: isKept ? 'cached' : 'built', seedUncommitted: base.uncommitted });
  }

  #summary(run: ProjectRun, { failure, ...outcome }: Outcome & Pick<RunSummary, 'base' | 'seedUncommitted'>): RunSummary {
    run.log.flush();
    return {
      ...this.#database.describe(),
      ...outcome,
      error: failure?.error ?? null,
      failedIn: failure?.in ?? null,
      committedRows: run.log.committedRows,
      durationMs: performance.now() - run.startedAt,
    };
  }

  #replaceDatabase(database: OneDatabase): void {
    this.#database.close();
    this.#database = database;
  }
}
