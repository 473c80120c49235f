/** Everything the worker takes from the core stands here: what user code imports as `crowfoot`, and what the runtime asks of it. */
import { mysqlDialect } from '../../../core/dialects/mysql/dialect.ts';
import { postgresDialect } from '../../../core/dialects/postgres/dialect.ts';
import { sqliteDialect } from '../../../core/dialects/sqlite/dialect.ts';
import type { DriverOptions, SyncDriverConnection } from '../../../core/engine/driver.ts';
import type { StatementEvent } from '../../../core/engine/events.ts';
import { drivers } from '../../../core/engine/registry.ts';
import { MappingResult, Result, ScalarResult } from '../../../core/engine/result.ts';
import { Row } from '../../../core/engine/row.ts';
import type { URL } from '../../../core/engine/url.ts';
import { InvalidRequestError } from '../../../core/errors.ts';
import * as crowfoot from '../../../core/index.ts';
import { type InspectedAttribute, inspectEntity } from '../../../core/orm/inspect-entity.ts';
import { findModelRecord } from '../../../core/orm/model-record.ts';
import { Query } from '../../../core/orm/query.ts';
import { registryText } from '../../../core/orm/registry-text.ts';
import { uncommittedChanges } from '../../../core/orm/session-base.ts';
import { takeSnapshot } from '../../../core/orm/take-snapshot.ts';
import type { SchemaSnapshot } from '../../../core/schema/snapshot.ts';
import { ClauseElement } from '../../../core/sql/clause-element.ts';
import { compile } from '../../../core/sql/compile.ts';
import { escapePattern } from '../../lib/escape-pattern.ts';
import type { CellValue, DialectsReply, SessionObject, SessionStrip, TransactionMark, UncommittedChanges } from '../protocol.ts';
import { liveSchema } from './live-schema.ts';

export type CoreDatabase = ReturnType<typeof crowfoot.createDatabase>;
/** The library as one set of user modules gets it: `made` hears of every database they create. */
export function makeLibrary(made: (database: CoreDatabase) => void): object {
  const createDatabase = (...args: Parameters<typeof crowfoot.createDatabase>): CoreDatabase => {
    const database = crowfoot.createDatabase(...args);
    made(database);
    return database;
  };
  return { ...crowfoot, createDatabase };
}

/** Temporal and Decimal stand in the playground without an import; the core's classes have their own names, which bundling takes. */
export function installGlobals(): void {
  for (const [name, value] of Object.entries({ ...crowfoot, Result, ScalarResult, MappingResult, Query }))
    if (typeof value === 'function' && /^[A-Z]/.test(name) && value.name !== name) Object.defineProperty(value, 'name', { value: name });
  const { Temporal, Decimal } = crowfoot;
  Object.assign(globalThis, { Temporal: (globalThis as { Temporal?: unknown }).Temporal ?? Temporal, Decimal });
}

/** Every `sqlite` URL is opened by `connect` from now on. */
export function serveSqlite(connect: (url: URL, options: DriverOptions) => SyncDriverConnection): void {
  drivers.register('sqlite', { blocking: true, name: 'sqljs', dialect: sqliteDialect, open: connect });
}

/** From now on no database is opened. */
export function refuseSqlite(): void {
  serveSqlite(() => {
    throw new InvalidRequestError('models are evaluated without a database: move what asks it into seed.ts or into the file that is run');
  });
}

