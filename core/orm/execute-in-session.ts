import type { Executable, ExecuteParams } from '../engine/execute-statement.ts';
import type { Result } from '../engine/result.ts';
import type { Io, Origin } from '../io.ts';
import { type Compiled, compileCached } from '../sql/compile.ts';
import { Select } from '../sql/select.ts';
import { isBulkStatement, runBulkStatement } from './bulk-statement.ts';
import { resultOfRows } from './entity-result.ts';
import { finishLoads } from './finish-loads.ts';
import { LoadRun } from './hydrate.ts';
import { loadObjectValues } from './object-values.ts';
import { readItems, readRows } from './read-rows.ts';
import type { SessionIo } from './session-io.ts';
import { requireOwnClasses, type StatementPlan } from './statement-plan.ts';

const EXECUTE: Origin = { cause: 'execute' };
const QUERY: Origin = { cause: 'query' };

/** What one execution is asked to mind. */
export type ExecutionOptions = Readonly<Record<string, unknown>>;

/** What an ORM statement gave: rows of values, entities for entities. */
export interface LoadedRows {
  readonly plan: StatementPlan;
  readonly compiled: Compiled;
  /** One array for each row; where the statement has one item only, the values themselves. */
  readonly rows: readonly unknown[];
}

/** Runs any statement in the session's transaction. A SELECT of entities gives rows of objects. What names no class is sent as it is, without a flush. */
export function* executeInSession(
  session: SessionIo,
  statement: unknown,
  params?: ExecuteParams,
  options: ExecutionOptions = {},
): Io<Result> {
  session.registry.configure();
  if (statement instanceof Select && statement.plugin !== null) {
    if (session.mustFlush()) yield* session.flush();
    const loaded = yield* loadRows(session, statement, QUERY, options, params as Record<string, unknown> | undefined);
    return resultOfRows(loaded, statement.labels === 'tablenamePlusCol');
  }
  if (isBulkStatement(statement)) {
    yield* session.autoflushNow();
    return yield* runBulkStatement(session, statement, options, params);
  }
  yield* session.ready();
  return yield* session.connection.execute(statement as Executable, params, EXECUTE);
}

/** Runs a SELECT and reads its rows. */
function* loadRows(
  session: SessionIo,
  statement: Select<any>,
  origin: Origin,
  options: ExecutionOptions = {},
  values?: Record<string, unknown>,
): Io<LoadedRows> {
  const { compiled, binds } = compileCached(statement, session.connection.dialect.sql);
  yield* loadObjectValues(session, compiled, binds);
  const plan = compiled.state as StatementPlan;
  requireOwnClasses(plan, session.registry);
  const { sql, params } = compiled.construct(values ?? null, binds);
  const [reply] = yield* session.send(sql, [params], origin);
  const populateExisting = (options['populateExisting'] ?? statement.executionOptionValues['populateExisting']) === true;
  const run = new LoadRun(session, populateExisting, statement);
  const cells = reply!.rows as unknown[][];
  const rows = plan.items.length === 1 ? readItems(plan, compiled, run, cells) : readRows(plan, compiled, run, cells);
  if (run.statesOf !== null) yield* finishLoads(run);
  return { plan, compiled, rows };
}
