import type { Io } from '../io.ts';
import type { BindParameter } from '../sql/bind-parameter.ts';
import type { Compiled } from '../sql/compiled.ts';
import type { ColumnProperty } from './column-property.ts';
import type { ObjectState } from './object-state.ts';
import type { SessionIo } from './session-io.ts';
import { loadAttribute } from './session-loading.ts';

/** The value of an object's column at the time a statement runs: what a condition such as `User.role.eq(admin)` compares with. */
export interface ObjectValue {
  (): unknown;
  readonly state: ObjectState;
  readonly property: ColumnProperty;
}

/** Makes such a value. */
export function objectValue(state: ObjectState, property: ColumnProperty): ObjectValue {
  return Object.assign(() => readValue(state, property), { state, property });
}

function readValue(state: ObjectState, property: ColumnProperty): unknown {
  if (state.valueOf(property) === undefined && state.key !== null) state.requireSession(property).loadAttributeNow(state, property);
  return state.valueOf(property) ?? null;
}

/** Before a statement runs: loads what its conditions compare with, where it is expired. */
export function* loadObjectValues(session: SessionIo, compiled: Compiled, binds: readonly BindParameter[] | null): Io<void> {
  for (const { value } of binds ?? compiled.slots.map(({ bind }) => bind)) {
    if (typeof value !== 'function' || !('property' in value)) continue;
    const { state, property } = value as ObjectValue;
    if (state.key !== null && state.session === session.face && !state.isLoaded(property)) yield* loadAttribute(session, state, property);
  }
}
