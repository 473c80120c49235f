import { StaleDataError } from '../errors.ts';
import type { DriverValue, Io } from '../io.ts';
import type { Column } from '../schema/column.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import { and } from '../sql/conjunction.ts';
import { update } from '../sql/update.ts';
import { defaultValue, hasOnupdate } from './column-defaults.ts';
import type { ObjectState } from './object-state.ts';
import { emptyCode, extendCode, readCode, type ShapeCode, type TablePlan, type WrittenColumn } from './row-plan.ts';
import { bound, type RowTarget, sendStatement, totalRows } from './row-target.ts';

/** Which columns rows set, and by which they are found; one object for each combination. */
interface UpdateShape {
  readonly columns: readonly WrittenColumn[];
  readonly where: readonly WrittenColumn[];
  /** Columns whose new value this side makes: the version, and those with `onupdate`. */
  readonly made: ReadonlySet<WrittenColumn>;
  readonly name: string;
}

/** One changed row. */
interface ChangedRow {
  readonly state: ObjectState;
  readonly shape: UpdateShape;
  /** The values of the shape's columns, then those it is found by, as the driver takes them. */
  readonly params: DriverValue[];
  /** The values as they are, where some of them are news for the object, or SQL expressions. */
  readonly values: readonly unknown[] | null;
  readonly hasExpressions: boolean;
}

/** Updates the rows of `plan`'s table whose columns have changed. Rows that set the same columns go in one batch. */
export function* updateRows(target: RowTarget, plan: TablePlan, states: readonly ObjectState[]): Io<void> {
  const shapes = new Shapes(plan, states[0]!);
  let batch: ChangedRow[] = [];
  for (const state of states) {
    const shape = shapes.of(state);
    if (shape === null) continue;
    if (isKeyUnknown(shape, state)) yield* target.loadColumns(state);
    const row = makeRow(target, plan, state, shape);
    if (batch.length > 0 && (batch[0]!.shape !== shape || row.hasExpressions || batch[0]!.hasExpressions)) {
      yield* updateBatch(target, plan, batch);
      batch = [];
    }
    batch.push(row);
  }
  if (batch.length > 0) yield* updateBatch(target, plan, batch);
}

class Shapes {
  readonly #plan: TablePlan;
  readonly #version: WrittenColumn | null;
  readonly #where: readonly WrittenColumn[];
  readonly #known = new Map<ShapeCode, UpdateShape>();
  #last: UpdateShape | null = null;
  #lastCode: ShapeCode = -1;

  constructor(plan: TablePlan, { mapper }: ObjectState) {
    this.#plan = plan;
    this.#version = mapper.versionId === null ? null : (plan.columns.find(({ property }) => property === mapper.versionId) ?? null);
    this.#where = this.#version === null ? plan.key : [...plan.key, this.#version];
  }

  /** The version of a row counts with a change in any table of its object. */
  #countsElsewhere(state: ObjectState): boolean {
    if (this.#version === null || state.mapper.tables.length === 1) return false;
    return state.mapper.columns.some((property) => !property.isReadOnly && state.isChanged(property));
  }

