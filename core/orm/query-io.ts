import type { Row } from '../engine/row.ts';
import { InvalidRequestError, MultipleResultsFound, NoResultFound, NotFound } from '../errors.ts';
import type { Io, Origin } from '../io.ts';
import { BindParameter } from '../sql/bind-parameter.ts';
import { literalColumn } from '../sql/column-clause.ts';
import { compileCached } from '../sql/compile.ts';
import { func } from '../sql/func.ts';
import { type Select, select } from '../sql/select.ts';
import { Entity } from './entity.ts';
import { keyCriterion } from './entity-loads.ts';
import { finishLoads } from './finish-loads.ts';
import { LoadRun } from './hydrate.ts';
import { loadObjectValues } from './object-values.ts';
import { type PageRequest, Pagination, turnedRequest } from './pagination.ts';
import { readItems, readRows, rowShape } from './read-rows.ts';
import type { SessionIo } from './session-io.ts';
import { type GetKey, getEntity, readKey } from './session-loading.ts';
import { requireOwnClasses, type StatementPlan } from './statement-plan.ts';

const QUERY: Origin = { cause: 'query' };

/** How a query runs, besides what its statement says. */
export interface QuerySettings {
  readonly populateExisting: boolean;
  readonly autoflush: boolean;
}

/** A query to code written as `Io`. */
export class QueryIo<T = unknown> {
  readonly #session: SessionIo;
  readonly #statement: Select<any>;
  readonly #settings: QuerySettings;

  constructor(session: SessionIo, statement: Select<any>, settings: QuerySettings) {
    this.#session = session;
    this.#statement = statement;
    this.#settings = settings;
  }

  *all(): Io<T[]> {
    return yield* this.#load(this.#statement);
  }

