import type { ReactNode } from 'react';
import type { RunSummary, TableCount } from '../runtime/protocol.ts';
import { Button } from '../ui/Button.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { useBench, useProject, useRun } from './BenchContext.ts';
import { clockTime } from './clock.ts';
import { copyToSeed } from './copy-to-seed.ts';
import type { ShownRun } from './run-store.ts';

const total = (counts: readonly TableCount[]): number => counts.reduce((sum, { rows }) => sum + rows, 0);

/** What became of the data: how long new rows last, what a run on kept data changed, and the way out where it met itself. */
export function DataNotes({ shown, summary }: { shown: ShownRun; summary: RunSummary }): ReactNode {
  const { app, data } = useMessages();
  const isKept = useProject((state) => state.project.dataState === 'kept');
  const { countsBefore, entry } = shown;
  if (!countsBefore) {
    if (!summary.committedRows || entry === 'seed.ts') return null;
    if (isKept) return <Notice>{data.rowsKept(summary.committedRows)}</Notice>;
    return <Notice acts={<Lasting shown={shown} />}>{app.lastsUntilNextRun(summary.committedRows)}</Notice>;
  }
  if (metItself(shown)) return null;
  const [before, after] = [total(countsBefore), total(summary.counts)];
  if (before === after && !summary.committedRows) return null;
  return <Notice>{before === after ? data.changed(summary.committedRows) : data.difference(after - before, after)}</Notice>;
}

function Lasting({ shown }: { shown: ShownRun }): ReactNode {
  const bench = useBench();
  const { data } = useMessages();
  const hasSeed = useProject((state) => state.project.files.some(({ path }) => path === 'seed.ts'));
  const copy = async (): Promise<void> => {
    const [seed, source] = [bench.editor.textOf('seed.ts'), bench.editor.textOf(shown.entry)];
    if (seed !== undefined && source !== undefined) await bench.editor.applyEdits('seed.ts', copyToSeed(source, seed));
  };
  return (
    <>
      <Button onClick={() => bench.actions.run('keep-data')}>{data.keep}</Button>
      {hasSeed && shown.entry.endsWith('.ts') ? <Button onClick={() => void copy()}>{data.copyToSeed}</Button> : null}
    </>
  );
}

const metItself = ({ countsBefore, summary }: ShownRun): boolean =>
  Boolean(countsBefore) && /UNIQUE constraint failed/.test(summary?.error?.message ?? '');

/** The file inserted what it had inserted before: the way out stands above its values, where it is seen. */
export function MetItself({ shown }: { shown: ShownRun }): ReactNode {
  const { control, view } = useBench();
  const { data } = useMessages();
  const earlier = useRun((state) => state.snapshots).findLast(({ cause, entry }) => cause === 'run' && entry === shown.entry);
  const { countsBefore } = shown;
  if (!countsBefore || !metItself(shown)) return null;
  const undoAndRun = async (at: number): Promise<void> => {
    await control.restore(at);
    await control.run(shown.entry);
  };
  return (
    <Notice
      tone="warn"
      role="status"
      acts={
        <>
          {earlier ? (
            <Button onClick={() => void undoAndRun(earlier.at)}>
              {data.undoAndRun(clockTime(earlier.at), earlier.rows === null ? null : total(countsBefore) - earlier.rows)}
            </Button>
          ) : null}
          <Button onClick={() => view.setState({ dialog: 'rebuild-run' })}>{data.rebuildAndRun}</Button>
        </>
      }
    >
      {data.metItself(shown.entry)}
    </Notice>
  );
}
