import type { Executable, ExecuteParams } from '../engine/execute-statement.ts';
import type { Result } from '../engine/result.ts';
import type { Io, Origin } from '../io.ts';
import { compileCached } from '../sql/compile.ts';
import type { Compiled } from '../sql/compiled.ts';
import { Select } from '../sql/select.ts';
import { finishLoads } from './finish-loads.ts';
import { LoadRun } from './hydrate.ts';
import type { ObjectState } from './object-state.ts';
import { isBulkStatement, runBulkStatement } from './bulk-statement.ts';
import { resultOfRows } from './entity-result.ts';
import type { SessionIo } from './session-io.ts';
import type { ItemPlan, StatementPlan } from './statement-plan.ts';

const EXECUTE: Origin = { cause: 'execute' };
const QUERY: Origin = { cause: 'query' };

/** What one execution is asked to mind. */
export type ExecutionOptions = Readonly<Record<string, unknown>>;

/** The rows of an ORM statement, read into values: entities for entities. */
export interface LoadedRows {
  readonly plan: StatementPlan;
  readonly keys: readonly string[];
  readonly rows: unknown[][];
}

/** Runs any statement in the session's transaction. A SELECT of entities gives rows of objects. */
export function* executeInSession(session: SessionIo, statement: unknown, params?: ExecuteParams, options: ExecutionOptions = {}): Io<Result> {
  session.registry.configure();
  yield* session.autoflushNow();
  if (statement instanceof Select && statement.plugin !== null) {
    const loaded = yield* loadRows(session, statement, QUERY, options, params as Record<string, unknown> | undefined);
    return resultOfRows(loaded);
  }
  if (isBulkStatement(statement)) return yield* runBulkStatement(session, statement, options);
  yield* session.ready();
  return yield* session.connection.execute(statement as Executable, params, EXECUTE);
}

/** Runs a SELECT and reads its rows. */
export function* loadRows(session: SessionIo, statement: Select<any>, origin: Origin, options: ExecutionOptions = {}, values?: Record<string, unknown>): Io<LoadedRows> {
  const { compiled, binds } = compileCached(statement, session.connection.dialect.sql);
  const plan = compiled.state as StatementPlan;
  const { sql, params } = compiled.construct(values ?? null, binds);
  const [reply] = yield* session.send(sql, [params], origin);
  const chosen = { ...statement.executionOptionValues, ...options };
  const run = new LoadRun(session, chosen['populateExisting'] === true, statement);
  const rows = readRows(plan, compiled, run, reply!.rows as unknown[][]);
  yield* finishLoads(run);
  return { plan, keys: plan.items.map((item) => keyOf(item, compiled)), rows };
}

function keyOf(item: ItemPlan, compiled: Compiled): string {
  return item.key ?? (item.kind === 'column' ? compiled.resultColumns[item.index]!.name : '');
}

/** Plain: rows of cells in, rows of values out. */
function readRows(plan: StatementPlan, compiled: Compiled, run: LoadRun, cells: readonly unknown[][]): unknown[][] {
  const readers = plan.items.map((item) => readerOf(item, compiled, run));
  const rows = new Array<unknown[]>(cells.length);
  if (readers.length === 1) {
    const read = readers[0]!;
    for (let i = 0; i < cells.length; i += 1) rows[i] = [read(cells[i]!)];
  } else for (let i = 0; i < cells.length; i += 1) rows[i] = readers.map((read) => read(cells[i]!));
  run.finish();
  return rows;
}

function readerOf(item: ItemPlan, compiled: Compiled, run: LoadRun): (row: unknown[]) => unknown {
  if (item.kind === 'entity') {
    const read = run.reader(item.plan);
    return (row) => (read(row) as ObjectState | null)?.object ?? null;
  }
  const { index } = item;
  const convert = compiled.resultProcessors[index] ?? null;
  return convert === null ? (row) => row[index] : (row) => convert(row[index] as never);
}
