import type { Io } from '../io.ts';
import type { Edge } from './dependency-graph.ts';
import { clearKeys, DependencyProcessor, type FlushWork, populateKeys, present, type StatePair } from './dependency-processor.ts';
import type { FlushAction, FlushActions } from './flush-actions.ts';
import type { FlushContext } from './flush-context.ts';
import { NO_VALUE, type ObjectState } from './object-state.ts';

/** The foreign key is in the owner's own row: it is written after the object it refers to. */
export class ManyToOneProcessor extends DependencyProcessor {
  override *prepareDeletes(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    const { cascade } = this.relationship;
    if (this.relationship.postUpdate) for (const state of states) work.findRelated(state, this.relationship);
    if (!cascade.delete && !cascade.deleteOrphan) return;
    for (const state of states) {
      if (this.loadsForDelete && state.hasRow && state.relatedOf(this.relationship) === undefined)
        yield* work.loadRelated(state, this.relationship);
      const { deleted, unchanged, added } = this.history(state);
      for (const child of [...(cascade.deleteOrphan ? deleted : []), ...unchanged, ...added])
        yield* this.deleteWithCascade(context, child, work);
    }
  }

  /** Where both sides go, the object of the other side is looked up in the session: the rows that refer to it go first. */
  override linkDeletes(context: FlushContext, work: FlushWork): boolean {
    if (!context.deletesAny(this.parent) || !context.deletesAny(this.child)) return false;
    const { parent } = this.relationship;
    const states = context.statesOfHierarchy(this.parent, true).filter((state) => state.mapper.isA(parent));
    for (const state of states) work.findRelated(state, this.relationship);
    return this.hasChanges(states, true);
  }

  override *prepareSaves(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    if (!this.relationship.cascade.deleteOrphan) return;
    for (const state of states) {
      if (state.relatedBeforeOf(this.relationship) === NO_VALUE && state.hasRow) yield* work.loadRelatedBefore(state, this.relationship);
      const history = this.changedHistory(state);
      for (const child of history?.deleted ?? []) if (this.isOrphan(child)) yield* this.deleteWithCascade(context, child, work);
    }
  }

  override *processDeletes(context: FlushContext, states: readonly ObjectState[]): Io<void> {
    if (!this.relationship.postUpdate || this.relationship.cascade.deleteOrphan || this.relationship.passiveDeletes === 'all') return;
    for (const state of states) {
      clearKeys(this.relationship, state);
      if (this.members(state).length > 0) this.updateLater(context, state);
    }
  }

  override *processSaves(context: FlushContext, states: readonly ObjectState[], work: FlushWork): Io<void> {
    for (const state of states) {
      const history = this.changedHistory(state);
      if (history === null) continue;
      const [child] = history.added;
      if (child !== undefined) {
        if (context.session.holds(child)) yield* populateKeys(this.relationship, child, state, work);
        else
          context.session.warn(
            `Object of type <${child.mapper.name}> not in session, add operation along '${this.relationship}' won't proceed`,
          );
      } else if (history.unchanged.length === 0 && state.relatedOf(this.relationship) === null) clearKeys(this.relationship, state);
      if (this.relationship.postUpdate) this.updateLater(context, state);
    }
  }

  override edges(actions: FlushActions): Edge<FlushAction>[] {
    const { saveParent, saveChild, deleteParent, deleteChild, afterSave, beforeDelete } = this.steps(actions);
    if (this.relationship.postUpdate) {
      const late = actions.postUpdate(this.parent, false);
      const early = actions.postUpdate(this.parent, true);
      return [
        [saveChild, afterSave],
        [saveParent, afterSave],
        [afterSave, late],
        [afterSave, early],
        [beforeDelete, early],
        [early, deleteChild],
        [early, deleteParent],
      ];
    }
    return [
      [saveChild, afterSave],
      [afterSave, saveParent],
      [saveParent, deleteChild],
      [deleteParent, deleteChild],
    ];
  }

  override stateEdges(actions: FlushActions, pair: StatePair): Edge<FlushAction>[] {
    const { saveParent, deleteParent, child, process, isDelete, isChildDelete } = pair;
    if (this.relationship.postUpdate) {
      const late = actions.postUpdate(this.parent, false);
      const early = actions.postUpdate(this.parent, true);
      if (isDelete) return present([process, early], [early, deleteParent], [early, child]);
      return isChildDelete ? present([process, late], [late, child]) : present([saveParent, process], [child, process], [process, late]);
    }
    if (isDelete) return isChildDelete ? present([deleteParent, child]) : [];
    return isChildDelete ? present([process, saveParent]) : present([child, process], [process, saveParent]);
  }
}
