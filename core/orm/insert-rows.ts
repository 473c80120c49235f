import type { DriverValue, Io, Reply } from '../io.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import { insert } from '../sql/insert.ts';
import { type DefaultContext, defaultValue, hasDefault } from './column-defaults.ts';
import type { ObjectState } from './object-state.ts';
import { emptyCode, extendCode, readCode, type ShapeCode, type TablePlan, type WrittenColumn } from './row-plan.ts';
import { bound, type RowTarget, rowsPerStatement, sendStatement } from './row-target.ts';

/** Which columns rows name; one object for each combination. */
interface InsertShape {
  readonly columns: readonly WrittenColumn[];
  readonly name: string;
  readonly isKeyKnown: boolean;
}

/** One new row: the columns it names and their values. */
interface NewRow {
  readonly state: ObjectState;
  readonly shape: InsertShape;
  readonly params: DriverValue[];
  /** Values that are SQL expressions: such a row goes in a statement of its own. */
  readonly expressions: Map<WrittenColumn, ClauseElement> | null;
}

/** Inserts one row of `plan`'s table for each state; keys that the database makes are put into the states. */
export function* insertRows(target: RowTarget, plan: TablePlan, states: readonly ObjectState[]): Io<void> {
  const shapes = new Shapes(plan);
  let batch: NewRow[] = [];
  for (const state of states) {
    const row = makeRow(plan, state, shapes);
    if (batch.length > 0 && (row.expressions !== null || batch[0]!.shape !== row.shape)) {
      yield* insertBatch(target, plan, batch);
      batch = [];
    }
    if (row.expressions === null) batch.push(row);
    else yield* insertWithExpressions(target, plan, row);
  }
  if (batch.length > 0) yield* insertBatch(target, plan, batch);
}

class Shapes {
  readonly #columns: readonly WrittenColumn[];
  readonly #known = new Map<ShapeCode, InsertShape>();
  #last: InsertShape | null = null;
  #lastCode: ShapeCode = -1;

  constructor(plan: TablePlan) {
    this.#columns = plan.columns;
  }

