import { Bookmark, ChevronDown, History, Pin, Play, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { offered } from '../features/project/snapshots.ts';
import { Chip } from '../ui/Chip.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { shortcutText } from './actions.ts';
import { useBench, useProject, useRun } from './BenchContext.ts';
import styles from './DataChip.module.css';
import { isMac } from './machine.ts';
import { snapshotText, useSeedChanged } from './snapshot-text.ts';

const snapshotsListed = 5;

/** Whether runs make the data anew or go on with them, and what can be done about it. */
export function DataChip(): ReactNode {
  const { actions, control } = useBench();
  const text = useMessages();
  const { data, app } = text;
  const isKept = useProject((state) => state.project.dataState === 'kept');
  const snapshots = useRun((state) => state.snapshots);
  const isRunning = useRun((state) => state.running !== null);
  const icons = { 'run-keep': Play, 'keep-data': Pin, 'rebuild-data': RotateCcw, snapshots: Bookmark };
  const entry = (id: keyof typeof icons, disabled = isRunning): MenuEntry => {
    const { message, shortcut } = actions.get(id);
    return {
      id,
      label: message(text),
      icon: icons[id],
      disabled,
      hint: shortcut && shortcutText(shortcut, isMac),
      run: () => actions.run(id),
    };
  };
  const seedChanged = useSeedChanged();
  const earlier = offered(snapshots, snapshotsListed);
  const entries: MenuEntry[] = [
    { heading: seedChanged ? `${data.seedChanged} ${app.keptWhy}` : isKept ? app.keptWhy : app.rebuiltWhy },
    ...(isKept ? [] : [entry('keep-data')]),
    entry('run-keep'),
    entry('rebuild-data'),
    entry('snapshots', isRunning),
    ...(earlier.length ? (['rule', { heading: data.undo }] as const) : []),
    ...earlier.map((snapshot) => ({
      id: String(snapshot.at),
      label: snapshotText(data, snapshot),
      icon: snapshot.name === undefined ? History : Bookmark,
      disabled: isRunning,
      run: () => void control.restore(snapshot.at),
    })),
  ];
  return (
    <Menu
      trigger={
        <button type="button" className={styles.trigger} title={seedChanged ? data.seedChanged : isKept ? app.keptWhy : app.rebuiltWhy}>
          <Chip tone={seedChanged ? 'warn' : isKept ? 'accent' : 'neutral'} dot={isKept}>
            {isKept ? app.keptData : app.rebuilt}
            <Icon of={ChevronDown} size={14} />
          </Chip>
        </button>
      }
      entries={entries}
    />
  );
}
