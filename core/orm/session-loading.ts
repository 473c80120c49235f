import { ArgumentError, InvalidRequestError, ObjectDeletedError } from '../errors.ts';
import type { Io, Origin } from '../io.ts';
import { BindParameter } from '../sql/bind-parameter.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { select } from '../sql/select.ts';
import { toldError } from '../sql/types/told-error.ts';
import { settleLoaded } from './attribute-events.ts';
import type { ColumnProperty } from './column-property.ts';
import { type KeptLoad, keyCriterion, keyLoad, LoadCache, runLoad } from './entity-loads.ts';
import { LoadRun } from './hydrate.ts';
import { criteriaOf, lazyLoad } from './lazy-loads.ts';
import { isDeferredByStatement, loadOverrideOf } from './load-overrides.ts';
import type { LoaderOption } from './loader-options.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';
import type { Relationship } from './relationship.ts';
import type { SessionIo } from './session-io.ts';
import { show } from './session-records.ts';

const REFRESH: Origin = { cause: 'refresh' };
const GET: Origin = { cause: 'get' };

/** A primary key: its value, its values in order, or by attribute. */
export type GetKey = unknown;

export interface GetOptions {
  /** Reads the row even where the session holds the object, and overwrites it. */
  readonly populateExisting?: boolean;
}

// ---- columns

/** True where nothing of the row is loaded. */
export function isExpired({ mapper, values }: ObjectState): boolean {
  const { primaryKey } = mapper;
  for (let i = 0; i < primaryKey.length; i += 1) if (values[primaryKey[i]!.slot] === undefined) return true;
  return false;
}

/**
 * Loads an absent column when it is read, with what is absent besides: all of an expired row, a deferred column's group, or what the database
 * has computed.
 *
 * @throws ObjectDeletedError where the row is gone
 */
export function* loadAttribute(session: SessionIo, state: ObjectState, attribute: ColumnProperty): Io<void> {
  yield* session.autoflushNow();
  if (state.values[attribute.slot] !== undefined) return;
  yield* loadAbsent(session, state, attribute);
}

/** Loads what is absent of an object's row, deferred columns apart. No flush comes before. */
export function* loadColumns(session: SessionIo, state: ObjectState): Io<void> {
  yield* loadAbsent(session, state, null);
}

function* loadAbsent(session: SessionIo, state: ObjectState, wanted: ColumnProperty | null): Io<void> {
  const isLater = (property: ColumnProperty): boolean => property.isDeferred || isDeferredByStatement(state, property);
  const isAbsent = (property: ColumnProperty): boolean => state.values[property.slot] === undefined;
  if (wanted !== null && isLater(wanted) && !isExpired(state)) {
    const group =
      wanted.group === null ? [wanted] : state.mapper.columns.filter((property) => property.group === wanted.group && isAbsent(property));
    return yield* loadProperties(session, state, group);
  }
  const absent = state.mapper.columns.filter((property) => isAbsent(property) && (!isLater(property) || property === wanted));
  const isWhole =
    absent.every((property) => !property.isDeferred) && absent.length === state.mapper.selected.filter(({ slot }) => slot >= 0).length;
  if (isWhole) yield* reload(session, state);
  else if (absent.length > 0) yield* loadProperties(session, state, absent);
}

/** Reads the whole row, with what is loaded along by default. */
function* reload(session: SessionIo, state: ObjectState): Io<void> {
  const found = yield* runLoad(session, keyLoad(state.mapper, session.connection.dialect.sql), state.key!, REFRESH);
  if (!found.includes(state)) throw rowGone(state);
}

function rowGone(state: ObjectState): ObjectDeletedError {
  return new ObjectDeletedError(`Instance ${show(state)} has been deleted, or its row is otherwise not present.`);
}

const byColumns = new LoadCache<Mapper>();

/** Reads some columns of a row. @throws ObjectDeletedError where it is gone */
function* loadProperties(session: SessionIo, state: ObjectState, properties: readonly ColumnProperty[]): Io<void> {
  const { mapper } = state;
  const kept = byColumns.get(session.connection.dialect.sql, mapper, properties.map(({ slot }) => slot).join(), () =>
    columnsStatement(mapper, properties, 'tablenamePlusCol'),
  );
  const row = yield* readRow(session, kept, state);
  if (row === null) throw rowGone(state);
  for (let i = 0; i < properties.length; i += 1) state.putRaw(properties[i]!, row[i]);
}

