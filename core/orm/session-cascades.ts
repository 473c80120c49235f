import type { Io } from '../io.ts';
import type { CascadeOptions } from './cascade.ts';
import type { ObjectState } from './object-state.ts';
import type { SessionIo } from './session-io.ts';
import { loadRelated } from './session-loading.ts';
import { knownMembers, membersToSave } from './session-records.ts';

type CascadeWord = keyof CascadeOptions;

/**
 * Every object that is reached from `start` along relationships with this cascade, as far as they are loaded; without `start`.
 *
 * @param stopAt - objects that are left out, and that the way does not lead through
 */
export function reachable(start: ObjectState, word: CascadeWord, stopAt?: (state: ObjectState) => boolean): ObjectState[] {
  if (start.related === null && start.pending === null) return [];
  const seen = new Set([start]);
  const found: ObjectState[] = [];
  const waiting = [start];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const relationship of state.mapper.relationships) {
      if (!relationship.cascade[word] || relationship.viewonly) continue;
      const members = word === 'saveUpdate' ? membersToSave(state, relationship) : knownMembers(state, relationship);
      for (const member of members) {
        if (seen.has(member)) continue;
        seen.add(member);
        if (stopAt?.(member)) continue;
        found.push(member);
        waiting.push(member);
      }
    }
  }
  return found;
}

/**
 * Every object that a delete of `start` takes along, loaded where it is not: `delete` cascades go to members the database knows.
 * Nothing is marked on the way, since a load may flush.
 */
export function* collectDeleteCascade(session: SessionIo, start: ObjectState): Io<ObjectState[]> {
  const seen = new Set([start]);
  const found: ObjectState[] = [];
  yield* walk(session, start, seen, found);
  return found;
}

function* walk(session: SessionIo, state: ObjectState, seen: Set<ObjectState>, found: ObjectState[]): Io<void> {
  for (const relationship of state.mapper.relationships) {
    if (!relationship.cascade.delete || relationship.viewonly) continue;
    if (relationship.passiveDeletes === false && state.hasRow && state.session !== null && state.relatedOf(relationship) === undefined) {
      yield* loadRelated(session, state, relationship);
    }
    for (const member of [...knownMembers(state, relationship), ...removedOrphans(state, relationship)]) {
      if (seen.has(member)) continue;
      seen.add(member);
      found.push(member);
      yield* walk(session, member, seen, found);
    }
  }
}

/** Members that have left a delete-orphan relationship and are not flushed yet go as well. */
function removedOrphans(state: ObjectState, relationship: ObjectState['mapper']['relationships'][number]): ObjectState[] {
  if (!relationship.cascade.deleteOrphan) return [];
  const members = new Set(knownMembers(state, relationship));
  return membersToSave(state, relationship).filter((member) => !members.has(member));
}
