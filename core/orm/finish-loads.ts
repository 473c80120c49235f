import type { Io } from '../io.ts';
import type { LoadRun } from './hydrate.ts';
import type { ObjectState } from './object-state.ts';

/** Loads what the rows of a statement asked for besides: collections by statements of their own. */
export function* finishLoads(run: LoadRun): Io<void> {
  for (const [plan, states] of run.statesOf ?? []) {
    for (const later of plan.later) {
      const lacking = [...states].filter((state) => state.relatedOf(later.relationship) === undefined);
      if (lacking.length > 0) yield* later.load(run, lacking as ObjectState[]);
    }
  }
}