function* readRow(session: SessionIo, kept: KeptLoad, state: ObjectState): Io<readonly unknown[] | null> {
  const named = Object.fromEntries(kept.names.map((name, i) => [name, state.key![i]]));
  const { sql, params } = kept.compiled.construct(named);
  const [reply] = yield* session.send(sql, [params], REFRESH);
  return reply!.rows[0] ?? null;
}

/** Columns of one row; of a joined subclass only the tables that have them are read. */
function columnsStatement(mapper: Mapper, properties: readonly ColumnProperty[], style: 'tablenamePlusCol' | 'disambiguate') {
  const items = properties.map((property) => property.expression);
  const tables = new Set(properties.flatMap((property) => property.columns.map((column) => column.table)));
  const own = mapper.tables.length > 1 && tables.size === 1 ? [...tables][0]! : null;
  if (own === null || own === mapper.tables[0]) {
    const { criterion, names } = keyCriterion(mapper);
    return {
      statement: select(...items)
        .selectFrom(mapper.entity.selectable)
        .where(criterion)
        .setLabelStyle(style),
      names,
    };
  }
  const names: string[] = [];
  let statement = select(...items).setLabelStyle(style);
  for (const column of own.primaryKey) {
    names.push(`pk_${names.length + 1}`);
    const bind: ColumnElement = new BindParameter(names.at(-1)!, undefined, column.type, { required: true });
    statement = statement.where(bind.eq(column));
  }
  return { statement, names };
}

/**
 * Reads an object's row anew.
 *
 * @param properties - only these columns; null: all, with what is loaded along by default
 * @throws InvalidRequestError where the row is gone
 */
export function* refreshColumns(session: SessionIo, state: ObjectState, properties: readonly ColumnProperty[] | null): Io<void> {
  const { mapper } = state;
  const dialect = session.connection.dialect.sql;
  if (properties === null) {
    const kept = refreshes.get(dialect, mapper, '', () => {
      const { criterion, names } = keyCriterion(mapper);
      return { statement: select(mapper.entity).where(criterion), names };
    });
    const found = yield* runLoad(session, kept, state.key!, REFRESH, new LoadRun(session, true));
    if (!found.includes(state)) throw new InvalidRequestError(`Could not refresh instance ${show(state)}: its row is gone`);
    return;
  }
  if (properties.length === 0) return;
  const kept = refreshes.get(dialect, mapper, properties.map(({ slot }) => slot).join(), () =>
    columnsStatement(mapper, properties, 'disambiguate'),
  );
  const row = yield* readRow(session, kept, state);
  if (row === null) throw new InvalidRequestError(`Could not refresh instance ${show(state)}: its row is gone`);
  for (let i = 0; i < properties.length; i += 1) state.putRaw(properties[i]!, row[i]);
}

const refreshes = new LoadCache<Mapper>();

// ---- by primary key

/** The object of a primary key: from the session, else from the database. */
export function* getEntity(
  session: SessionIo,
  mapper: Mapper,
  key: GetKey,
  options: GetOptions = {},
  origin: Origin = GET,
): Io<object | null> {
  session.registry.configure();
  const parts = readKey(mapper, key);
  if (parts === null) return null;
  const state = yield* getState(session, mapper, parts, origin, options.populateExisting ?? false);
  return state === null ? null : state.object;
}

export function* getState(
  session: SessionIo,
  mapper: Mapper,
  key: readonly unknown[],
  origin: Origin,
  populateExisting = false,
): Io<ObjectState | null> {
  const known = session.records.identityMap.get(mapper, key);
  if (known !== undefined && !populateExisting) return yield* knownState(session, mapper, known);
  if (session.mustFlush()) yield* session.flush();
  const kept = keyLoad(mapper, session.connection.dialect.sql);
  const [state] = yield* runLoad(session, kept, key, origin, new LoadRun(session, populateExisting));
  return state ?? null;
}

function* knownState(session: SessionIo, mapper: Mapper, state: ObjectState): Io<ObjectState | null> {
  if (!state.mapper.isA(mapper)) return null;
  if (!isExpired(state)) return state;
  try {
    yield* loadColumns(session, state);
    return state;
  } catch (error) {
    if (!(error instanceof ObjectDeletedError)) throw error;
    session.records.release([state]);
    return null;
  }
}

