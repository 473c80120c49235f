import type { Io } from '../io.ts';
import type { Table } from '../schema/table.ts';
import { keepLayout } from '../util/keep-layout.ts';
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
    const { fresh, stored } = inOrder(given);
    const listens = this.#listens(root);
    if (listens) {
      for (const state of fresh) this.#listener.notify('beforeInsert', state);
      for (const state of stored) this.#listener.notify('beforeUpdate', state);
    }
    const { added, changed } = withSwitches(fresh, stored, this.#context.rowSwitches);
    for (const table of tablesOf(root)) {
      for (const { plan, members } of this.#groups(table, changed)) yield* updateRows(this.#target, plan, members);
      for (const { plan, members } of this.#groups(table, added)) yield* insertRows(this.#target, plan, members);
    }
    forgetComputed(root, given);
    if (!listens) return;
    for (const state of added) this.#listener.notify('afterInsert', state);
    for (const state of changed) this.#listener.notify('afterUpdate', state);
  }

  *delete(root: Mapper, given: readonly ObjectState[]): Io<void> {
    const states = inOrder(given).stored;
    if (states.length === 0) return;
    const listens = this.#listens(root);
    if (listens) for (const state of states) this.#listener.notify('beforeDelete', state);
    for (const table of tablesOf(root).reverse()) {
      for (const { plan, members } of this.#groups(table, states).reverse()) yield* deleteRows(this.#target, plan, members);
    }
    if (listens) for (const state of states) this.#listener.notify('afterDelete', state);
  }

  *postUpdate(given: readonly ObjectState[]): Io<void> {
    const { fresh, stored } = inOrder(given);
    for (const table of tablesOf(given[0]!.mapper.root)) {
      for (const { plan, members } of this.#groups(table, [...fresh, ...stored]))
        yield* updateLate(this.#target, plan, members, (state) => this.#context.postUpdates.get(state)!);
    }
  }

  #listens(root: Mapper): boolean {
    return root.selfAndDescendants.some((mapper) => this.#listener.listens(mapper));
  }

  /** The objects with a row in a table, in order; neighbours of one class stand together, since a class's rows have its own columns. */
  #groups(table: Table, states: readonly ObjectState[]): Group[] {
    if (states.length === 0) return [];
    const { dialect } = this.#target;
    const groups: Group[] = [];
    let mapper: Mapper | null = null;
    let members: ObjectState[] = [];
    for (const state of states) {
      if (state.mapper !== mapper) {
        mapper = state.mapper;
        members = [];
        const plan = tablePlans(mapper, dialect).find((each) => each.table === table);
        if (plan !== undefined) groups.push({ plan, members });
      }
      members.push(state);
    }
    return groups;
  }
}

keepLayout(new RowWriter(null as never, null as never, null as never));

interface Group {
  readonly plan: TablePlan;
  readonly members: ObjectState[];
}

/** The tables of a hierarchy, the root's first. */
function tablesOf(root: Mapper): Table[] {
  return [...new Set(root.selfAndDescendants.flatMap((mapper) => mapper.tables))];
}

/** New objects that take the row of one that goes change it, and add none. */
function withSwitches(
  fresh: readonly ObjectState[],
  stored: readonly ObjectState[],
  switches: FlushContext['rowSwitches'],
): { added: readonly ObjectState[]; changed: readonly ObjectState[] } {
  if (switches.size === 0) return { added: fresh, changed: stored };
  const added = fresh.filter((state) => !switches.has(state));
  return { added, changed: [...fresh.filter((state) => switches.has(state)), ...stored] };
}

/** Values of `columnProperty` follow from the row: they are read again. */
function forgetComputed(root: Mapper, states: readonly ObjectState[]): void {
  const computedOf = new Map<Mapper, ColumnProperty[]>();
  for (const mapper of root.selfAndDescendants) {
    const computed = mapper.columns.filter((property) => property.isReadOnly);
    if (computed.length > 0) computedOf.set(mapper, computed);
  }
  if (computedOf.size === 0) return;
  for (const state of states) for (const property of computedOf.get(state.mapper) ?? []) state.forgetValue(property);
}

/** New objects in the order of `add`, stored ones by key: two sessions that change the same rows meet them in the same order. */
function inOrder(states: readonly ObjectState[]): { fresh: ObjectState[]; stored: ObjectState[] } {
  const fresh: ObjectState[] = [];
  const stored: ObjectState[] = [];
  let isSorted = true;
  for (const state of states) {
    const list = state.hasRow ? stored : fresh;
    isSorted &&= list.length === 0 || compare(list[list.length - 1]!, state) <= 0;
    list.push(state);
  }
  if (!isSorted) {
    fresh.sort(compare);
    stored.sort(compare);
  }
  return { fresh, stored };
}

function compare(a: ObjectState, b: ObjectState): number {
  if (!a.hasRow) return a.insertOrder - b.insertOrder;
  if (a.mapper.primaryKey.length > 1) return compareKeys(a.key!, b.key!);
  return a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0;
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
