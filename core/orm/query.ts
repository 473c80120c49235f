import type { Answer, Mode } from '../engine/mode.ts';
import { ArgumentError, InvalidRequestError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import { resolveElement } from '../sql/coercions.ts';
import { literalColumn } from '../sql/column-clause.ts';
import type { CoercibleColumn, ColumnElement, Criterion, OrderItem } from '../sql/column-element.ts';
import { compile } from '../sql/compile.ts';
import type { FromClause } from '../sql/from-clause.ts';
import { clauseElement } from '../sql/protocol.ts';
import { type Select, select } from '../sql/select.ts';
import type { SelectBase } from '../sql/select-base.ts';
import { ClauseAdapter } from '../sql/visitors.ts';
import { type BulkOptions, bulkDelete, bulkUpdate } from './bulk-query.ts';
import { Entity } from './entity.ts';
import type { LoaderOption } from './loader-options.ts';
import { type PaginateOptions, type Pagination, pageRequest } from './pagination.ts';
import { oneOrNotFound, orNotFound, QueryIo, type QuerySettings } from './query-io.ts';
import type { FilterValues, JoinedQuery, QueryFor, QueryItem } from './query-types.ts';
import { RelationshipAttribute } from './relationship-attribute.ts';
import type { SessionBase } from './session-base.ts';
import type { GetKey } from './session-loading.ts';

interface QueryOptions extends QuerySettings {
  /** The rows of a UNION that the query's classes are read from. */
  readonly rows: FromClause<any, any> | null;
}

const defaults: QueryOptions = { populateExisting: false, autoflush: true, rows: null };
const choose = select as (...items: readonly unknown[]) => Select<any>;

/**
 * A query for objects of a class, or for rows. Methods that build give a new query; `all`, `first`, `one`, `count` and their like run it.
 *
 * ```ts
 * User.query.filterBy({ role: admin }).orderBy(User.username).limit(10).all();
 * // SELECT users.id AS users_id, … FROM users WHERE ? = users.role_id ORDER BY users.username LIMIT ? OFFSET ?
 * ```
 */
export class Query<T = any, M extends Mode = 'sync'> {
  readonly #session: SessionBase<M>;
  readonly #statement: Select<any>;
  readonly #settings: QueryOptions;

  /** @internal */
  protected constructor(session: SessionBase<M>, statement: Select<any>, settings: QueryOptions = defaults) {
    this.#session = session;
    this.#statement = statement;
    this.#settings = settings;
  }

  /** @internal */
  static of<M extends Mode>(session: SessionBase<M>, items: readonly unknown[]): Query<any, M> {
    session.io.registry.configure();
    return new Query(session, choose(...items).setLabelStyle('tablenamePlusCol'));
  }

  /** The session the query runs in. */
  get session(): SessionBase<M> {
    return this.#session;
  }

  /** The query as a SELECT. */
  get statement(): Select<any> {
    return this.#statement;
  }

  [clauseElement](): Select<any> {
    return this.#statement;
  }

  /** @internal A query like this one with another statement. Subclasses give plain queries. */
  protected with(statement: Select<any>, settings: Partial<QueryOptions> = {}): Query<any, M> {
    return new Query<any, M>(this.#session, statement, { ...this.#settings, ...settings });
  }

  #same(statement: Select<any>): Query<T, M> {
    return this.with(statement) as Query<T, M>;
  }

  /** After a UNION the query's classes are read from its rows: what speaks of their tables is turned to them. */
  #here<V>(values: readonly V[]): V[] {
    const { rows } = this.#settings;
    if (rows === null) return [...values];
    const adapter = new ClauseAdapter(rows);
    return values.map((value) => {
      const element = resolveElement(value);
      if (element instanceof RelationshipAttribute) return element.readFrom(this.#entityLike(element.entity)) as V;
      return typeof element === 'object' && element !== null ? (adapter.adapt(element as ClauseElement) as V) : value;
    });
  }

  #entityLike(entity: Entity): Entity {
    return this.#entities().find((each) => each.mapper.isA(entity.mapper) && !entity.isAliased) ?? entity;
  }

  // ---- building

  /** `WHERE …`; conditions of several calls hold together. @throws ArgumentError for what is no condition */
  filter(...criteria: Criterion[]): Query<T, M> {
    this.#refuseLimited('filter');
    return this.#same(this.#statement.where(...this.#here(criteria)));
  }
  /** As `filter`. */
  where(...criteria: Criterion[]): Query<T, M> {
    return this.filter(...criteria);
  }
  /** `WHERE name = value` for attributes of what was joined last, else of the query's class. @throws InvalidRequestError for an unknown name */
  filterBy(values: FilterValues<T>): Query<T, M> {
    this.#refuseLimited('filterBy');
    return this.#same(this.#statement.filterBy(values as Readonly<Record<string, unknown>>));
  }
  /** `filterBy` speaks of the query's own class again, until the next join. */
  resetJoinpoint(): Query<T, M> {
    return this.#same(this.#statement.atFirst());
  }
  orderBy(...items: (OrderItem | null)[]): Query<T, M> {
    this.#refuseLimited('orderBy');
    return this.#same(this.#statement.orderBy(...this.#here(items)));
  }
  groupBy(...items: (OrderItem | null)[]): Query<T, M> {
    this.#refuseLimited('groupBy');
    return this.#same(this.#statement.groupBy(...this.#here(items)));
  }
  having(...criteria: Criterion[]): Query<T, M> {
    return this.#same(this.#statement.having(...this.#here(criteria)));
  }
  limit(count: number | ColumnElement | null): Query<T, M> {
    return this.#same(this.#statement.limit(count));
  }
  offset(count: number | ColumnElement | null): Query<T, M> {
    return this.#same(this.#statement.offset(count));
  }
  /** The rows from `start` up to, not including, `stop`. */
  slice(start: number, stop: number): Query<T, M> {
    return this.#same(this.#statement.slice(start, stop));
  }
  distinct(...columns: (ColumnElement | CoercibleColumn)[]): Query<T, M> {
    return this.#same(this.#statement.distinct(...this.#here(columns)));
  }
  /** `JOIN` along a relationship (`User.posts`), with a class by foreign key, or with a condition. */
  join(target: unknown, onclause?: unknown, options?: { isouter?: boolean; full?: boolean }): JoinedQuery<T, M> {
    this.#refuseLimited('join');
    return this.#same(this.#statement.join(...(this.#here([target, onclause]) as [unknown, unknown]), options)) as JoinedQuery<T, M>;
  }
  outerjoin(target: unknown, onclause?: unknown, options?: { full?: boolean }): JoinedQuery<T, M> {
    this.#refuseLimited('outerjoin');
    return this.#same(this.#statement.outerjoin(...(this.#here([target, onclause]) as [unknown, unknown]), options)) as JoinedQuery<T, M>;
  }
  selectFrom(...froms: unknown[]): Query<T, M> {
    return this.#same(this.#statement.selectFrom(...froms));
  }
  /** How related objects and columns are loaded: `db.joinedload(User.posts)`. */
  options(...options: readonly (LoaderOption | readonly LoaderOption[])[]): Query<T, M> {
    return this.#same(this.#statement.options(...options));
  }
  /** The same rows with other columns. */
  withEntities<const Items extends readonly QueryItem[]>(...items: Items): QueryFor<Items, M> {
    return this.with(this.#statement.withOnlyColumns(...this.#here(items))) as unknown as QueryFor<Items, M>;
  }
  addColumns(...items: unknown[]): Query<any, M> {
    return this.with(this.#statement.addColumns(...this.#here(items)));
  }
  addEntity(entity: unknown): Query<any, M> {
    return this.addColumns(entity);
  }
  withForUpdate(options: { read?: boolean; nowait?: boolean; skipLocked?: boolean; keyShare?: boolean; of?: unknown } = {}): Query<T, M> {
    return this.#same(this.#statement.withForUpdate(options));
  }
  executionOptions(values: Readonly<Record<string, unknown>>): Query<T, M> {
    return this.#same(this.#statement.executionOptions(values));
  }
  /** Takes the names and tables of the SQL around: `correlate(User)`. */
  correlate(...froms: (object | null)[]): Query<T, M> {
    return this.#same(this.#statement.correlate(...froms));
  }
  union(...others: Query<any, M>[]): Query<T, M> {
    return this.#combined('union', others);
  }
  unionAll(...others: Query<any, M>[]): Query<T, M> {
    return this.#combined('unionAll', others);
  }
  intersect(...others: Query<any, M>[]): Query<T, M> {
    return this.#combined('intersect', others);
  }
  except(...others: Query<any, M>[]): Query<T, M> {
    return this.#combined('except', others);
  }
  /** Overwrites objects the session holds with what is read. */
  populateExisting(): Query<T, M> {
    return this.with(this.#statement, { populateExisting: true }) as Query<T, M>;
  }
  /** Whether changes are written before this query runs. */
  autoflush(isOn: boolean): Query<T, M> {
    return this.with(this.#statement, { autoflush: isOn }) as Query<T, M>;
  }
  /** Accepted for the sake of programs that have it: rows are read at once. @throws ArgumentError for no whole number above 0 */
  yieldPer(count: number): Query<T, M> {
    if (!Number.isInteger(count) || count < 1) throw new ArgumentError(`yieldPer takes a whole number above 0, not ${count}`);
    return this.#same(this.#statement);
  }

  /** `SELECT … FROM (this UNION that) AS anon_1`: the rows are objects again. */
  #combined(kind: 'union' | 'unionAll' | 'intersect' | 'except', others: readonly Query<any, M>[]): Query<T, M> {
    const first = this.statementToRun();
    const rest = others.map((query) => query.statementToRun());
    const rows = (first[kind] as (...given: SelectBase[]) => SelectBase).call(first, ...rest).subquery();
    const items = first.items.map((item) => {
      if (item instanceof Entity) return new Entity(item.mapper, rows, item.label);
      const column = rows.correspondingColumn(item as ColumnElement);
      if (column === undefined) return item;
      const { plugin, property } = (item as ColumnElement).annotations;
      return property === undefined ? column : column.annotate({ plugin, property });
    });
    return this.with(choose(...items).setLabelStyle('tablenamePlusCol'), { rows }) as Query<T, M>;
  }

  /** `(this) AS name`, to select from or to join. Nothing is loaded along inside it. */
  subquery(name?: string): FromClause<any, any> {
    return this.#statement.setLabelStyle('disambiguate').subquery(name);
  }
  cte(name?: string, options: { recursive?: boolean } = {}): FromClause<any, any> {
    return this.#statement.setLabelStyle('disambiguate').cte(name, options);
  }
  /** The only column of the only row, as a value in another statement. */
  scalarSubquery(): ReturnType<SelectBase['scalarSubquery']> {
    return this.#statement.scalarSubquery();
  }
  /** `EXISTS (SELECT 1 …)` */
  exists(): ColumnElement<boolean, boolean> {
    const entities = this.#statement.froms.length > 0 ? [] : this.#entities();
    const one = this.#statement.withOnlyColumns(literalColumn('1'));
    if (entities.length === 0) return one.orderBy(null).exists();
    const classes = entities.map((entity) => entity.classCriterion).filter((criterion) => criterion !== null);
    return one
      .selectFrom(...entities.map((entity) => entity.selectable))
      .where(...(classes as Criterion[]))
      .orderBy(null)
      .exists();
  }
  label(name: string): ReturnType<SelectBase['label']> {
    return this.#statement.label(name);
  }
  asScalar(): ReturnType<SelectBase['scalarSubquery']> {
    return this.scalarSubquery();
  }

  // ---- running

  /** Every object, or row. */
  all(): Answer<M, T[]> {
    return this.#run(this.io.all());
  }
  /** The first object or row, or null. */
  first(): Answer<M, T | null> {
    return this.#run(this.io.first());
  }
  /** The only one. @throws NoResultFound, MultipleResultsFound */
  one(): Answer<M, T> {
    return this.#run(this.io.one());
  }
  /** The only one, or null. @throws MultipleResultsFound */
  oneOrNone(): Answer<M, T | null> {
    return this.#run(this.io.oneOrNone());
  }
  /** The first column of the only row, or null. @throws MultipleResultsFound */
  scalar(): Answer<M, any> {
    return this.#run(this.io.scalar());
  }
  /** How many rows there are. */
  count(): Answer<M, number> {
    return this.#run(this.io.count());
  }
  /** The object with a primary key, or null. @throws InvalidRequestError where the query has conditions */
  get(key: GetKey): Answer<M, T | null> {
    return this.#run(this.io.get(key));
  }
  /** As `get`. @throws NotFound where there is none */
  getOr404(key: GetKey, description?: string): Answer<M, T> {
    return this.#run(orNotFound(this.io.get(key), description));
  }
  /** As `first`. @throws NotFound where there is none */
  firstOr404(description?: string): Answer<M, T> {
    return this.#run(orNotFound(this.io.first(), description));
  }
  /** As `one`. @throws NotFound where there is none, or several */
  oneOr404(description?: string): Answer<M, T> {
    return this.#run(oneOrNotFound(this.io.one(), description));
  }
  /** One page of the rows, and how many pages there are. @throws NotFound for a page that does not exist, unless `errorOut` is false */
  paginate(options: PaginateOptions = {}): Answer<M, Pagination<T, Answer<M, Pagination<T, any>>>> {
    return this.#run(this.io.paginate(pageRequest(options), (io) => this.#run(io))) as Answer<M, any>;
  }
  /** Rows of other columns of the same query. */
  values(...columns: unknown[]): Answer<M, any[]> {
    return this.addColumnsOnly(columns).all();
  }
  /** `UPDATE … SET …` for the rows of this query. Gives how many there were. */
  update(values: Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>, options: BulkOptions = {}): Answer<M, number> {
    return this.#run(bulkUpdate(this.#session.io, this.#statement, values, options));
  }
  /** `DELETE` for the rows of this query. Gives how many there were. */
  delete(options: BulkOptions = {}): Answer<M, number> {
    return this.#run(bulkDelete(this.#session.io, this.#statement, options));
  }

  protected addColumnsOnly(columns: readonly unknown[]): Query<any, M> {
    return this.with(this.#statement.withOnlyColumns(...columns));
  }

  #run<R>(io: Io<R>): Answer<M, R> {
    return this.#session.run(io);
  }

  /** @internal The query as `Io`. */
  get io(): QueryIo<T> {
    return new QueryIo<T>(this.#session.io, this.statementToRun(), this.#settings);
  }

  /** @internal What is sent when the query runs: a dynamic relationship refers to its owner as it is then. */
  protected statementToRun(): Select<any> {
    return this.#statement;
  }

  [Symbol.iterator](): Iterator<T> {
    return (this.all() as T[])[Symbol.iterator]();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    for (const item of await this.all()) yield item;
  }

  /** The query's SQL in the database's own dialect. */
  toString(): string {
    return compile(this.statementToRun(), this.#session.io.connection.dialect.sql).sql;
  }

  /** The SQL and the values that would be sent; `literal: true` writes the values into the text. */
  toSQL(options: { readonly literal?: boolean } = {}): { sql: string; params: readonly unknown[] } {
    const compiled = compile(this.statementToRun(), this.#session.io.connection.dialect.sql, options);
    return compiled.construct();
  }

  #entities(): Entity[] {
    return this.#statement.items.filter((item): item is Entity => item instanceof Entity);
  }

  #refuseLimited(method: string): void {
    if (this.#statement.limitClause === null && this.#statement.offsetClause === null) return;
    throw new InvalidRequestError(
      `Query.${method}() being called on a Query which already has LIMIT or OFFSET applied. Call ${method}() before limit() or offset() are applied, or select from query.subquery().`,
    );
  }
}
