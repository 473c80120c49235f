import type { ColumnProperty } from './column-property.ts';
import type { ObjectState } from './object-state.ts';

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
  if (state.valueOf(property) === undefined && state.hasRow) state.requireSession(property).loadAttributeNow(state, property);
  return state.valueOf(property) ?? null;
}
