import { Minus, Play, Plus, Square } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { shortcutText } from './actions.ts';
import { useBench, useProject, useRun } from './BenchContext.ts';
import { entryToRun } from './define-actions.ts';
import { Mark } from './Mark.tsx';
import { isMac } from './machine.ts';
import styles from './TopBar.module.css';

/** What an audience needs of the top bar: where we are, the size, Run, and the way out. */
export function PresentBar(): ReactNode {
  const bench = useBench();
  const { actions } = bench;
  const { app, desk } = useMessages();
  const name = useProject((state) => state.project.name);
  const active = useProject((state) => state.project.layout.active);
  const entry = useProject(() => entryToRun(bench));
  const size = useProject((state) => Math.max(18, state.project.settings.editorSize));
  const isRunning = useRun((state) => state.running !== null);
  const stop = (): void => bench.view.setState({ screen: 'work' });
  useEffect(() => {
    // Escape first closes what floats; only what nobody wanted ends the presentation.
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing && !isInEditor(event.target)) stop();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
  const resize = (to: number): void => bench.project.setEditorSize(to);
  return (
    <header className={styles.bar}>
      <span className={styles.brand}>
        <Mark />
        <span className={styles.name}>{name}</span>
      </span>
      <span className={styles.grow} />
      <span className={styles.quiet}>{active}</span>
      <IconButton icon={Minus} label={app.textSmaller} onClick={() => resize(size - 1)} disabled={size <= 18} />
      <span className={styles.quiet}>{size}</span>
      <IconButton icon={Plus} label={app.textLarger} onClick={() => resize(size + 1)} disabled={size >= 28} />
      {isRunning ? (
        <Button onClick={() => actions.run('stop')}>
          <Icon of={Square} />
          {app.stop}
        </Button>
      ) : (
        <Button kind="primary" disabled={entry === ''} onClick={() => actions.run('run')}>
          <Icon of={Play} filled />
          {app.runFile(entry)}
          <span className={styles.keys} aria-hidden="true">
            {shortcutText(actions.get('run').shortcut!, isMac)}
          </span>
        </Button>
      )}
      <Button kind="quiet" onClick={stop}>
        {desk.present.stop}
        <span className={styles.keys} aria-hidden="true">
          Esc
        </span>
      </Button>
    </header>
  );
}

const isInEditor = (target: EventTarget | null): boolean => target instanceof Element && target.closest('.monaco-editor') !== null;
