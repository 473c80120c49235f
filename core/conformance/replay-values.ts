import type { Database } from '../orm/database.ts';
import { findState } from '../orm/object-state.ts';
import { Query } from '../orm/query.ts';
import { describe } from './host/describe.ts';
import { CaseHost } from './host/host.ts';
import type { Case, Tree } from './load-cases.ts';
import { failed, type Outcome, verdict } from './outcome.ts';
import type { PgliteCases, Way } from './pglite-cases.ts';
import { difference, encode, type Json } from './replay/compare.ts';
import { Journal } from './replay/journal.ts';
import type { Node } from './replay/python/syntax-tree.ts';
import { Replay } from './replay/python-replay.ts';
import { errorFault, tablesFault } from './replay-steps.ts';

/** A host over a session that answers later: attributes load by `session.load`, queries are awaited, a `with` ends by awaiting. */
class WaitingHost extends CaseHost {
  readonly #database: Database<'async'>;

  constructor(db: Database<'async'>, models: Readonly<Record<string, unknown>>) {
    super(db as never, models);
    this.#database = db;
  }

  load(object: unknown, name: string): Promise<unknown> | undefined {
    const isObject = typeof object === 'object' && object !== null && findState(object) !== null;
    return isObject ? this.#database.session.load(object, name) : undefined;
  }

  rows(value: unknown): Promise<Iterable<unknown>> | undefined {
    return value instanceof Query ? (value.all() as unknown as Promise<unknown[]>) : undefined;
  }

  override enter(context: unknown, name: string): ReturnType<CaseHost['enter']> {
    if (name !== 'begin_nested' && name !== 'begin') return super.enter(context, name);
    const transaction = context as { commit(): Promise<void>; rollback(): Promise<void> };
    const exit = async (error: unknown): Promise<boolean> => {
      if (error !== undefined) {
        await transaction.rollback();
        return false;
      }
      try {
        await transaction.commit();
      } catch (failure) {
        await transaction.rollback();
        throw failure;
      }
      return false;
    };
    return { value: context, exit: exit as never };
  }
}

/** Runs a case on PostgreSQL and compares values, errors and final tables; the text of statements is another one there. */
export async function replayValues(cases: PgliteCases, recorded: Case, tree: Tree, way: Way): Promise<Outcome> {
  const { db, models } = await cases.open(recorded, way);
  const host = way === 'waiting' ? new WaitingHost(db, models) : new CaseHost(db, models);
  const journal = new Journal();
  const replay = new Replay(host, journal);
  host.attach(replay);
  const run = <T>(work: () => T): T | Promise<T> => (way === 'waiting' ? journal.run(work) : work());
  const done: { value: Json; printed: readonly string[] }[] = [];
  let error: unknown;
  try {
    try {
      if (tree.setup) {
        for (const statement of tree.setup['body'] as readonly Node[]) await run(() => replay.statement(statement));
        await db.createAll();
      }
      for (const statement of tree.python['body'] as readonly Node[]) {
        const printed = host.printed.length;
        const value = await run(() => replay.statement(statement));
        done.push({ value: encode(value, describe), printed: host.printed.slice(printed) });
      }
    } catch (thrown) {
      error = thrown;
    }
    const early = errorFault(recorded, error);
    if (early) return early;
    const fault = valuesFault(recorded, done);
    if (fault) return failed(fault);
    await db.session.close();
    const contents = new Map<string, Awaited<ReturnType<PgliteCases['contents']>>>();
    for (const name of Object.keys(recorded.tables ?? {})) contents.set(name, await cases.contents(name));
    return verdict(tablesFault(recorded, (name) => contents.get(name)));
  } finally {
    await Promise.resolve(db.session.close()).catch(() => undefined);
    await db.engine.dispose();
  }
}

/** A statement shown as text has the dialect's own parameters. */
const sqliteText = (value: Json): Json => (typeof value === 'string' && /\bFROM\b/.test(value) ? value.replace(/\$\d+/g, '?') : value);

function valuesFault(recorded: Case, done: readonly { value: Json; printed: readonly string[] }[]): string | undefined {
  for (const [i, step] of (recorded.steps ?? []).entries()) {
    if (step.error) return undefined;
    const got = done[i];
    if (!got) return `step ${i} \`${step.py}\` did not run`;
    const sql = String(recorded.emitted?.[(step.emits?.[1] ?? 0) - 1]?.[0] ?? '');
    const unordered = /SELECT/.test(sql) && !/ORDER BY/.test(sql);
    const fault =
      difference(step.value ?? null, sqliteText(got.value), { unordered }) ??
      (step.printed ? difference(step.printed, got.printed, {}, 'printed') : undefined);
    if (fault) return `step ${i} \`${step.py}\` ${fault}`;
  }
  return undefined;
}