/**
 * A primary key as the identity map knows it: a value, an array of values, or an object by attribute.
 *
 * @returns null where a part is null: no row has such a key
 * @throws ArgumentError for undefined, a value of another type, or the wrong number of parts
 */
export function readKey(mapper: Mapper, given: GetKey): readonly unknown[] | null {
  if (given === undefined)
    throw new ArgumentError(`get(undefined): a primary key of ${mapper.name} is expected. A variable or property is probably not set.`);
  const parts = keyParts(mapper, given);
  if (parts.length !== mapper.primaryKey.length) {
    throw new InvalidRequestError(
      `Incorrect number of values in identifier to formulate primary key for session.get(); primary key columns are ${mapper.primaryKeyColumns.map((column) => `'${column.table!.name}.${column.name}'`).join(', ')}`,
    );
  }
  let hasNull = false;
  const key = new Array<unknown>(parts.length);
  for (let i = 0; i < parts.length; i += 1) {
    key[i] = keyPart(mapper.primaryKey[i]!, parts[i]);
    hasNull ||= key[i] === null;
  }
  return hasNull ? null : key;
}

function keyPart(property: ColumnProperty, given: unknown): unknown {
  if (given === undefined) throw new ArgumentError(`get: the value of ${property} is undefined`);
  if (given === null) return null;
  try {
    return property.type.coerce(given);
  } catch (error) {
    throw toldError(`get: ${property}`, error);
  }
}

function keyParts(mapper: Mapper, given: GetKey): readonly unknown[] {
  if (Array.isArray(given)) return given;
  if (given === null || typeof given !== 'object' || Object.getPrototypeOf(given) !== Object.prototype) return [given];
  const unknownKey = Object.keys(given).find((key) => !mapper.primaryKey.some((property) => property.key === key));
  if (unknownKey !== undefined) throw new InvalidRequestError(`get: ${mapper.name} has no primary key attribute '${unknownKey}'`);
  return mapper.primaryKey.map((property) => (given as Record<string, unknown>)[property.key]);
}

// ---- relationships

/** What a many-to-one refers to as far as no statement is needed: the object, null, or undefined where it is not known. */
export function relatedInMemory(session: SessionIo, state: ObjectState, relationship: Relationship): object | null | undefined {
  if (!relationship.usesGet) return undefined;
  const key = foreignKeyOf(state, relationship, false);
  if (key === undefined) return undefined;
  if (key === null) return null;
  return session.records.identityMap.get(relationship.target, key)?.object;
}

/**
 * Stores what a many-to-one refers to where the session has it and it is up to date: no statement, and no flush before one.
 *
 * @returns true where that is done
 */
export function settleFromMemory(session: SessionIo, state: ObjectState, relationship: Relationship): boolean {
  if (relationship.keySources === null || loadOverrideOf(state, relationship) !== undefined || !isLoadedBySelect(relationship))
    return false;
  const key = foreignKeyOf(state, relationship, false);
  if (key === undefined || key === null) return false;
  const found = session.records.identityMap.get(relationship.target, key);
  if (found === undefined || isExpired(found) || !found.mapper.isA(relationship.target)) return false;
  settleLoaded(state, relationship, found.object);
  return true;
}

const isLoadedBySelect = ({ lazy }: Relationship): boolean => lazy !== 'noload' && lazy !== 'raise';

/** The key of the object a many-to-one refers to; null where the foreign key is NULL, undefined where it is not loaded. */
function foreignKeyOf(state: ObjectState, relationship: Relationship, committed: boolean): readonly unknown[] | null | undefined {
  const sources = relationship.keySources!;
  const key = new Array<unknown>(sources.length);
  for (let i = 0; i < sources.length; i += 1) {
    const property = state.mapper.propertyOf(sources[i]!)!;
    const value = committed ? state.committedValueOf(property) : state.valueOf(property);
    if (value === undefined) return undefined;
    if (value === null) return null;
    key[i] = value;
  }
  return key;
}

