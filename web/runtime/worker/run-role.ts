import type { ConsoleLine, DialectsReply, ExplainReply, OpenReply, RunArgs, RunSummary } from '../protocol.ts';
import { inOtherDialects } from './core-library.ts';
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
    if (args.data === 'keep') return this.#runOver(run, this.#database.image(), 'kept', nothing);
    const key = baseKey(args, run.seed);
    const isKnown = this.#base?.key === key;
    const { base, failure } = isKnown ? { base: this.#base, failure: null } : await run.buildBase(key);
    if (!base) return this.#summary(run, { base: 'none', failure, uncommitted: nothing, seedUncommitted: nothing });
    this.#base = base;
    return this.#runOver(run, base.image, isKnown ? 'cached' : 'built', base.uncommitted);
  }

  /** How the database would go about a statement. @throws Error when it is none */
  explain(sql: string): ExplainReply {
    return this.#database.explain(sql);
  }

  /** A statement of the last run for the other databases. */
  dialects(index: number): DialectsReply {
    const sql = this.#run?.log.sqlOf(index);
    return sql ? inOtherDialects(sql) : { postgres: null, mysql: null };
  }

  async #runOver(run: ProjectRun, image: Uint8Array, base: RunSummary['base'], seedUncommitted: Changes): Promise<RunSummary> {
    const stage = run.over(image);
    const outcome = await run.file(stage, { isKept: base === 'kept' });
    if (outcome.failure?.in === 'models') stage.store.close();
    else this.#replaceDatabase(stage.store);
    return this.#summary(run, { ...outcome, base, seedUncommitted });
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
