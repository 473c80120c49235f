import type { Io } from '../io.ts';
import type { FlushContext } from './flush-context.ts';
import type { IdentityMap } from './identity-map.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';
import type { SessionFrame } from './session-frame.ts';
import type { SessionIo } from './session-io.ts';
import { loadColumns } from './session-loading.ts';

/** After the rows: what was written is what is. */
export function* settleFlush(session: SessionIo, context: FlushContext): Io<void> {
  const { records } = session;
  const { states } = context;
  const frame = session.openFrame();
  if (context.hasDeletes) settleDeleted(states, records.identityMap, frame.deleted);
  for (const state of withoutKey(states)) yield* loadColumns(session, state);
  settleSaved(states, records.identityMap, frame);
  records.dropWritten();
}

function settleDeleted(states: readonly ObjectState[], identityMap: IdentityMap, deleted: ObjectState[]): void {
  for (const state of states) {
    if (!state.task!.isDelete) continue;
    identityMap.discard(state);
    state.wasDeleted = true;
    state.settle();
    deleted.push(state);
  }
}

/** Stored objects of which a listener, or an expression, has made the key unknown. */
function withoutKey(states: readonly ObjectState[]): ObjectState[] {
  const found: ObjectState[] = [];
  let mapper: Mapper | null = null;
  let slots: readonly number[] = [];
  for (const state of states) {
    if (state.mapper !== mapper) {
      mapper = state.mapper;
      slots = mapper.primaryKey.map(({ slot }) => slot);
    }
    if (state.hasRow && !state.task!.isDelete && isAnyUnknown(state.values, slots)) found.push(state);
  }
  return found;
}

function isAnyUnknown(values: readonly unknown[], slots: readonly number[]): boolean {
  for (let i = 0; i < slots.length; i += 1) if (values[slots[i]!] === undefined) return true;
  return false;
}

function settleSaved(states: readonly ObjectState[], identityMap: IdentityMap, frame: SessionFrame): void {
  const { inserted, written } = frame;
  for (const state of states) {
    if (state.task!.isDelete) continue;
    if (!state.hasRow) {
      settleInserted(state, identityMap);
      inserted.push(state);
      continue;
    }
    if (keepsKey(state)) state.settle();
    else settleChangedKey(state, identityMap, frame);
    written.push(state);
  }
}

/** True where nothing has touched the primary key of a stored object. */
function keepsKey({ mapper, values, snapshot }: ObjectState): boolean {
  if (snapshot === null) return true;
  const { primaryKey } = mapper;
  for (let i = 0; i < primaryKey.length; i += 1) if (values[primaryKey[i]!.slot] !== snapshot[primaryKey[i]!.slot]) return false;
  return true;
}

function settleInserted(state: ObjectState, identityMap: IdentityMap): void {
  const { primaryKey } = state.mapper;
  const first = state.valueOf(primaryKey[0]!);
  state.key = primaryKey.length === 1 && typeof first === 'number' ? first : primaryKey.map((property) => state.valueOf(property));
  state.settle();
  identityMap.replace(state);
}

function settleChangedKey(state: ObjectState, identityMap: IdentityMap, frame: SessionFrame): void {
  const key = state.mapper.primaryKey.map((property) => state.valueOf(property));
  state.settle();
  if (key.every((part, i) => state.mapper.primaryKey[i]!.isEqual(part, state.key![i]))) return;
  frame.noteKeySwitch(state, state.key!, key);
  identityMap.discard(state);
  state.key = key;
  identityMap.replace(state);
}
