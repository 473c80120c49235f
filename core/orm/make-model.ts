import { ArgumentError, InvalidRequestError, NoForeignKeysError } from '../errors.ts';
import { Column } from '../schema/column.ts';
import { Constraint } from '../schema/constraints.ts';
import { Table, type TableOptions } from '../schema/table.ts';
import { Index } from '../schema/table-index.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { bareRecord } from '../util/own.ts';
import { addRelationship } from './add-relationship.ts';
import { instrumentProxy } from './association-proxy.ts';
import { AssociationProxyDefinition } from './association-proxy-definition.ts';
import { inferJoin } from './infer-join.ts';
import { appendToTable, mapColumns } from './map-columns.ts';
import { Mapper, type ModelConstructor } from './mapper.ts';
import { stackHere, withFacts } from './mapping-error.ts';
import { ModelBase } from './model-base.ts';
import { type ModelDefinition, readDefinition } from './model-definition.ts';
import { classNameOf, declaredName, derivedTableName, findModelRecord, type ModelRecord, modelRecord } from './model-record.ts';
import type { Registry } from './registry.ts';
import { RelationshipDefinition } from './relationship-definition.ts';

/** The third argument of `db.Model`, and the second of `extend`, as they arrive. */
export interface ModelOptions extends TableOptions {
  readonly constraints?: (columns: any) => readonly (Constraint | Index)[];
  /** The attribute that tells the class of a row. */
  readonly polymorphicOn?: string;
  /** The value of `polymorphicOn` that means this class. */
  readonly identity?: unknown;
  /** The attribute that counts the versions of a row. */
  readonly versionIdCol?: string;
  /** `extend` only: the table of a joined subclass, or of a model that extends an abstract one. */
  readonly table?: string;
}

/** What a model call is about, before anything is made. */
interface ModelCall {
  readonly registry: Registry;
  readonly call: string;
  readonly definedAt: string;
  readonly base: ModelConstructor;
  readonly definition: ModelDefinition;
  readonly options: ModelOptions;
}

const abstractDefinitions = new WeakMap<ModelRecord, ModelDefinition>();

/** `db.Model('roles', { … }, options)`, `db.Model({ … }, options)`. */
export function makeModel(registry: Registry, args: readonly unknown[]): ModelConstructor {
  const named = typeof args[0] === 'string';
  const [definition, options] = (named ? args.slice(1) : args) as [unknown, ModelOptions | undefined];
  const call = named ? `db.Model('${args[0]}', …)` : 'db.Model({…})';
  return defineRoot(registry, ModelBase, call, named ? (args[0] as string) : null, readDefinition(definition, call), options ?? {});
}

/** `db.Model.abstract({ … })`: a base without a table. */
export function makeAbstractModel(registry: Registry, definition: unknown): ModelConstructor {
  const call = 'db.Model.abstract({…})';
  const base = class extends ModelBase {};
  const record = makeRecord({ registry, call, definedAt: stackHere(), base, definition: new Map(), options: {} }, true);
  abstractDefinitions.set(record, readDefinition(definition, call));
  return base;
}

/** `Employee.extend({ … }, options)`: a subclass of a model, or a model of an abstract base. */
function extendModel(parent: ModelConstructor, given: unknown, options: ModelOptions = {}): ModelConstructor {
  const record = findModelRecord(parent);
  if (record === null) throw new InvalidRequestError(`${classNameOf(parent)} is not a model`);
  const name = declaredName(parent) || classNameOf(parent);
  const call = `${record.isAbstract ? name : classNameOf(parent)}.extend({…})`;
  const definition = readDefinition(given, call);
  if (record.isAbstract) {
    const inherited = abstractDefinitions.get(record) ?? new Map();
    const all = new Map([...copyColumns(inherited), ...definition]);
    return defineRoot(record.registry, parent, call, options.table ?? null, all, options);
  }
  return defineSubclass(record.registry, parent, call, definition, options);
}

/** The static method of every class that is made here. */
function extend(this: ModelConstructor, definition: unknown, options?: ModelOptions): ModelConstructor {
  return extendModel(this, definition, options);
}

