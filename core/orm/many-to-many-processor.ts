import type { Io } from '../io.ts';
import type { Column } from '../schema/column.ts';
import { keepLayout } from '../util/keep-layout.ts';
import type { ColumnProperty } from './column-property.ts';
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
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';
import type { ColumnPair } from './relationship.ts';

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
    const removed: Pair[] = [];
    const done: Pair[] = [];
    for (const state of states) {
      const { unchanged, deleted } = this.history(state);
      for (const child of [...unchanged, ...deleted]) {
        if (child.wasDeleted) continue; // its links went with it
        done.push([state, child]);
        if (!linked?.has(pairKey(state, child))) removed.push([state, child]);
      }
    }
    remember(linked, done);
    yield* this.#write(work, removed, []);
  }

  override *processSaves(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    const added: Pair[] = [];
    const removed: Pair[] = [];
    this.#takeChanges(context, states, added, removed);
    yield* this.#write(work, removed, added);
  }

  #takeChanges(context: FlushContext, states: readonly ObjectState[], added: Pair[], removed: Pair[]): void {
    const linked = this.#linkedBefore(context);
    const done: Pair[] = [];
    for (const state of states) {
      const history = this.changedHistory(state);
      if (history === null) continue;
      for (const child of history.added) {
        if (linked !== null) done.push([state, child]);
        if (linked?.has(pairKey(state, child))) continue;
        if (context.session.holds(child)) added.push([state, child]);
        else
          context.session.warn(
            `Object of type <${child.mapper.name}> not in session, add operation along '${this.relationship}' won't proceed`,
          );
      }
      for (const child of history.deleted) {
        if (child.wasDeleted) continue;
        if (linked !== null) done.push([state, child]);
        if (!linked?.has(pairKey(state, child))) removed.push([state, child]);
      }
    }
    remember(linked, done);
  }

  *#write(work: FlushWork, removed: readonly Pair[], added: readonly Pair[]): Io<void> {
    const going = yield* this.#rows(removed, work);
    const coming = yield* this.#rows(added, work);
    yield* work.writeLinks(this.relationship, this.#columns, going, coming);
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

  *#rows(pairs: readonly Pair[], work: FlushWork): Io<LinkRow[]> {
    const rows = this.#knownRows(pairs);
    for (let i = rows.length; i < pairs.length; i += 1) rows.push(yield* this.#link(...pairs[i]!, work));
    return rows;
  }

  /** The rows of the first links, up to the one of which an object has to be loaded. */
  #knownRows(pairs: readonly Pair[]): LinkRow[] {
    const { synchronizePairs, secondarySynchronizePairs } = this.relationship.join;
    const owners = new KeyReader(synchronizePairs);
    const members = new KeyReader(secondarySynchronizePairs);
    const rows: LinkRow[] = [];
    for (const [owner, member] of pairs) {
      const row: unknown[] = [];
      if (!owners.read(owner, row) || !members.read(member, row)) break;
      rows.push(row);
    }
    return rows;
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

/** An owner and one of its members. */
type Pair = readonly [owner: ObjectState, member: ObjectState];

/** Reads the values that links take from objects. */
class KeyReader {
  readonly #pairs: readonly ColumnPair[];
  #mapper: Mapper | null = null;
  #properties: readonly (ColumnProperty | undefined)[] = [];

  constructor(pairs: readonly ColumnPair[]) {
    this.#pairs = pairs;
  }

  /** Adds the values of one object to a row; false where one is not known. */
  read(state: ObjectState, row: unknown[]): boolean {
    const { mapper } = state;
    if (mapper !== this.#mapper) {
      this.#mapper = mapper;
      this.#properties = this.#pairs.map(([column]) => mapper.propertyOf(column));
    }
    for (const property of this.#properties) {
      const value = property === undefined ? undefined : state.valueOf(property);
      if (value === undefined) return false;
      row.push(value);
    }
    return true;
  }
}

keepLayout(new KeyReader([]));

const numbers = new WeakMap<ObjectState, number>();
let last = 0;

function numberOf(state: ObjectState): number {
  let number = numbers.get(state);
  if (number === undefined) numbers.set(state, (number = last += 1));
  return number;
}

const pairKey = (owner: ObjectState, member: ObjectState): string => `${numberOf(owner)} ${numberOf(member)}`;

/** As the other side sees them. */
function remember(linked: Set<string> | null, pairs: readonly Pair[]): void {
  if (linked !== null) for (const [owner, member] of pairs) linked.add(pairKey(member, owner));
}
