import type { Executable, ExecuteParams } from '../engine/execute-statement.ts';
import type { Result } from '../engine/result.ts';
import type { Io, Origin } from '../io.ts';
import { compileCached } from '../sql/compile.ts';
import { Select } from '../sql/select.ts';
import { isBulkStatement, runBulkStatement } from './bulk-statement.ts';
import { resultOfRows } from './entity-result.ts';
import { finishLoads } from './finish-loads.ts';
import { LoadRun } from './hydrate.ts';
import { loadObjectValues } from './object-values.ts';
import { readRows, rowKeys } from './read-rows.ts';
import type { SessionIo } from './session-io.ts';
import type { StatementPlan } from './statement-plan.ts';

const EXECUTE: Origin = { cause: 'execute' };
const QUERY: Origin = { cause: 'query' };

/** What one execution is asked to mind. */
export type ExecutionOptions = Readonly<Record<string, unknown>>;

/** The rows of an ORM statement, read into values: entities for entities. */
export interface LoadedRows {
  readonly plan: StatementPlan;
  readonly keys: readonly string[];
  /** The names of the columns as the text has them. */
  readonly labels: readonly string[];
  readonly rows: unknown[][];
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
    yield* session.autoflushNow();
    const loaded = yield* loadRows(session, statement, QUERY, options, params as Record<string, unknown> | undefined);
    return resultOfRows(statement.labels === 'tablenamePlusCol' ? { ...loaded, keys: labelKeys(loaded) } : loaded);
  }
  if (isBulkStatement(statement)) {
    yield* session.autoflushNow();
    return yield* runBulkStatement(session, statement, options, params);
  }
  yield* session.ready();
  return yield* session.connection.execute(statement as Executable, params, EXECUTE);
}

/** Where the statement asks for labels with the names of tables, rows show them. */
const labelKeys = ({ plan, keys, labels }: LoadedRows): readonly string[] =>
  plan.items.map((item, i) => (item.kind === 'column' ? labels[item.index]! : keys[i]!));

/** Runs a SELECT and reads its rows. */
export function* loadRows(
  session: SessionIo,
  statement: Select<any>,
  origin: Origin,
  options: ExecutionOptions = {},
  values?: Record<string, unknown>,
): Io<LoadedRows> {
  const { compiled, binds } = compileCached(statement, session.connection.dialect.sql);
  yield* loadObjectValues(session, compiled, binds);
  const plan = compiled.state as StatementPlan;
  const { sql, params } = compiled.construct(values ?? null, binds);
  const [reply] = yield* session.send(sql, [params], origin);
  const chosen = { ...statement.executionOptionValues, ...options };
  const run = new LoadRun(session, chosen['populateExisting'] === true, statement);
  const rows = readRows(plan, compiled, run, reply!.rows as unknown[][]);
  yield* finishLoads(run);
  return { plan, keys: rowKeys(plan, compiled), labels: compiled.resultColumns.map(({ name }) => name), rows };
}
