import { ChevronDown, ChevronRight, Copy } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { formatCell } from '../../lib/format-cell.ts';
import { formatStatement, shortStatement } from '../../lib/format-statement.ts';
import type { StatementEntry } from '../../runtime/protocol.ts';
import { announce } from '../../ui/announce.ts';
import { Chip } from '../../ui/Chip.tsx';
import { CodeBlock, CodeText } from '../../ui/CodeText.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { messages, useMessages } from '../../ui/messages/messages.ts';
import styles from './SqlLog.module.css';

export interface SqlLogProps {
  statements: readonly StatementEntry[];
  /** Of all, where the log holds only the first. */
  total: number;
  entry: string;
  picked: ReadonlySet<number>;
  onPick: (statement: StatementEntry) => void;
  onGo: (file: string, line: number) => void;
}

/** Every statement the last run sent, and the picked one at its right: laid out, with its parameters and what caused it. */
export function SqlLog({ statements, total, entry, picked, onPick, onGo }: SqlLogProps): ReactNode {
  const text = useMessages().sqllog;
  const made = useMemo(() => statements.filter((statement) => statement.phase !== 'run'), [statements]);
  const run = useMemo(() => statements.filter((statement) => statement.phase === 'run'), [statements]);
  const [open, setOpen] = useState(false);
  const shown = open ? [...made, ...run] : run;
  const selected = statements.find((statement) => picked.has(statement.index));
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step || !shown.length) return;
    event.preventDefault();
    const at = selected ? shown.indexOf(selected) : -1;
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + step))]!;
    onPick(next);
    list.current?.querySelector<HTMLElement>(`[data-statement="${next.index}"]`)?.focus();
  };
  const row = (statement: StatementEntry): ReactNode => (
    <StatementRow
      key={statement.index}
      statement={statement}
      entry={entry}
      selected={picked.has(statement.index)}
      reachable={statement === (selected ?? shown[0])}
      onPick={() => onPick(statement)}
    />
  );
  return (
    <div className={styles.panes}>
      <div className={styles.list}>
        {made.length ? (
          <button type="button" className={styles.group} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon of={open ? ChevronDown : ChevronRight} size={14} />
            {text.madeTheData(made.length)}
            <small>{text.milliseconds(sum(made))}</small>
          </button>
        ) : null}
        <div ref={list} role="listbox" aria-label={text.title} onKeyDown={move}>
          {shown.map(row)}
        </div>
        <p className={styles.hint}>
          {statements.length < total ? text.onlyTheFirst(statements.length, total) : run.length ? text.pickOne : text.none(entry)}
        </p>
      </div>
      <div className={styles.detail}>{selected ? <Detail statement={selected} onGo={onGo} /> : null}</div>
    </div>
  );
}

const sum = (statements: readonly StatementEntry[]): number => statements.reduce((total, statement) => total + statement.durationMs, 0);

function StatementRow({
  statement,
  entry,
  selected,
  reachable,
  onPick,
}: {
  statement: StatementEntry;
  entry: string;
  selected: boolean;
  reachable: boolean;
  onPick: () => void;
}): ReactNode {
  const text = useMessages().sqllog;
  const times = statement.params.length;
  return (
    <div
      role="option"
      aria-selected={selected}
      tabIndex={reachable ? 0 : -1}
      data-statement={statement.index}
      className={styles.row}
      onClick={onPick}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onPick();
        }
      }}
    >
      <span className={styles.line} title={statement.file && statement.file !== entry ? `${statement.file}:${statement.line}` : undefined}>
        {statement.line ?? ''}
      </span>
      <span className={styles.sql}>
        {times > 1 ? (
          <span className={styles.times}>
            <Chip>{times} ×</Chip>
          </span>
        ) : null}
        <CodeText text={shortStatement(statement.sql)} language="sql" />
      </span>
      <span className={styles.number}>
        {statement.error === null ? text.rows(statement.rowCount) : <Chip tone="bad">{text.failed}</Chip>}
      </span>
      <span className={styles.number}>{text.milliseconds(statement.durationMs)}</span>
    </div>
  );
}

function Detail({ statement, onGo }: { statement: StatementEntry; onGo: SqlLogProps['onGo'] }): ReactNode {
  const text = useMessages().sqllog;
  const { file, line } = statement;
  const sets = statement.params;
  return (
    <>
      <div className={styles.head}>
        <span className={styles.cause}>
          {text.cause(statement.cause, statement.relationship)}
          {file !== null && line !== null ? (
            <>
              {' '}
              <button type="button" className={styles.link} onClick={() => onGo(file, line)}>
                {file}:{line}
              </button>
            </>
          ) : null}
        </span>
        <IconButton icon={Copy} label={text.copy} onClick={() => void copyStatement(statement)} />
      </div>
      <CodeBlock text={formatStatement(statement.sql)} language="sql" className={styles.text} />
      {statement.error === null ? null : <p className={styles.error}>{statement.error}</p>}
      {sets.some((set) => set.length) ? (
        <p className={styles.params}>
          {text.parameters}
          {sets[0]!.map((value, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a parameter is its place
            <code key={at}>{formatCell(value, true).text}</code>
          ))}
          {sets.length > 1 ? (
            <span>
              {text.andMoreSets(
                sets.slice(1, 5).map((set) => set.map((value) => formatCell(value, true).text).join(', ')),
                sets.length,
              )}
            </span>
          ) : null}
        </p>
      ) : null}
    </>
  );
}

async function copyStatement(statement: StatementEntry): Promise<void> {
  const text = messages().sqllog;
  try {
    await navigator.clipboard.writeText(formatStatement(statement.sql));
    announce(text.copied);
  } catch {
    announce(text.copyRefused, 'assertive');
  }
}
