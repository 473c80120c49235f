import { ArgumentError, InvalidRequestError } from '../errors.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import { ColumnClause } from '../sql/column-clause.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { BinaryExpression } from '../sql/operator-expression.ts';
import { visit } from '../sql/visitors.ts';
import { bareRecord } from '../util/own.ts';
import { baseColumn } from './base-column.ts';
import type { ColumnProperty } from './column-property.ts';
import { Entity } from './entity.ts';
import { type AttributeEvent, ListenerMap, type MapperEvent } from './events.ts';
import { ObjectState, stampState } from './object-state.ts';
import type { Registry } from './registry.ts';
import type { ColumnPair, Relationship } from './relationship.ts';
import { RelationshipAttribute } from './relationship-attribute.ts';
import type { Validator } from './validators.ts';

/** A class made by `db.Model`, or one that extends it. */
export type ModelConstructor = (new (...args: any[]) => object) & { readonly prototype: object };

/** One expression that selecting an entity reads. */
export interface SelectedColumn {
  readonly property: ColumnProperty;
  readonly expression: ColumnElement;
  /** Where its value goes; -1 for the second column of one attribute (the parent's key of a joined subclass). */
  readonly slot: number;
}

export interface MapperParts {
  readonly registry: Registry;
  readonly base: ModelConstructor;
  readonly table: Table;
  readonly inherits: Mapper | null;
  readonly polymorphicIdentity: unknown;
}

/**
 * How one class is stored: its tables, its column attributes by slot, its relationships. It exists from `db.Model` on; the class comes
 * later, when it is first met.
 */
export class Mapper {
  readonly registry: Registry;
  /** The class that `db.Model` made; the registered class extends it. */
  readonly base: ModelConstructor;
  readonly inherits: Mapper | null;
  /** The top of the hierarchy: an object is identified by it and its key. */
  readonly root: Mapper;
  /** Mappers that inherit from this one directly. */
  readonly subMappers: Mapper[] = [];
  /** The table of this class itself; a single-table subclass has its parent's. */
  readonly table: Table;
  /** All tables of an object, the root's first. */
  readonly tables: readonly Table[];
  readonly polymorphicIdentity: unknown;
  /** Which attribute tells the class of a row; null without inheritance. */
  polymorphicOn: ColumnProperty | null;
  versionId: ColumnProperty | null;
  readonly validators = new Map<string, Validator>();
  readonly #columns: ColumnProperty[];
  readonly #columnByKey = new Map<string, ColumnProperty>();
  readonly #propertyOfColumn = new Map<Column, ColumnProperty>();
  readonly #relationships = new Map<string, Relationship>();
  #cls: ModelConstructor | null = null;
  #name: string | null = null;
  /** Listeners to what happens to objects of this class and of those below it. */
  readonly events = new ListenerMap();
  /** Listeners by attribute. */
  readonly #attributeEvents = new Map<string, ListenerMap>();
  readonly #attributes = new Map<string, unknown>();
  #entity: Entity | null = null;
  #inheritJoin: ColumnElement | null = null;
  #inheritPairs: readonly ColumnPair[] = [];
  #slots: number;
  #relationshipSlots = 0;
  #instances: (new () => object) | null = null;
  #cache: MapperCache | null = null;

