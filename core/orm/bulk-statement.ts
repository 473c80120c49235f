import type { Executable, ExecuteParams } from '../engine/execute-statement.ts';
import { Result } from '../engine/result.ts';
import { ArgumentError, InvalidRequestError } from '../errors.ts';
import type { Io, Origin } from '../io.ts';
import type { Column } from '../schema/column.ts';
import { compileCached } from '../sql/compile.ts';
import { Delete } from '../sql/delete.ts';
import { Insert } from '../sql/insert.ts';
import { type Select, select } from '../sql/select.ts';
import { Update } from '../sql/update.ts';
import { baseColumn } from './base-column.ts';
import { bulkInsert, type Mapping } from './bulk-operations.ts';
import type { ColumnProperty } from './column-property.ts';
import { Entity } from './entity.ts';
import { resultOfRows } from './entity-result.ts';
import { CannotEvaluate, type Evaluator, evaluatorOf, notKnown } from './evaluate-criteria.ts';
import { LoadRun } from './hydrate.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';
import { prepareSelect } from './prepare-select.ts';
import { readItems, readRows } from './read-rows.ts';
import type { SessionIo } from './session-io.ts';

const EXECUTE: Origin = { cause: 'execute' };

/** A statement that changes the rows of a class. */
export type BulkStatement = Update | Delete | Insert;

/** How the objects a session holds follow an UPDATE or DELETE of many rows. */
export type SynchronizeSession = 'auto' | 'evaluate' | 'fetch' | false;

/** True for an INSERT, UPDATE or DELETE of a mapped class. */
export function isBulkStatement(statement: unknown): statement is BulkStatement {
  const isChange = statement instanceof Update || statement instanceof Delete || statement instanceof Insert;
  return isChange && statement.target instanceof Entity;
}

/**
 * Runs a statement that changes many rows, and lets the session's objects follow: those an UPDATE concerns get the new values, or are read anew at the
 * next access; those a DELETE concerns leave the session.
 *
 * @throws ArgumentError for an unknown `synchronizeSession`
 * @throws InvalidRequestError for `'evaluate'` with a condition that only the database can judge
 */
export function* runBulkStatement(
  session: SessionIo,
  statement: BulkStatement,
  options: Readonly<Record<string, unknown>> = {},
  params?: ExecuteParams,
): Io<Result> {
  const strategy = strategyOf({ ...statement.executionOptionValues, ...options }['synchronizeSession']);
  const mapper = mapperOf(session, statement);
  if (mapper !== null && statement instanceof Insert && Array.isArray(params) && isBare(statement))
    return yield* insertMappings(session, mapper, params);
  if (mapper === null || statement instanceof Insert) return yield* run(session, statement, params);
  const limited = limitedToClass(statement);
  if (strategy === false) return yield* run(session, limited, params);
  const change = new BulkChange(session, mapper, statement, limited);
  const matched = yield* change.find(strategy);
  const result = yield* run(session, limited, params);
  change.apply(matched);
  return result;
}

/** Where rows of other classes lie in the same table, the statement is about this class's alone. */
function limitedToClass<S extends Update | Delete>(statement: S): S {
  const own = statement.target instanceof Entity ? statement.target.classCriterion : null;
  return own === null ? statement : (statement.where(own as never) as S);
}

function* run(session: SessionIo, statement: BulkStatement, params: ExecuteParams | undefined): Io<Result> {
  yield* session.ready();
  if (statement.returningItems.some((item) => item instanceof Entity)) return yield* runReturning(session, statement, params);
  return yield* session.connection.execute(statement as Executable, params, EXECUTE);
}

/** True where the rows are given with the execution, and the statement says no more than which class they are of. */
const isBare = (statement: Insert): boolean =>
  statement.rows.length === 0 &&
  statement.select === null &&
  statement.returningItems.length === 0 &&
  statement.prefixes.length === 0 &&
  statement.conflict === null &&
  statement.duplicateKeySet === null;

/** A list of rows goes by attribute names, and each may name others. */
function* insertMappings(session: SessionIo, mapper: Mapper, mappings: readonly Mapping[]): Io<Result> {
  yield* bulkInsert(session, mapper, mappings);
  return new Result(null, [], { rowCount: mappings.length, lastInsertId: null, insertedPrimaryKey: null });
}

/** RETURNING of a class gives its objects: the rows are read as those of a SELECT of the same items. */
function* runReturning(session: SessionIo, statement: BulkStatement, params: ExecuteParams | undefined): Io<Result> {
  const prepared = prepareSelect((select as (...items: unknown[]) => Select)(...statement.returningItems), { eager: false });
  const plain = statement.executionOptions({});
  plain.returningItems = prepared.statement.selectedColumns;
  const sets = (params === undefined || params === null ? [null] : Array.isArray(params) ? params : [params]) as (Record<
    string,
    unknown
  > | null)[];
  const { compiled, binds } = compileCached(plain, session.connection.dialect.sql, sets[0] === null ? null : Object.keys(sets[0]!));
  const cells: unknown[][] = [];
  for (const set of sets) {
    const { sql, params: values } = compiled.construct(set, binds);
    const [reply] = yield* session.send(sql, [values], EXECUTE);
    cells.push(...(reply!.rows as unknown[][]));
  }
  const run = new LoadRun(session);
  const rows =
    prepared.plan.items.length === 1 ? readItems(prepared.plan, compiled, run, cells) : readRows(prepared.plan, compiled, run, cells);
  return resultOfRows({ plan: prepared.plan, compiled, rows }, false);
}

