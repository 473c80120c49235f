import { ArgumentError, InvalidRequestError } from '../errors.ts';
import { clauseElement } from '../sql/protocol.ts';
import { inspectEntity, inspectInNode } from './inspect-entity.ts';
import { writeColumn, writeRelated } from './instrument.ts';
import { type Mapper, PreparedInstance } from './mapper.ts';
import { classNameOf, findModelRecord } from './model-record.ts';
import { ObjectState, stampState, stateOf } from './object-state.ts';

const nodeInspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** The class that every model extends, by way of the class that `db.Model` makes. */
export class ModelBase {
  constructor(init?: unknown) {
    // biome-ignore lint/correctness/noConstructorReturn: a loaded object is made before its class's field initialisers run on it
    if (init instanceof PreparedInstance) return init.object as ModelBase;
    const mapper = mapperOfClass(new.target);
    mapper.registry.configure();
    const state = new ObjectState(mapper, this, mapper.emptyRow());
    stampState(this, state);
    if (mapper.polymorphicOn !== null) writeColumn(state, mapper.polymorphicOn, mapper.polymorphicIdentity);
    if (init !== undefined) initialize(this, state, init);
    mapper.emit('init', state);
  }

  /** A query over the objects of this class. */
  static get query(): unknown {
    const mapper = mapperOfClass(this);
    return mapper.registry.requireLoading().query(mapper);
  }

  /** The columns of the table by attribute name; usable before the class is registered. */
  static get c(): unknown {
    const record = findModelRecord(this);
    return (record?.mapper ?? mapperOfClass(this)).columnsByKey;
  }

  static get metadata(): unknown {
    return findModelRecord(this)!.registry.metadata;
  }

  static [clauseElement](): unknown {
    return mapperOfClass(this).entity;
  }

  static toString(): string {
    return `<class '${classNameOf(this)}'>`;
  }

  /** @internal For console.log in Node. */
  static [nodeInspect](): string {
    return `[class ${classNameOf(this)}]`;
  }

  /** Loads a relationship or a deferred column, and gives its value. On an asynchronous database, a promise of it. */
  load(name: string): unknown {
    const state = stateOf(this);
    return state.mapper.registry.requireLoading().load(state, attributeNamed(state, name));
  }

  /** The column attributes. Those that are expired are loaded; relationships are left out. */
  toJSON(): Record<string, unknown> {
    const state = stateOf(this);
    const json: Record<string, unknown> = {};
    for (const property of state.mapper.columns) {
      const value = (this as Record<string, unknown>)[property.key];
      Object.defineProperty(json, property.key, { value: jsonValue(value), enumerable: true, configurable: true, writable: true });
    }
    return json;
  }

  toString(): string {
    return String(stateOf(this));
  }

  /** @internal For console.log in Node: never runs SQL. */
  [nodeInspect](depth: number, options: object, inspect: (value: unknown, options: object) => string): string {
    return inspectInNode(inspectEntity(this), depth, options, inspect);
  }
}

function mapperOfClass(cls: unknown): Mapper {
  const record = findModelRecord(cls);
  if (record === null) throw new InvalidRequestError(`${classNameOf(cls)} is not a model: a model is a class that extends db.Model(…)`);
  return record.registry.mapperOf(cls);
}

function initialize(object: object, state: ObjectState, init: unknown): void {
  const { mapper } = state;
  if (typeof init !== 'object' || init === null) {
    throw new ArgumentError(
      `new ${mapper.name}(…) takes an object of attributes: new ${mapper.name}({ ${mapper.columns[0]?.key ?? 'name'}: … })`,
    );
  }
  for (const key of Object.keys(init)) {
    const value = (init as Record<string, unknown>)[key];
    const column = mapper.findColumn(key);
    if (column !== undefined) {
      writeColumn(state, column, value);
      continue;
    }
    const relationship = mapper.findRelationship(key);
    if (relationship !== undefined) writeRelated(state, relationship, value);
    else if (hasSetter(object, key)) (object as Record<string, unknown>)[key] = value;
    else throw new ArgumentError(`'${key}' is an invalid keyword argument for ${mapper.name}; it has ${attributeNames(mapper)}`);
  }
}

/** A hybrid with a setter, an association proxy. */
function hasSetter(object: object, key: string): boolean {
  for (let prototype: object | null = Object.getPrototypeOf(object) as object; prototype !== ModelBase.prototype && prototype !== null; ) {
    const found = Object.getOwnPropertyDescriptor(prototype, key);
    if (found !== undefined) return found.set !== undefined;
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return false;
}

function attributeNames(mapper: Mapper): string {
  return [...mapper.columns.map((property) => property.key), ...mapper.relationships.map((each) => each.key)].join(', ');
}

function attributeNamed(state: ObjectState, name: string) {
  const { mapper } = state;
  const found = mapper.findColumn(name) ?? mapper.findRelationship(name);
  if (found !== undefined) return found;
  throw new InvalidRequestError(`${mapper.name} has no attribute '${name}' that could be loaded; it has ${attributeNames(mapper)}`);
}

/** JSON has no whole numbers beyond 2^53: they are written as text. */
function jsonValue(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
