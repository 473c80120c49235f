import { InvalidRequestError, UnmappedInstanceError } from '../errors.ts';
import type { ColumnProperty } from './column-property.ts';
import type { Mapper } from './mapper.ts';
import { findState, type ObjectState, type StateName } from './object-state.ts';
import { type RelatedHistory, relatedHistory } from './related-history.ts';
import type { SessionHooks } from './session-hooks.ts';

/** What came to an attribute, stayed and left since the last flush. */
export interface History {
  readonly added: readonly unknown[];
  readonly unchanged: readonly unknown[];
  readonly deleted: readonly unknown[];
  /** True where something came or left. */
  readonly hasChanges: boolean;
}

/** What `db.inspect(object)` gives: the object as the core sees it. Looking runs no SQL. */
export class InstanceInspection {
  readonly #state: ObjectState;

  constructor(state: ObjectState) {
    this.#state = state;
  }

  get object(): object {
    return this.#state.object;
  }
  get mapper(): Mapper {
    return this.#state.mapper;
  }
  get session(): SessionHooks | null {
    return this.#state.session;
  }
  /** The primary key of the object's row; null without one. */
  get identity(): readonly unknown[] | null {
    return this.#state.key;
  }
  get state(): StateName {
    return this.#state.name;
  }
  get transient(): boolean {
    return this.state === 'transient';
  }
  get pending(): boolean {
    return this.state === 'pending';
  }
  get persistent(): boolean {
    return this.state === 'persistent';
  }
  get deleted(): boolean {
    return this.state === 'deleted';
  }
  get detached(): boolean {
    return this.state === 'detached';
  }
  get modified(): boolean {
    return this.#state.isModified;
  }
  /** The attributes that would have to be loaded. */
  get unloaded(): ReadonlySet<string> {
    const { mapper } = this.#state;
    const columns = mapper.columns.filter((property) => !this.#state.isLoaded(property)).map((property) => property.key);
    const related = mapper.relationships
      .filter((each) => !each.isDynamic && this.#state.relatedOf(each) === undefined)
      .map((each) => each.key);
    return new Set([...columns, ...related]);
  }

  /** What changed in an attribute since the last flush. @throws InvalidRequestError for a name that is no attribute */
  history(name: string): History {
    const column = this.mapper.findColumn(name);
    if (column !== undefined) return columnHistory(this.#state, column);
    const relationship = this.mapper.findRelationship(name);
    if (relationship === undefined) throw new InvalidRequestError(`${this.mapper.name} has no attribute '${name}'`);
    relationship.require();
    return withChanges(relatedHistory(this.#state, relationship));
  }

  /** The value an attribute has without loading; undefined where it is not known. */
  loadedValue(name: string): unknown {
    const column = this.mapper.findColumn(name);
    if (column !== undefined) return this.#state.valueOf(column);
    const relationship = this.mapper.findRelationship(name);
    return relationship === undefined ? undefined : this.#state.relatedOf(relationship);
  }

  toString(): string {
    return String(this.#state);
  }
}

function columnHistory(state: ObjectState, property: ColumnProperty): History {
  const now = state.valueOf(property);
  const before = !state.hasRow ? undefined : state.committedValueOf(property);
  if (now === undefined) return withChanges({ added: [], unchanged: [], deleted: [] });
  if (state.hasRow && !state.isChanged(property)) return withChanges({ added: [], unchanged: [now], deleted: [] });
  return withChanges({ added: [now], unchanged: [], deleted: before === undefined ? [] : [before] });
}

function withChanges(history: RelatedHistory | Omit<History, 'hasChanges'>): History {
  return { ...history, hasChanges: history.added.length > 0 || history.deleted.length > 0 };
}

/** The session an object is in. @throws UnmappedInstanceError for what is no object of a model */
export function objectSession(object: object): SessionHooks | null {
  return stateOfGiven(object).session;
}

/** Says that an attribute's value was changed in place. @throws InvalidRequestError for what is no loaded column attribute */
export function flagModified(object: object, attribute: string): void {
  const state = stateOfGiven(object);
  const property = state.mapper.findColumn(attribute);
  if (property === undefined) throw new InvalidRequestError(`${state.mapper.name} has no column attribute '${attribute}'`);
  if (state.valueOf(property) === undefined)
    throw new InvalidRequestError(`Can't flag attribute '${attribute}' modified; it's not present in the object state`);
  state.setValue(property, state.valueOf(property));
  if (state.snapshot !== null) state.snapshot[property.slot] = undefined;
}

function stateOfGiven(object: unknown): ObjectState {
  const state = findState(object);
  if (state !== null) return state;
  throw new UnmappedInstanceError(
    `${typeof object === 'object' && object !== null ? `An object of class ${object.constructor?.name}` : String(object)} is not mapped`,
  );
}
