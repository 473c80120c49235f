import type { Column } from '../schema/column.ts';
import { keepLayout } from '../util/keep-layout.ts';
import type { DependencyProcessor } from './dependency-processor.ts';
import type { FlushTask } from './flush-task.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';

/** The four things that can be done, one object for each: a flush is about many objects. */
const taskOf = [false, true].map((isDelete) => [false, true].map((isListOnly): FlushTask => ({ isDelete, isListOnly })));
const makeTask = (isDelete: boolean, isListOnly: boolean): FlushTask => taskOf[Number(isDelete)]![Number(isListOnly)]!;

/** What a flush asks of its session. */
export interface FlushMembership {
  holds(state: ObjectState): boolean;
  warn(message: string): void;
}

/**
 * The objects one flush is about, and the relationships whose changes it carries into foreign keys. What is done with an object stands in its
 * state, from the moment it becomes part of the flush until `end`.
 */
export class FlushContext {
  readonly session: FlushMembership;
  /** Every object of the flush, in the order they came. */
  readonly states: ObjectState[] = [];
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
    if (state.task === null) this.#put(state, makeTask(isDelete, isListOnly));
    else if (!isListOnly && (isDelete || cancelDelete)) state.task = makeTask(isDelete, false);
    return true;
  }

  /** As {@link register} for the objects that the session itself names: they are its own, and each comes once. */
  take(states: Iterable<ObjectState>, isDelete: (state: ObjectState) => boolean): void {
    const all = this.states;
    let mapper: Mapper | null = null;
    let own: ObjectState[] = [];
    for (const state of states) {
      if (state.mapper !== mapper) {
        mapper = state.mapper;
        own = this.#listOf(mapper);
      }
      const goes = isDelete(state);
      if (goes) this.#deleting.add(mapper.root);
      state.task = makeTask(goes, false);
      own.push(state);
      all.push(state);
    }
  }

  #put(state: ObjectState, task: FlushTask): void {
    state.task = task;
    this.#listOf(state.mapper).push(state);
    this.states.push(state);
  }

  #listOf(mapper: Mapper): ObjectState[] {
    let states = this.statesOf.get(mapper);
    if (states === undefined) {
      this.statesOf.set(mapper, (states = []));
      for (const processor of this.#processorsOf(mapper)) if (!this.processors.includes(processor)) this.processors.push(processor);
    }
    return states;
  }

  /** True where any rows may be deleted. */
  get hasDeletes(): boolean {
    return this.#deleting.size > 0;
  }

  /** True where rows of a hierarchy may be deleted. */
  deletesAny(root: Mapper): boolean {
    return this.#deleting.has(root);
  }

  isDeleted(state: ObjectState): boolean {
    return state.task?.isDelete ?? false;
  }

  /** Columns that are written once all rows are there, because two rows refer to each other. */
  updateLater(state: ObjectState, columns: Iterable<Column>): void {
    const known = this.postUpdates.get(state);
    if (known === undefined) this.postUpdates.set(state, new Set(columns));
    else for (const column of columns) known.add(column);
  }

  /** Takes an object out of the order of writing: another has its row. */
  leaveToRowSwitch(state: ObjectState): void {
    state.task = makeTask(this.isDeleted(state), true);
  }

  /** The objects of a hierarchy that are written in this way. */
  statesOfHierarchy(root: Mapper, isDelete: boolean): ObjectState[] {
    const found: ObjectState[] = [];
    if (isDelete && !this.deletesAny(root)) return found;
    for (const [mapper, states] of this.statesOf) {
      if (mapper.root !== root) continue;
      for (const state of states) {
        const task = state.task!;
        if (!task.isListOnly && task.isDelete === isDelete) found.push(state);
      }
    }
    return found;
  }

  /** The objects take part in no flush any more. */
  end(): void {
    for (const state of this.states) state.task = null;
  }
}

keepLayout(new FlushContext(null as never, () => []));
