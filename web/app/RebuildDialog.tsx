import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog, dialogActs } from '../ui/Dialog.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useRun, useView } from './BenchContext.ts';

/** Asks before data that are kept are made anew. */
export function RebuildDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { control, project } = useBench();
  const { data, project: text } = useMessages();
  const counts = useRun((state) => state.counts) ?? [];
  const runsAfter = useView((state) => state.dialog) === 'rebuild-run';
  const rows = counts.reduce((sum, count) => sum + count.rows, 0);
  const rebuild = async (): Promise<void> => {
    onClose();
    if ((await control.rebuild()) && runsAfter) await control.run(project.project.layout.entry);
  };
  return (
    <Dialog open onClose={onClose} title={data.rebuild} sentence={data.replaces(counts.length, rows)}>
      <div className={dialogActs}>
        <Button onClick={onClose}>{text.cancel}</Button>
        <Button kind="primary" onClick={() => void rebuild()}>
          {data.replaceRows(rows)}
        </Button>
      </div>
    </Dialog>
  );
}