function strategyOf(given: unknown): SynchronizeSession {
  if (given === undefined) return 'auto';
  if (given === 'auto' || given === 'evaluate' || given === 'fetch' || given === false) return given;
  throw new ArgumentError("Valid strategies for session synchronization are 'auto', 'evaluate', 'fetch', false");
}

function mapperOf(session: SessionIo, statement: BulkStatement): Mapper | null {
  return statement.target instanceof Entity ? statement.target.mapper : session.registry.mapperOfTable(statement.table);
}

/** An object the statement concerns; `isSure` is false where what is loaded of it does not tell. */
interface Match {
  readonly state: ObjectState;
  readonly isSure: boolean;
}

/** One UPDATE or DELETE and the session's objects. */
class BulkChange {
  readonly #session: SessionIo;
  readonly #mapper: Mapper;
  readonly #statement: Update | Delete;
  readonly #limited: Update | Delete;

  /** @param limited - the statement as it is sent, with the condition that tells the class */
  constructor(session: SessionIo, mapper: Mapper, statement: Update | Delete, limited: Update | Delete) {
    this.#session = session;
    this.#mapper = mapper;
    this.#statement = statement;
    this.#limited = limited;
  }

  *find(strategy: 'auto' | 'evaluate' | 'fetch'): Io<Match[]> {
    if (strategy === 'fetch') return yield* this.#fetch();
    let judges: Evaluator[];
    try {
      judges = this.#statement.criteria.map((criterion) => evaluatorOf(criterion, this.#mapper));
    } catch (error) {
      if (!(error instanceof CannotEvaluate)) throw error;
      if (strategy === 'auto') return yield* this.#fetch();
      throw new InvalidRequestError(
        `Could not evaluate current criteria in JavaScript: "${error.message}". Specify 'fetch' or false for the synchronizeSession execution option.`,
      );
    }
    return this.#candidates().flatMap((state): Match[] => {
      const verdicts = judges.map((judge) => judge(state));
      if (verdicts.some((verdict) => verdict !== notKnown && verdict !== true)) return [];
      return [{ state, isSure: !verdicts.includes(notKnown) }];
    });
  }

  #candidates(): ObjectState[] {
    return [...this.#session.records.identityMap.of(this.#mapper).values()].filter((state) => state.mapper.isA(this.#mapper));
  }

  /** Asks for the keys of the rows before they change. */
  *#fetch(): Io<Match[]> {
    const { identityMap } = this.#session.records;
    const chosen = select(...this.#mapper.primaryKeyColumns).where(...(this.#limited.criteria as never[]));
    yield* this.#session.ready();
    const rows = (yield* this.#session.connection.execute(chosen as Executable, undefined, EXECUTE)).all();
    return rows.flatMap((row): Match[] => {
      const state = identityMap.get(this.#mapper, [...(row as Iterable<unknown>)]);
      return state === undefined ? [] : [{ state, isSure: true }];
    });
  }

  apply(matched: readonly Match[]): void {
    if (this.#statement instanceof Delete) this.#forgetDeleted(matched);
    else this.#takeValues(matched, this.#statement);
  }

  #forgetDeleted(matched: readonly Match[]): void {
    const { records } = this.#session;
    const frame = this.#session.openFrame();
    for (const { state, isSure } of matched) {
      if (!isSure) {
        state.expire();
        records.modified.delete(state);
        continue;
      }
      records.identityMap.discard(state);
      records.marked.delete(state);
      records.modified.delete(state);
      state.wasDeleted = true;
      state.settle();
      frame.deleted.push(state);
    }
  }

  /** The objects get the values that can be computed here; the others are read anew. Changes that wait to be written stay. */
  #takeValues(matched: readonly Match[], statement: Update): void {
    const set = this.#newValues(statement);
    for (const { state, isSure } of matched) {
      const values = set.map(({ evaluate }) => (isSure && evaluate !== null ? evaluate(state) : notKnown));
      set.forEach(({ property }, i) => {
        if (state.isChanged(property) || !state.isLoaded(property)) return;
        if (values[i] === notKnown) state.forgetValue(property);
        else state.putCommitted(property, values[i]);
      });
      for (const property of this.#mapper.columns) {
        if (property.isReadOnly || (property.columns[0]?.onupdate != null && !set.some((each) => each.property === property)))
          state.forgetValue(property);
      }
      this.#session.openFrame().written.push(state);
    }
  }

  #newValues(statement: Update): { property: ColumnProperty; evaluate: Evaluator | null }[] {
    return [...statement.row].flatMap(([column, value]) => {
      const property = this.#mapper.propertyOf(baseColumn(column) as Column);
      return property === undefined ? [] : [{ property, evaluate: evaluatorIfAny(value, this.#mapper) }];
    });
  }
}

function evaluatorIfAny(value: Parameters<typeof evaluatorOf>[0], mapper: Mapper): Evaluator | null {
  try {
    return evaluatorOf(value, mapper);
  } catch (error) {
    if (error instanceof CannotEvaluate) return null;
    throw error;
  }
}
