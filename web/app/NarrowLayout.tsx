import { ChevronDown, CircleAlert, Code, Database, Layers, List, Workflow } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import { useStore } from 'zustand';
import { CodeEditor } from '../features/editor/CodeEditor.tsx';
import type { ProjectState } from '../features/project/project-store.ts';
import { Chip } from '../ui/Chip.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject, useRun, useView } from './BenchContext.ts';
import { DataChip } from './DataChip.tsx';
import { DiagramPane } from './DiagramPane.tsx';
import { FaultBoundary } from './FaultBoundary.tsx';
import { HistoryButton, useHistoryOpen } from './HistoryButton.tsx';
import styles from './Layout.module.css';
import { LowerContent, RunHistory, useTabs } from './LowerPane.tsx';
import { runInSight } from './run-store.ts';
import { SavedText } from './StatusBar.tsx';
import type { NarrowPane } from './view-store.ts';

const selectActive = (state: ProjectState) => state.project.layout.active;
const selectFiles = (state: ProjectState) => state.project.files;
const icons = { code: Code, diagram: Workflow, results: List, sql: Database, session: Layers, problems: CircleAlert };

/** One pane at a time, and a bar below to choose it. */
export function NarrowLayout(): ReactNode {
  const wanted = useView((state) => state.pane);
  const tabs = useTabs();
  const isHistoryOpen = useHistoryOpen();
  const pane = wanted === 'code' || wanted === 'diagram' || tabs.some((tab) => tab.id === wanted) ? wanted : 'code';
  return (
    <>
      {pane === 'diagram' ? null : <PaneHead pane={pane} />}
      <main className={styles.narrowBody} data-lists={(pane !== 'code' && pane !== 'diagram') || undefined}>
        {isHistoryOpen && pane !== 'code' && pane !== 'diagram' && pane !== 'problems' ? (
          <Suspense fallback={null}>
            <RunHistory />
          </Suspense>
        ) : null}
        <FaultBoundary key={pane}>
          <PaneBody pane={pane} />
        </FaultBoundary>
      </main>
      <div className={styles.narrowFoot}>
        <DataChip />
        <span className={styles.narrowGrow} />
        <SavedText />
      </div>
      <BottomBar pane={pane} />
    </>
  );
}

function PaneBody({ pane }: { pane: NarrowPane }): ReactNode {
  const { editor } = useBench();
  if (pane === 'code') return <CodeEditor service={editor} narrow />;
  return pane === 'diagram' ? <DiagramPane /> : <LowerContent tab={pane === 'more' ? 'results' : pane} />;
}

function PaneHead({ pane }: { pane: NarrowPane }): ReactNode {
  const { app } = useMessages();
  const shown = useRun(runInSight);
  if (pane === 'code') return <FileHead />;
  const title = { results: app.results, sql: app.sql, session: app.session, problems: app.problemsTab, more: app.more, diagram: '' }[pane];
  return (
    <div className={styles.narrowHead}>
      <b>{title}</b>
      {shown && pane !== 'problems' ? <small>{app.fileAndTime(shown.entry, app.duration(shown.durationMs))}</small> : null}
      {pane === 'problems' ? null : (
        <>
          <span className={styles.narrowGrow} />
          <HistoryButton />
        </>
      )}
    </div>
  );
}

function FileHead(): ReactNode {
  const { editor, project, view } = useBench();
  const { app } = useMessages();
  const active = useProject(selectActive);
  const files = useProject(selectFiles);
  const problems = useStore(editor.store, (state) => state.problems.length);
  return (
    <div className={styles.narrowHead}>
      <Menu
        trigger={
          <button type="button" className={styles.file}>
            {active}
            <Icon of={ChevronDown} />
          </button>
        }
        entries={files.map(({ path }) => ({ id: path, label: path, checked: path === active, run: () => project.openFile(path) }))}
      />
      <span className={styles.narrowGrow} />
      {problems ? (
        <button type="button" className={styles.file} onClick={() => view.setState({ pane: 'problems' })}>
          <Chip tone="bad">{app.problems(problems)}</Chip>
        </button>
      ) : null}
    </div>
  );
}

function BottomBar({ pane }: { pane: NarrowPane }): ReactNode {
  const { view } = useBench();
  const { lang, app } = useMessages();
  const tabs = useTabs();
  const items: readonly { id: NarrowPane; label: string; count: number | null }[] = [
    { id: 'code', label: app.code, count: null },
    { id: 'diagram', label: app.diagram, count: null },
    ...tabs,
  ];
  return (
    <nav className={styles.bottom} aria-label={app.panes}>
      {items.map(({ id, label, count }) => (
        <button
          key={id}
          type="button"
          aria-current={id === pane ? 'page' : undefined}
          onClick={() =>
            view.setState({
              pane: id,
              ...(id === 'results' || id === 'sql' || id === 'session' || id === 'problems' ? { lowerTab: id } : {}),
            })
          }
        >
          <Icon of={icons[id as keyof typeof icons]} size={20} />
          <span>
            {label} {count === null ? null : <small>{count.toLocaleString(lang)}</small>}
          </span>
        </button>
      ))}
    </nav>
  );
}
