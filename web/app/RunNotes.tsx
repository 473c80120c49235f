import { lazy, type ReactNode, Suspense } from 'react';
import { Button } from '../ui/Button.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { addCommit } from './add-commit.ts';
import { useBench, useRun } from './BenchContext.ts';
import { clockTime } from './clock.ts';
import { DataNotes, MetItself } from './DataNotes.tsx';
import { runInSight, type ShownRun } from './run-store.ts';
import { useSeedChanged } from './snapshot-text.ts';

const LacksName = lazy(() => import('./LacksName.tsx').then((module) => ({ default: module.LacksName })));
const PastNotice = lazy(() => import('./PastNotice.tsx').then((module) => ({ default: module.PastNotice })));

/** What has to be said about a run besides its values: above them how it ended and how old it is, below them what became of the data. */
export function RunNotes({ place, isOld }: { place: 'above' | 'below'; isOld: boolean }): ReactNode {
  const shown = useRun(runInSight);
  const isPast = useRun((state) => state.past !== null);
  if (!shown) return null;
  if (isPast)
    return place === 'above' ? (
      <Suspense fallback={null}>
        <PastNotice>{shown.ended ? <Ended shown={shown} /> : null}</PastNotice>
      </Suspense>
    ) : null;
  return place === 'above' ? <Above shown={shown} isOld={isOld} /> : <Below shown={shown} />;
}

function Above({ shown, isOld }: { shown: ShownRun; isOld: boolean }): ReactNode {
  const bench = useBench();
  const { app, data } = useMessages();
  const running = useRun((state) => state.running);
  const seedChanged = useSeedChanged();
  const time = clockTime(shown.at);
  return (
    <>
      {running ? <Notice>{app.fromLastRun(time, running.entry)}</Notice> : null}
      {(isOld || seedChanged) && !running ? (
        <Notice
          acts={
            <>
              {seedChanged ? <Button onClick={() => bench.actions.run('rebuild-data')}>{data.rebuildAsk}</Button> : null}
              {isOld ? <Button onClick={() => bench.actions.run('run')}>{app.runAgain}</Button> : null}
            </>
          }
        >
          {[seedChanged ? data.seedChanged : '', isOld ? app.beforeEdits(time) : ''].filter(Boolean).join(' ')}
        </Notice>
      ) : null}
      {shown.ended ? <Ended shown={shown} /> : null}
      {running ? null : <MetItself shown={shown} />}
    </>
  );
}

function Ended({ shown }: { shown: ShownRun }): ReactNode {
  const { app } = useMessages();
  return <Notice tone="warn">{endedText(shown, app)}</Notice>;
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
      {shown.range && summary.error ? (
        <Suspense fallback={null}>
          <LacksName shown={shown} />
        </Suspense>
      ) : null}
      <DataNotes shown={shown} summary={summary} />
    </>
  );
}
