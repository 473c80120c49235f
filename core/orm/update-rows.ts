import { StaleDataError } from '../errors.ts';
import type { DriverValue, Io } from '../io.ts';
import type { Column } from '../schema/column.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import { and } from '../sql/conjunction.ts';
import { update } from '../sql/update.ts';
import { defaultValue, hasOnupdate } from './column-defaults.ts';
import type { ObjectState } from './object-state.ts';
import type { TablePlan, WrittenColumn } from './row-plan.ts';
import { bound, type RowTarget, sendStatement, totalRows } from './row-target.ts';

/** One changed row: the columns to set, then those it is found by. */
interface ChangedRow {
  readonly state: ObjectState;
  readonly columns: readonly WrittenColumn[];
  readonly values: readonly unknown[];
  readonly where: readonly WrittenColumn[];
  readonly whereValues: readonly unknown[];
  readonly shape: string;
  readonly hasExpressions: boolean;
}

/** Updates the rows of `plan`'s table whose columns have changed. Rows that set the same columns go in one batch. */
export function* updateRows(target: RowTarget, plan: TablePlan, states: readonly ObjectState[]): Io<void> {
  let batch: ChangedRow[] = [];
  for (const state of states) {
    const changed = changedColumns(plan, state);
    if (changed.length === 0) continue;
    if (plan.key.some(({ property }) => state.committedValueOf(property) === undefined) || lacksVersion(state))
      yield* target.loadColumns(state);
    const row = makeRow(target, plan, state, changed);
    if (batch.length > 0 && (batch[0]!.shape !== row.shape || row.hasExpressions || batch[0]!.hasExpressions)) {
      yield* updateBatch(target, plan, batch);
      batch = [];
    }
    batch.push(row);
  }
  if (batch.length > 0) yield* updateBatch(target, plan, batch);
}

function lacksVersion(state: ObjectState): boolean {
  const version = state.mapper.versionId;
  return version !== null && state.committedValueOf(version) === undefined;
}

function changedColumns(plan: TablePlan, state: ObjectState): WrittenColumn[] {
  if (state.snapshot === null) return [];
  return plan.columns.filter(({ property }) => state.isChanged(property));
}

function makeRow(target: RowTarget, plan: TablePlan, state: ObjectState, changed: readonly WrittenColumn[]): ChangedRow {
  const version = plan.columns.find(({ property }) => property === state.mapper.versionId && property !== null) ?? null;
  const set = new Map<WrittenColumn, unknown>();
  for (const written of plan.columns) {
    if (changed.includes(written)) set.set(written, state.valueOf(written.property));
    else if (written === version) set.set(written, nextVersion(state));
    else if (hasOnupdate(written.column)) set.set(written, onupdateValue(plan, written, state));
  }
  const where = version === null ? plan.key : [...plan.key, version];
  const columns = [...set.keys()];
  return {
    state,
    columns,
    values: [...set.values()],
    where,
    whereValues: where.map((written) => rowValue(target, written, state)),
    shape: columns.map(({ name }) => name).join(','),
    hasExpressions: [...set.values()].some((value) => value instanceof ClauseElement),
  };
}

/** What the row has now: the old key, unless the database has changed it along with the row it refers to. */
function rowValue(target: RowTarget, written: WrittenColumn, state: ObjectState): unknown {
  if (written.isKey && target.hasCascadedKey(state)) return state.valueOf(written.property);
  return state.committedValueOf(written.property);
}

function nextVersion(state: ObjectState): unknown {
  const value = state.committedValueOf(state.mapper.versionId!);
  return typeof value === 'bigint' ? value + 1n : (value as number) + 1;
}

function onupdateValue(plan: TablePlan, written: WrittenColumn, state: ObjectState): unknown {
  const context = {
    getCurrentParameters: () => {
      const parameters: Record<string, unknown> = Object.create(null);
      for (const { column, property } of plan.columns) if (state.isChanged(property)) parameters[column.key] = state.valueOf(property);
      return parameters;
    },
  };
  return defaultValue(written, written.column.onupdate, context);
}

function* updateBatch(target: RowTarget, plan: TablePlan, rows: readonly ChangedRow[]): Io<void> {
  const matched = rows[0]!.hasExpressions ? yield* updateWithExpressions(target, plan, rows[0]!) : yield* updatePlain(target, plan, rows);
  if (matched !== rows.length && matched >= 0) {
    throw new StaleDataError(
      `UPDATE statement on table '${plan.table.name}' expected to update ${rows.length} row(s); ${matched} were matched. The row was changed or deleted meanwhile: roll back, load it anew, try again.`,
    );
  }
  for (const row of rows) takeWritten(row);
}

function* updatePlain(target: RowTarget, plan: TablePlan, rows: readonly ChangedRow[]): Io<number> {
  const { shape, columns, where } = rows[0]!;
  const sql = target.statements.update(plan, shape, columns, where);
  const paramSets = rows.map((row): DriverValue[] => [
    ...row.columns.map((written, i) => bound(written, row.values[i])),
    ...row.where.map((written, i) => bound(written, row.whereValues[i])),
  ]);
  return totalRows(yield* target.send(sql, paramSets, target.origin));
}

function* updateWithExpressions(target: RowTarget, plan: TablePlan, row: ChangedRow): Io<number> {
  const values = new Map<unknown, unknown>(row.columns.map((written, i) => [written.column, row.values[i]]));
  const where = row.where.map((written, i) => written.column.eq(row.whereValues[i]));
  const reply = yield* sendStatement(
    target,
    update(plan.table)
      .where(and(...where))
      .values(values as never),
  );
  return reply.rowCount;
}

/** Values this side did not know before: new versions and onupdate values; an expression's is read back at the next access. */
function takeWritten(row: ChangedRow): void {
  row.columns.forEach(({ property }, i) => {
    const value = row.values[i];
    if (value instanceof ClauseElement) row.state.forgetValue(property);
    else if (!row.state.isChanged(property)) row.state.putCommitted(property, value);
  });
}

/** Sets columns of rows that are all there by now, because two rows refer to each other. */
export function* updateLate(
  target: RowTarget,
  plan: TablePlan,
  states: readonly ObjectState[],
  columnsOf: (state: ObjectState) => ReadonlySet<Column>,
): Io<void> {
  let batch: ChangedRow[] = [];
  for (const state of states) {
    const columns = plan.columns.filter(({ column }) => columnsOf(state).has(column));
    if (columns.length === 0) continue;
    const values = columns.map(({ property }) => state.valueOf(property) ?? null);
    const whereValues = plan.key.map(({ property }) => state.valueOf(property));
    const shape = columns.map(({ name }) => name).join(',');
    if (batch.length > 0 && batch[0]!.shape !== shape) {
      yield* updatePlain(target, plan, batch);
      batch = [];
    }
    batch.push({ state, columns, values, where: plan.key, whereValues, shape, hasExpressions: false });
  }
  if (batch.length > 0) yield* updatePlain(target, plan, batch);
}
