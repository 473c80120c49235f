import type { DriverValue, Io, Reply } from '../io.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import { insert } from '../sql/insert.ts';
import { keepLayout } from '../util/keep-layout.ts';
import { type DefaultContext, defaultValue, hasDefault } from './column-defaults.ts';
import type { ObjectState } from './object-state.ts';
import { emptyCode, extendCode, readCode, type ShapeCode, type TablePlan, type WrittenColumn } from './row-plan.ts';
import { bound, type RowTarget, rowsPerStatement, sendStatement } from './row-target.ts';

/** Which columns rows name; one object for each combination. */
interface InsertShape {
  readonly code: ShapeCode;
  readonly columns: readonly WrittenColumn[];
  readonly isKeyKnown: boolean;
}

/** New rows that name the same columns. */
interface NewRows {
  readonly shape: InsertShape;
  readonly states: ObjectState[];
  /** The values of all rows as the driver takes them, one row behind the other; NULL where an expression stands. */
  readonly params: DriverValue[];
  /** Values that are SQL expressions: such a row goes alone. */
  readonly expressions: ReadonlyMap<WrittenColumn, ClauseElement> | null;
}

/** Inserts one row of `plan`'s table for each state; keys that the database makes are put into the states. */
export function* insertRows(target: RowTarget, plan: TablePlan, states: readonly ObjectState[]): Io<void> {
  const maker = new RowMaker(plan, states);
  for (let rows = maker.next(); rows !== null; rows = maker.next()) {
    if (rows.expressions === null) yield* insertBatch(target, plan, rows);
    else yield* insertWithExpressions(target, plan, rows, rows.expressions);
  }
}

const shapesOf = new WeakMap<TablePlan, Map<ShapeCode, InsertShape>>();

function shapeOf(plan: TablePlan, code: ShapeCode): InsertShape {
  let shapes = shapesOf.get(plan);
  if (shapes === undefined) shapesOf.set(plan, (shapes = new Map()));
  let shape = shapes.get(code);
  if (shape === undefined) {
    const isNamed = readCode(code, plan.columns.length);
    const columns = plan.columns.filter((_, i) => isNamed[i]);
    shapes.set(code, (shape = { code, columns, isKeyKnown: plan.columns.every((written, i) => !written.isKey || isNamed[i]) }));
  }
  return shape;
}

/** Makes rows of objects, as many at a time as name the same columns. */
class RowMaker {
  readonly #plan: TablePlan;
  readonly #states: readonly ObjectState[];
  #at = 0;
  /** A row that was made and could not go with those before it. */
  #left: NewRows | null = null;
  #expressions: Map<WrittenColumn, ClauseElement> | null = null;

  constructor(plan: TablePlan, states: readonly ObjectState[]) {
    this.#plan = plan;
    this.#states = states;
  }

  /** The next rows that go together; null at the end. */
  next(): NewRows | null {
    const rows = this.#left ?? this.#first();
    this.#left = null;
    if (rows !== null && rows.expressions === null) this.#fill(rows);
    return rows;
  }

  #first(): NewRows | null {
    if (this.#at === this.#states.length) return null;
    const params: DriverValue[] = [];
    return this.#begin(this.#addRow(params), params);
  }

