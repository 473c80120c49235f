import { InvalidRequestError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { Column } from '../schema/column.ts';
import type { ColumnProperty } from './column-property.ts';
import type { Edge } from './dependency-graph.ts';
import type { FlushAction, FlushActions } from './flush-actions.ts';
import type { FlushContext } from './flush-context.ts';
import type { Mapper } from './mapper.ts';
import { type ObjectState, stateOf } from './object-state.ts';
import { isUntouched, type RelatedHistory, relatedHistory } from './related-history.ts';
import type { Relationship } from './relationship.ts';

/** What the preparation and the steps of a flush ask of the database. */
export interface FlushWork {
  /** The members of a relationship as the database has them, with the changes that wait. */
  loadRelated(state: ObjectState, relationship: Relationship): Io<void>;
  /** The same for many objects, by few statements where that is possible. */
  loadRelatedOfAll(states: readonly ObjectState[], relationship: Relationship): Io<void>;
  /** Notes the object a many-to-one refers to where the session has it: the order of deletes follows from it. Runs no SQL. */
  findRelated(state: ObjectState, relationship: Relationship): void;
  /** The value a changed scalar relationship had, where it was assigned without having been read. */
  loadRelatedBefore(state: ObjectState, relationship: Relationship): Io<void>;
  /** The columns of an expired object. */
  loadColumns(state: ObjectState): Io<void>;
  /** Every object that a delete of this one takes along. */
  deleteCascade(state: ObjectState): Io<ObjectState[]>;
  /** Rows of an association table that go and that come. */
  writeLinks(relationship: Relationship, columns: readonly Column[], removed: readonly LinkRow[], added: readonly LinkRow[]): Io<void>;
}

/** One row of an association table: the values of its columns, in the order the relationship names them. */
export type LinkRow = readonly unknown[];

/** The members of `history` as states, by what became of them. */
export interface StateHistory {
  readonly added: readonly ObjectState[];
  readonly unchanged: readonly ObjectState[];
  readonly deleted: readonly ObjectState[];
}

/** What a relationship has to do with the flush of two whole tables. */
export interface TableSteps {
  readonly saveParent: FlushAction;
  readonly saveChild: FlushAction;
  readonly deleteParent: FlushAction;
  readonly deleteChild: FlushAction;
  readonly afterSave: FlushAction;
  readonly beforeDelete: FlushAction;
}

const noStates: readonly ObjectState[] = [];

/**
 * Carries one relationship through a flush: says which objects take part, in which order they are written, and copies keys from one to the
 * other in between.
 */
export abstract class DependencyProcessor {
  readonly relationship: Relationship;

  constructor(relationship: Relationship) {
    this.relationship = relationship;
  }

  get parent(): Mapper {
    return this.relationship.parent.root;
  }

  get child(): Mapper {
    return this.relationship.target.root;
  }

  /** True where its steps send statements of their own. */
  get writes(): boolean {
    return false;
  }

  /** True where a delete has to know the members. */
  get loadsForDelete(): boolean {
    return this.relationship.passiveDeletes === false;
  }

  /** Finds the objects that deletes of `states` concern. */
  abstract prepareDeletes(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void>;
  /** Finds the objects that saves of `states` concern, which are {@link touched}. */
  abstract prepareSaves(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void>;
  /** The order of whole tables. */
  abstract edges(actions: FlushActions): Edge<FlushAction>[];
  /** The order of one parent and one child, where their tables refer to each other in a circle. */
  abstract stateEdges(actions: FlushActions, pair: StatePair): Edge<FlushAction>[];
  /** Copies keys after the parents were saved, or before they are. `states` are {@link touched}. */
  abstract processSaves(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void>;
  abstract processDeletes(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void>;

  /** The objects whose relationship may have changed, or whose key has: the relationship has nothing to do for the others. */
  touched(states: readonly ObjectState[]): ObjectState[] {
    const { relationship } = this;
    const found: ObjectState[] = [];
    let mapper: Mapper | null = null;
    let sources: readonly ColumnProperty[] = [];
    for (const state of states) {
      if (state.mapper !== mapper) {
        mapper = state.mapper;
        sources = sourcesOf(mapper, relationship);
      }
      if (!isUntouched(state, relationship) || isAnyChanged(state, sources)) found.push(state);
    }
    return found;
  }

  /**
   * Tells objects apart by what the flush does with them, from the one at `from` on.
   *
   * @param deletes - gets those that are deleted
   * @param passedOver - gets those that take part for the sake of order only
   * @returns those that are saved, if {@link touched}
   */
  sortOut(states: readonly ObjectState[], from: number, deletes: ObjectState[], passedOver: ObjectState[]): ObjectState[] {
    const saves: ObjectState[] = [];
    for (let i = from; i < states.length; i += 1) {
      const state = states[i]!;
      const task = state.task!;
      if (task.isListOnly) passedOver.push(state);
      else if (task.isDelete) deletes.push(state);
      else saves.push(state);
    }
    return this.touched(saves);
  }

  /** A last look at what goes, when everything concerned is known. Answers whether the relationship has a say in the order. */
  linkDeletes(_context: FlushContext, _work: FlushWork): boolean {
    return false;
  }

  /** True where the relationship of one of the states has changed, or a delete has found members. */
  hasChanges(states: readonly ObjectState[], isDelete: boolean): boolean {
    for (const state of states) if (isDelete ? this.#findsMembers(state) : this.#hasChanged(state)) return true;
    return false;
  }

  #findsMembers(state: ObjectState): boolean {
    return !this.isUnknown(state) && this.members(state).length > 0;
  }

  #hasChanged(state: ObjectState): boolean {
    if (isUntouched(state, this.relationship) && !keysChanged(state, this.relationship)) return false;
    // null in the place of an object that was never loaded is a change without members
    return !this.relationship.uselist || this.members(state).length > 0;
  }

  /** The members of one parent, all of them; none where nothing is loaded and nothing waits. */
  members(state: ObjectState): ObjectState[] {
    const { added, unchanged, deleted } = relatedHistory(state, this.relationship);
    return [...added, ...unchanged, ...deleted].map(stateOf);
  }

  /** True where a state has members, or null in the place of one. */
  concerns(state: ObjectState): boolean {
    if (this.members(state).length > 0) return true;
    return !this.relationship.uselist && state.relatedBeforeOf(this.relationship) !== undefined;
  }

  /** The steps of whole tables between which the order is laid down. */
  protected steps(actions: FlushActions): TableSteps {
    return {
      saveParent: actions.save(this.parent),
      saveChild: actions.save(this.child),
      deleteParent: actions.delete(this.parent),
      deleteChild: actions.delete(this.child),
      afterSave: actions.process(this, false),
      beforeDelete: actions.process(this, true),
    };
  }

  /** Has the foreign key of `state` written by an UPDATE of its own, when both rows are there. */
  protected updateLater(context: FlushContext, state: ObjectState): void {
    context.updateLater(
      state,
      this.relationship.join.synchronizePairs.map(([, column]) => column),
    );
  }

  /** True where nothing is loaded and nothing waits. */
  protected isUnknown(state: ObjectState): boolean {
    return state.relatedOf(this.relationship) === undefined && !this.relationship.isDynamic;
  }

  protected history(state: ObjectState): StateHistory {
    return toStates(relatedHistory(state, this.relationship));
  }

  /** The history of a state whose relationship may not have been touched at all: the common case costs nothing. */
  protected changedHistory(state: ObjectState): StateHistory | null {
    return isUntouched(state, this.relationship) ? null : this.history(state);
  }

  /** True where a child that left its parent has no other. */
  protected isOrphan(child: ObjectState): boolean {
    return !child.hasParent(this.relationship);
  }

  /** True where the child of a parent that goes was given to another one: to its list, or from the child's side. */
  protected isAdopted(context: FlushContext, parent: ObjectState, child: ObjectState): boolean {
    if (this.#addedIn(context).has(child)) return true;
    return this.relationship.reverses.some((reverse) => {
      if (reverse.uselist || child.relatedBeforeOf(reverse) === undefined) return false;
      const owner = child.relatedOf(reverse);
      return owner !== null && owner !== undefined && owner !== parent.object;
    });
  }

  readonly #added = new WeakMap<FlushContext, { count: number; children: Set<ObjectState> }>();

  #addedIn(context: FlushContext): Set<ObjectState> {
    const known = this.#added.get(context);
    if (known !== undefined && known.count === context.states.length) return known.children;
    const children = new Set<ObjectState>();
    for (const state of context.states) {
      if (state.mapper.root !== this.parent || context.isDeleted(state) || !state.mapper.isA(this.relationship.parent)) continue;
      for (const child of this.changedHistory(state)?.added ?? noStates) children.add(child);
    }
    this.#added.set(context, { count: context.states.length, children });
    return children;
  }

  /** Marks an object and all that its delete takes along. */
  protected *deleteWithCascade(context: FlushContext, state: ObjectState, work: FlushWork): Io<void> {
    if (!context.register(state, { isDelete: true, operation: 'delete', along: String(this.relationship) })) return;
    for (const taken of yield* work.deleteCascade(state)) context.register(taken, { isDelete: true });
  }
}

/** One parent and one child of a relationship within a circle; `child` is null where it takes no part in the flush. */
export interface StatePair {
  readonly saveParent: FlushAction | null;
  readonly deleteParent: FlushAction | null;
  readonly child: FlushAction | null;
  readonly isChildDelete: boolean;
  /** The processing of this parent's relationship. */
  readonly process: FlushAction;
  readonly isDelete: boolean;
}

function toStates(history: RelatedHistory): StateHistory {
  const convert = (members: readonly object[]): readonly ObjectState[] => (members.length === 0 ? noStates : members.map(stateOf));
  return { added: convert(history.added), unchanged: convert(history.unchanged), deleted: convert(history.deleted) };
}

/** True where the value of one of the source columns differs from the row's: the keys that refer to it must follow. */
export function keysChanged(state: ObjectState, relationship: Relationship): boolean {
  return state.snapshot !== null && isAnyChanged(state, sourcesOf(state.mapper, relationship));
}

/** The attributes of a class whose values other rows refer to by a relationship. */
function sourcesOf(mapper: Mapper, relationship: Relationship): ColumnProperty[] {
  const sources = relationship.join.synchronizePairs.map(([source]) => mapper.propertyOf(source));
  return sources.filter((property) => property !== undefined);
}

function isAnyChanged(state: ObjectState, sources: readonly ColumnProperty[]): boolean {
  const { snapshot } = state;
  if (snapshot === null || !state.hasRow) return false;
  for (const property of sources) {
    if (state.values[property.slot] === snapshot[property.slot]) continue;
    if (state.isChanged(property) && state.committedValueOf(property) !== undefined) return true;
  }
  return false;
}

/** The value a column has in an object, loaded where it is expired. */
export function* columnValue(state: ObjectState, column: Column, work: FlushWork): Io<unknown> {
  const property = state.mapper.propertyOf(column)!;
  if (state.valueOf(property) === undefined && state.hasRow) yield* work.loadColumns(state);
  return state.valueOf(property);
}

/** Copies the parent's key into the child's foreign key columns. */
export function* populateKeys(relationship: Relationship, source: ObjectState, target: ObjectState, work: FlushWork): Io<void> {
  for (const [from, to] of relationship.join.synchronizePairs) {
    const property = target.mapper.propertyOf(to)!;
    const value = yield* columnValue(source, from, work);
    if (value === undefined) continue;
    target.setValue(property, value);
  }
}

/**
 * Sets the foreign key of an object to NULL.
 *
 * @throws InvalidRequestError where it is part of the object's primary key
 */
export function clearKeys(relationship: Relationship, target: ObjectState): void {
  for (const [, column] of relationship.join.synchronizePairs) {
    const property = target.mapper.propertyOf(column)!;
    const value = target.valueOf(property) ?? target.key?.[target.mapper.primaryKey.indexOf(property)];
    if (column.primaryKey && value !== undefined && value !== null) {
      throw new InvalidRequestError(
        `Dependency rule tried to blank-out primary key column '${column.table!.name}.${column.name}' on instance '<${target.mapper.name}>': ` +
          `delete the object as well (cascade: 'all, delete-orphan' on ${relationship}), or give it another parent`,
      );
    }
    target.setValue(property, null);
  }
}

type MaybeEdge = readonly [FlushAction | null, FlushAction | null] | null;

/** The edges both of whose ends take part. */
export function present(...edges: readonly MaybeEdge[]): Edge<FlushAction>[] {
  return edges.filter((edge): edge is Edge<FlushAction> => edge !== null && edge[0] !== null && edge[1] !== null);
}
