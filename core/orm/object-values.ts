import type { Io } from '../io.ts';
import type { BindParameter } from '../sql/bind-parameter.ts';
import type { Compiled } from '../sql/compiled.ts';
import type { ObjectValue } from './object-value.ts';
import type { SessionIo } from './session-io.ts';
import { loadAttribute } from './session-loading.ts';

/** Before a statement runs: loads what its conditions compare with, where it is expired. */
export function* loadObjectValues(session: SessionIo, compiled: Compiled, binds: readonly BindParameter[] | null): Io<void> {
  for (const { value } of binds ?? compiled.slots.map(({ bind }) => bind)) {
    if (typeof value !== 'function' || !('property' in value)) continue;
    const { state, property } = value as ObjectValue;
    if (state.hasRow && state.session === session.face && !state.isLoaded(property)) yield* loadAttribute(session, state, property);
  }
}