  /** The row that was made last, as the first of others. */
  #begin(code: ShapeCode, params: DriverValue[]): NewRows {
    const states = [this.#states[this.#at - 1]!];
    return { shape: shapeOf(this.#plan, code), states, params, expressions: this.#expressions };
  }

  #fill({ shape, states, params }: NewRows): void {
    const given = this.#states;
    while (this.#at < given.length) {
      const start = params.length;
      const code = this.#addRow(params);
      if (code !== shape.code || this.#expressions !== null) {
        this.#left = this.#begin(code, params.splice(start));
        return;
      }
      states.push(given[this.#at - 1]!);
    }
  }

  /** Adds the values of the next row, and tells which columns it names. */
  #addRow(params: DriverValue[]): ShapeCode {
    const state = this.#states[this.#at]!;
    const { columns } = this.#plan;
    let code = emptyCode(columns.length);
    this.#at += 1;
    this.#expressions = null;
    for (let i = 0; i < columns.length; i += 1) {
      const written = columns[i]!;
      let value = state.values[written.property.slot];
      if (value === undefined || (value === null && written.isKey)) value = unsetValue(this.#plan, written, state);
      code = extendCode(code, value !== undefined);
      if (value === undefined) continue;
      if (typeof value === 'object' && value instanceof ClauseElement) {
        (this.#expressions ??= new Map()).set(written, value);
        params.push(null);
      } else params.push(bound(written, value));
    }
    return code;
  }
}

keepLayout(new RowMaker(null as never, []));

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
function* insertBatch(target: RowTarget, plan: TablePlan, rows: NewRows): Io<void> {
  const { shape } = rows;
  const count = rows.states.length;
  const wanted = shape.isKeyKnown ? null : plan.generatedKey;
  const canReturn = target.dialect.supportsReturning;
  const size = shape.columns.length === 0 || (wanted !== null && !canReturn) ? 1 : rowsPerStatement;
  const full = count - (count % size);
  if (full > 0) yield* insertChunks(target, plan, rows, { from: 0, upTo: full, size, wanted });
  if (full < count) yield* insertChunks(target, plan, rows, { from: full, upTo: count, size: count - full, wanted });
}

interface Chunks {
  readonly from: number;
  readonly upTo: number;
  /** How many rows go in one statement. */
  readonly size: number;
  readonly wanted: WrittenColumn | null;
}

function* insertChunks(target: RowTarget, plan: TablePlan, rows: NewRows, { from, upTo, size, wanted }: Chunks): Io<void> {
  const { shape, states } = rows;
  const { dialect } = target;
  const returning = wanted !== null && dialect.supportsReturning && (size > 1 || dialect.name !== 'sqlite') ? wanted : null;
  const sql = target.statements.insert(plan, String(shape.code), shape.columns, size, returning);
  const width = shape.columns.length;
  const paramSets: DriverValue[][] = [];
  for (let at = from; at < upTo; at += size) paramSets.push(rows.params.slice(at * width, (at + size) * width));
  if (wanted === null) yield* target.change(sql, paramSets);
  else takeKeys(states, from, wanted, returning !== null, yield* target.send(sql, paramSets, target.origin));
}

/** Puts the keys that the database has made into the objects, from the one at `from` on. */
function takeKeys(states: readonly ObjectState[], from: number, key: WrittenColumn, areReturned: boolean, replies: readonly Reply[]): void {
  let at = from;
  for (const { rows, lastInsertId } of replies) {
    if (areReturned) for (const row of rows) takeKey(states[at++]!, key, row[0]!);
    else takeKey(states[at++]!, key, lastInsertId);
  }
}

function takeKey(state: ObjectState, key: WrittenColumn, cell: DriverValue): void {
  if (cell === null) return;
  const { property } = key;
  const value = typeof cell === 'bigint' && property.type.affinity === 'integer' && property.fromDriver === null ? Number(cell) : cell;
  state.putCommitted(property, property.fromDriver === null ? value : property.fromDriver(value));
}

/** A row some of whose values are SQL expressions: those are read back at the next access. */
function* insertWithExpressions(
  target: RowTarget,
  plan: TablePlan,
  { shape, states }: NewRows,
  expressions: ReadonlyMap<WrittenColumn, ClauseElement>,
): Io<void> {
  const state = states[0]!;
  const values = new Map<unknown, unknown>();
  for (const written of shape.columns) values.set(written.column, expressions.get(written) ?? state.valueOf(written.property));
  const statement = insert(plan.table).values(values as never);
  const wanted = shape.isKeyKnown ? null : plan.generatedKey;
  const returns = wanted !== null && target.dialect.supportsReturning && target.dialect.name !== 'sqlite';
  const reply: Reply = yield* sendStatement(target, returns ? statement.returning(wanted.column) : statement);
  if (wanted !== null) takeKey(state, wanted, returns ? reply.rows[0]![0]! : reply.lastInsertId);
  for (const { property } of expressions.keys()) state.forgetValue(property);
}
