/** Everything the worker takes from the core stands here: what user code imports as `crowfoot`, and what the runtime asks of it. */
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
import type { CellValue, UncommittedChanges } from '../protocol.ts';

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

/** Temporal and Decimal stand in the playground without an import. */
export function installGlobals(): void {
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

/** Hears every statement of every engine until the function that it gives is called. */
export function listen(on: { statement(event: StatementEvent): void; rollback(): void }): () => void {
  const stops = [drivers.events.on('statement', (event) => on.statement(event)), drivers.events.on('rollback', () => on.rollback())];
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

/** Runs `look` while no look at an object can make the session write what is pending. */
export function withoutAutoflush<T>(databases: readonly CoreDatabase[], look: () => T): T {
  const [first, ...rest] = databases;
  return first ? first.session.noAutoflush(() => withoutAutoflush(rest, look)) : look();
}

export interface EntityView {
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
  return { model: entity.model, text, attributes: entity.attributes };
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
