import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { addCommit } from './add-commit.ts';
import { useBench, useRun } from './BenchContext.ts';
import { clockTime } from './clock.ts';
import { DataNotes, MetItself } from './DataNotes.tsx';
import type { ShownRun } from './run-store.ts';

/** What has to be said about a run besides its values: above them how it ended and how old it is, below them what became of the data. */
export function RunNotes({ place, isOld }: { place: 'above' | 'below'; isOld: boolean }): ReactNode {
  const shown = useRun((state) => state.shown);
  if (!shown) return null;
  return place === 'above' ? <Above shown={shown} isOld={isOld} /> : <Below shown={shown} />;
}

function Above({ shown, isOld }: { shown: ShownRun; isOld: boolean }): ReactNode {
  const bench = useBench();
  const { app } = useMessages();
  const running = useRun((state) => state.running);
  const time = clockTime(shown.at);
  return (
    <>
      {running ? (
        <Notice>{app.fromLastRun(time, running.entry)}</Notice>
      ) : isOld ? (
        <Notice acts={<Button onClick={() => bench.actions.run('run')}>{app.runAgain}</Button>}>{app.beforeEdits(time)}</Notice>
      ) : null}
      {shown.ended ? <Notice tone="warn">{endedText(shown, app)}</Notice> : null}
      {running ? null : <MetItself shown={shown} />}
    </>
  );
}

type AppText = ReturnType<typeof useMessages>['app'];

function endedText({ ended, entry }: ShownRun, app: AppText): string {
  if (!ended) return '';
  const at = ended.at ? `${ended.at.file}:${ended.at.line}` : entry;
  return [
    ended.reason === 'stopped' ? app.stopped(at) : `${app.stopped(at)} ${app.ended[ended.reason]}`,
    app.kept(ended.keptUpTo?.line ?? null),
    ended.lostStatements ? app.lost(ended.lostStatements) : '',
    ended.lostCommits ? app.lostCommits(ended.lostCommits) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function Below({ shown }: { shown: ShownRun }): ReactNode {
  const bench = useBench();
  const { app } = useMessages();
  const { summary, entry } = shown;
  if (!summary) return null;
  const { added, changed, deleted } = summary.uncommitted;
  const file = summary.failedIn === 'seed' ? 'seed.ts' : entry;
  return (
    <>
      {added + changed + deleted && !summary.error ? (
        <Notice tone="warn" role="status" acts={<Button onClick={() => void addCommit(bench, file)}>{app.addCommit}</Button>}>
          {app.uncommitted(added, changed, deleted)}
        </Notice>
      ) : null}
      <DataNotes shown={shown} summary={summary} />
    </>
  );
}
