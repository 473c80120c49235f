import { type KeyboardEvent, lazy, type ReactNode, Suspense, useMemo } from 'react';
import { useStore } from 'zustand';
import { countErrors } from '../features/editor/problem.ts';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject, useRun, useSchema, useView } from './BenchContext.ts';
import { clockTime, useElapsed } from './clock.ts';
import { FaultBoundary } from './FaultBoundary.tsx';
import { HistoryButton, useHistoryOpen } from './HistoryButton.tsx';
import styles from './LowerPane.module.css';
import { ResultsTab } from './ResultsTab.tsx';
import { runInSight, type ShownRun } from './run-store.ts';
import type { LowerTab } from './view-store.ts';

// Only results are part of the first picture.
const SqlTab = lazy(() => import('./SqlTab.tsx').then((module) => ({ default: module.SqlTab })));
const SessionTab = lazy(() => import('./SessionTab.tsx').then((module) => ({ default: module.SessionTab })));
export const RunHistory = lazy(() => import('./RunHistory.tsx').then((module) => ({ default: module.RunHistory })));
const Problems = lazy(() => import('../features/editor/Problems.tsx').then((module) => ({ default: module.Problems })));

const progressAfterMs = 200;

/** Results, SQL and, while there are any, problems. */
export function LowerPane(): ReactNode {
  const tabs = useTabs();
  const wanted = useView((state) => state.lowerTab);
  const { app } = useMessages();
  const presents = useView((state) => state.screen === 'present');
  const ranAt = useRun((state) => state.shown?.at ?? 0);
  const shown = tabs.some((tab) => tab.id === wanted) ? wanted : 'results';
  const isOpen = useHistoryOpen();
  const hasHistory = isOpen && !presents && shown !== 'problems';
  return (
    <section className={styles.pane} aria-label={app.lower} data-ran-at={ranAt}>
      {presents ? null : <TabStrip tabs={tabs} shown={shown} end={<RunHeader />} />}
      <Progress />
      <div className={styles.besideHistory}>
        {hasHistory ? (
          <Suspense fallback={null}>
            <RunHistory />
          </Suspense>
        ) : null}
        <div
          className={styles.panel}
          role="tabpanel"
          id="lower-panel"
          aria-labelledby={presents ? undefined : `lower-${shown}`}
          aria-label={presents ? app.lower : undefined}
        >
          <FaultBoundary key={shown}>
            <LowerContent tab={shown} />
          </FaultBoundary>
        </div>
      </div>
    </section>
  );
}

export function LowerContent({ tab }: { tab: LowerTab }): ReactNode {
  if (tab === 'results') return <ResultsTab />;
  return <Suspense fallback={null}>{tab === 'sql' ? <SqlTab /> : tab === 'session' ? <SessionTab /> : <ProblemsTab />}</Suspense>;
}

export interface TabHead {
  readonly id: LowerTab;
  readonly label: string;
  readonly count: number | null;
}

export function useTabs(): TabHead[] {
  const { editor } = useBench();
  const { app } = useMessages();
  const problems = useStore(editor.store, (state) => state.problems);
  const log = useRun((state) => runInSight(state)?.log ?? null);
  const live = useRun((state) => state.running?.log ?? null);
  const statements = useMemo(
    () => (live ? live.statementCount : log ? log.statementCount - log.statements.filter((one) => one.phase !== 'run').length : null),
    [log, live],
  );
  const tabs: TabHead[] = [
    { id: 'results', label: app.results, count: log?.blocks.length ?? null },
    { id: 'sql', label: app.sql, count: statements },
    { id: 'session', label: app.session, count: null },
  ];
  if (problems.length) tabs.push({ id: 'problems', label: app.problemsTab, count: problems.length });
  return tabs;
}

function TabStrip({ tabs, shown, end }: { tabs: readonly TabHead[]; shown: LowerTab; end: ReactNode }): ReactNode {
  const { view } = useBench();
  const { lang, app } = useMessages();
  const go = (event: KeyboardEvent, at: number): void => {
    const to = event.key === 'ArrowRight' ? at + 1 : event.key === 'ArrowLeft' ? at - 1 : -1;
    const tab = tabs[to];
    if (!tab) return;
    event.preventDefault();
    view.setState({ lowerTab: tab.id });
    document.getElementById(`lower-${tab.id}`)?.focus();
  };
  return (
    <div className={styles.strip}>
      <div className={styles.tabs} role="tablist" aria-label={app.lower}>
        {tabs.map((tab, at) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`lower-${tab.id}`}
            aria-selected={tab.id === shown}
            aria-controls="lower-panel"
            tabIndex={tab.id === shown ? 0 : -1}
            className={styles.tab}
            onClick={() => view.setState({ lowerTab: tab.id })}
            onKeyDown={(event) => go(event, at)}
          >
            {tab.label}
            {tab.count === null ? null : (
              <span className={styles.count} data-bad={tab.id === 'problems' || undefined}>
                {tab.count.toLocaleString(lang)}
              </span>
            )}
          </button>
        ))}
      </div>
      <div className={styles.end}>{end}</div>
    </div>
  );
}

/** What ran, from what, how long; while something runs, how far it is. */
export function RunHeader(): ReactNode {
  const { app } = useMessages();
  const running = useRun((state) => state.running);
  const shown = useRun(runInSight);
  const stale = useSchema((state) => state.stale);
  const elapsed = useElapsed(running?.startedAt ?? null, 100);
  if (running && elapsed !== null && elapsed > progressAfterMs) {
    return <span className={styles.numbers}>{app.running(running.entry, running.log?.statementCount ?? 0, app.duration(elapsed))}</span>;
  }
  return (
    <>
      {stale ? <span>{app.runWaits(stale.path)}</span> : shown ? <StartedFrom shown={shown} /> : null}
      <HistoryButton />
    </>
  );
}

function StartedFrom({ shown }: { shown: ShownRun }): ReactNode {
  const { app, data } = useMessages();
  const hasSeed = useProject((state) => state.project.files.some((file) => file.path === 'seed.ts'));
  const from = hasSeed && shown.entry !== 'seed.ts' ? ['models.ts', 'seed.ts'] : ['models.ts'];
  return (
    <>
      <span>{shown.range ? data.lines(shown.entry, shown.range.from, shown.range.to) : shown.entry}</span>
      <span className={styles.from}>{shown.countsBefore ? data.ranOnKept : app.startedFrom(from)}</span>
      <span className={styles.numbers}>{app.duration(shown.durationMs)}</span>
    </>
  );
}

function Progress(): ReactNode {
  const running = useRun((state) => state.running);
  const elapsed = useElapsed(running?.startedAt ?? null, 100);
  return elapsed !== null && elapsed > progressAfterMs ? (
    <div className={styles.progress}>
      <span />
    </div>
  ) : null;
}

function ProblemsTab(): ReactNode {
  const { editor, reveal } = useBench();
  const { app } = useMessages();
  const problems = useStore(editor.store, (state) => state.problems);
  const at = useRun((state) => state.shown?.at ?? null);
  const blocks = countErrors(problems).size > 0;
  return (
    <div className={styles.scroll}>
      <Problems
        problems={problems}
        onGo={(problem) => reveal(problem.path, problem.line, problem.column)}
        onCure={(cure) => void editor.applyCure(cure)}
        textOf={(path) => editor.textOf(path)}
      >
        {at !== null && blocks ? app.lastRunAt(clockTime(at)) : null}
      </Problems>
    </div>
  );
}
