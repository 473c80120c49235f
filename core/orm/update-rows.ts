import { StaleDataError } from '../errors.ts';
import type { DriverValue, Io } from '../io.ts';
import type { Column } from '../schema/column.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import { and } from '../sql/conjunction.ts';
import { update } from '../sql/update.ts';
import { defaultValue } from './column-defaults.ts';
import type { ObjectState } from './object-state.ts';
import type { TablePlan, WrittenColumn } from './row-plan.ts';
import { bound, type RowTarget, sendStatement } from './row-target.ts';
import { type UpdateShape, UpdateShapes } from './update-shapes.ts';

/** Changed rows that go in one batch: they set the same columns. */
interface ChangedRows {
  readonly shape: UpdateShape;
  readonly states: ObjectState[];
  /** For each row the values of the shape's columns, then those it is found by, as the driver takes them; none where some are SQL expressions. */
  readonly paramSets: DriverValue[][];
  /** For each row the values as they are; kept only where some of them are news for the object, or SQL expressions. */
  readonly values: (readonly unknown[])[];
}

/** Updates the rows of `plan`'s table whose columns have changed. Rows that set the same columns go in one batch. */
export function* updateRows(target: RowTarget, plan: TablePlan, states: readonly ObjectState[]): Io<void> {
  for (const { shape, members, withoutKey } of runsOf(plan, states)) {
    for (const state of withoutKey) yield* target.loadColumns(state);
    const rows = bindPlain(target, shape, members);
    if (rows !== null) yield* updateBatch(target, plan, rows);
    else for (const each of bindWithValues(target, plan, shape, members)) yield* updateBatch(target, plan, each);
  }
}

/** Neighbours that set the same columns. */
interface Run {
  readonly shape: UpdateShape;
  readonly members: ObjectState[];
  /** Those of them whose row cannot be found before they are loaded. */
  readonly withoutKey: ObjectState[];
}

/** Objects without changes are left out. */
function runsOf(plan: TablePlan, states: readonly ObjectState[]): Run[] {
  const shapes = UpdateShapes.of(plan);
  const runs: Run[] = [];
  let last: UpdateShape | null = null;
  let members: ObjectState[] = [];
  let withoutKey: ObjectState[] = [];
  for (const state of states) {
    const shape = shapes.shapeOf(state);
    if (shape === null) continue;
    if (shape !== last) runs.push({ shape, members: (members = []), withoutKey: (withoutKey = []) });
    last = shape;
    members.push(state);
    if (isKeyUnknown(shape.where, state.snapshot!)) withoutKey.push(state);
  }
  return runs;
}

function isKeyUnknown(where: readonly WrittenColumn[], snapshot: readonly unknown[]): boolean {
  for (let i = 0; i < where.length; i += 1) if (snapshot[where[i]!.property.slot] === undefined) return true;
  return false;
}

/** Rows whose values are those of the objects; null where some are made here, or are SQL expressions. */
function bindPlain(target: RowTarget, shape: UpdateShape, states: ObjectState[]): ChangedRows | null {
  const { columns, where, made } = shape;
  if (made.size > 0) return null;
  const { cascadedKeys } = target;
  const width = columns.length;
  const paramSets: DriverValue[][] = [];
  for (const state of states) {
    const params = new Array<DriverValue>(width + where.length);
    for (let i = 0; i < width; i += 1) {
      const value = state.valueOf(columns[i]!.property);
      if (typeof value === 'object' && value instanceof ClauseElement) return null;
      params[i] = bound(columns[i]!, value);
    }
    for (let i = 0; i < where.length; i += 1) params[width + i] = bound(where[i]!, rowValue(cascadedKeys, where[i]!, state));
    paramSets.push(params);
  }
  return { shape, states, paramSets, values: [] };
}

