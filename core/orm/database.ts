import type { AsyncDriver, SyncDriver } from '../engine/driver.ts';
import { type AsyncEngine, createAsyncEngine, createEngine, type Engine, type EngineOptions } from '../engine/engine.ts';
import { Inspector } from '../engine/inspector.ts';
import type { Answer, Mode } from '../engine/mode.ts';
import type { URL } from '../engine/url.ts';
import { NoInspectionAvailable } from '../errors.ts';
import type { Io } from '../io.ts';
import type { CreateOptions } from '../schema/create-all.ts';
import { MetaData } from '../schema/metadata.ts';
import type { NamingConvention } from '../schema/naming.ts';
import type { Select } from '../sql/select.ts';
import { AsyncSession } from './async-session.ts';
import { DatabaseEvents } from './database-events.ts';
import { type DatabaseNames, databaseNames } from './database-names.ts';
import { makeModelFactory, makeTableFactory, type TableFactory } from './factories.ts';
import { flagModified, InstanceInspection, objectSession } from './inspection.ts';
import { makeLoadingHooks } from './loading-hooks.ts';
import type { Mapper } from './mapper.ts';
import { findModelRecord } from './model-record.ts';
import type { ColumnFactory, ModelFactory, RelationshipFactory } from './model-types.ts';
import { findState } from './object-state.ts';
import { type PaginateOptions, type Pagination, pageRequest } from './pagination.ts';
import { oneOrNotFound, orNotFound } from './query-io.ts';
import { type Casing, Registry } from './registry.ts';
import type { EntityClass } from './relationship-definition.ts';
import { Session } from './session.ts';
import type { SessionBase } from './session-base.ts';
import type { SessionOptions } from './session-io.ts';
import { type GetKey, getEntity } from './session-loading.ts';
import { firstOf, onlyOf, pageOf } from './statement-queries.ts';
import { ModificationTracker } from './track-modifications.ts';

/** Options of `createDatabase`. */
export interface DatabaseOptions extends EngineOptions {
  /** How attribute names become column names where a column gives none: `'snake_case'` maps `roleId` to `role_id`. */
  readonly casing?: Casing;
  readonly namingConvention?: NamingConvention;
  /** The schema of tables that name none. */
  readonly schema?: string;
  readonly session?: SessionOptions;
  /** Tells listeners of `'modelsCommitted'` and `'beforeModelsCommitted'` what each commit does to objects. */
  readonly trackModifications?: boolean;
}

/** The session of a mode. */
export type SessionOf<M extends Mode> = M extends 'sync' ? Session : AsyncSession;
type EngineOf<M extends Mode> = M extends 'sync' ? Engine : AsyncEngine;

// The members of a database that are no methods of its own: the SQL language, types, constraints, loader options.
// biome-ignore lint/correctness/noUnusedVariables: an interface that merges with a class has its type parameters
export interface Database<M extends Mode = 'sync'> extends DatabaseNames {}

/**
 * A database and the models declared on it. Everything a program needs hangs on it: `db.Model`, `db.Column`, `db.session`, `db.select`.
 *
 * ```ts
 * export const db = createDatabase('sqlite:///data.sqlite');
 * ```
 */
export class Database<M extends Mode = 'sync'> {
  readonly engine: EngineOf<M>;
  /** What the models are made of: mappers and their configuration. */
  readonly registry: Registry;
  readonly events: DatabaseEvents;
  /** `class User extends db.Model('users', { id: db.Column(db.Integer, { primaryKey: true }) }) {}` */
  readonly Model: ModelFactory<M>;
  /** An association table: `db.Table('registrations', { student_id: db.Column(db.Integer, db.ForeignKey('students.id')) })`. */
  readonly Table: TableFactory;
  declare readonly Column: ColumnFactory;
  declare readonly relationship: RelationshipFactory<M>;
  readonly #metadata: MetaData;
  readonly #makeSession: () => SessionOf<M>;
  /** The session of the program, and those of the scopes that are open, the innermost last. */
  readonly #sessions: SessionOf<M>[] = [];