  /** What a row sets; null where nothing has changed. */
  of(state: ObjectState): UpdateShape | null {
    if (state.snapshot === null) return null;
    const { columns } = this.#plan;
    let code = emptyCode(columns.length);
    let isAny = false;
    for (let i = 0; i < columns.length; i += 1) {
      const isChanged = state.isChanged(columns[i]!.property);
      code = extendCode(code, isChanged);
      isAny ||= isChanged;
    }
    if (!isAny && !this.#countsElsewhere(state)) return null;
    if (this.#last !== null && this.#lastCode === code) return this.#last;
    let shape = this.#known.get(code);
    if (shape === undefined) this.#known.set(code, (shape = this.#make(code)));
    this.#last = shape;
    this.#lastCode = code;
    return shape;
  }

  #make(code: ShapeCode): UpdateShape {
    const isChanged = readCode(code, this.#plan.columns.length);
    const made = new Set<WrittenColumn>();
    const columns = this.#plan.columns.filter((written, i) => {
      if (isChanged[i]) return true;
      if (written !== this.#version && !hasOnupdate(written.column)) return false;
      made.add(written);
      return true;
    });
    return { columns, where: this.#where, made, name: columns.map(({ name }) => name).join(',') };
  }
}

function isKeyUnknown({ where }: UpdateShape, state: ObjectState): boolean {
  for (const { property } of where) if (state.snapshot![property.slot] === undefined) return true;
  return false;
}

function makeRow(target: RowTarget, plan: TablePlan, state: ObjectState, shape: UpdateShape): ChangedRow {
  const { columns, where, made } = shape;
  const params = new Array<DriverValue>(columns.length + where.length);
  let values: unknown[] | null = made.size > 0 ? [] : null;
  let hasExpressions = false;
  for (let i = 0; i < columns.length; i += 1) {
    const written = columns[i]!;
    const value = values !== null && made.has(written) ? madeValue(plan, written, state) : state.valueOf(written.property);
    if (typeof value === 'object' && value instanceof ClauseElement) {
      hasExpressions = true;
      values ??= columns.slice(0, i).map(({ property }) => state.valueOf(property));
      params[i] = null;
    } else params[i] = bound(written, value);
    values?.push(value);
  }
  for (let i = 0; i < where.length; i += 1) params[columns.length + i] = bound(where[i]!, rowValue(target, where[i]!, state));
  return { state, shape, params, values, hasExpressions };
}

function madeValue(plan: TablePlan, written: WrittenColumn, state: ObjectState): unknown {
  return written.property === state.mapper.versionId ? nextVersion(state) : onupdateValue(plan, written, state);
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
  for (const row of rows) if (row.values !== null) takeWritten(row, row.values);
}

function* updatePlain(target: RowTarget, plan: TablePlan, rows: readonly ChangedRow[]): Io<number> {
  const { columns, where, name } = rows[0]!.shape;
  const sql = target.statements.update(plan, name, columns, where);
  return totalRows(
    yield* target.send(
      sql,
      rows.map(({ params }) => params),
      target.origin,
    ),
  );
}

function* updateWithExpressions(target: RowTarget, plan: TablePlan, row: ChangedRow): Io<number> {
  const { columns, where } = row.shape;
  const values = new Map<unknown, unknown>(columns.map((written, i) => [written.column, row.values![i]]));
  const criteria = where.map((written) => written.column.eq(rowValue(target, written, row.state)));
  const reply = yield* sendStatement(
    target,
    update(plan.table)
      .where(and(...criteria))
      .values(values as never),
  );
  return reply.rowCount;
}

/** Values this side did not know before: new versions and onupdate values; an expression's is read back at the next access. */
function takeWritten(row: ChangedRow, values: readonly unknown[]): void {
  row.shape.columns.forEach((written, i) => {
    const value = values[i];
    if (value instanceof ClauseElement) row.state.forgetValue(written.property);
    else if (row.shape.made.has(written)) row.state.putCommitted(written.property, value);
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
  let batch: ChangedRow[] = [];
  for (const state of states) {
    const columns = plan.columns.filter(({ column }) => columnsOf(state).has(column));
    if (columns.length === 0) continue;
    const name = columns.map((written) => written.name).join(',');
    let shape = shapes.get(name);
    if (shape === undefined) shapes.set(name, (shape = { columns, where: plan.key, made: new Set(), name }));
    if (batch.length > 0 && batch[0]!.shape !== shape) {
      yield* updatePlain(target, plan, batch);
      batch = [];
    }
    const params = [...columns, ...plan.key].map((written) => bound(written, state.valueOf(written.property) ?? null));
    batch.push({ state, shape, params, values: null, hasExpressions: false });
  }
  if (batch.length > 0) yield* updatePlain(target, plan, batch);
}