  of(code: ShapeCode): InsertShape {
    if (this.#last !== null && this.#lastCode === code) return this.#last;
    let shape = this.#known.get(code);
    if (shape === undefined) this.#known.set(code, (shape = this.#make(code)));
    this.#last = shape;
    this.#lastCode = code;
    return shape;
  }

  #make(code: ShapeCode): InsertShape {
    const isNamed = readCode(code, this.#columns.length);
    const columns = this.#columns.filter((_, i) => isNamed[i]);
    return { columns, name: String(code), isKeyKnown: this.#columns.every((written, i) => !written.isKey || isNamed[i]) };
  }
}

function makeRow(plan: TablePlan, state: ObjectState, shapes: Shapes): NewRow {
  const { columns } = plan;
  let code = emptyCode(columns.length);
  let expressions: Map<WrittenColumn, ClauseElement> | null = null;
  const params: DriverValue[] = [];
  for (let i = 0; i < columns.length; i += 1) {
    const written = columns[i]!;
    let value = state.values[written.property.slot];
    if (value === undefined || (value === null && written.isKey)) value = unsetValue(plan, written, state);
    if (value === undefined) {
      code = extendCode(code, false);
      continue;
    }
    code = extendCode(code, true);
    if (typeof value === 'object' && value instanceof ClauseElement) {
      (expressions ??= new Map()).set(written, value);
      params.push(null);
    } else params.push(bound(written, value));
  }
  return { state, shape: shapes.of(code), params, expressions };
}

/** The value a new row gets where the object has none; undefined where the column is left to the database. */
function unsetValue(plan: TablePlan, written: WrittenColumn, state: ObjectState): unknown {
  const { property, column } = written;
  if (state.mapper.versionId === property) return put(state, written, 1);
  if (hasDefault(column)) {
    const given = defaultValue(written, column.default, new RowContext(plan, state));
    return given instanceof ClauseElement ? given : put(state, written, given);
  }
  if (written.isKey || written.isFilledByDatabase) return undefined;
  put(state, written, null);
  return column.type.leavesUnset ? undefined : null;
}

function put(state: ObjectState, written: WrittenColumn, value: unknown): unknown {
  state.putCommitted(written.property, value);
  return value;
}

/** What a default function may ask. */
class RowContext implements DefaultContext {
  readonly #plan: TablePlan;
  readonly #state: ObjectState;

  constructor(plan: TablePlan, state: ObjectState) {
    this.#plan = plan;
    this.#state = state;
  }

  getCurrentParameters(): Record<string, unknown> {
    const parameters: Record<string, unknown> = Object.create(null);
    for (const { column, property, isFilledByDatabase, isKey } of this.#plan.columns) {
      const value = this.#state.valueOf(property);
      if (value !== undefined) parameters[column.key] = value;
      else if (!isKey && !isFilledByDatabase) parameters[column.key] = null;
    }
    return parameters;
  }
}

/** Rows that name the same columns: full statements first, the rest in one. */
function* insertBatch(target: RowTarget, plan: TablePlan, rows: readonly NewRow[]): Io<void> {
  const { shape } = rows[0]!;
  const wanted = shape.isKeyKnown ? null : plan.generatedKey;
  const canReturn = target.dialect.supportsReturning;
  const size = shape.columns.length === 0 || (wanted !== null && !canReturn) ? 1 : rowsPerStatement;
  const full = rows.length - (rows.length % size);
  if (full > 0) yield* insertChunks(target, plan, rows.slice(0, full), size, shape, wanted);
  if (full < rows.length) yield* insertChunks(target, plan, rows.slice(full), rows.length - full, shape, wanted);
}

function* insertChunks(
  target: RowTarget,
  plan: TablePlan,
  rows: readonly NewRow[],
  size: number,
  shape: InsertShape,
  wanted: WrittenColumn | null,
): Io<void> {
  const returning = wanted !== null && target.dialect.supportsReturning && (size > 1 || target.dialect.name !== 'sqlite') ? wanted : null;
  const sql = target.statements.insert(plan, shape.name, shape.columns, size, returning);
  const paramSets: DriverValue[][] = [];
  for (let at = 0; at < rows.length; at += size) paramSets.push(joined(rows, at, size));
  const replies = yield* target.send(sql, paramSets, target.origin);
  if (wanted === null) return;
  replies.forEach((reply, chunk) => {
    for (let i = 0; i < size; i += 1)
      takeKey(rows[chunk * size + i]!.state, wanted, returning === null ? reply.lastInsertId : reply.rows[i]![0]!);
  });
}

function joined(rows: readonly NewRow[], at: number, size: number): DriverValue[] {
  if (size === 1) return rows[at]!.params;
  const params: DriverValue[] = [];
  for (let i = at; i < at + size; i += 1) for (const value of rows[i]!.params) params.push(value);
  return params;
}

function takeKey(state: ObjectState, key: WrittenColumn, cell: DriverValue): void {
  if (cell === null) return;
  const { property } = key;
  const value = typeof cell === 'bigint' && property.type.affinity === 'integer' && property.fromDriver === null ? Number(cell) : cell;
  state.putCommitted(property, property.fromDriver === null ? value : property.fromDriver(value));
}

/** A row some of whose values are SQL expressions: those are read back at the next access. */
function* insertWithExpressions(target: RowTarget, plan: TablePlan, row: NewRow): Io<void> {
  const values = new Map<unknown, unknown>();
  for (const written of row.shape.columns) values.set(written.column, row.expressions!.get(written) ?? row.state.valueOf(written.property));
  const statement = insert(plan.table).values(values as never);
  const wanted = row.shape.isKeyKnown ? null : plan.generatedKey;
  const returns = wanted !== null && target.dialect.supportsReturning && target.dialect.name !== 'sqlite';
  const reply: Reply = yield* sendStatement(target, returns ? statement.returning(wanted.column) : statement);
  if (wanted !== null) takeKey(row.state, wanted, returns ? reply.rows[0]![0]! : reply.lastInsertId);
  for (const { property } of row.expressions!.keys()) row.state.forgetValue(property);
}
