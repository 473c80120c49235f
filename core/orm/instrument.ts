import { ArgumentError, InvalidRequestError, LookupError, MissingAwaitError } from '../errors.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import { clauseElement } from '../sql/protocol.ts';
import { assignCollection, assignDynamic, assignScalar, collectionOf } from './attribute-events.ts';
import { type RelatedCollection, watch } from './collections.ts';
import type { ColumnProperty } from './column-property.ts';
import type { Mapper } from './mapper.ts';
import { findModelRecord } from './model-record.ts';
import { columnGetter, findState, type ObjectState, relatedGetter, stateOf } from './object-state.ts';
import type { Relationship } from './relationship.ts';
import { runValidator } from './validators.ts';

// ---- columns

/** Puts a column attribute on the prototype of a mapper's base class: `user.name`, and on the class: `User.name`. */
export function instrumentColumn(mapper: Mapper, property: ColumnProperty): void {
  const { key } = property;
  Object.defineProperty(mapper.base.prototype, key, {
    configurable: true,
    enumerable: true,
    get: columnGetter(property, readColumn),
    set(this: object, value: unknown): void {
      writeColumn(stateOf(this), property, value);
    },
  });
  showOnClass(mapper, key);
}

function readColumn(state: ObjectState, property: ColumnProperty): unknown {
  const value = state.valueOf(property);
  if (value !== undefined) return value;
  if (state.hasRow) {
    state.requireSession(property).loadAttributeNow(state, property);
    const loaded = state.valueOf(property);
    if (loaded !== undefined) return loaded;
  }
  return property.isNullable ? null : undefined;
}

/** Assigns a column as user code does: validator, conversion to the column's own type, history. */
export function writeColumn(state: ObjectState, property: ColumnProperty, value: unknown): void {
  if (property.isReadOnly) throw new InvalidRequestError(`${property} is computed by the database: it cannot be assigned`);
  if (value === undefined) {
    if (state.hasRow) throw new ArgumentError(`${property} = undefined means nothing for an object that is stored: assign null for NULL`);
    return;
  }
  if (state.hasRow && state.values[property.slot] === undefined && property.isPrimaryKey) loadOldKey(state, property);
  const old = state.mapper.hasListeners(property.key) ? state.valueOf(property) : undefined;
  const stored = storedValue(state, property, value);
  state.setValue(property, stored);
  state.mapper.notify(property.key, 'set', state.object, stored, old);
}

/** The row is found by its old key, so that an expired key is loaded before it is changed. Where a session cannot load now, it is known all the same. */
function loadOldKey(state: ObjectState, property: ColumnProperty): void {
  try {
    state.requireSession(property).loadAttributeNow(state, property);
  } catch (error) {
    if (!(error instanceof MissingAwaitError)) throw error;
    state.putCommitted(property, state.key![state.mapper.primaryKey.indexOf(property)]);
  }
}

function storedValue(state: ObjectState, property: ColumnProperty, value: unknown): unknown {
  const validator = state.mapper.validators.get(property.key);
  const checked = validator === undefined ? value : runValidator(validator, state.object, state.mapper.name, property.key, value);
  if (checked === null || checked instanceof ClauseElement) return checked;
  if (typeof checked === 'object' && clauseElement in checked) return (checked as { [clauseElement](): unknown })[clauseElement]();
  try {
    return property.type.coerce(checked);
  } catch (error) {
    // refused when it is bound, as any value of a statement: a flush says the column, the type and the value
    if (error instanceof ArgumentError || error instanceof LookupError) return checked;
    throw error;
  }
}

// ---- relationships

/** Puts a relationship attribute on the prototype of a mapper's base class: `user.role`, and on the class: `User.role`. */
export function instrumentRelationship(mapper: Mapper, relationship: Relationship): void {
  const { key } = relationship;
  Object.defineProperty(mapper.base.prototype, key, {
    configurable: true,
    enumerable: true,
    get: relatedGetter(relationship, { readOtherwise: readRelated, handOut }),
    set(this: object, value: unknown): void {
      writeRelated(stateOf(this), relationship, value);
    },
  });
  showOnClass(mapper, key);
  uncover(mapper, key);
}

function readRelated(state: ObjectState, relationship: Relationship): unknown {
  relationship.require();
  if (relationship.isDynamic) return state.mapper.registry.requireLoading().dynamicQuery(state, relationship);
  if (relationship.uselist) {
    const collection = collectionOf(state, relationship);
    handOut(state, collection);
    return collection;
  }
  if (!state.hasRow) return null;
  const known = state.relatedOf(relationship);
  if (known !== undefined) return known;
  state.requireSession(relationship).loadRelatedNow(state, relationship);
  return state.relatedOf(relationship) ?? null;
}

/** A list that user code gets hold of may be changed by index from then on. */
function handOut(state: ObjectState, collection: RelatedCollection): void {
  if (collection[watch]()) state.session?.watchCollection(collection);
}

/** Assigns a relationship as user code does. */
export function writeRelated(state: ObjectState, relationship: Relationship, value: unknown): void {
  relationship.require();
  if (value === undefined) {
    if (state.hasRow)
      throw new ArgumentError(`${relationship} = undefined means nothing for an object that is stored: assign null, or an empty array`);
    return;
  }
  if (relationship.isDynamic) assignDynamic(state, relationship, value);
  else if (relationship.uselist) assignCollection(state, relationship, value);
  else assignScalar(state, relationship, value);
}

// ---- the class's own members

/** `User.name`. A subclass shows its parent's attributes as its own: what selects them selects from its tables. */
function showOnClass(mapper: Mapper, key: string): void {
  Object.defineProperty(mapper.base, key, {
    configurable: true,
    get(this: unknown): unknown {
      return (findModelRecord(this)?.mapper ?? mapper).attribute(key);
    },
  });
}

/** Every class has its own `name` and `length`, which hide attributes of these names: once it is registered, they give way. */
export function uncoverStatics(mapper: Mapper): void {
  for (const key of ['name', 'length']) uncover(mapper, key);
}

function uncover(mapper: Mapper, key: string): void {
  const cls = mapper.cls;
  if (cls === null || !mapper.hasAttribute(key) || !Object.hasOwn(cls, key)) return;
  if (key !== 'name' && key !== 'length') return;
  Object.defineProperty(cls, key, { configurable: true, get: () => mapper.attribute(key) });
}

/**
 * Says that no own property of an object hides a mapped attribute, as a field `name!: string` does under ES2022.
 *
 * @throws InvalidRequestError naming the attribute and the way out
 */
export function checkOwnProperties(object: object): void {
  const mapper = findState(object)!.mapper;
  for (const key of Object.keys(object)) {
    if (!mapper.hasAttribute(key)) continue;
    throw new InvalidRequestError(
      `${mapper.name} declares a field '${key}' that hides the mapped attribute ${mapper.name}.${key}: remove it, or write 'declare ${key}: …'`,
    );
  }
}
