import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ProjectState, SaveState } from '../features/project/project-store.ts';
import { type Messages, useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject, useRun } from './BenchContext.ts';
import { clockTime } from './clock.ts';
import styles from './StatusBar.module.css';
import { useOnline } from './use-online.ts';

const selectSave = (state: ProjectState) => state.save;

/** Engine, rows and size of the data, the last run, when it was saved, and where the cursor stands. */
export function StatusBar(): ReactNode {
  const { editor } = useBench();
  const { app } = useMessages();
  const engine = useRun((state) => state.engine);
  const bytes = useRun((state) => state.databaseBytes);
  const rows = useRun((state) => state.counts?.reduce((sum, count) => sum + count.rows, 0) ?? null);
  const ran = useRun((state) => state.shown);
  const cursor = useStore(editor.store, (state) => state.cursor);
  const problems = useStore(editor.store, (state) => state.problems.length);
  const online = useOnline();
  return (
    <footer className={styles.bar}>
      {engine ? <span>{shortEngine(engine)}</span> : null}
      {rows === null ? null : <span className={styles.numbers}>{app.rows(rows)}</span>}
      {bytes ? <span className={styles.numbers}>{sizeText(bytes)}</span> : null}
      {ran ? <span className={styles.numbers}>{app.lastRun(ran.entry, clockTime(ran.at))}</span> : null}
      <SavedText />
      {online ? null : <span>{app.offline}</span>}
      <span className={styles.grow} />
      {problems ? <span>{app.problems(problems)}</span> : null}
      {cursor ? <span className={styles.numbers}>{app.cursor(cursor.line, cursor.column)}</span> : null}
      <span>{app.typescript}</span>
    </footer>
  );
}

export function SavedText(): ReactNode {
  const { app } = useMessages();
  const save = useProject(selectSave);
  return <span data-save={save.status}>{savedText(save, app)}</span>;
}

function savedText(save: SaveState, app: Messages['app']): string {
  switch (save.status) {
    case 'untouched':
      return app.sample;
    case 'unsaved':
      return app.notSaved;
    case 'saved':
      return app.savedAt(clockTime(save.at));
    case 'conflict':
    case 'failed':
      return app.saveRefused;
  }
}

const shortEngine = (engine: string): string => engine.replace(/(\d+\.\d+)\.\d+.*/, '$1');

/** `12 kB`, `4.7 MB`. */
function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
