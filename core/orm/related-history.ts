import { copyOf } from './collections.ts';
import { NO_VALUE, type ObjectState } from './object-state.ts';
import type { Relationship } from './relationship.ts';

/** What came to a relationship, stayed and left since the last flush. */
export interface RelatedHistory {
  readonly added: readonly object[];
  readonly unchanged: readonly object[];
  readonly deleted: readonly object[];
}

const nothing: readonly object[] = [];
const noHistory: RelatedHistory = { added: nothing, unchanged: nothing, deleted: nothing };

/** The history of a relationship as far as it is known; what is not loaded is not asked for. */
export function relatedHistory(state: ObjectState, relationship: Relationship): RelatedHistory {
  const now = state.relatedOf(relationship);
  // what waits for a list to be loaded came from the other side, which carries it; a dynamic relationship has no other place for it
  if (now === undefined) return relationship.isDynamic ? pendingHistory(state, relationship) : noHistory;
  const before = state.relatedBeforeOf(relationship);
  return relationship.uselist ? collectionHistory(now as Iterable<object>, before) : scalarHistory(now, before);
}

/** True where nothing can have come or gone, without making lists. */
export function isUntouched(state: ObjectState, relationship: Relationship): boolean {
  return state.relatedBeforeOf(relationship) === undefined && state.pendingOf(relationship) === undefined;
}

function pendingHistory(state: ObjectState, relationship: Relationship): RelatedHistory {
  const pending = state.pendingOf(relationship);
  if (pending === undefined) return noHistory;
  return { added: [...pending.added], unchanged: nothing, deleted: [...pending.removed] };
}

function scalarHistory(now: object | null, before: ReturnType<ObjectState['relatedBeforeOf']>): RelatedHistory {
  const current = now === null ? nothing : [now];
  if (before === undefined || before === now) return { added: nothing, unchanged: current, deleted: nothing };
  const old = before === NO_VALUE || before === null ? nothing : [before as object];
  return { added: current, unchanged: nothing, deleted: old };
}

function collectionHistory(now: Iterable<object>, before: ReturnType<ObjectState['relatedBeforeOf']>): RelatedHistory {
  if (before === undefined) return { added: nothing, unchanged: copyOf(now), deleted: nothing };
  const members = copyOf(now);
  const old = before === NO_VALUE || before === null ? nothing : (before as readonly object[]);
  if (old.length === 0) return { added: members, unchanged: nothing, deleted: nothing };
  const wasThere = new Set(old);
  const isThere = new Set(members);
  return {
    added: members.filter((member) => !wasThere.has(member)),
    unchanged: members.filter((member) => wasThere.has(member)),
    deleted: old.filter((member) => !isThere.has(member)),
  };
}
