import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { useBench, useProject, useRun } from './BenchContext.ts';
import { clockTime } from './clock.ts';

/** Says that an earlier run is looked at, how much of it is kept, and gives the ways back: to the last run, and of its text to the file. */
export function PastNotice({ children }: { children: ReactNode }): ReactNode {
  const bench = useBench();
  const { history } = useMessages();
  const past = useRun((state) => state.past);
  const hasLast = useRun((state) => state.shown !== null);
  const now = useProject((state) => state.project.files.find(({ path }) => path === past?.entry)?.text);
  if (!past) return null;
  return (
    <>
      <Notice
        acts={
          <>
            {past.text && past.text !== now ? (
              <Button onClick={() => void bench.putTextBack(past)}>{history.putTextBack(past.entry)}</Button>
            ) : null}
            {hasLast ? <Button onClick={() => bench.control.lookAt(null)}>{history.showLast}</Button> : null}
          </>
        }
      >
        {history.past(clockTime(past.at), past.isCut)}
      </Notice>
      {children}
    </>
  );
}
