import type { Column } from '../schema/column.ts';
import { settleLoaded } from './attribute-events.ts';
import type { LoadRun } from './hydrate.ts';
import type { ObjectState } from './object-state.ts';
import type { Relationship } from './relationship.ts';

/** Stores what a load found for one owner. */
export function settleMembers(run: LoadRun, state: ObjectState, relationship: Relationship, members: readonly object[]): void {
  if (relationship.uselist) {
    settleLoaded(state, relationship, members);
    return;
  }
  if (members.length > 1) run.session.warn(`Multiple rows returned with uselist=False for eagerly-loaded attribute '${relationship}'`);
  settleLoaded(state, relationship, members[0] ?? null);
}

/** The owner's columns whose values members are found with. */
export function ownerColumns(relationship: Relationship): readonly Column[] {
  if (relationship.keySources !== null) return relationship.keySources;
  if (relationship.secondary !== null || !relationship.join.isPlainEquality) return relationship.parent.primaryKeyColumns;
  return relationship.join.localRemotePairs.map(([local]) => local);
}
