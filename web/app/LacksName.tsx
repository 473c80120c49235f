import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { useBench } from './BenchContext.ts';
import type { ShownRun } from './run-store.ts';

/** Lines that ran alone asked for a name that the lines above them declare. */
export function LacksName({ shown: { entry, range, text = '', summary } }: { shown: ShownRun }): ReactNode {
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
