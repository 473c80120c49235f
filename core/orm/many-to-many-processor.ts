import type { Io } from '../io.ts';
import type { Column } from '../schema/column.ts';
import type { Edge } from './dependency-graph.ts';
import {
  columnValue,
  DependencyProcessor,
  type FlushWork,
  keysChanged,
  type LinkRow,
  present,
  type StatePair,
} from './dependency-processor.ts';
import type { FlushAction, FlushActions } from './flush-actions.ts';
import type { FlushContext } from './flush-context.ts';
import type { ObjectState } from './object-state.ts';

/** The keys of both sides are in a table of their own: its rows come after the rows they link and go before them. */
export class ManyToManyProcessor extends DependencyProcessor {
  override get writes(): boolean {
    return true;
  }

  override *prepareDeletes(_context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    if (this.loadsForDelete) yield* work.loadRelatedOfAll(states, this.relationship);
  }

  override *prepareSaves(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    for (const state of states) {
      if (!this.relationship.passiveUpdates && keysChanged(state, this.relationship)) yield* this.#loadAll(state, work);
      if (!this.relationship.cascade.deleteOrphan) continue;
      for (const child of this.changedHistory(state)?.deleted ?? []) {
        if (this.isOrphan(child)) yield* this.deleteWithCascade(context, child, work);
      }
    }
  }

  *#loadAll(state: ObjectState, work: FlushWork): Io<void> {
    if (state.hasRow && state.relatedOf(this.relationship) === undefined) yield* work.loadRelated(state, this.relationship);
  }

  override *processDeletes(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    const linked = this.#linkedBefore(context);
    const removed: LinkRow[] = [];
    const done: [ObjectState, ObjectState][] = [];
    for (const state of states) {
      const { unchanged, deleted } = this.history(state);
      for (const child of [...unchanged, ...deleted]) {
        if (child.wasDeleted) continue; // its links went with it
        done.push([child, state]);
        if (linked?.has(pairKey(state, child))) continue;
        removed.push(this.#linkNow(state, child) ?? (yield* this.#link(state, child, work)));
      }
    }
    remember(linked, done);
    yield* work.writeLinks(this.relationship, this.#columns, removed, []);
  }

  override *processSaves(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    const linked = this.#linkedBefore(context);
    const removed: LinkRow[] = [];
    const added: LinkRow[] = [];
    const done: [ObjectState, ObjectState][] = [];
    for (const state of states) {
      const history = this.changedHistory(state);
      if (history === null) continue;
      for (const child of history.added) {
        if (linked !== null) done.push([child, state]);
        if (linked?.has(pairKey(state, child))) continue;
        if (context.session.holds(child)) added.push(this.#linkNow(state, child) ?? (yield* this.#link(state, child, work)));
        else
          context.session.warn(
            `Object of type <${child.mapper.name}> not in session, add operation along '${this.relationship}' won't proceed`,
          );
      }
      for (const child of history.deleted) {
        if (child.wasDeleted) continue;
        done.push([child, state]);
        if (!linked?.has(pairKey(state, child))) removed.push(this.#linkNow(state, child) ?? (yield* this.#link(state, child, work)));
      }
    }
    remember(linked, done);
    yield* work.writeLinks(this.relationship, this.#columns, removed, added);
  }

  /** The pairs written from the other side already; the two sides of one association share the set. */
  #linkedBefore(context: FlushContext): Set<string> | null {
    const [reverse] = this.relationship.reverses;
    if (reverse === undefined) return null;
    const key = [String(this.relationship), String(reverse)].sort().join('|');
    let linked = context.linked.get(key);
    if (linked === undefined) context.linked.set(key, (linked = new Set()));
    return linked;
  }

  /** The columns of the association table that a link fills. */
  get #columns(): readonly Column[] {
    const { synchronizePairs, secondarySynchronizePairs } = this.relationship.join;
    return [...synchronizePairs, ...secondarySynchronizePairs].map(([, link]) => link);
  }

  /** The row of a link where both objects know their keys. */
  #linkNow(state: ObjectState, child: ObjectState): LinkRow | null {
    const { synchronizePairs, secondarySynchronizePairs } = this.relationship.join;
    const row: unknown[] = [];
    for (const [column] of synchronizePairs) if (!pushValue(row, state, column)) return null;
    for (const [column] of secondarySynchronizePairs) if (!pushValue(row, child, column)) return null;
    return row;
  }

  *#link(state: ObjectState, child: ObjectState, work: FlushWork): Io<LinkRow> {
    const { synchronizePairs, secondarySynchronizePairs } = this.relationship.join;
    const row: unknown[] = [];
    for (const [column] of synchronizePairs) row.push(yield* columnValue(state, column, work));
    for (const [column] of secondarySynchronizePairs) row.push(yield* columnValue(child, column, work));
    return row;
  }

  override edges(actions: FlushActions): Edge<FlushAction>[] {
    const { saveParent, saveChild, deleteParent, deleteChild, afterSave, beforeDelete } = this.steps(actions);
    return [
      [saveParent, afterSave],
      [saveChild, afterSave],
      [afterSave, deleteChild],
      [beforeDelete, saveParent],
      [beforeDelete, deleteParent],
      [beforeDelete, deleteChild],
      [beforeDelete, saveChild],
    ];
  }

  override stateEdges(_actions: FlushActions, pair: StatePair): Edge<FlushAction>[] {
    const { saveParent, deleteParent, child, process, isDelete, isChildDelete } = pair;
    if (isDelete) return present([process, child], [process, deleteParent]);
    return present([saveParent, process], isChildDelete ? [process, child] : [child, process]);
  }
}

function pushValue(row: unknown[], state: ObjectState, column: Column): boolean {
  const property = state.mapper.propertyOf(column);
  const value = property === undefined ? undefined : state.valueOf(property);
  row.push(value);
  return value !== undefined;
}

const numbers = new WeakMap<ObjectState, number>();
let last = 0;

function numberOf(state: ObjectState): number {
  let number = numbers.get(state);
  if (number === undefined) numbers.set(state, (number = last += 1));
  return number;
}

const pairKey = (owner: ObjectState, member: ObjectState): string => `${numberOf(owner)} ${numberOf(member)}`;

function remember(linked: Set<string> | null, pairs: readonly (readonly [ObjectState, ObjectState])[]): void {
  if (linked !== null) for (const [owner, member] of pairs) linked.add(pairKey(owner, member));
}