  constructor(engine: EngineOf<M>, makeSession: (registry: Registry) => SessionOf<M>, options: DatabaseOptions) {
    this.engine = engine;
    this.#metadata = new MetaData({
      schema: options.schema ?? null,
      ...(options.namingConvention === undefined ? {} : { namingConvention: options.namingConvention }),
    });
    this.registry = new Registry(this.#metadata, engine.dialect.sql, { casing: options.casing ?? null });
    this.registry.loading = makeLoadingHooks(() => this.session, this.registry);
    this.events = new DatabaseEvents(engine.events, this.registry.modelEvents, options.trackModifications ?? false);
    this.#makeSession = () => makeSession(this.registry);
    this.Model = makeModelFactory<M>(this.registry);
    this.Table = makeTableFactory(this.#metadata);
  }

  /** The tables. @throws InvalidRequestError where a `db.Model` without a table name still waits for its class */
  get metadata(): MetaData {
    this.registry.requireAllTables();
    return this.#metadata;
  }

  /** The session of this database; inside `db.scope` that of the scope. */
  get session(): SessionOf<M> {
    if (this.#sessions.length === 0) this.#sessions.push(this.#makeSession());
    return this.#sessions.at(-1)!;
  }

  /** The session, as far as it is the same in both modes. */
  get #base(): SessionBase<M> {
    return this.session as unknown as SessionBase<M>;
  }

  /**
   * Runs `work` with a session of its own, closed at its end: one request of a server. `db.session` and `Model.query` are that session's
   * while `work` runs; what `work` does after an `await` has to use the session it is given.
   */
  scope<T>(work: (session: SessionOf<M>) => T): T {
    const outer = this.session;
    const session = this.#makeSession();
    this.#sessions.push(session);
    try {
      const value = work(session);
      if (!(value instanceof Promise)) {
        session.close();
        return value;
      }
      return value.finally(() => session.close()) as T;
    } catch (error) {
      session.close();
      throw error;
    } finally {
      this.#sessions.splice(this.#sessions.indexOf(session), 1);
      if (this.#sessions.length === 0) this.#sessions.push(outer);
    }
  }

  /** Makes model classes known: their names for relationships given as text, their tables where the name derives from the class's. */
  register(...classes: readonly EntityClass[]): void {
    for (const cls of classes) this.registry.mapperOf(cls);
  }

  /** Creates the tables that are not there. @throws InvalidRequestError where a table still waits for its class */
  createAll(options?: CreateOptions): Answer<M, void> {
    return this.metadata.createAll<M>(this.engine as never, options) as Answer<M, void>;
  }

  /** Drops the tables. @throws InvalidRequestError where a table still waits for its class */
  dropAll(options?: CreateOptions): Answer<M, void> {
    return this.metadata.dropAll<M>(this.engine as never, options) as Answer<M, void>;
  }

  /**
   * Looks into something: an object gives its state, a model class its mapper, nothing or this database an inspector of the real tables.
   *
   * @throws NoInspectionAvailable for anything else
   */
  inspect(): Inspector<M>;
  inspect(database: Database<M>): Inspector<M>;
  inspect(cls: EntityClass): Mapper;
  inspect(object: object): InstanceInspection;
  inspect(subject: unknown = this): Inspector<M> | Mapper | InstanceInspection {
    if (subject === this || subject === this.engine) return new Inspector<M>(this.engine as never);
    if (findModelRecord(subject) !== null) {
      const mapper = this.registry.mapperOf(subject);
      this.registry.configure();
      return mapper;
    }
    const state = findState(subject);
    if (state !== null) return new InstanceInspection(state);
    throw new NoInspectionAvailable(
      `No inspection system is available for ${typeof subject === 'function' ? 'this function' : String(subject)}: inspect an object of a model, a model class, or the database`,
    );
  }

  /** The object with a primary key. @throws NotFound where there is none */
  getOr404<E extends object>(cls: EntityClass<E>, key: GetKey, description?: string): Answer<M, E> {
    const session = this.#base;
    return session.run(orNotFound(getEntity(session.io, this.registry.mapperOf(cls), key) as Io<E | null>, description));
  }

  /** The first value of a statement's first row. @throws NotFound where there is none */
  firstOr404<T = any>(statement: Select<any, any>, description?: string): Answer<M, T> {
    const session = this.#base;
    return session.run(orNotFound(firstOf(session.io, statement) as Io<T | null>, description));
  }

  /** The first value of a statement's only row. @throws NotFound where there is none, or several */
  oneOr404<T = any>(statement: Select<any, any>, description?: string): Answer<M, T> {
    const session = this.#base;
    return session.run(oneOrNotFound(onlyOf(session.io, statement) as Io<T>, description));
  }

  /** One page of a SELECT, and how many pages there are. @throws NotFound for a page that does not exist, unless `errorOut` is false */
  paginate<T = any>(statement: Select<any, any>, options: PaginateOptions = {}): Answer<M, Pagination<T, any>> {
    const session = this.#base;
    return session.run(pageOf(session.io, statement, pageRequest(options), (io) => session.run(io)));
  }

  /** The session an object is in, null where it is in none. */
  objectSession(object: object): SessionOf<M> | null {
    return objectSession(object) as SessionOf<M> | null;
  }

  /** Says that an attribute's value was changed in place, so that the next flush writes it. */
  flagModified(object: object, attribute: string): void {
    flagModified(object, attribute);
  }

  toString(): string {
    return `<Crowfoot ${this.engine.url}>`;
  }
}

Object.assign(Database.prototype, databaseNames);

function sessionOptions(registry: Registry, options: DatabaseOptions): SessionOptions {
  return { ...options.session, tracker: options.trackModifications === true ? new ModificationTracker(registry.modelEvents) : null };
}

/**
 * A database that answers at once. Nothing is opened before the first statement.
 *
 * @throws ArgumentError for a URL that cannot be read or that only `createAsyncDatabase` can serve
 * @throws NoSuchModuleError where no driver for it is loaded
 */
export function createDatabase(url: string | URL, options: DatabaseOptions & { readonly driver?: SyncDriver } = {}): Database<'sync'> {
  const engine = createEngine(url, options);
  return new Database<'sync'>(engine, (registry) => new Session(engine, registry, sessionOptions(registry, options)), options);
}

/** A database whose answers are promises. @throws as {@link createDatabase} */
export function createAsyncDatabase(
  url: string | URL,
  options: DatabaseOptions & { readonly driver?: AsyncDriver } = {},
): Database<'async'> {
  const engine = createAsyncEngine(url, options);
  return new Database<'async'>(engine, (registry) => new AsyncSession(engine, registry, sessionOptions(registry, options)), options);
}