function copyColumns(definition: ModelDefinition): ModelDefinition {
  return new Map([...definition].map(([key, part]) => [key, part instanceof Column ? part.unattachedCopy() : part]));
}

// ---- a class with a table of its own

function defineRoot(
  registry: Registry,
  parent: ModelConstructor,
  call: string,
  tableName: string | null,
  definition: ModelDefinition,
  options: ModelOptions,
): ModelConstructor {
  const base = class extends (parent as new (...args: any[]) => object) {} as ModelConstructor;
  const request: ModelCall = { registry, call, definedAt: stackHere(), base, definition, options };
  const record = makeRecord(request, false, (className) => mapRoot(request, derivedName(registry, className, call)));
  if (tableName !== null) record.mapper = whole(record, () => mapRoot(request, tableName));
  return base;
}

function derivedName(registry: Registry, className: string, call: string): string {
  if (className === '') throw new ArgumentError(`A class without a name extends ${call}: give the table's name, db.Model('table', {…})`);
  const name = derivedTableName(className);
  if (name.length <= 2)
    registry.warn(
      `The table name '${name}' is derived from a class name of ${className.length} character(s): was the program minified? Give the table's name in ${call}`,
    );
  return name;
}

function mapRoot(request: ModelCall, tableName: string): Mapper {
  return explained(request, tableName, () => {
    const columns = columnsOf(request);
    const table = makeTable(request, tableName, columns);
    const mapper = new Mapper({
      registry: request.registry,
      base: request.base,
      table,
      inherits: null,
      polymorphicIdentity: request.options.identity,
    });
    finishMapper(mapper, request, columns);
    return mapper;
  });
}

function makeTable(request: ModelCall, name: string, columns: ReadonlyMap<string, Column>): Table {
  const { registry, options } = request;
  const { constraints, polymorphicOn: _on, identity: _identity, versionIdCol: _version, table: _table, ...tableOptions } = options;
  const table = new Table(name, registry.metadata, ...columns, tableOptions);
  try {
    for (const item of constraints?.(byAttribute(columns)) ?? []) addToTable(table, item, request.call);
    if (table.primaryKey.length === 0) {
      throw new ArgumentError(
        `Mapper mapped class of ${request.call} could not assemble any primary key columns for mapped table '${name}': give a column primaryKey: true`,
      );
    }
  } catch (error) {
    registry.metadata.remove(table);
    throw error;
  }
  return table;
}

function byAttribute(columns: ReadonlyMap<string, Column>): Readonly<Record<string, Column>> {
  const record = bareRecord<Column>();
  for (const [key, column] of columns) record[key] = column;
  return record;
}

function addToTable(table: Table, item: unknown, call: string): void {
  if (item instanceof Constraint) table.appendConstraint(item);
  else if (item instanceof Index) table.appendIndex(item);
  else throw new ArgumentError(`constraints of ${call} gives an array of constraints and indexes; ${String(item)} is neither`);
}

// ---- a subclass

function defineSubclass(
  registry: Registry,
  parent: ModelConstructor,
  call: string,
  definition: ModelDefinition,
  options: ModelOptions,
): ModelConstructor {
  const inherits = registry.mapperOf(parent);
  const base = class extends (parent as new (...args: any[]) => object) {} as ModelConstructor;
  const request: ModelCall = { registry, call, definedAt: stackHere(), base, definition, options };
  const record = makeRecord(request, false);
  record.mapper = whole(record, () => explained(request, options.table ?? inherits.table.name, () => mapSubclass(inherits, request)));
  return base;
}

function mapSubclass(inherits: Mapper, request: ModelCall): Mapper {
  const { registry, base, options, call } = request;
  checkIdentity(inherits, request);
  const columns = columnsOf(request);
  const isJoined = options.table !== undefined;
  const table = isJoined ? makeTable(request, options.table!, columns) : inherits.table;
  if (!isJoined) appendToTable(table, columns, call);
  const mapper = new Mapper({ registry, base, table, inherits, polymorphicIdentity: options.identity });
  if (isJoined) mapper.setInheritJoin(joinToParent(inherits, table, call));
  finishMapper(mapper, request, columns);
  return mapper;
}

