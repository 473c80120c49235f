import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { addCommit } from './add-commit.ts';
import { useBench, useRun } from './BenchContext.ts';
import { clockTime } from './clock.ts';
import { DataNotes, MetItself } from './DataNotes.tsx';
import { PastNotice } from './PastNotice.tsx';
import { runInSight, type ShownRun } from './run-store.ts';

/** What has to be said about a run besides its values: above them how it ended and how old it is, below them what became of the data. */
export function RunNotes({ place, isOld }: { place: 'above' | 'below'; isOld: boolean }): ReactNode {
  const shown = useRun(runInSight);
  const isPast = useRun((state) => state.past !== null);
  if (!shown) return null;
  if (isPast) return place === 'above' ? <PastNotice>{shown.ended ? <Ended shown={shown} /> : null}</PastNotice> : null;
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

/** Lines that ran alone asked for a name that the lines above them declare. */
function LacksName({ shown: { entry, range, text = '', summary } }: { shown: ShownRun }): ReactNode {
  const { control } = useBench();
  const { data } = useMessages();
  const name = /^(?:Can't find variable: )?([\p{L}_$][\p{L}\p{N}_$]*)(?: is not defined)?/u.exec(summary?.error?.message ?? '')?.[1];
  if (!range || range.from === 1 || summary?.error?.name !== 'ReferenceError' || !name) return null;
  const above = text.split('\n', range.from - 1).join('\n');
  if (!new RegExp(`\\b(?:const|let|var|function|class)\\s[^;]*?${name.replaceAll('$', '\\$')}`).test(above)) return null;
  return (
    <Notice
      tone="warn"
      role="status"
      acts={<Button onClick={() => void control.run(entry, { from: 1, to: range.to })}>{data.runDownTo(entry, range.to)}</Button>}
    >
      {data.lacksName(name)}
    </Notice>
  );
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
      <LacksName shown={shown} />
      <DataNotes shown={shown} summary={summary} />
    </>
  );
}
