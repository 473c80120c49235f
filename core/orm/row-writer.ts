import type { Io } from '../io.ts';
import type { Table } from '../schema/table.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import type { ColumnProperty } from './column-property.ts';
import { deleteRows } from './delete-rows.ts';
import type { FlushContext } from './flush-context.ts';
import { insertRows } from './insert-rows.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';
import { type TablePlan, tablePlans } from './row-plan.ts';
import type { RowTarget } from './row-target.ts';
import type { FlushWriter } from './run-flush.ts';
import { updateLate, updateRows } from './update-rows.ts';

/** Told before and after the row of an object is written. */
export interface RowListener {
  /** Whether anybody listens to objects of a class. */
  listens(mapper: Mapper): boolean;
  notify(event: 'beforeInsert' | 'afterInsert' | 'beforeUpdate' | 'afterUpdate' | 'beforeDelete' | 'afterDelete', state: ObjectState): void;
}

/** Writes the rows of a flush: for each table of a hierarchy the changed rows, then the new ones. */
export class RowWriter implements FlushWriter {
  readonly #target: RowTarget;
  readonly #context: FlushContext;
  readonly #listener: RowListener;

  constructor(target: RowTarget, context: FlushContext, listener: RowListener) {
    this.#target = target;
    this.#context = context;
    this.#listener = listener;
  }

  *save(root: Mapper, given: readonly ObjectState[]): Io<void> {
    const states = inOrder(given);
    const listens = this.#listens(states);
    if (listens) for (const state of states) this.#listener.notify(state.key === null ? 'beforeInsert' : 'beforeUpdate', state);
    const isUpdate = (state: ObjectState): boolean => state.key !== null || this.#context.rowSwitches.has(state);
    for (const { plan, members } of this.#byTable(root, states)) {
      const changed: ObjectState[] = [];
      const fresh: ObjectState[] = [];
      for (const state of members) (isUpdate(state) ? changed : fresh).push(state);
      if (changed.length > 0) yield* updateRows(this.#target, plan, changed);
      if (fresh.length > 0) yield* insertRows(this.#target, plan, fresh);
    }
    this.#forgetComputed(states);
    if (listens) for (const state of states) this.#listener.notify(isUpdate(state) ? 'afterUpdate' : 'afterInsert', state);
  }

  *delete(root: Mapper, given: readonly ObjectState[]): Io<void> {
    const states = inOrder(given);
    if (states.length === 0) return;
    const listens = this.#listens(states);
    if (listens) for (const state of states) this.#listener.notify('beforeDelete', state);
    for (const { plan, members } of this.#byTable(root, states).reverse()) yield* deleteRows(this.#target, plan, members);
    if (listens) for (const state of states) this.#listener.notify('afterDelete', state);
  }

  *postUpdate(states: readonly ObjectState[]): Io<void> {
    const root = states[0]!.mapper.root;
    for (const { plan, members } of this.#byTable(root, inOrder(states))) {
      yield* updateLate(this.#target, plan, members, (state) => this.#context.postUpdates.get(state)!);
    }
  }

  /** The tables of a hierarchy, the root's first, each with the objects that have a row in it. */
  #byTable(root: Mapper, states: readonly ObjectState[]): { plan: TablePlan; members: ObjectState[] }[] {
    const { dialect } = this.#target;
    if (root.subMappers.length === 0)
      return states.length === 0 ? [] : [{ plan: tablePlans(root, dialect)[0]!, members: states as ObjectState[] }];
    const tables = new Set(root.selfAndDescendants.flatMap((mapper) => mapper.tables));
    return [...tables].flatMap((table) => groupsOf(table, states, dialect));
  }

  #listens(states: readonly ObjectState[]): boolean {
    let known: Mapper | null = null;
    for (const { mapper } of states) {
      if (mapper === known) continue;
      if (this.#listener.listens(mapper)) return true;
      known = mapper;
    }
    return false;
  }

  /** Values of `columnProperty` follow from the row: they are read again. */
  #forgetComputed(states: readonly ObjectState[]): void {
    let mapper: Mapper | null = null;
    let computed: readonly ColumnProperty[] = [];
    for (const state of states) {
      if (state.mapper !== mapper) {
        mapper = state.mapper;
        computed = mapper.columns.filter((property) => property.isReadOnly);
      }
      for (const property of computed) state.forgetValue(property);
    }
  }
}

/** The objects with a row in a table, in order; neighbours of one class stand together, since a class's rows have its own columns. */
function groupsOf(table: Table, states: readonly ObjectState[], dialect: SqlDialect): { plan: TablePlan; members: ObjectState[] }[] {
  const groups: { plan: TablePlan; members: ObjectState[] }[] = [];
  let mapper: Mapper | null = null;
  for (const state of states) {
    if (!state.mapper.tables.includes(table)) continue;
    if (state.mapper === mapper) groups.at(-1)!.members.push(state);
    else groups.push({ plan: tablePlans(state.mapper, dialect).find((plan) => plan.table === table)!, members: [state] });
    mapper = state.mapper;
  }
  return groups;
}

/** New objects in the order of `add`, then stored ones by key: two sessions that change the same rows meet them in the same order. */
function inOrder(states: readonly ObjectState[]): ObjectState[] {
  const fresh: ObjectState[] = [];
  const stored: ObjectState[] = [];
  for (const state of states) (state.key === null ? fresh : stored).push(state);
  if (fresh.some((state, i) => i > 0 && state.insertOrder < fresh[i - 1]!.insertOrder)) fresh.sort((a, b) => a.insertOrder - b.insertOrder);
  if (stored.some((state, i) => i > 0 && compareKeys(state.key!, stored[i - 1]!.key!) < 0))
    stored.sort((a, b) => compareKeys(a.key!, b.key!));
  return stored.length === 0 ? fresh : fresh.length === 0 ? stored : [...fresh, ...stored];
}

function compareKeys(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length; i += 1) {
    const x = comparable(a[i]);
    const y = comparable(b[i]);
    if (x < y) return -1;
    if (x > y) return 1;
  }
  return 0;
}

const comparable = (part: unknown): number | bigint | string =>
  typeof part === 'number' || typeof part === 'bigint' ? part : String(part);
