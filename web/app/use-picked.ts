import { useMemo } from 'react';
import { useRun, useSchema, useView } from './BenchContext.ts';
import { relationPlace } from './relation-place.ts';
import { type RunState, runInSight } from './run-store.ts';

const none: ReadonlySet<number> = new Set();
const selectLog = (state: RunState) => runInSight(state)?.log ?? null;

/** The picked statements; a picked relation is all statements that it caused. */
export function usePicked(): ReadonlySet<number> {
  const pick = useView((state) => state.pick);
  const log = useRun(selectLog);
  const schema = useSchema((state) => state.schema);
  return useMemo(() => {
    if (!pick || !log) return none;
    if (pick.kind === 'statements') return new Set(pick.indexes);
    const caused = log.statements.filter((statement) => {
      const [entity, attribute] = statement.relationship?.split('.') ?? [];
      const place = schema && entity && attribute ? relationPlace(schema, entity, attribute) : null;
      return place?.table === pick.table && place.column === pick.column;
    });
    return new Set(caused.map((statement) => statement.index));
  }, [pick, log, schema]);
}
