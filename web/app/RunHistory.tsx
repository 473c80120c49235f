import { Check, CircleAlert, Square, Trash2, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import type { KeptRun } from '../features/project/run-history.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useRun } from './BenchContext.ts';
import { clockTime } from './clock.ts';
import styles from './RunHistory.module.css';
import { runInSight } from './run-store.ts';
import { showHistory } from './view-store.ts';

const icons = { done: Check, failed: CircleAlert, ended: Square };

/** The runs of the project that are remembered, the newest first; the one that is picked is shown in the panes beside. */
export function RunHistory(): ReactNode {
  const { view, control } = useBench();
  const { history: text } = useMessages();
  const runs = useRun((state) => state.history);
  const shownAt = useRun((state) => runInSight(state)?.at ?? null);
  const isRunning = useRun((state) => state.running !== null);
  const list = useRef<HTMLOListElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const items = [...(list.current?.querySelectorAll('button') ?? [])];
    items[Math.max(0, items.indexOf(document.activeElement as HTMLButtonElement) + step)]?.focus();
  };
  return (
    <section className={styles.history} aria-label={text.title}>
      <header className={styles.header}>
        <h2>{text.title}</h2>
        <span className={styles.count}>{runs.length || ''}</span>
        <IconButton label={text.forget} icon={Trash2} disabled={runs.length === 0 || isRunning} onClick={() => void control.forgetRuns()} />
        <IconButton label={text.close} icon={X} onClick={() => showHistory(view, false)} />
      </header>
      {runs.length === 0 ? <p className={styles.none}>{text.none}</p> : null}
      <ol ref={list} onKeyDown={move}>
        {runs.map((run) => (
          <li key={run.at}>
            <RunEntry run={run} isShown={run.at === shownAt} onPick={() => control.lookAt(run)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function RunEntry({ run, isShown, onPick }: { run: KeptRun; isShown: boolean; onPick: () => void }): ReactNode {
  const { history: text, app, data } = useMessages();
  const { entry, range, outcome, log, rows, durationMs, at } = run;
  return (
    <button type="button" className={styles.run} aria-current={isShown} onClick={onPick}>
      <span className={styles.outcome} data-outcome={outcome} role="img" aria-label={text.outcomes[outcome]} title={text.outcomes[outcome]}>
        <Icon of={icons[outcome]} size={14} />
      </span>
      <span className={styles.name}>{range ? data.lines(entry, range.from, range.to) : entry}</span>
      <time dateTime={new Date(at).toISOString()} title={new Date(at).toLocaleString(document.documentElement.lang || 'en')}>
        {clockTime(at)}
      </time>
      <span className={styles.facts}>{text.facts(app.duration(durationMs), log.statementCount, rows)}</span>
    </button>
  );
}
