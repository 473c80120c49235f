import type { ReactNode } from 'react';
import { SessionStrip } from '../features/session/SessionStrip.tsx';
import { useBench, useRun, useSchema } from './BenchContext.ts';
import { entryToRun } from './define-actions.ts';
import { runInSight } from './run-store.ts';
import { usePicked } from './use-picked.ts';

/** The objects of the last run and its flushes. */
export function SessionTab(): ReactNode {
  const bench = useBench();
  const shown = useRun(runInSight);
  const picked = usePicked();
  const models = useSchema((state) => state.schema?.models);
  return (
    <SessionStrip
      session={shown?.summary?.session ?? null}
      entry={shown?.entry ?? entryToRun(bench)}
      picked={picked}
      modelOf={(table) => models?.find((model) => model.table === table)?.name ?? table}
      onGo={(file, line) => bench.reveal(file, line)}
      onPickFlush={({ index }) => bench.view.setState({ lowerTab: 'sql', pane: 'sql', pick: { kind: 'statements', indexes: [index] } })}
    />
  );
}
