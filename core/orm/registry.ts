import { ArgumentError, InvalidRequestError } from '../errors.ts';
import type { MetaData } from '../schema/metadata.ts';
import type { Table } from '../schema/table.ts';
import { clauseElement } from '../sql/protocol.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import { assert } from '../util/assert.ts';
import { readClassOptions } from './class-options.ts';
import { configureRelationship, requireConfigured } from './configure-relationship.ts';
import { Entity } from './entity.ts';
import { ListenerMap } from './events.ts';
import { uncoverStatics } from './instrument.ts';
import type { Mapper, ModelConstructor } from './mapper.ts';
import { callerPlace, classNameOf, declaredName, findModelRecord, type ModelRecord } from './model-record.ts';
import type { Relationship } from './relationship.ts';
import type { LoadingHooks } from './session-hooks.ts';

/** How attribute names become column names. */
export type Casing = 'snake_case';

/** `roleId` → `role_id`. */
function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3_$2').toLowerCase();
}

/** The models of one database: finds the mapper of a class, registers a class when it is first met, configures relationships. */
export class Registry {
  readonly metadata: MetaData;
  /** Given by the session floor when the database is made. */
  loading: LoadingHooks | null = null;
  readonly #records = new Set<ModelRecord>();
  readonly #mappers: Mapper[] = [];
  readonly #byName = new Map<string, Mapper[]>();
  readonly #byTable = new Map<Table, Mapper>();
  #isConfigured = true;
  #isConfiguring = false;

  /** Listeners to what commits do to objects. */
  readonly modelEvents = new ListenerMap();

  /** How values are bound and read. */
  readonly dialect: SqlDialect;
  readonly #casing: Casing | null;
  /** What has to hold once everything is configured. */
  #expectations: (() => void)[] = [];

  constructor(metadata: MetaData, dialect: SqlDialect, options: { casing?: Casing | null } = {}) {
    this.metadata = metadata;
    this.dialect = dialect;
    this.#casing = options.casing ?? null;
  }

  /** The name of a column that gives none. */
  columnNameOf(attribute: string): string {
    return this.#casing === null ? attribute : snakeCase(attribute);
  }

  warn(message: string): void {
    console.warn(message);
  }

  expect(check: () => void): void {
    this.#expectations.push(check);
  }

  /** All mappers, in the order of their `db.Model`. */
  get mappers(): readonly Mapper[] {
    return this.#mappers;
  }

  // ---- models and their classes

  addRecord(record: ModelRecord): void {
    this.#records.add(record);
  }

  forgetRecord(record: ModelRecord): void {
    this.#records.delete(record);
  }

