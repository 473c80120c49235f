import type { Mode } from '../engine/mode.ts';
import { MissingAwaitError } from '../errors.ts';
import { AsyncSession } from './async-session.ts';
import { makeDynamic, storedMembers } from './dynamic-query.ts';
import { OrmPlugin } from './prepare-select.ts';
import type { Registry } from './registry.ts';
import type { SessionBase } from './session-base.ts';
import type { LoadingHooks } from './session-hooks.ts';
import { loadNamed } from './session-loading.ts';
// the loads by statements of their own make themselves known to the planner
import './later-loads.ts';

/** What the attributes and classes of a database's models ask of its sessions. */
export function makeLoadingHooks<M extends Mode>(currentSession: () => SessionBase<M>, registry: Registry): LoadingHooks {
  return {
    statementPlugin: new OrmPlugin(),
    query(mapper) {
      return currentSession().query(mapper.requireClass());
    },
    load(state, attribute) {
      registry.configure();
      const session = state.requireSession(attribute) as SessionBase<M>;
      return session.run(loadNamed(session.io, state, attribute.key));
    },
    dynamicQuery(state, relationship) {
      return makeDynamic((state.session as SessionBase<M> | null) ?? currentSession(), state, relationship);
    },
    dynamicMembersNow(state, relationship) {
      const session = state.requireSession(relationship) as SessionBase<Mode>;
      if (!(session instanceof AsyncSession)) return storedMembers(session as SessionBase<'sync'>, state, relationship);
      throw new MissingAwaitError(
        state.mapper.name,
        relationship.key,
        `Write await object.${relationship.key}.replace([…]): an assignment cannot wait.`,
      );
    },
  };
}
