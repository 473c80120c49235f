import { DetachedInstanceError } from '../errors.ts';
import { keepLayout } from '../util/keep-layout.ts';
import { copyOf, outdate, type RelatedCollection, RelatedList, RelatedSet } from './collections.ts';
import type { ColumnProperty } from './column-property.ts';
import type { FlushTask } from './flush-task.ts';
import { type IdentityKey, identityKey } from './identity-map.ts';
import type { Mapper } from './mapper.ts';
import type { Relationship } from './relationship.ts';
import type { SessionHooks } from './session-hooks.ts';

/** The old value of an attribute that was changed without having been loaded. */
export const NO_VALUE: unique symbol = Symbol('no value');

/** What a relationship attribute holds: null, an object, or a collection. */
export type RelatedValue = object | null;

/** Changes of a collection whose members are not loaded, in order. */
export interface PendingMembers {
  readonly added: Set<object>;
  readonly removed: Set<object>;
}

export type StateName = 'transient' | 'pending' | 'persistent' | 'deleted' | 'detached';

/**
 * What the core knows of one instance. Column values lie in an array by slot (`ColumnProperty.slot`), related values by
 * `Relationship.slot`. The row array of a loaded entity is taken as `values` as it is; it is copied at the first change, and the old
 * array stays as `snapshot`. `undefined` in a slot means: not loaded, or never set. NULL is `null`.
 */
export class ObjectState {
  readonly mapper: Mapper;
  readonly object: object;
  session: SessionHooks | null = null;
  /** A key of one part is kept as that part until somebody wants the list. */
  #key: readonly unknown[] | IdentityKey | null = null;
  values: unknown[];
  /** Bit `ColumnProperty.rawBit` is set while the slot holds the driver's own value. */
  raw = 0;
  /** `values` as they were when the row was last read or written; null while no column has changed since. */
  snapshot: unknown[] | null = null;
  snapshotRaw = 0;
  /** Loaded related values by `Relationship.slot`; undefined: not loaded. */
  related: (RelatedValue | undefined)[] | null = null;
  /** Committed related values of changed relationships (an array for a collection, `NO_VALUE` where unknown). */
  relatedBefore: (readonly object[] | object | null | typeof NO_VALUE | undefined)[] | null = null;
  pending: (PendingMembers | undefined)[] | null = null;
  isModified = false;
  /** What the flush that runs does with this object; null where it takes no part in one. */
  task: FlushTask | null = null;
  /** The row is gone, by this session, in the transaction that is still open or since. */
  wasDeleted = false;
  insertOrder = 0;
  /** Who holds this object, for each relationship that minds; null: nobody any more. Made at first use. */
  parents: Map<Relationship, ObjectState | null> | null = null;

  constructor(mapper: Mapper, object: object, values: unknown[]) {
    this.mapper = mapper;
    this.object = object;
    this.values = values;
  }