  addMapper(mapper: Mapper): void {
    this.#mappers.push(mapper);
    if (!this.#byTable.has(mapper.table)) this.#byTable.set(mapper.table, mapper);
    this.#isConfigured = false;
  }

  /**
   * The mapper of a model class, which is registered if it was not met before.
   *
   * @throws ArgumentError for a class that extends a mapped class without `extend`
   * @throws InvalidRequestError for a value that is no model class of this database
   */
  mapperOf(cls: unknown): Mapper {
    const found = this.findMapper(cls);
    if (found !== null) return found;
    throw new InvalidRequestError(`${describe(cls)} is not a model: a model is a class that extends db.Model(…)`);
  }

  /** As `mapperOf`, null where the value is no model class. */
  findMapper(cls: unknown): Mapper | null {
    const record = findModelRecord(cls);
    if (record === null) return null;
    const mapper = record.mapper;
    if (mapper !== null && mapper.cls === cls) return mapper;
    return this.#register(cls as ModelConstructor, record);
  }

  /** What stands for a model class or an alias of one in a statement. */
  entityOf(value: unknown): Entity {
    if (value instanceof Entity) return value;
    const element = (value as { [clauseElement]?(): unknown } | null | undefined)?.[clauseElement]?.();
    return element instanceof Entity ? element : this.mapperOf(value).entity;
  }

  /** The mapper whose own table this is; in an inheritance hierarchy on one table, the top one. */
  mapperOfTable(table: unknown): Mapper | null {
    return this.#byTable.get(table as Table) ?? null;
  }

  mappersNamed(name: string): readonly Mapper[] {
    return this.#byName.get(name) ?? [];
  }

  /** True while the class of some `db.Model` has not been met. */
  get awaitsClasses(): boolean {
    for (const record of this.#records) if (!record.isAbstract && !record.mapper?.isRegistered) return true;
    return false;
  }

  /**
   * Says that every table is known.
   *
   * @throws InvalidRequestError where a `db.Model` without a table name has no class yet
   */
  requireAllTables(): void {
    for (const record of this.#records) {
      if (record.isAbstract || record.mapper !== null) continue;
      throw new InvalidRequestError(
        `${record.call}${placeText(record)} has no table name and its class is not known yet: call db.register(TheClass) first, or give the table's name`,
      );
    }
  }

  #register(cls: ModelConstructor, record: ModelRecord): Mapper {
    checkIsDirectSubclass(cls, record);
    if (record.registry !== this) throw new InvalidRequestError(`${classNameOf(cls)} belongs to another database`);
    const name = declaredName(cls);
    record.mapper ??= record.define(name);
    const mapper = record.mapper;
    if (mapper.cls !== null) {
      throw new ArgumentError(
        `Class ${name || '(anonymous)'} and class ${mapper.name} both extend the same ${record.call}: call db.Model once for each class`,
      );
    }
    mapper.setClass(cls, name === '' ? `(model of table '${mapper.table.name}')` : name);
    const sameName = this.#byName.get(name);
    if (sameName === undefined) this.#byName.set(name, [mapper]);
    else sameName.push(mapper);
    uncoverStatics(mapper);
    readClassOptions(mapper);
    this.#isConfigured = false;
    return mapper;
  }

  // ---- configuration

  /**
   * Finds out what every relationship means, and makes the attributes that backrefs ask for. Cheap when nothing is new. A relationship to a
   * class that may still come waits.
   */
  configure(): void {
    if (this.#isConfigured || this.#isConfiguring) return;
    this.#isConfiguring = true;
    try {
      this.#configureAll();
      this.#isConfigured = true;
    } finally {
      this.#isConfiguring = false;
    }
  }

  /** Backrefs add relationships and targets add classes on the way: go on until nothing is new. */
  #configureAll(): void {
    let before: number;
    do {
      before = this.#mappers.length;
      for (const mapper of [...this.#mappers]) for (const each of mapper.ownRelationships) configureRelationship(each);
    } while (this.#mappers.length !== before);
    for (const mapper of this.#mappers) mapper.configurationChanged();
    for (const check of this.#expectations) check();
    this.#expectations = [];
  }

  /** Configures, and minds that this relationship is. @throws InvalidRequestError where its target is still unknown */
  requireConfigured(relationship: Relationship): void {
    this.configure();
    requireConfigured(relationship);
  }

  /** The session floor's part. It is there once the database is made. */
  requireLoading(): LoadingHooks {
    assert(this.loading !== null, 'a database gives its registry the loading hooks');
    return this.loading;
  }

  /** A relationship was added by hand: it is configured with the next use. */
  configurationChanged(): void {
    this.#isConfigured = false;
  }
}

function placeText(record: ModelRecord): string {
  const place = callerPlace(record.definedAt);
  return place === null ? '' : ` at ${place}`;
}

function checkIsDirectSubclass(cls: ModelConstructor, record: ModelRecord): void {
  if (cls === record.base) {
    throw new InvalidRequestError(`What ${record.call} gives is not a model by itself: write class Name extends ${record.call} {}`);
  }
  if (record.isAbstract) {
    throw new InvalidRequestError(
      `Class ${declaredName(cls)} is abstract: it has no table. Write class Name extends ${declaredName(cls)}.extend({…}, { table: '…' }) {}`,
    );
  }
  if (Object.getPrototypeOf(cls) === record.base) return;
  const parent = Object.getPrototypeOf(cls) as ModelConstructor;
  throw new ArgumentError(
    `Class ${declaredName(cls)} extends the mapped class ${classNameOf(parent)} directly: write class ${declaredName(cls)} extends ${classNameOf(parent)}.extend({…}, { identity: '…' }) {}`,
  );
}

function describe(value: unknown): string {
  if (typeof value === 'function') return `Class ${classNameOf(value)}`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}
