import type { Io } from '../io.ts';
import type { Edge } from './dependency-graph.ts';
import {
  clearKeys,
  DependencyProcessor,
  type FlushWork,
  keysChanged,
  populateKeys,
  present,
  type StatePair,
} from './dependency-processor.ts';
import type { FlushAction, FlushActions } from './flush-actions.ts';
import type { FlushContext } from './flush-context.ts';
import { NO_VALUE, type ObjectState } from './object-state.ts';

/** The foreign key is in the members' rows: they are written after the owner, and lose the key, or their life, when it goes. */
export class OneToManyProcessor extends DependencyProcessor {
  get #deletesOrphans(): boolean {
    return this.relationship.cascade.deleteOrphan;
  }

  get #clearsKeys(): boolean {
    return this.relationship.passiveDeletes !== 'all';
  }

  override *prepareDeletes(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    const { cascade } = this.relationship;
    if (this.loadsForDelete) yield* work.loadRelatedOfAll(states, this.relationship);
    for (const state of states) {
      if (this.isUnknown(state)) continue;
      const { deleted, unchanged } = this.history(state);
      for (const child of deleted) {
        if (!this.isOrphan(child)) continue;
        context.register(child, { isDelete: cascade.delete || cascade.deleteOrphan });
      }
      if (cascade.delete || !this.#clearsKeys) continue;
      for (const child of unchanged) context.register(child, { operation: 'delete', along: String(this.relationship) });
    }
  }

  override *prepareSaves(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    const along = String(this.relationship);
    for (const state of states) {
      const moves = keysChanged(state, this.relationship);
      if (moves && !this.relationship.passiveUpdates) yield* this.#loadAll(state, work);
      if (state.relatedBeforeOf(this.relationship) === NO_VALUE && state.hasRow) yield* work.loadRelatedBefore(state, this.relationship);
      const history = moves ? this.history(state) : this.changedHistory(state);
      if (history === null) continue;
      for (const child of history.added) context.register(child, { cancelDelete: true, operation: 'add', along });
      for (const child of history.deleted) {
        if (!this.#deletesOrphans) {
          if (this.#clearsKeys) context.register(child, { operation: 'delete', along });
        } else if (this.isOrphan(child)) yield* this.deleteWithCascade(context, child, work);
      }
      if (!moves) continue;
      for (const child of history.unchanged) {
        context.register(child, { isListOnly: this.relationship.passiveUpdates, operation: 'pk change', along });
      }
    }
  }

  *#loadAll(state: ObjectState, work: FlushWork): Io<void> {
    if (state.hasRow && state.relatedOf(this.relationship) === undefined) yield* work.loadRelated(state, this.relationship);
  }

  override *processDeletes(context: FlushContext, states: readonly ObjectState[]): Io<void> {
    if (!this.relationship.postUpdate && !this.#clearsKeys) return;
    for (const state of states) {
      const { deleted, unchanged } = this.history(state);
      for (const child of deleted) if (this.isOrphan(child)) this.#clear(context, child);
      if (this.relationship.cascade.delete && !this.relationship.postUpdate) continue;
      for (const child of unchanged) if (!this.isAdopted(context, state, child)) this.#clear(context, child);
    }
  }

  override *processSaves(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    for (const state of states) {
      const moves = keysChanged(state, this.relationship);
      const history = moves ? this.history(state) : this.changedHistory(state);
      if (history === null) continue;
      for (const child of history.added) {
        if (this.#isWritten(context, child)) yield* populateKeys(this.relationship, state, child, work);
        if (this.relationship.postUpdate) this.updateLater(context, child);
      }
      for (const child of history.deleted) {
        if (this.#clearsKeys && !this.#deletesOrphans && this.isOrphan(child)) this.#clear(context, child);
      }
      if (moves) for (const child of history.unchanged) yield* this.#follow(context, state, child, work);
    }
  }

  *#follow(context: FlushContext, state: ObjectState, child: ObjectState, work: FlushWork): Io<void> {
    if (!this.#isWritten(context, child)) return;
    yield* populateKeys(this.relationship, state, child, work);
    const isKey = this.relationship.join.synchronizePairs.some(([, column]) => column.primaryKey);
    if (this.relationship.passiveUpdates && isKey) context.cascadedKeys.add(child);
  }

  #clear(context: FlushContext, child: ObjectState): void {
    if (this.#isWritten(context, child)) clearKeys(this.relationship, child);
    if (this.relationship.postUpdate) this.updateLater(context, child);
  }

  #isWritten(context: FlushContext, child: ObjectState): boolean {
    return this.relationship.postUpdate || !context.isDeleted(child);
  }

  override edges(actions: FlushActions): Edge<FlushAction>[] {
    const { saveParent, saveChild, deleteParent, deleteChild, afterSave, beforeDelete } = this.steps(actions);
    if (this.relationship.postUpdate) {
      const late = actions.postUpdate(this.child, false);
      const early = actions.postUpdate(this.child, true);
      return [
        [saveChild, afterSave],
        [saveParent, afterSave],
        [afterSave, late],
        [beforeDelete, early],
        [early, deleteParent],
        [early, deleteChild],
      ];
    }
    return [
      [saveParent, afterSave],
      [afterSave, saveChild],
      [afterSave, deleteChild],
      [saveChild, deleteParent],
      [deleteChild, deleteParent],
      [beforeDelete, saveChild],
      [beforeDelete, deleteChild],
    ];
  }

  override stateEdges(actions: FlushActions, pair: StatePair): Edge<FlushAction>[] {
    const { saveParent, deleteParent, child, process, isDelete, isChildDelete } = pair;
    if (this.relationship.postUpdate) {
      const late = actions.postUpdate(this.child, false);
      const early = actions.postUpdate(this.child, true);
      if (isDelete) return present([process, early], [early, deleteParent], isChildDelete ? [early, child] : null);
      return present(
        [saveParent, process],
        isChildDelete ? null : [child, process],
        [process, isChildDelete ? early : late],
        isChildDelete ? [early, child] : null,
      );
    }
    if (isDelete) return present([process, child], [child, deleteParent]);
    return present([saveParent, process], [process, child], [saveParent, child]);
  }
}
