import { ArgumentError, ObjectNotExecutableError, StatementError, showValue } from '../errors.ts';
import type { DriverValue, Io, Origin, Reply } from '../io.ts';
import { DDLElement } from '../schema/ddl-element.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import { compileCached } from '../sql/compile.ts';
import type { Compiled } from '../sql/compiled.ts';
import { DmlStatement } from '../sql/dml-statement.ts';
import type { ConnectionIo } from './connection-io.ts';
import { Result } from './result.ts';
import { shapeOf } from './result-shape.ts';
import { type Converter, Row, type RowShape } from './row.ts';

/** What a connection can execute: a statement of the language, or one that changes the schema. */
export type Executable = ClauseElement | DDLElement;

/** Values by name, or a list of them: the statement is then executed once for each. */
export type ExecuteParams = Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[];

const writesRows: ReadonlySet<string> = new Set(['insert', 'update', 'delete']);
const shapes = new WeakMap<Compiled, RowShape>();

/** Compiles and runs a statement over a connection. @throws as {@link ConnectionIo.execute} */
export function* executeStatement(
  connection: ConnectionIo,
  statement: Executable,
  params: ExecuteParams | undefined,
  origin: Origin,
): Io<Result> {
  if (statement instanceof DDLElement) {
    yield* connection.sendDdl(statement.toSql(connection.dialect.ddl));
    return new Result(null, []);
  }
  if (!(statement instanceof ClauseElement)) throw notExecutable(statement);
  const sets = parameterSets(params);
  const { compiled, binds } = compileCached(statement, connection.dialect.sql, columnKeys(statement, sets[0]));
  if (sets.length <= 1) {
    const { sql, params: values } = construct(compiled, sets[0], binds);
    const [reply] = yield* connection.send(sql, [values], origin);
    return resultOf(compiled, reply!, values);
  }
  const runs = sets.map((set, index) => constructGroup(compiled, set, binds, index));
  const replies: Reply[] = [];
  // A list of values inside a statement makes its text differ from set to set; what has one text goes as one batch.
  for (let from = 0; from < runs.length; ) {
    let to = from + 1;
    while (to < runs.length && runs[to]!.sql === runs[from]!.sql) to += 1;
    const batch = runs.slice(from, to).map((run) => run.params);
    replies.push(...(yield* connection.send(runs[from]!.sql, batch, origin)));
    from = to;
  }
  return resultOfMany(compiled, replies);
}

/** The columns that the parameters give a statement that writes rows; one without parameters gets none. */
function columnKeys(statement: ClauseElement, set: Readonly<Record<string, unknown>> | undefined): readonly string[] | null {
  if (!(statement instanceof DmlStatement)) return null;
  return set === undefined ? [] : Object.keys(set).filter((key) => set[key] !== undefined);
}

function notExecutable(statement: unknown): ObjectNotExecutableError {
  const hint = typeof statement === 'string' ? ': SQL text goes through text(), as in execute(text("SELECT 1"))' : '';
  return new ObjectNotExecutableError(`Not an executable object: ${showValue(statement)}${hint}`);
}

function parameterSets(params: ExecuteParams | undefined): readonly Readonly<Record<string, unknown>>[] {
  if (params === undefined || params === null) return [];
  const sets = (Array.isArray(params) ? params : [params]) as readonly unknown[];
  for (const set of sets) {
    if (typeof set !== 'object' || set === null || Array.isArray(set)) {
      throw new ArgumentError(`parameters are values by name, { id: 3 }, or a list of such objects, not ${showValue(params)}`);
    }
  }
  return sets as readonly Readonly<Record<string, unknown>>[];
}

function construct(compiled: Compiled, set: Readonly<Record<string, unknown>> | undefined, binds: Parameters<Compiled['construct']>[1]) {
  return compiled.construct(set as Record<string, unknown> | undefined, binds);
}

function constructGroup(
  compiled: Compiled,
  set: Readonly<Record<string, unknown>>,
  binds: Parameters<Compiled['construct']>[1],
  index: number,
): { sql: string; params: DriverValue[] } {
  try {
    return construct(compiled, set, binds);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    throw new StatementError(`${error.detail} (in parameter group ${index})`, error.statement, error.params, error.orig);
  }
}

function resultOf(compiled: Compiled, reply: Reply, sent: readonly DriverValue[]): Result {
  return new Result(shapeFor(compiled, reply), reply.rows as unknown[][], {
    rowCount: reply.rowCount,
    lastInsertId: reply.lastInsertId,
    insertedPrimaryKey: compiled.insertedKeyOf(sent, reply),
  });
}

function resultOfMany(compiled: Compiled, replies: readonly Reply[]): Result {
  const rowCount = replies.reduce((sum, reply) => sum + reply.rowCount, 0);
  const rows = replies.flatMap((reply) => reply.rows as unknown[][]);
  const last = replies.at(-1)!;
  return new Result(shapeFor(compiled, last), rows, { rowCount, lastInsertId: last.lastInsertId, insertedPrimaryKey: null });
}

/** The rows' class is made once for a compiled statement: by its own columns, or by the driver's where it is text that names none. */
function shapeFor(compiled: Compiled, reply: Reply): RowShape | null {
  if (reply.columns.length === 0 || (writesRows.has(compiled.kind) && !compiled.returnsRows)) return null;
  if (compiled.resultColumns.length !== reply.columns.length) return shapeOf(reply.columns, null);
  const known = shapes.get(compiled);
  if (known) return known;
  const names = compiled.resultColumns.map((column) => column.name);
  const made = Row.shape(names, compiled.resultProcessors as readonly (Converter | null)[]);
  shapes.set(compiled, made);
  return made;
}
