import { Bookmark, History, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { largeDatabase } from '../features/project/snapshots.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, dialogActs } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useRun } from './BenchContext.ts';
import styles from './SnapshotsDialog.module.css';
import { snapshotText } from './snapshot-text.ts';

/** The data of earlier moments: to be had back, forgotten, and those of now to be kept under a name. */
export function SnapshotsDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { control } = useBench();
  const { data, app } = useMessages();
  const snapshots = useRun((state) => state.snapshots);
  const isLarge = useRun((state) => state.databaseBytes > largeDatabase);
  const [name, setName] = useState('');
  const wanted = name.trim();
  return (
    <Dialog open onClose={onClose} title={data.snapshots} sentence={isLarge ? data.snapshotsLarge : data.snapshotsWhy} wide>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!wanted) return;
          setName('');
          void control.nameData(wanted);
        }}
      >
        <input
          className={styles.field}
          aria-label={data.snapshotName}
          placeholder={data.snapshotName}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" disabled={!wanted}>
          {data.keepUnderName}
        </Button>
      </form>
      <ul className={styles.list}>
        {[...snapshots].reverse().map((snapshot) => {
          const label = snapshotText(data, snapshot);
          return (
            <li key={snapshot.at}>
              <Icon of={snapshot.name === undefined ? History : Bookmark} />
              <span className={styles.label}>{label}</span>
              <Button
                aria-label={data.restoreSnapshot(label)}
                onClick={() => {
                  onClose();
                  void control.restore(snapshot.at);
                }}
              >
                {data.restore}
              </Button>
              <IconButton label={data.forgetSnapshot(label)} icon={Trash2} onClick={() => void control.forgetSnapshot(snapshot.at)} />
            </li>
          );
        })}
      </ul>
      {snapshots.length === 0 ? <p className={styles.none}>{data.noSnapshots}</p> : null}
      <div className={dialogActs}>
        <Button kind="primary" onClick={onClose}>
          {app.close}
        </Button>
      </div>
    </Dialog>
  );
}
