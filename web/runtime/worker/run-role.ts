import type {
  ConflictReply,
  ConsoleLine,
  DialectsReply,
  ExpandReply,
  ExplainReply,
  InspectReply,
  LogEvent,
  OpenReply,
  RebuildArgs,
  RunArgs,
  RunSummary,
  StatementEntry,
} from '../protocol.ts';
import { inOtherDialects, inspectDatabase, listen, serveSqlite } from './core-library.ts';
import { findConflict } from './find-conflict.ts';
import { onlyAtTheEnd } from './message-budget.ts';
import { OneDatabase } from './one-database.ts';
import { type Base, baseKey, type Outcome, ProjectRun } from './project-run.ts';
import type { Changes, ProjectStage } from './project-stage.ts';
import { RunLog } from './run-log.ts';
import type { RuntimeHost } from './runtime-host.ts';
import { shownValue } from './shown-value.ts';

const nothing: Changes = { added: 0, changed: 0, deleted: 0 };

/** What the run worker does: it holds the data, rebuilds them, and runs files over them. */
export class RunRole {
  readonly #host: RuntimeHost;
  #database: OneDatabase;
  #base: Base | null = null;
  #run: ProjectRun | null = null;
  /** The modules and sessions of the last run, kept for looks at what it gave. */
  #stage: ProjectStage | null = null;

  constructor(host: RuntimeHost) {
    this.#host = host;
    this.#database = new OneDatabase(host, null);
  }

  /** What the program prints goes to the run that goes on, or to the last one. */
  print(level: ConsoleLine['level'], write: () => string): void {
    const run = this.#run;
    run?.log.console(level, run.quietly(write));
  }

  /** @throws DatabaseError when the image is no database */
  open(image: Uint8Array | null): OpenReply {
    this.#stage = null;
    this.#replaceDatabase(new OneDatabase(this.#host, image));
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

  /** Makes the data again from models and seed. A failure leaves them as they are. */
  async rebuild(args: RebuildArgs): Promise<RunSummary> {
    const run = new ProjectRun(this.#host, { ...args, entry: '' });
    this.#run = run;
    const { base, failure } = await run.buildBase(baseKey({ ...args, entry: '' }, run.seed));
    if (!base) return this.#summary(run, { base: 'none', failure, uncommitted: nothing, seedUncommitted: nothing });
    this.#base = base;
    this.#stage = null;
    this.#replaceDatabase(new OneDatabase(this.#host, base.image));
    run.postBase(base.image);
    return this.#summary(run, { base: 'built', failure: null, uncommitted: nothing, seedUncommitted: base.uncommitted });
  }

  /** What stands behind a cell of the last run. @throws Error when it stands for nothing any more, or what the loading throws */
  expand(handle: number): ExpandReply {
    const [run, stage] = [this.#run, this.#stage];
    const target = run?.handles.get(handle);
    if (!run || !stage || !target) throw new Error('The run this value belongs to is over. Run again to look into it.');
    const statements: StatementEntry[] = [];
    const take = (header: string): void => void statements.push(...(JSON.parse(header) as LogEvent).statements);
    const log = new RunLog(take, onlyAtTheEnd, '', () => null);
    log.phase = 'run';
    const stop = listen(log);
    try {
      const value = stage.expand(target);
      return { value: stage.quietly(() => shownValue(value, true, run.handles)).value, statements };
    } finally {
      stop();
      log.flush();
      stage.endExpansion();
    }
  }

  /** The tables of the database as they are. */
  inspect(): InspectReply {
    const database = this.#database;
    serveSqlite(() => database.connectAgain());
    return { schema: inspectDatabase() };
  }

  /** How the database would go about a statement. @throws Error when it is none */
  explain(sql: string): ExplainReply {
    return this.#database.explain(sql);
  }

  /** The rows in the way of the statement of the last run that a constraint refused. */
  conflict(): ConflictReply {
    const refused = this.#run?.log.refused;
    if (!refused) return { table: null, columns: [], value: null, isOwn: false };
    return findConflict(refused, this.inspect().schema, (sql, params) => this.#database.select(sql, params));
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
    else {
      this.#replaceDatabase(stage.store);
      this.#stage = stage;
    }
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