  /** The primary key of the row behind this object, converted and in mapper order; null while there is no row. */
  get key(): readonly unknown[] | null {
    const key = this.#key;
    return typeof key === 'object' ? key : (this.#key = [key]);
  }

  set key(key: readonly unknown[] | IdentityKey | null) {
    this.#key = key;
  }

  /** True where there is a row behind this object: asked far oftener than for its key. */
  get hasRow(): boolean {
    return this.#key !== null;
  }

  /** What an object with a row is found by in an identity map. */
  get identity(): IdentityKey {
    const key = this.#key;
    return typeof key === 'object' ? identityKey(key!) : key;
  }

  get name(): StateName {
    if (this.#key === null) return this.session === null ? 'transient' : 'pending';
    if (this.session === null) return 'detached';
    return this.wasDeleted ? 'deleted' : 'persistent';
  }

  /** True where reading the column needs no database. */
  isLoaded(property: ColumnProperty): boolean {
    return this.values[property.slot] !== undefined;
  }

  /** The current value as user code sees it, undefined where it is not known. Never loads. */
  valueOf(property: ColumnProperty): unknown {
    const slot = property.slot;
    const value = this.values[slot];
    const bit = property.rawBit;
    if (bit === 0) return property.isChecked && isOutOfRange(value) ? property.fromDriver!(value) : value;
    if ((this.raw & bit) === 0 || value === undefined) return value;
    const converted = value === null ? null : property.fromDriver!(value);
    this.raw &= ~bit;
    this.values[slot] = converted;
    return converted;
  }

  /** The value the row has, as far as it is known; undefined where it is not. */
  committedValueOf(property: ColumnProperty): unknown {
    const snapshot = this.snapshot;
    if (snapshot === null) return this.valueOf(property);
    const slot = property.slot;
    const value = snapshot[slot];
    const bit = property.rawBit;
    if (bit === 0 || (this.snapshotRaw & bit) === 0 || value === undefined) return value;
    const converted = value === null ? null : property.fromDriver!(value);
    this.snapshotRaw &= ~bit;
    snapshot[slot] = converted;
    return converted;
  }

  /** Sets a column as user code does: the row's value is kept, the session is told. `value` is already the column's own type. */
  setValue(property: ColumnProperty, value: unknown): void {
    if (this.#key !== null) this.keepSnapshot();
    this.raw &= ~property.rawBit;
    this.values[property.slot] = value;
    this.touch();
  }

  /** Takes a value as committed: what the database gave back, or what was read. `value` is converted. */
  putCommitted(property: ColumnProperty, value: unknown): void {
    this.#ownRow();
    this.raw &= ~property.rawBit;
    this.values[property.slot] = value;
    if (this.snapshot !== null) {
      this.snapshot[property.slot] = value;
      this.snapshotRaw &= ~property.rawBit;
    }
  }

  /** Takes a value the driver gave; it is converted when it is first read. An attribute changed meanwhile keeps its new value. */
  putRaw(property: ColumnProperty, value: unknown): void {
    this.#ownRow();
    const { slot, rawBit } = property;
    const cell = property.isEager && value !== null ? property.fromDriver!(value) : value;
    const snapshot = this.snapshot;
    if (snapshot === null) {
      this.values[slot] = cell;
      this.raw |= rawBit;
      return;
    }
    const isChanged = this.values[slot] !== snapshot[slot];
    snapshot[slot] = cell;
    this.snapshotRaw |= rawBit;
    if (isChanged) return;
    this.values[slot] = cell;
    this.raw |= rawBit;
  }

  /** Forgets a column's value, so that the next read loads it. A pending change of it is dropped. */
  forgetValue(property: ColumnProperty): void {
    if (this.snapshot === null) {
      if (this.values[property.slot] === undefined) return;
      this.values = this.values.slice();
    } else this.snapshot[property.slot] = undefined;
    this.values[property.slot] = undefined;
  }

  /** An expired row is shared until something is written to it. */
  #ownRow(): void {
    if (this.values === this.mapper.blankRow) this.values = this.values.slice();
  }

  /** Copies `values` before their first change. */
  keepSnapshot(): void {
    if (this.snapshot !== null) return;
    this.#ownRow();
    this.snapshot = this.values;
    this.snapshotRaw = this.raw;
    this.values = this.values.slice();
  }

  /** True where the column's value differs from the row's; by the type's own equality. */
  isChanged(property: ColumnProperty): boolean {
    const snapshot = this.snapshot;
    if (snapshot === null) return this.#key === null && this.values[property.slot] !== undefined;
    const bit = property.rawBit;
    // the same cell in the same form: nothing has to be converted to tell
    if (this.values[property.slot] === snapshot[property.slot] && (bit === 0 || (this.raw & bit) === (this.snapshotRaw & bit)))
      return false;
    const now = this.valueOf(property);
    const before = this.committedValueOf(property);
    if (now === before) return false;
    if (now === undefined) return false;
    if (before === undefined || before === null || now === null) return true;
    return !property.isEqual(now, before);
  }

  /** Marks the object as changed and tells its session, once. */
  touch(): void {
    if (this.isModified) return;
    this.isModified = true;
    this.session?.noteModified(this);
  }

  /** What is loaded of a relationship: undefined where nothing is. */
  relatedOf(relationship: Relationship): RelatedValue | undefined {
    return this.related === null ? undefined : this.related[relationship.slot];
  }

  /** Stores what a load gave; no change, no event. */
  settleRelated(relationship: Relationship, value: RelatedValue): void {
    (this.related ??= [])[relationship.slot] = value;
  }

  /** Forgets a related value, with its changes. */
  forgetRelated(relationship: Relationship): void {
    const slot = relationship.slot;
    if (this.related !== null) {
      outdateCollection(this.related[slot]);
      this.related[slot] = undefined;
    }
    if (this.relatedBefore !== null) this.relatedBefore[slot] = undefined;
    if (this.pending !== null) this.pending[slot] = undefined;
  }

  /** The committed related value where it has changed, else undefined. */
  relatedBeforeOf(relationship: Relationship): readonly object[] | object | null | typeof NO_VALUE | undefined {
    return this.relatedBefore === null ? undefined : this.relatedBefore[relationship.slot];
  }

  /** Keeps the committed value of a relationship before its first change. */
  keepRelated(relationship: Relationship): void {
    const slot = relationship.slot;
    const before = (this.relatedBefore ??= []);
    if (before[slot] === undefined) {
      const now = this.relatedOf(relationship);
      before[slot] = now === undefined ? NO_VALUE : relationship.uselist ? copyOf(now as Iterable<object>) : now;
    }
    this.touch();
  }

  pendingOf(relationship: Relationship): PendingMembers | undefined {
    return this.pending === null ? undefined : this.pending[relationship.slot];
  }

  /** The pending changes of a collection that is not loaded, made where there are none. */
  makePending(relationship: Relationship): PendingMembers {
    const pending = (this.pending ??= []);
    const slot = relationship.slot;
    this.touch();
    return (pending[slot] ??= { added: new Set(), removed: new Set() });
  }

  /** `parent` holds this object along a relationship that minds whose it is. */
  setParent(relationship: Relationship, parent: ObjectState): void {
    if (relationship.tracksParent) (this.parents ??= new Map()).set(relationship, parent);
  }

  /** `parent` holds this object no longer; another parent it may have got meanwhile stays. */
  dropParent(relationship: Relationship, parent: ObjectState): void {
    if (!relationship.tracksParent) return;
    const known = this.parents?.get(relationship);
    if (known !== undefined && known !== null && known !== parent) return;
    (this.parents ??= new Map()).set(relationship, null);
  }

  /** Whether a parent holds this object along `relationship`; an object with a row is believed to have one until it is taken away. */
  hasParent(relationship: Relationship): boolean {
    const parent = this.parents?.get(relationship);
    return parent === undefined ? this.#key !== null : parent !== null;
  }

  /** The session that can load what is missing. @throws DetachedInstanceError where there is none */
  requireSession(attribute: ColumnProperty | Relationship): SessionHooks {
    if (this.session !== null) return this.session;
    throw new DetachedInstanceError(
      attribute.kind === 'relationship'
        ? `Parent instance ${this} is not bound to a Session; lazy load operation of attribute '${attribute.key}' cannot proceed`
        : `Instance ${this} is not bound to a Session; attribute refresh operation cannot proceed`,
    );
  }

  /** Names the object in messages, without running any code of its class: `<User 1>`. */
  toString(): string {
    const key = this.key === null ? `(${this.name})` : this.key.map(String).join(', ');
    return `<${this.mapper.name} ${key}>`;
  }

  /** After a flush: what is, is committed. */
  settle(): void {
    this.snapshot = null;
    this.snapshotRaw = 0;
    this.relatedBefore = null;
    this.pending = null;
    this.isModified = false;
  }

  /** Forgets everything that came from the row, pending changes included: the next access loads. */
  expire(): void {
    this.values = this.mapper.blankRow;
    this.raw = 0;
    this.forgetAllRelated();
    this.settle();
  }

  /** Forgets what is loaded of every relationship. */
  forgetAllRelated(): void {
    if (this.related !== null) for (const value of this.related) outdateCollection(value);
    this.related = null;
  }
}

/** A list that user code still holds is no longer this object's. */
function outdateCollection(value: RelatedValue | undefined): void {
  if (value instanceof RelatedList || value instanceof RelatedSet) value[outdate]();
}

/** A number that a column of small integers cannot hold exactly. What is assigned was checked then; this comes from the database. */
function isOutOfRange(value: unknown): boolean {
  return (typeof value === 'number' && !Number.isSafeInteger(value)) || typeof value === 'bigint';
}

class ReturnsItsArgument {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: the private field below is stamped on the object given
    return object;
  }
}

/** Stamps a state on an object as a private field: no own property, and faster than a WeakMap by far. */
class Stamp extends ReturnsItsArgument {
  readonly #state: ObjectState;
  constructor(object: object, state: ObjectState) {
    super(object);
    this.#state = state;
  }
  static read(object: object): ObjectState {
    return (object as Stamp).#state;
  }
  static has(object: object): boolean {
    return #state in object;
  }
  static columnGetter(property: ColumnProperty, readOtherwise: (state: ObjectState, property: ColumnProperty) => unknown) {
    const { slot } = property;
    return function get(this: object): unknown {
      const state = (this as Stamp).#state;
      const value = state.values[slot];
      // the common cases at once: text, small numbers, booleans, NULL, what was converted; large numbers and what is absent take the long way
      if (value !== undefined && (state.raw & property.rawBit) === 0) {
        if (typeof value === 'number' ? (value | 0) === value : typeof value !== 'bigint') return value;
      }
      return readOtherwise(state, property);
    };
  }
  static relatedGetter(relationship: Relationship, hooks: RelatedHooks) {
    const { slot } = relationship;
    const { readOtherwise, handOut } = hooks;
    return function get(this: object): unknown {
      const state = (this as Stamp).#state;
      const value = state.related === null ? undefined : state.related[slot];
      if (value === undefined) return readOtherwise(state, relationship);
      if (relationship.uselist) handOut(state, value as RelatedCollection);
      return value;
    };
  }
}

/** What the getter of a relationship leaves to others. */
export interface RelatedHooks {
  /** Gives what is not loaded. */
  readOtherwise(state: ObjectState, relationship: Relationship): unknown;
  /** User code gets hold of a collection. */
  handOut(state: ObjectState, collection: RelatedCollection): void;
}

/** Ties a state to its object; once per object. */
export function stampState(object: object, state: ObjectState): void {
  new Stamp(object, state);
}

/** The state of a mapped instance. The caller knows that it is one. */
export const stateOf: (object: object) => ObjectState = Stamp.read;

/** The getter of a column attribute; what is not there as it is to be shown goes through `readOtherwise`. */
export const columnGetter = Stamp.columnGetter;

/** The getter of a relationship attribute. */
export const relatedGetter = Stamp.relatedGetter;

/** The state of a mapped instance, null for everything else. */
export function findState(value: unknown): ObjectState | null {
  return typeof value === 'object' && value !== null && Stamp.has(value) ? Stamp.read(value) : null;
}

keepLayout(new ObjectState(null as never, {}, []));