  constructor(parts: MapperParts) {
    const { inherits, table } = parts;
    this.registry = parts.registry;
    this.base = parts.base;
    this.table = table;
    this.inherits = inherits;
    this.root = inherits?.root ?? this;
    this.tables = inherits === null ? [table] : inherits.tables.includes(table) ? inherits.tables : [...inherits.tables, table];
    this.polymorphicIdentity = parts.polymorphicIdentity;
    this.polymorphicOn = inherits?.polymorphicOn ?? null;
    this.versionId = inherits?.versionId ?? null;
    this.#columns = inherits === null ? [] : [...inherits.columns];
    this.#slots = inherits === null ? 0 : inherits.slotCount;
    for (const property of this.#columns) this.#index(property);
    inherits?.subMappers.push(this);
  }

  // ---- the class

  /** The registered class; null until it was met. */
  get cls(): ModelConstructor | null {
    return this.#cls;
  }

  /** The class's own name; before it is registered its table stands for it. */
  get name(): string {
    return this.#name ?? `(model of table '${this.table.name}')`;
  }

  /** The registered class. @throws InvalidRequestError where it was not met yet */
  requireClass(): ModelConstructor {
    if (this.#cls !== null) return this.#cls;
    throw new InvalidRequestError(
      `The class of table '${this.table.name}' is not known, so that no object can be made of its rows: call db.register(…) with the class that extends db.Model('${this.table.name}', …)`,
    );
  }

  get isRegistered(): boolean {
    return this.#cls !== null;
  }

  /** Ties the class to this mapper. Called by the registry. */
  setClass(cls: ModelConstructor, name: string): void {
    this.#cls = cls;
    this.#name = name;
    this.#instances = null;
  }

  /** As SQLAlchemy prints a mapper: `mapped class User->users`. */
  toString(): string {
    return `mapped class ${this.name}->${this.table.name}`;
  }

  /** True for this mapper and those that inherit from `other`. */
  isA(other: Mapper): boolean {
    for (let mapper: Mapper | null = this; mapper !== null; mapper = mapper.inherits) if (mapper === other) return true;
    return false;
  }

  /** This mapper and all below it, parents first. */
  get selfAndDescendants(): Mapper[] {
    return [this, ...this.subMappers.flatMap((mapper) => mapper.selfAndDescendants)];
  }

  // ---- tables

  /** How a joined subclass's table is joined to its parent's; null at the top and on one table. */
  get inheritJoin(): ColumnElement | null {
    return this.#inheritJoin;
  }

  /** Parent column → column of the subclass's own table that takes its value. */
  get inheritPairs(): readonly ColumnPair[] {
    return this.#inheritPairs;
  }

  setInheritJoin(condition: ColumnElement): void {
    const pairs: ColumnPair[] = [];
    visit(condition, (element) => {
      if (!(element instanceof BinaryExpression)) return;
      if (element.left instanceof ColumnClause && element.right instanceof ColumnClause)
        pairs.push([baseColumn(element.left), baseColumn(element.right)]);
    });
    this.#inheritJoin = condition;
    this.#inheritPairs = pairs;
  }

  /** True where rows of other classes lie in the same table, so that a SELECT has to look at the discriminator. */
  get isSingleTableSubclass(): boolean {
    return this.inherits !== null && this.#inheritJoin === null;
  }

  /** The columns by attribute name: `Role.c`. */
  get columnsByKey(): Readonly<Record<string, Column>> {
    const columns = bareRecord<Column>();
    for (const property of this.#columns) if (!property.isReadOnly) columns[property.key] = property.column;
    return columns;
  }

  // ---- class attributes and events

  /** What stands for the class in a statement. */
  get entity(): Entity {
    return (this.#entity ??= new Entity(this));
  }

  /** `User.name`, `User.posts`: what the class shows under an attribute's name. */
  attribute(key: string): unknown {
    let attribute = this.#attributes.get(key);
    if (attribute !== undefined) return attribute;
    const column = this.#columnByKey.get(key);
    if (column !== undefined) attribute = this.entity.columnOf(column);
    else {
      const relationship = this.findRelationship(key);
      if (relationship === undefined) throw new InvalidRequestError(`${this.name} has no attribute '${key}'`);
      attribute = new RelationshipAttribute(this.entity, relationship);
    }
    this.#attributes.set(key, attribute);
    return attribute;
  }

  hasEvent(name: MapperEvent): boolean {
    for (let mapper: Mapper | null = this; mapper !== null; mapper = mapper.inherits) if (mapper.events.has(name)) return true;
    return false;
  }

  /** Tells the listeners, those of the parent class first. They get the object. */
  emit(name: MapperEvent, state: ObjectState): void {
    this.inherits?.emit(name, state);
    if (!this.events.has(name)) return;
    for (const listener of this.events.of(name)) listener(state.object);
  }

  attributeListeners(key: string): ListenerMap {
    let listeners = this.#attributeEvents.get(key);
    if (listeners === undefined) this.#attributeEvents.set(key, (listeners = new ListenerMap()));
    return listeners;
  }

  hasListeners(key: string): boolean {
    for (let mapper: Mapper | null = this; mapper !== null; mapper = mapper.inherits) if (mapper.#attributeEvents.has(key)) return true;
    return false;
  }

  /** Tells what listens to an attribute: `set` gets object, value, old value; `append` and `remove` object and member. */
  notify(key: string, event: AttributeEvent, object: object, value: unknown, old?: unknown): void {
    if (this.#attributeEvents.size > 0)
      for (const listener of this.#attributeEvents.get(key)?.of(event) ?? []) listener(object, value, old);
    this.inherits?.notify(key, event, object, value, old);
  }

  // ---- attributes

  /** Column attributes in SQLAlchemy's order: expressions and deferred columns of a class before its other columns, the parent's first. */
  get columns(): readonly ColumnProperty[] {
    return this.#columns;
  }

  /** How long `ObjectState.values` is. */
  get slotCount(): number {
    return this.#slots;
  }

  takeSlot(): number {
    return this.#slots++;
  }

  takeRelationshipSlot(): number {
    return this.root.#relationshipSlots++;
  }

  addColumn(property: ColumnProperty): void {
    const known = this.#columnByKey.get(property.key);
    if (known === undefined) this.#columns.push(property);
    else this.#columns[this.#columns.indexOf(known)] = property;
    this.#index(property);
    this.#cache = null;
  }

  #index(property: ColumnProperty): void {
    this.#columnByKey.set(property.key, property);
    for (const column of property.columns) this.#propertyOfColumn.set(column, property);
  }

  /** Says that `key` will be an attribute by the end of configuration: a backref makes it. */
  expectAttribute(key: string, message: string): void {
    this.registry.expect(() => {
      if (!this.hasAttribute(key)) throw new ArgumentError(message);
    });
  }

  addRelationship(relationship: Relationship): void {
    this.#relationships.set(relationship.key, relationship);
    for (const mapper of this.selfAndDescendants) mapper.#cache = null;
  }

  findColumn(key: string): ColumnProperty | undefined {
    return this.#columnByKey.get(key);
  }

  /** The attribute that holds a column of one of the mapper's tables. */
  propertyOf(column: Column): ColumnProperty | undefined {
    return this.#propertyOfColumn.get(column);
  }

  /** Finds a relationship of this class or of those it inherits from, configured or not. */
  findRelationship(key: string): Relationship | undefined {
    return this.#relationships.get(key) ?? this.inherits?.findRelationship(key);
  }

  /** The relationships declared for this class itself, in order, configured or not. */
  get ownRelationships(): readonly Relationship[] {
    return [...this.#relationships.values()];
  }

  hasAttribute(key: string): boolean {
    return this.#columnByKey.has(key) || this.findRelationship(key) !== undefined;
  }

  // ---- what follows from the attributes, computed once

  get #facts(): MapperCache {
    return (this.#cache ??= computeCache(this));
  }

  /** All configured relationships, inherited ones first. */
  get relationships(): readonly Relationship[] {
    return this.#facts.relationships;
  }

  /** True where a delete of an object takes others along. */
  get cascadesDeletes(): boolean {
    return this.#facts.cascadesDeletes;
  }

  /** The columns of the root table's primary key. */
  get primaryKeyColumns(): readonly Column[] {
    return this.#facts.primaryKeyColumns;
  }

  /** The attributes of the primary key, in the table's order. */
  get primaryKey(): readonly ColumnProperty[] {
    return this.#facts.primaryKey;
  }

  /** What a SELECT of the entity reads when no option says otherwise. */
  get selected(): readonly SelectedColumn[] {
    return this.#facts.selected;
  }

  /** True where a row of `selected` is a values array as it stands: slot i is column i. */
  get isRowAligned(): boolean {
    return this.#facts.isRowAligned;
  }

  /** Attributes converted when the row is read. */
  get eagerColumns(): readonly ColumnProperty[] {
    return this.#facts.eagerColumns;
  }

  /** `ObjectState.raw` of a freshly read full row. */
  get rawBits(): number {
    return this.#facts.rawBits;
  }

  /** The mapper of a row by the value of its discriminator. @throws InvalidRequestError for a value no class has */
  mapperForIdentity(identity: unknown): Mapper {
    const found = this.root.#facts.byIdentity.get(identity);
    if (found !== undefined) return found;
    throw new InvalidRequestError(`No such polymorphic_identity ${JSON.stringify(identity)} is defined on ${this.root}`);
  }

  configurationChanged(): void {
    this.#cache = null;
  }

  // ---- instances

  /** A values array with nothing in it. */
  emptyRow(): unknown[] {
    return this.blankRow.slice();
  }

  /** The row of an object that is expired: nothing in it. It is shared: who writes to a row takes a copy first. */
  get blankRow(): unknown[] {
    if (this.#blankRow.length !== this.#slots) this.#blankRow = new Array<unknown>(this.#slots).fill(undefined);
    return this.#blankRow;
  }
  #blankRow: unknown[] = [];
  #keptInstance: object | null = null;

  /** Makes an object without running its constructor, its state stamped on it. */
  instantiate(values: unknown[]): ObjectState {
    const Instance = (this.#instances ??= this.#instanceMaker());
    const object = new Instance();
    const state = new ObjectState(this, object, values);
    stampState(object, state);
    return this.#facts.constructOnLoad ? constructLoaded(this, state) : state;
  }

  #instanceMaker(): new () => object {
    const cls = this.requireClass();
    function Instance(): void {}
    Instance.prototype = cls.prototype;
    const Made = Instance as unknown as new () => object;
    // what reads objects of this class stays optimised while there are none: see `keepLayout`
    this.#keptInstance = new Made();
    stampState(this.#keptInstance, new ObjectState(this, this.#keptInstance, []));
    return Made;
  }
}

interface MapperCache {
  readonly relationships: readonly Relationship[];
  readonly cascadesDeletes: boolean;
  readonly primaryKeyColumns: readonly Column[];
  readonly primaryKey: readonly ColumnProperty[];
  readonly selected: readonly SelectedColumn[];
  readonly isRowAligned: boolean;
  readonly eagerColumns: readonly ColumnProperty[];
  readonly rawBits: number;
  readonly byIdentity: ReadonlyMap<unknown, Mapper>;
  readonly constructOnLoad: boolean;
}

function computeCache(mapper: Mapper): MapperCache {
  prepareConversions(mapper);
  const relationships = [...(mapper.inherits?.relationships ?? []), ...mapper.ownRelationships.filter((each) => each.isConfigured)];
  const primaryKeyColumns = [...mapper.root.table.primaryKey];
  const selected = mapper.columns.filter((property) => !property.isDeferred).flatMap(selectedColumns);
  const byIdentity = new Map<unknown, Mapper>();
  for (const each of mapper.selfAndDescendants) if (each.polymorphicIdentity !== undefined) byIdentity.set(each.polymorphicIdentity, each);
  return {
    relationships,
    cascadesDeletes: relationships.some(({ cascade, viewonly }) => cascade.delete && !viewonly),
    primaryKeyColumns,
    primaryKey: primaryKeyColumns.map((column) => keyProperty(mapper, column)),
    selected,
    isRowAligned: selected.every((column, index) => column.slot === index),
    eagerColumns: mapper.columns.filter((property) => property.isEager),
    rawBits: mapper.columns.reduce((bits, property) => bits | property.rawBit, 0),
    byIdentity,
    constructOnLoad: (mapper.cls as { constructOnLoad?: boolean } | null)?.constructOnLoad === true,
  };
}

/** Gives every attribute its conversion, and those that convert late a bit each; what has none converts when the row is read. */
function prepareConversions(mapper: Mapper): void {
  let used = mapper.columns.reduce((bits, property) => bits | property.rawBit, 0);
  const takeBit = (): number => {
    for (let bit = 1; bit > 0 && bit < 2 ** 30; bit *= 2) {
      if ((used & bit) !== 0) continue;
      used |= bit;
      return bit;
    }
    return 0;
  };
  const { dialect } = mapper.registry;
  for (const property of mapper.columns) property.prepare(dialect, takeBit);
}

function selectedColumns(property: ColumnProperty): SelectedColumn[] {
  if (property.columns.length <= 1) return [{ property, expression: property.expression, slot: property.slot }];
  return property.columns.map((expression, index) => ({ property, expression, slot: index === 0 ? property.slot : -1 }));
}

function keyProperty(mapper: Mapper, column: Column): ColumnProperty {
  const property = mapper.propertyOf(column);
  if (property !== undefined) return property;
  throw new ArgumentError(`Primary key column '${column}' of ${mapper} has no attribute`);
}

/** Runs the class's default constructor around a prepared object, so that its private fields and field initialisers exist. */
function constructLoaded(mapper: Mapper, state: ObjectState): ObjectState {
  const made = new mapper.cls!(new PreparedInstance(state.object));
  if (made === state.object) return state;
  throw new InvalidRequestError(
    `${mapper.name} says constructOnLoad and declares a constructor of its own: an object that is loaded is made by the default constructor only; move that code into static onLoad(instance) or field initialisers`,
  );
}

/** Given to a model's constructor in place of its values: the base constructor returns the object inside. */
export class PreparedInstance {
  readonly object: object;
  constructor(object: object) {
    this.object = object;
  }
}
