import type { Column } from '../schema/column.ts';
import type { DependencyProcessor } from './dependency-processor.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';

/** What a flush does with one object. */
export interface FlushEntry {
  readonly isDelete: boolean;
  /** Known for the sake of order only: nothing is written for it. */
  readonly isListOnly: boolean;
}

/** The four things that can be done, one object for each: a flush is about many objects. */
const entryOf = [false, true].map((isDelete) => [false, true].map((isListOnly): FlushEntry => ({ isDelete, isListOnly })));
const makeEntry = (isDelete: boolean, isListOnly: boolean): FlushEntry => entryOf[Number(isDelete)]![Number(isListOnly)]!;

/** What a flush asks of its session. */
export interface FlushMembership {
  holds(state: ObjectState): boolean;
  warn(message: string): void;
}

/** The objects one flush is about, and the relationships whose changes it carries into foreign keys. */
export class FlushContext {
  readonly session: FlushMembership;
  readonly entries = new Map<ObjectState, FlushEntry>();
  readonly statesOf = new Map<Mapper, ObjectState[]>();
  readonly processors: DependencyProcessor[] = [];
  /** States whose columns get a late UPDATE, with the columns; by moment: before the deletes, or after the saves. */
  readonly postUpdates = new Map<ObjectState, Set<Column>>();
  /** Many-to-many pairs already written from the other side. */
  readonly linked = new Map<string, Set<string>>();
  /** Deleted objects whose place a new object of the same key takes: the row is updated instead. */
  readonly rowSwitches = new Map<ObjectState, ObjectState>();
  /** Objects whose primary key an ON UPDATE CASCADE changes in the database. */
  readonly cascadedKeys = new Set<ObjectState>();
  readonly #known = new Set<Mapper>();
  /** Hierarchies of which an object was to be deleted at some time. */
  readonly #deleting = new Set<Mapper>();
  readonly #processorsOf: (mapper: Mapper) => readonly DependencyProcessor[];

  constructor(session: FlushMembership, processorsOf: (mapper: Mapper) => readonly DependencyProcessor[]) {
    this.session = session;
    this.#processorsOf = processorsOf;
  }

  /**
   * Makes an object part of the flush.
   *
   * @param change.operation - what a relationship wants of it, for the warning when the object is not in the session
   * @returns false where the object does not belong to the session
   */
  register(
    state: ObjectState,
    change: { isDelete?: boolean; isListOnly?: boolean; cancelDelete?: boolean; operation?: string; along?: string } = {},
  ): boolean {
    const { isDelete = false, isListOnly = false, cancelDelete = false, operation, along } = change;
    if (!this.session.holds(state)) {
      if (!state.wasDeleted && operation !== undefined) {
        this.session.warn(`Object of type <${state.mapper.name}> not in session, ${operation} operation along '${along}' will not proceed`);
      }
      return false;
    }
    if (isDelete) this.#deleting.add(state.mapper.root);
    const entry = this.entries.get(state);
    if (entry === undefined) {
      this.#meet(state.mapper);
      this.statesOf.get(state.mapper)!.push(state);
      this.entries.set(state, makeEntry(isDelete, isListOnly));
    } else if (!isListOnly && (isDelete || cancelDelete)) {
      this.entries.set(state, makeEntry(isDelete, false));
    }
    return true;
  }

  /** As {@link register} for the objects that the session itself names: they are its own, and each comes once. */
  take(state: ObjectState, isDelete: boolean): void {
    if (!this.#known.has(state.mapper)) this.#meet(state.mapper);
    if (isDelete) this.#deleting.add(state.mapper.root);
    this.statesOf.get(state.mapper)!.push(state);
    this.entries.set(state, makeEntry(isDelete, false));
  }

  /** True where rows of a hierarchy may be deleted. */
  deletesAny(root: Mapper): boolean {
    return this.#deleting.has(root);
  }

  isDeleted(state: ObjectState): boolean {
    return this.entries.get(state)?.isDelete ?? false;
  }

  /** Columns that are written once all rows are there, because two rows refer to each other. */
  updateLater(state: ObjectState, columns: Iterable<Column>): void {
    const known = this.postUpdates.get(state);
    if (known === undefined) this.postUpdates.set(state, new Set(columns));
    else for (const column of columns) known.add(column);
  }

  /** Takes an object out of the order of writing: another has its row. */
  leaveToRowSwitch(state: ObjectState): void {
    this.entries.set(state, makeEntry(this.isDeleted(state), true));
  }

  /** The objects of a hierarchy that are written in this way. */
  statesOfHierarchy(root: Mapper, isDelete: boolean): ObjectState[] {
    const found: ObjectState[] = [];
    for (const [mapper, states] of this.statesOf) {
      if (mapper.root !== root) continue;
      for (const state of states) {
        const entry = this.entries.get(state)!;
        if (!entry.isListOnly && entry.isDelete === isDelete) found.push(state);
      }
    }
    return found;
  }

  #meet(mapper: Mapper): void {
    if (this.#known.has(mapper)) return;
    this.#known.add(mapper);
    this.statesOf.set(mapper, []);
    for (const processor of this.#processorsOf(mapper)) if (!this.processors.includes(processor)) this.processors.push(processor);
  }
}
