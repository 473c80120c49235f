import { type CaseDatabase, openCase } from './database-of-case.ts';
import { thrownOf } from './errors-of.ts';
import { describe } from './host/describe.ts';
import { CaseHost } from './host/host.ts';
import type { Case, TableContents, Tree } from './load-cases.ts';
import { failed, type Outcome, verdict } from './outcome.ts';
import { difference, encode, errorDiffers, type Json, type RecordedError, statementsDiffer } from './replay/compare.ts';
import { NotReadable, PythonError } from './replay/python/errors.ts';
import type { Node } from './replay/python/syntax-tree.ts';
import { Replay } from './replay/python-replay.ts';

interface Done {
  readonly value: Json;
  readonly from: number;
  readonly to: number;
  readonly printed: readonly string[];
}

/** Where a case is replayed. */
export interface Place {
  open(recorded: Case): CaseDatabase;
  /** Whether statements are compared: their text was recorded on SQLite. */
  readonly comparesSql: boolean;
}

const onSqlite: Place = { open: openCase, comparesSql: true };

/** Runs a case statement by statement and compares values, errors and final tables; on SQLite the statements as well. */
export function replaySteps(recorded: Case, tree: Tree, place: Place = onSqlite): Outcome {
  const opened = place.open(recorded);
  const done: Done[] = [];
  let error: unknown;
  try {
    const host = new CaseHost(opened.db, opened.models);
    const replay = new Replay(host);
    host.attach(replay);
    try {
      if (tree.setup) {
        replay.run(tree.setup);
        opened.db.createAll();
        opened.log.length = 0;
      }
      for (const statement of tree.python['body'] as readonly Node[]) {
        const [from, printed] = [opened.log.length, host.printed.length];
        const value = encode(replay.statement(statement), describe);
        done.push({ value, from, to: opened.log.length, printed: host.printed.slice(printed) });
      }
    } catch (thrown) {
      error = thrown;
      if (recorded.error_in === 'setup') opened.log.length = 0;
    }
    const early = errorFault(recorded, error);
    if (early) return early;
    const fault = stepsFault(recorded, done, opened.log, place) ?? (place.comparesSql ? statementsFault(recorded, opened.log) : undefined);
    if (fault) return failed(fault);
    opened.db.session.close(); // the tables were recorded after what was not committed was gone
    return verdict(tablesFault(recorded, opened.contents));
  } finally {
    opened.close();
  }
}

/** The outcome that the error alone decides; `undefined` where the comparison goes on. */
export function errorFault(recorded: Case, error: unknown): Outcome | undefined {
  const expected: RecordedError | undefined = recorded.error ?? recorded.compile_error;
  if (error instanceof NotReadable) return { kind: 'lacking', why: error.message };
  if (error === undefined) return expected ? failed(`no error; recorded ${expected.class}: ${expected.message.slice(0, 120)}`) : undefined;
  const thrown = thrownOf(error);
  const isMissing = error instanceof PythonError && error.name === 'AttributeError' && expected?.class !== 'AttributeError';
  if (isMissing) return { kind: 'lacking', why: thrown.message };
  if (!expected) return failed(`${thrown.names[0]}: ${thrown.message}\n${(error as Error).stack?.split('\n').slice(1, 8).join('\n')}`);
  if (['TypeError', 'RangeError', 'ReferenceError'].includes(thrown.names[0] ?? '') && !(error instanceof PythonError))
    return failed(`JavaScript's own ${thrown.names[0]}: ${thrown.message}\n${(error as Error).stack?.split('\n').slice(1, 8).join('\n')}`);
  const fault = errorDiffers(expected, thrown);
  return fault ? failed(`error: ${fault}`) : undefined;
}

const lastStatement = (recorded: Case, to: number): string => (recorded.emitted?.[to - 1]?.[0] ?? '') as string;

function stepsFault(
  recorded: Case,
  done: readonly Done[],
  log: ReturnType<typeof openCase>['log'],
  { comparesSql }: Place,
): string | undefined {
  for (const [i, step] of (recorded.steps ?? []).entries()) {
    if (step.error) return undefined;
    const got = done[i];
    if (!got) return `step ${i} \`${step.py}\` did not run`;
    const varies = recorded.varies?.some((path) => path === 'emitted' || path.startsWith(`steps[${i}]`)) ?? false;
    const sql = lastStatement(recorded, step.emits?.[1] ?? 0);
    const unordered = /SELECT/.test(sql) && !/ORDER BY/.test(sql);
    const isSql = typeof step.value === 'string' && /^(SELECT|INSERT|UPDATE|DELETE)\b/.test(step.value);
    const fault =
      (isSql && !comparesSql ? undefined : difference(step.value ?? null, got.value, { unordered })) ??
      (step.printed ? difference(step.printed, got.printed, {}, 'printed') : undefined) ??
      (comparesSql
        ? statementsDiffer(recorded.emitted?.slice(...(step.emits ?? [0, 0])) ?? [], log.slice(got.from, got.to), { unordered: varies })
        : undefined);
    if (fault) return `step ${i} \`${step.py}\` ${fault}`;
  }
  return undefined;
}

function statementsFault(recorded: Case, log: ReturnType<typeof openCase>['log']): string | undefined {
  return statementsDiffer(recorded.emitted ?? [], log, { unordered: recorded.varies?.includes('emitted') ?? false });
}

const isPickle = (cell: Json | undefined): boolean =>
  /^80[45]/.test(String((cell as { __bytes__?: string } | null)?.__bytes__ ?? '').replace('800', '80'));

/** Pickles are Python's own: a column that holds one is not compared. */
function withoutPickles(rows: readonly (readonly Json[])[], recorded = rows): Json {
  const columns = new Set(recorded.flatMap((row) => row.flatMap((cell, i) => (isPickle(cell) ? [i] : []))));
  return rows.map((row) => row.filter((_, i) => !columns.has(i)));
}

export function tablesFault(recorded: Case, contents: (table: string) => TableContents | undefined): string | undefined {
  for (const [name, expected] of Object.entries(recorded.tables ?? {})) {
    const got = contents(name);
    if (!got) return `table ${name} is missing`;
    const fault =
      difference(expected.columns, got.columns, {}, `${name}.columns`) ??
      difference(withoutPickles(expected.rows), withoutPickles(got.rows, expected.rows), { unordered: true });
    if (fault) return `table ${name}: ${fault}`;
  }
  return undefined;
}
