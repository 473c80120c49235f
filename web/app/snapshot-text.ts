import { useMemo } from 'react';
import type { Snapshot } from '../features/project/snapshots.ts';
import type { Messages } from '../ui/messages/messages.ts';
import { useProject } from './BenchContext.ts';
import { clockTime } from './clock.ts';
import { seedHashOf } from './run-control.ts';

/** `10:42, before query.ts ran, 6 rows`, or the name it was given. */
export function snapshotText(data: Messages['data'], { at, cause, entry, rows, name }: Snapshot): string {
  const time = clockTime(at);
  return name === undefined ? data.snapshot(time, cause === 'name' ? 'run' : cause, entry, rows) : data.namedSnapshot(name, time, rows);
}

/** Kept data were made with another seed than the one in sight. */
export function useSeedChanged(): boolean {
  const isKept = useProject((state) => state.project.dataState === 'kept');
  const madeWith = useProject((state) => state.project.seedHash);
  const files = useProject((state) => state.project.files);
  const now = useMemo(() => (isKept ? seedHashOf(files) : ''), [isKept, files]);
  return isKept && madeWith !== undefined && madeWith !== now;
}