/** Rows with values that are made here, or by the database: those with SQL expressions go one by one. */
function bindWithValues(target: RowTarget, plan: TablePlan, shape: UpdateShape, states: readonly ObjectState[]): ChangedRows[] {
  const { columns, where, made } = shape;
  const batches: ChangedRows[] = [];
  let open: ChangedRows | null = null;
  for (const state of states) {
    const values = columns.map((written) => (made.has(written) ? madeValue(plan, written, state) : state.valueOf(written.property)));
    if (values.some((value) => value instanceof ClauseElement)) {
      open = null;
      batches.push({ shape, states: [state], paramSets: [], values: [values] });
      continue;
    }
    if (open === null) batches.push((open = { shape, states: [], paramSets: [], values: [] }));
    const key = where.map((written) => bound(written, rowValue(target.cascadedKeys, written, state)));
    open.states.push(state);
    open.paramSets.push([...columns.map((written, i) => bound(written, values[i])), ...key]);
    open.values.push(values);
  }
  return batches;
}

function madeValue(plan: TablePlan, written: WrittenColumn, state: ObjectState): unknown {
  return written.property === state.mapper.versionId ? nextVersion(state) : onupdateValue(plan, written, state);
}

/** What the row has now: the old key, unless the database has changed it along with the row it refers to. */
function rowValue(cascadedKeys: ReadonlySet<ObjectState>, written: WrittenColumn, state: ObjectState): unknown {
  if (cascadedKeys.size > 0 && written.isKey && cascadedKeys.has(state)) return state.valueOf(written.property);
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

function* updateBatch(target: RowTarget, plan: TablePlan, rows: ChangedRows): Io<void> {
  const { shape, states, values } = rows;
  const matched = rows.paramSets.length === 0 ? yield* updateWithExpressions(target, plan, rows) : yield* updatePlain(target, plan, rows);
  if (matched !== states.length && matched >= 0) {
    throw new StaleDataError(
      `UPDATE statement on table '${plan.table.name}' expected to update ${states.length} row(s); ${matched} were matched. The row was changed or deleted meanwhile: roll back, load it anew, try again.`,
    );
  }
  values.forEach((row, i) => {
    takeWritten(states[i]!, shape, row);
  });
}

function* updatePlain(target: RowTarget, plan: TablePlan, { shape, paramSets }: Pick<ChangedRows, 'shape' | 'paramSets'>): Io<number> {
  const sql = target.statements.update(plan, shape.name, shape.columns, shape.where);
  return yield* target.change(sql, paramSets);
}

function* updateWithExpressions(target: RowTarget, plan: TablePlan, { shape, states, values }: ChangedRows): Io<number> {
  const given = new Map<unknown, unknown>(shape.columns.map((written, i) => [written.column, values[0]![i]]));
  const criteria = shape.where.map((written) => written.column.eq(rowValue(target.cascadedKeys, written, states[0]!)));
  const reply = yield* sendStatement(
    target,
    update(plan.table)
      .where(and(...criteria))
      .values(given as never),
  );
  return reply.rowCount;
}

/** Values this side did not know before: new versions and onupdate values; an expression's is read back at the next access. */
function takeWritten(state: ObjectState, { columns, made }: UpdateShape, values: readonly unknown[]): void {
  columns.forEach((written, i) => {
    const value = values[i];
    if (value instanceof ClauseElement) state.forgetValue(written.property);
    else if (made.has(written)) state.putCommitted(written.property, value);
  });
}

/** Sets columns of rows that are all there by now, because two rows refer to each other. */
export function* updateLate(
  target: RowTarget,
  plan: TablePlan,
  states: readonly ObjectState[],
  columnsOf: (state: ObjectState) => ReadonlySet<Column>,
): Io<void> {
  const shapes = new Map<string, UpdateShape>();
  let shape: UpdateShape | null = null;
  let paramSets: DriverValue[][] = [];
  for (const state of states) {
    const columns = plan.columns.filter(({ column }) => columnsOf(state).has(column));
    if (columns.length === 0) continue;
    const name = columns.map((written) => written.name).join(',');
    let own = shapes.get(name);
    if (own === undefined) shapes.set(name, (own = { columns, where: plan.key, made: new Set(), name }));
    if (shape !== null && shape !== own) {
      yield* updatePlain(target, plan, { shape, paramSets });
      paramSets = [];
    }
    shape = own;
    paramSets.push([...columns, ...plan.key].map((written) => bound(written, state.valueOf(written.property) ?? null)));
  }
  if (shape !== null) yield* updatePlain(target, plan, { shape, paramSets });
}