/** Loads a relationship because user code reads it: as the statement that read the object wants it, else as it is mapped. */
export function* loadRelatedFor(session: SessionIo, state: ObjectState, relationship: Relationship): Io<void> {
  session.registry.configure();
  const option = loadOverrideOf(state, relationship);
  const strategy = option?.step.kind === 'relationship' ? option.step.strategy : relationship.lazy;
  if (strategy === 'noload') return settleLoaded(state, relationship, relationship.uselist ? [] : null);
  if (strategy === 'raise') throw unavailable(relationship, 'raise');
  if (strategy === 'raiseOnSql') {
    const known = relatedInMemory(session, state, relationship);
    if (known === undefined) throw unavailable(relationship, 'raiseOnSql');
    return settleLoaded(state, relationship, known);
  }
  yield* loadRelated(session, state, relationship, false, option);
}

function unavailable(relationship: Relationship, lazy: string): InvalidRequestError {
  return new InvalidRequestError(
    `'${relationship}' is not available due to lazy='${lazy}': load it with the query, by joinedload or selectinload`,
  );
}

/** Loads the members of a relationship and stores them. `committed`: by the values the row has, not by those that wait to be written. */
export function* loadRelated(
  session: SessionIo,
  state: ObjectState,
  relationship: Relationship,
  committed = false,
  option?: LoaderOption,
): Io<void> {
  if (!state.hasRow) return settleLoaded(state, relationship, relationship.uselist ? [] : null);
  if (session.mustFlush()) yield* session.flush();
  if (state.relatedOf(relationship) !== undefined) return;
  yield* loadLocalColumns(session, state, relationship);
  if (state.relatedOf(relationship) !== undefined) return;
  const members = yield* readMembers(session, state, relationship, committed, option);
  if (relationship.uselist)
    return settleLoaded(
      state,
      relationship,
      members.map(({ object }) => object),
    );
  if (members.length > 1) session.warn(`Multiple rows returned with uselist=False for lazily-loaded attribute '${relationship}'`);
  settleLoaded(state, relationship, members[0]?.object ?? null);
}

/** The members a relationship has in the database, by the row's own values. Nothing is stored. */
export function* loadCommittedRelated(session: SessionIo, state: ObjectState, relationship: Relationship): Io<ObjectState[]> {
  yield* loadLocalColumns(session, state, relationship);
  return yield* readMembers(session, state, relationship, true);
}

function* loadLocalColumns(session: SessionIo, state: ObjectState, relationship: Relationship): Io<void> {
  for (const column of relationship.join.localColumns) {
    const property = state.mapper.propertyOf(column);
    if (property !== undefined && state.values[property.slot] === undefined) return yield* loadAbsent(session, state, property);
  }
}

function* readMembers(
  session: SessionIo,
  state: ObjectState,
  relationship: Relationship,
  committed: boolean,
  option?: LoaderOption,
): Io<ObjectState[]> {
  const origin: Origin = { cause: 'lazyLoad', relationship: String(relationship) };
  const further = option !== undefined && option.children.length + criteriaOf(option).length > 0 ? option : null;
  if (relationship.usesGet) {
    const key = foreignKeyOf(state, relationship, committed);
    if (key === null || key === undefined) return [];
    if (further !== null && session.records.identityMap.get(relationship.target, key) === undefined) return yield* runLazy();
    const found = yield* getState(session, relationship.target, key, origin);
    return found === null ? [] : [found];
  }
  return yield* runLazy();

  function* runLazy(): Io<ObjectState[]> {
    const { kept, columns } = lazyLoad(relationship, session.connection.dialect.sql, further);
    const values = columns.map((column) => {
      const property = state.mapper.propertyOf(column)!;
      return committed ? state.committedValueOf(property) : state.valueOf(property);
    });
    if (values.every((value) => value === null || value === undefined)) return [];
    return yield* runLoad(session, kept, values, origin);
  }
}

/** Loads an attribute by its name and gives its value. @throws InvalidRequestError where there is none */
export function* loadNamed(session: SessionIo, state: ObjectState, name: string): Io<unknown> {
  session.registry.configure();
  const relationship = state.mapper.findRelationship(name);
  if (relationship !== undefined) {
    if (state.relatedOf(relationship) === undefined) yield* loadRelatedFor(session, state, relationship);
    return (state.object as Record<string, unknown>)[name];
  }
  const property = state.mapper.findColumn(name);
  if (property === undefined) throw new InvalidRequestError(`${state.mapper.name} has no attribute '${name}' to load`);
  if (state.hasRow && state.values[property.slot] === undefined) yield* loadAttribute(session, state, property);
  return state.valueOf(property) ?? null;
}
