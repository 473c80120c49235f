import { ChevronDown, Contrast, Download, Ellipsis, Play, Search, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { runnable } from '../features/project/project-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { shortcutText } from './actions.ts';
import { useBench, useProject, useRun } from './BenchContext.ts';
import { useElapsed } from './clock.ts';
import { DataChip } from './DataChip.tsx';
import { entryToRun, lineToRun, selectedLines } from './define-actions.ts';
import { isMac } from './machine.ts';
import { ProjectMenu } from './ProjectMenu.tsx';
import styles from './TopBar.module.css';
import { chooseTheme, themeStore } from './theme.ts';

const tellSecondsFromMs = 3000;

/** Project, Run, what the data are, and what leaves the page. */
export function TopBar({ narrow }: { narrow: boolean }): ReactNode {
  return (
    <header className={narrow ? `${styles.bar} ${styles.narrow}` : styles.bar}>
      <ProjectMenu />
      <RunButton narrow={narrow} />
      {narrow ? (
        <MoreMenu />
      ) : (
        <>
          <DataChip />
          <span className={styles.grow} />
          <PaletteButton />
          <ExportMenu />
          <ThemeMenu />
        </>
      )}
    </header>
  );
}

function RunButton({ narrow }: { narrow: boolean }): ReactNode {
  const bench = useBench();
  const { actions, control } = bench;
  const { app } = useMessages();
  // Read anew whenever files or the open tab change.
  const entry = useProject(() => entryToRun(bench));
  const running = useRun((state) => state.running);
  const elapsed = useElapsed(running?.startedAt ?? null, 250);
  const files = useProject((state) => state.project.files);
  const paths = runnable(files);
  const lineEntries = useLineEntries();
  if (running) {
    const seconds = elapsed !== null && elapsed >= tellSecondsFromMs ? Math.floor(elapsed / 1000) : null;
    return (
      <Button className={narrow ? styles.run : styles.stop} onClick={() => actions.run('stop')}>
        <Icon of={Square} />
        {narrow ? app.stop : app.stopFile(running.entry, seconds)}
      </Button>
    );
  }
  const run = (
    <Button
      kind="primary"
      className={narrow ? styles.run : undefined}
      disabled={entry === ''}
      onClick={() => actions.run('run')}
      aria-keyshortcuts={isMac ? 'Meta+Enter' : 'Control+Enter'}
    >
      <Icon of={Play} filled />
      {narrow ? app.run : app.runFile(entry)}
      {narrow ? null : (
        <span className={styles.keys} aria-hidden="true">
          {shortcutText(actions.get('run').shortcut!, isMac)}
        </span>
      )}
    </Button>
  );
  if (narrow || (paths.length < 2 && lineEntries.length === 0)) return run;
  return (
    <span className={styles.split}>
      {run}
      <Menu
        trigger={
          <Button kind="primary" aria-label={app.runOther}>
            <Icon of={ChevronDown} />
          </Button>
        }
        entries={[
          ...paths.map((path) => ({
            id: path,
            label: app.runFile(path),
            icon: Play,
            filled: true,
            hint: path === entry && !selectedLines(bench) ? shortcutText(actions.get('run').shortcut!, isMac) : undefined,
            run: () => void control.run(path),
          })),
          ...(lineEntries.length ? (['rule'] as const) : []),
          ...lineEntries,
        ]}
      />
    </span>
  );
}

/** What of the open file can be run by itself: the selection, the line of the cursor, all down to it. */
function useLineEntries(): MenuEntry[] {
  const bench = useBench();
  const text = useMessages();
  useStore(bench.editor.store, (state) => state.cursor);
  useProject((state) => state.project.layout.active);
  return (['run-selection', 'run-line', 'run-down-to'] as const).flatMap((id): MenuEntry[] => {
    const { message, icon, shortcut } = bench.actions.get(id);
    if ((id === 'run-selection' ? selectedLines(bench) : lineToRun(bench)) === null) return [];
    const keys = shortcut ?? (id === 'run-selection' ? bench.actions.get('run').shortcut : undefined);
    return [{ id, label: message(text), icon, hint: keys && shortcutText(keys, isMac), run: () => bench.actions.run(id) }];
  });
}

/** What the palette is reached by with a pointer; it says its keys. */
function PaletteButton(): ReactNode {
  const { actions } = useBench();
  const { desk } = useMessages();
  const keys = shortcutText(actions.get('palette').shortcut!, isMac);
  return (
    <button
      type="button"
      className={styles.search}
      onClick={() => actions.run('palette')}
      aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'}
    >
      <Icon of={Search} />
      <span>{desk.palette.placeholder}</span>
      <span className={styles.searchKeys} aria-hidden="true">
        {keys}
      </span>
    </button>
  );
}

function useExportEntries(): MenuEntry[] {
  const { actions } = useBench();
  const { app } = useMessages();
  return [
    { id: 'sqlite', label: app.exportSqlite, icon: Download, run: () => actions.run('export-sqlite') },
    { id: 'sources', label: app.exportSources, icon: Download, run: () => actions.run('export-sources') },
  ];
}

function ExportMenu(): ReactNode {
  const { app } = useMessages();
  return (
    <Menu
      align="end"
      trigger={
        <Button kind="quiet">
          <Icon of={Download} />
          {app.export}
        </Button>
      }
      entries={useExportEntries()}
    />
  );
}

function useThemeEntries(): MenuEntry[] {
  const text = useMessages();
  const { app } = text;
  const { actions } = useBench();
  const choice = useStore(themeStore, (state) => state.choice);
  return [
    { heading: app.theme },
    ...(['system', 'light', 'dark'] as const).map((one) => ({
      id: one,
      label: app.themes[one],
      checked: choice === one,
      run: () => chooseTheme(one),
    })),
    'rule',
    ...(['present', 'settings', 'shortcuts'] as const).map((id) => {
      const { message, icon, shortcut } = actions.get(id);
      return { id, label: message(text), icon, hint: shortcut && shortcutText(shortcut, isMac), run: () => actions.run(id) };
    }),
  ];
}

function ThemeMenu(): ReactNode {
  const { app } = useMessages();
  return (
    <Menu
      align="end"
      trigger={
        <Button kind="quiet" icon aria-label={app.theme} title={app.theme}>
          <Icon of={Contrast} />
        </Button>
      }
      entries={useThemeEntries()}
    />
  );
}

function MoreMenu(): ReactNode {
  const { app } = useMessages();
  const { control } = useBench();
  const files = useProject((state) => state.project.files);
  const lineEntries = useLineEntries();
  const runs: MenuEntry[] = runnable(files).map((path) => ({
    id: path,
    label: app.runFile(path),
    icon: Play,
    filled: true,
    run: () => void control.run(path),
  }));
  return (
    <Menu
      align="end"
      trigger={
        <Button kind="quiet" icon aria-label={app.more}>
          <Icon of={Ellipsis} />
        </Button>
      }
      entries={[...runs, ...lineEntries, 'rule', ...useExportEntries(), 'rule', ...useThemeEntries()]}
    />
  );
}
