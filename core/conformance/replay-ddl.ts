import { mysqlDialect } from '../dialects/mysql/dialect.ts';
import { postgresDialect } from '../dialects/postgres/dialect.ts';
import { sqliteDialect } from '../dialects/sqlite/dialect.ts';
import type { Dialect } from '../engine/dialect.ts';
import { openCase } from './database-of-case.ts';
import { thrownOf } from './errors-of.ts';
import { CaseHost } from './host/host.ts';
import type { Case, Tree } from './load-cases.ts';
import { failed, type Outcome, verdict } from './outcome.ts';
import { errorDiffers, normalSql, type RecordedError, statementsDiffer } from './replay/compare.ts';
import { Replay } from './replay/python-replay.ts';
import { errorFault } from './replay-steps.ts';
import { createAllStatements, dropAllStatements } from './schema-statements.ts';

const dialects: ReadonlyMap<string, Dialect> = new Map<string, Dialect>([
  ['sqlite', sqliteDialect],
  ['postgresql', postgresDialect],
  ['mysql', mysqlDialect],
]);
type Texts = readonly (string | { readonly error: RecordedError })[];

/** Fills a metadata, compares the statements of `create_all` and `drop_all` for every dialect, and creates it on SQLite. */
export function replayDdl(recorded: Case, tree: Tree): Outcome {
  const opened = openCase(recorded);
  try {
    let error: unknown;
    try {
      const host = new CaseHost(opened.db, opened.models);
      const replay = new Replay(host);
      host.attach(replay);
      replay.run(tree.python);
      const fault = textsFault(recorded, opened.db.metadata);
      if (fault) return failed(fault);
      if (recorded.emitted) opened.db.createAll();
    } catch (thrown) {
      error = thrown;
    }
    const early = errorFault(recorded, error);
    if (early) return early;
    const statements = statementsDiffer(recorded.emitted ?? [], opened.log, { unordered: recorded.varies !== undefined });
    if (statements && !recorded.error) return failed(statements);
    return verdict(masterFault(recorded, opened.master()));
  } finally {
    opened.close();
  }
}

function textsFault(recorded: Case, metadata: Parameters<typeof createAllStatements>[0]): string | undefined {
  for (const [name, dialect] of dialects) {
    const expected = recorded.sql?.[name] as { create_all: Texts; drop_all: Texts } | undefined;
    if (!expected) continue;
    for (const [which, make] of [
      ['create_all', createAllStatements],
      ['drop_all', dropAllStatements],
    ] as const) {
      const unordered = recorded.varies?.includes(`sql.${name}.${which}`) ?? false;
      const fault = listFault(expected[which], () => make(metadata, dialect), unordered);
      if (fault) return `${name} ${which}: ${fault}`;
    }
  }
  return undefined;
}

function listFault(expected: Texts, make: () => readonly string[], unordered: boolean): string | undefined {
  const wanted = expected.find((text) => typeof text !== 'string') as { readonly error: RecordedError } | undefined;
  let got: readonly string[];
  try {
    got = make();
  } catch (error) {
    if (!wanted) throw error;
    return errorDiffers(wanted.error, thrownOf(error));
  }
  if (wanted) return `no error; recorded ${wanted.error.class}: ${wanted.error.message}`;
  const [a, b] = [expected, got].map((texts) => {
    const forms = texts.map((text) => normalSql(String(text)));
    return unordered ? forms.sort() : forms;
  }) as [string[], string[]];
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find((i) => a[i] !== b[i]);
  return at === undefined ? undefined : `statement ${at}\n  recorded ${a[at]}\n  got      ${b[at]}`;
}

function masterFault(recorded: Case, got: readonly (readonly (string | null)[])[]): string | undefined {
  if (!recorded.sqlite_master) return undefined;
  const form = (rows: readonly (readonly (string | null)[])[]): string[] =>
    rows.map((row) => normalSql(row.map(String).join(' | '))).sort();
  const [a, b] = [form(recorded.sqlite_master), form(got)];
  const at = a.findIndex((line, i) => line !== b[i]);
  return at < 0 && a.length === b.length ? undefined : `sqlite_master\n  recorded ${a[at]}\n  got      ${b[at]}`;
}