/** Hears every statement and every transaction of every engine until the function that it gives is called. */
export function listen(on: { statement(event: StatementEvent): void; mark(kind: TransactionMark['kind']): void }): () => void {
  const kinds = ['begin', 'commit', 'rollback'] as const;
  const stops = [
    drivers.events.on('statement', (event) => on.statement(event)),
    ...kinds.map((kind) => drivers.events.on(kind, () => on.mark(kind))),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Registers the model classes among a module's exports, and gives them. */
export function registerModels(exports: object): unknown[] {
  return Object.values(exports).filter((value: unknown) => {
    const record = findModelRecord(value);
    if (record === null || record.isAbstract || record.base === value) return false;
    record.registry.mapperOf(value);
    return true;
  });
}

/** True where a model or a table was declared on the database. */
export function declaresTables({ registry }: CoreDatabase): boolean {
  return registry.metadata.tables.size > 0 || registry.awaitsClasses;
}

/** What the databases of a project describe, in the order they were made. */
export function snapshotOf(databases: readonly CoreDatabase[]): SchemaSnapshot {
  const snapshots = databases.map((database) => takeSnapshot(database));
  return { version: 1, tables: snapshots.flatMap(({ tables }) => tables), models: snapshots.flatMap(({ models }) => models) };
}

/** @param fileOf - how a class's file is imported */
export function registryOf(databases: readonly CoreDatabase[], fileOf: (model: unknown) => string | null): string {
  return databases.map((database) => registryText(database, ({ cls }) => fileOf(cls))).join('\n');
}

/** Rolls back what a database's session has not committed, closes it, and says how much that was. */
export function endSession(database: CoreDatabase): UncommittedChanges {
  const changes = uncommittedChanges(database.session);
  database.session.rollback();
  database.session.remove();
  return changes;
}

const objectsOfState = 100;

/** The objects of the sessions, and of `seen` those that no session holds, with what the next flush would do. Sends nothing. */
export function sessionStrip(databases: readonly CoreDatabase[], seen: Iterable<object>): Omit<SessionStrip, 'flushes'> {
  const next = new Map<object, SessionObject['next']>();
  for (const { session } of databases) {
    for (const object of session.identityMap) next.set(object, null);
    for (const object of session.new) next.set(object, 'insert');
    for (const object of session.dirty) if (session.isModified(object)) next.set(object, 'update');
    for (const object of session.deleted) next.set(object, 'delete');
  }
  for (const object of seen) if (!next.has(object)) next.set(object, null);
  const counts = { transient: 0, pending: 0, persistent: 0, deleted: 0, detached: 0 };
  const objects: SessionObject[] = [];
  for (const [object, planned] of next) {
    const entity = inspectEntity(object);
    if (entity === null) continue;
    counts[entity.state] += 1;
    if (counts[entity.state] > objectsOfState) continue;
    objects.push({ model: entity.model, text: describeEntity(object)?.text ?? entity.model, state: entity.state, next: planned });
  }
  return { objects, counts };
}

/**
 * An attribute of an object that has left its session, loaded in a new one over the data as they are; undefined where the object has no row.
 *
 * @throws what its loading throws
 */
export function loadAttribute(databases: readonly CoreDatabase[], owner: object, attribute: string): unknown {
  const key = inspectEntity(owner)?.key;
  const record = findModelRecord(owner.constructor);
  const database = databases.find(({ registry }) => registry === record?.registry);
  if (!key || !database) return undefined;
  const fresh = database.session.get(owner.constructor as never, (key.length === 1 ? key[0] : key) as never);
  return fresh === null ? undefined : (fresh as Record<string, unknown>)[attribute];
}

/** The real tables of the database that `sqlite` URLs open now. */
export function inspectDatabase(): SchemaSnapshot {
  return liveSchema(crowfoot.createDatabase('sqlite:///live').inspect());
}

/** A statement that was compiled for SQLite, as other databases would have it; nothing where its text is all that is known. */
export function inOtherDialects(sql: string): DialectsReply {
  const known = [...sqliteDialect.sql.compiledCache.values()].find((compiled) => isTextOf(compiled, sql));
  const write = (dialect: typeof sqliteDialect): string | null => {
    try {
      return known ? compile(known.statement as ClauseElement, dialect.sql).construct().sql : null;
    } catch {
      // It has no such thing.
      return null;
    }
  };
  return { postgres: write(postgresDialect), mysql: write(mysqlDialect) };
}

/** Lists of values are written with as many places as they have: the text that was sent then differs from the compiled one. */
function isTextOf({ sql: compiled }: { readonly sql: string }, sql: string): boolean {
  if (!compiled.includes('__[POSTCOMPILE_')) return compiled === sql;
  const pattern = compiled
    .split(/\(?__\[POSTCOMPILE_[^\]]*\]\)?/)
    .map(escapePattern)
    .join('[\\s\\S]*?');
  return new RegExp(`^${pattern}$`).test(sql);
}

/** Runs `look` while no look at an object can make the session write what is pending. */
export function withoutAutoflush<T>(databases: readonly CoreDatabase[], look: () => T): T {
  const [first, ...rest] = databases;
  return first ? first.session.noAutoflush(() => withoutAutoflush(rest, look)) : look();
}

export interface EntityView {
  readonly object: object;
  readonly model: string;
  readonly text: string;
  readonly attributes: readonly InspectedAttribute[];
}

/** An entity as it is known now. Its own `toString` is asked for its text; where that would have to load something, its key stands instead. */
export function describeEntity(value: unknown): EntityView | null {
  const entity = inspectEntity(value);
  if (entity === null) return null;
  let text = `<${entity.model} ${entity.key === null ? entity.state : entity.key.join(', ')}>`;
  try {
    const own = String(value);
    if (own !== '' && own !== '[object Object]') text = own;
  } catch {
    // It wanted to load.
  }
  return { object: value as object, model: entity.model, text, attributes: entity.attributes };
}

export interface RowView {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
}

/** A row of a result. */
export function readRow(value: unknown): RowView | null {
  if (!(value instanceof Row)) return null;
  const values = [...value];
  const names = Object.keys(Object.getPrototypeOf(value)).filter((name) => !/^\d+$/.test(name));
  return { names: names.length === values.length ? names : values.map((_, index) => String(index)), values };
}

/** All that is left of a result that nobody else will read. */
export function readResult(value: object): readonly unknown[] | null {
  if (value instanceof Result) return value.returnsRows ? value.all() : null;
  return value instanceof ScalarResult || value instanceof MappingResult ? value.all() : null;
}

/** A result that can have no rows says how many it changed. */
export function resultText(value: object): string | null {
  if (!(value instanceof Result) || value.returnsRows) return null;
  return value.rowcount < 0 ? 'Result { returnsRows: false }' : `Result { returnsRows: false, rowcount: ${value.rowcount} }`;
}

export interface UnexecutedView {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** A query, a statement or an expression that was built and not sent. */
export function unexecuted(value: unknown): UnexecutedView | null {
  try {
    if (value instanceof Query) return value.toSQL();
    return value instanceof ClauseElement ? compile(value, sqliteDialect.sql).construct() : null;
  } catch {
    // An element that SQL cannot be written for: it shows its own text.
    return null;
  }
}

/** Dates, times and decimals. */
export function temporalCell(value: unknown): Extract<CellValue, { readonly text: string }> | null {
  if (value instanceof crowfoot.Decimal) return { t: 'decimal', text: value.toFixed() };
  const kind = temporalKinds.get(Object.prototype.toString.call(value));
  return kind ? { t: kind, text: String(value) } : null;
}

const temporalKinds: ReadonlyMap<string, 'date' | 'time' | 'datetime' | 'instant' | 'interval'> = new Map([
  ['[object Temporal.PlainDate]', 'date'],
  ['[object Temporal.PlainTime]', 'time'],
  ['[object Temporal.PlainDateTime]', 'datetime'],
  ['[object Temporal.Instant]', 'instant'],
  ['[object Temporal.Duration]', 'interval'],
] as const);