/** The primary key of a joined subclass's table refers to its parent's; other foreign keys between the two say something else. */
function joinToParent(inherits: Mapper, table: Table, call: string): ColumnElement {
  const own = new Set(table.primaryKey.filter((column) => column.foreignKeys.length > 0));
  if (own.size === 0) {
    throw new NoForeignKeysError(
      `Can't find any foreign key relationships between '${inherits.table.name}' and '${table.name}': the primary key of ${call} refers to that of ${inherits.name}: id: db.Column(db.Integer, db.ForeignKey('${inherits.table.name}.${inherits.table.primaryKey[0]?.name}'), { primaryKey: true })`,
    );
  }
  return inferJoin(inherits.tables, inherits.table, [table], own);
}

function checkIdentity(inherits: Mapper, request: ModelCall): void {
  const { identity } = request.options;
  if (inherits.root.polymorphicOn === null) {
    throw new ArgumentError(
      `${inherits.name} cannot be extended: its db.Model says no polymorphicOn, so that rows could not tell their class. Write db.Model('${inherits.root.table.name}', {…}, { polymorphicOn: 'type', identity: '…' })`,
    );
  }
  if (identity === undefined)
    throw new ArgumentError(`${request.call} needs an identity: the value of '${inherits.root.polymorphicOn.key}' that means this class`);
  const taken = inherits.root.selfAndDescendants.find((mapper) => mapper.polymorphicIdentity === identity);
  if (taken !== undefined)
    throw new ArgumentError(`The identity ${JSON.stringify(identity)} of ${request.call} belongs to ${taken.name} already`);
}

// ---- common to both

function makeRecord(request: ModelCall, isAbstract: boolean, define?: (className: string) => Mapper): ModelRecord {
  const record: ModelRecord = {
    registry: request.registry,
    base: request.base,
    call: request.call,
    definedAt: request.definedAt,
    isAbstract,
    mapper: null,
    define: define ?? (() => record.mapper!),
  };
  Object.defineProperty(request.base, modelRecord, { value: record });
  Object.defineProperty(request.base, 'extend', { configurable: true, writable: true, value: extend });
  request.registry.addRecord(record);
  return record;
}

/** Makes a mapper; a call that failed leaves nothing behind that would wait for its class. */
function whole(record: ModelRecord, make: () => Mapper): Mapper {
  try {
    return make();
  } catch (error) {
    record.registry.forgetRecord(record);
    throw error;
  }
}

/** The columns by attribute name, each with the name the database knows it by. */
function columnsOf(request: ModelCall): Map<string, Column> {
  const columns = new Map<string, Column>();
  for (const [key, part] of request.definition) {
    if (part instanceof Column) columns.set(key, part.isNamed ? part : part.unattachedCopy({ name: request.registry.columnNameOf(key) }));
  }
  return columns;
}

function finishMapper(mapper: Mapper, request: ModelCall, columns: ReadonlyMap<string, Column>): void {
  mapColumns(mapper, request.definition, columns);
  const { polymorphicOn, versionIdCol } = request.options;
  if (polymorphicOn !== undefined) mapper.polymorphicOn = requireColumn(mapper, polymorphicOn, 'polymorphicOn', request);
  if (versionIdCol !== undefined) mapper.versionId = requireColumn(mapper, versionIdCol, 'versionIdCol', request);
  for (const [key, part] of request.definition) {
    if (part instanceof RelationshipDefinition) addRelationship(mapper, key, part);
    else if (part instanceof AssociationProxyDefinition) instrumentProxy(mapper, key, part);
  }
  request.registry.addMapper(mapper);
}

function requireColumn(mapper: Mapper, key: string, option: string, request: ModelCall) {
  const property = mapper.findColumn(key);
  if (property !== undefined) return property;
  throw new ArgumentError(`${option} of ${request.call} names '${key}', which is no column attribute of it`);
}

function explained<T>(request: ModelCall, table: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof Error ? withFacts(error, { table, definedAt: request.definedAt }) : error;
  }
}