  *first(): Io<T | null> {
    if (isZero(this.#statement.limitClause)) return null;
    const [item] = yield* this.#load(this.#statement.limit(1));
    return item ?? null;
  }

  *oneOrNone(): Io<T | null> {
    const items = yield* this.#load(this.#statement);
    if (items.length > 1) throw new MultipleResultsFound('Multiple rows were found when one or none was required');
    return items[0] ?? null;
  }

  *one(): Io<T> {
    const items = yield* this.#load(this.#statement);
    if (items.length > 1) throw new MultipleResultsFound('Multiple rows were found when exactly one was required');
    if (items.length === 0) throw new NoResultFound('No row was found when one was required');
    return items[0]!;
  }

  /** The first value of the only row. */
  *scalar(): Io<unknown> {
    const items = yield* this.#load(this.#statement);
    if (items.length > 1) throw new MultipleResultsFound('Multiple rows were found when exactly one was required');
    if (items.length === 0) return null;
    return isSingleEntity(this.#statement) ? items[0] : (items[0] as Row & { readonly 0: unknown })[0];
  }

  /** `SELECT count(*) FROM (the query)` */
  *count(): Io<number> {
    const rows = this.#statement.setLabelStyle('tablenamePlusCol').correlate(null).subquery();
    const counted = select(func.count(literalColumn('*')))
      .selectFrom(rows)
      .setLabelStyle('tablenamePlusCol');
    yield* this.#flush();
    const { compiled, binds } = compileCached(counted, this.#session.connection.dialect.sql);
    yield* loadObjectValues(this.#session, compiled, binds);
    const { sql, params } = compiled.construct(null, binds);
    const [reply] = yield* this.#session.send(sql, [params], QUERY);
    return Number(reply!.rows[0]![0]);
  }

  *get(key: GetKey): Io<T | null> {
    const entity = this.#entityToGet();
    const { mapper } = entity;
    const { populateExisting } = this.#settings;
    if (this.#statement.extras.options.length === 0)
      return (yield* getEntity(this.#session, mapper, key, { populateExisting })) as T | null;
    this.#session.registry.configure();
    const parts = readKey(mapper, key);
    if (parts === null) return null;
    const known = this.#session.records.identityMap.get(mapper, parts);
    if (known !== undefined && !populateExisting) return (yield* getEntity(this.#session, mapper, key)) as T | null;
    const { criterion, names } = keyCriterion(mapper);
    const values = Object.fromEntries(names.map((name, i) => [name, parts[i]]));
    const [found] = yield* this.#load(this.#statement.where(criterion), values);
    return found ?? null;
  }

  /** @throws InvalidRequestError where the query is about more than objects of one class */
  #entityToGet(): Entity {
    const statement = this.#statement;
    const [item] = statement.items;
    if (statement.items.length !== 1 || !(item instanceof Entity)) {
      throw new InvalidRequestError('get() can only be used against a single mapped class.');
    }
    const isPlain =
      statement.criteria.length +
        statement.joins.length +
        statement.froms.length +
        statement.orderings.length +
        statement.groupings.length +
        statement.havings.length ===
        0 &&
      statement.limitClause === null &&
      statement.offsetClause === null &&
      statement.distinctOn === null;
    if (isPlain) return item;
    throw new InvalidRequestError(
      'Query.get() being called on a Query with existing criterion: it finds an object by its primary key alone. Write filterBy(…).first(), or get(…) on a query of its own.',
    );
  }

  /** One page and, unless it is not wanted, how many rows there are. */
  *paginate(request: PageRequest, run: (io: Io<unknown>) => unknown, known: number | null = null): Io<Pagination<T, any>> {
    const { page, perPage, errorOut, count } = request;
    const items = yield* this.#load(this.#statement.limit(perPage).offset((page - 1) * perPage));
    if (items.length === 0 && page !== 1 && errorOut) {
      throw new NotFound(`There is no page ${page}: the query has fewer rows than ${(page - 1) * perPage + 1}`);
    }
    const total = count ? yield* new QueryIo(this.#session, this.#statement.orderBy(null), this.#settings).count() : known;
    return new Pagination<T, any>(request, items, total, (number, fails) =>
      run(this.paginate(turnedRequest(request, number, fails), run, total)),
    );
  }

  *#flush(): Io<void> {
    this.#session.registry.configure();
    if (this.#settings.autoflush) yield* this.#session.autoflushNow();
  }

  /** Runs a SELECT: objects where there is one class, rows otherwise; rows with entities are left out when they repeat. */
  *#load(statement: Select<any>, values: Readonly<Record<string, unknown>> | null = null): Io<T[]> {
    const session = this.#session;
    yield* this.#flush();
    const { compiled, binds } = compileCached(statement, session.connection.dialect.sql);
    yield* loadObjectValues(session, compiled, binds);
    const plan = (compiled.state ?? plainPlan(compiled.resultColumns.length)) as StatementPlan;
    requireOwnClasses(plan, session.registry);
    const { sql, params } = compiled.construct(values, binds);
    const [reply] = yield* session.send(sql, [params], QUERY);
    const cells = reply!.rows as unknown[][];
    const run = new LoadRun(session, this.#settings.populateExisting, statement);
    if (isSingleEntity(statement)) {
      const items = readItems(plan, compiled, run, cells);
      yield* finishLoads(run);
      return (run.mayRepeat ? [...new Set(items)] : items) as T[];
    }
    const shape = rowShape(plan, compiled);
    const rows = readRows(plan, compiled, run, cells);
    yield* finishLoads(run);
    const kept = plan.items.some((item) => item.kind === 'entity') ? withoutRepeated(rows) : rows;
    return kept.map((row) => shape.create(row)) as T[];
  }
}

/** A statement without entities has columns only. */
function plainPlan(width: number): StatementPlan {
  return { items: Array.from({ length: width }, (_, index) => ({ kind: 'column', index, key: null }) as const), joinsCollections: false };
}

function isSingleEntity({ items }: Select<any>): boolean {
  return items.length === 1 && items[0] instanceof Entity;
}

function isZero(limit: unknown): boolean {
  return limit instanceof BindParameter && limit.effectiveValue === 0;
}

/** Leaves out rows that were met before; objects are equal to themselves only, values by what they print. */
function withoutRepeated(rows: readonly unknown[][]): unknown[][] {
  const serials = new Map<unknown, number>();
  const serialOf = (value: object): number => {
    let serial = serials.get(value);
    if (serial === undefined) serials.set(value, (serial = serials.size));
    return serial;
  };
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = row
      .map((value) => (typeof value === 'object' && value !== null ? `#${serialOf(value)}` : `${typeof value}:${String(value)}`))
      .join('\u0000');
    return !seen.has(key) && seen.add(key);
  });
}

/** As the given load. @throws NotFound where it gives null */
export function* orNotFound<T>(load: Io<T | null>, description: string | undefined): Io<T> {
  const found = yield* load;
  if (found === null) throw new NotFound(description);
  return found;
}

/** As the given load. @throws NotFound where there is none, or several */
export function* oneOrNotFound<T>(load: Io<T>, description: string | undefined): Io<T> {
  try {
    return yield* load;
  } catch (error) {
    if (error instanceof NoResultFound || error instanceof MultipleResultsFound) throw new NotFound(description, { cause: error });
    throw error;
  }
}
