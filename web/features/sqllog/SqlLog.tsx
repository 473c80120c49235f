import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { shortStatement } from '../../lib/format-statement.ts';
import type { DialectsReply, ExplainReply, StatementEntry, TableCount, TransactionMark } from '../../runtime/protocol.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { CodeText } from '../../ui/CodeText.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import { arrangeLog, type MarkRow, type StatementRow } from './arrange-log.ts';
import { type RepeatedStatements, repeatedStatements } from './repeated-statements.ts';
import styles from './SqlLog.module.css';
import { StatementDetail } from './StatementDetail.tsx';

/** A change of the source that a button makes. */
export interface SqlCure {
  readonly label: string;
  readonly run: () => void;
}

/** What stands behind a repeated statement. */
export interface RepeatCure {
  /** `db.joinedload(Post.author)`. */
  readonly option: string;
  /** Null where the query that would take the option is not found. */
  readonly cure: SqlCure | null;
}

export interface SqlLogProps {
  /** One a run: what was asked about another one's statements is forgotten. */
  run: number;
  statements: readonly StatementEntry[];
  transactions: readonly TransactionMark[];
  /** Of all, where the log holds only the first. */
  total: number;
  entry: string;
  counts: readonly TableCount[];
  picked: ReadonlySet<number>;
  onPick: (indexes: readonly number[]) => void;
  onGo: (file: string, line: number) => void;
  repeatCure: (group: RepeatedStatements) => RepeatCure | null;
  /** The change that gives columns of a table, as the statement names it, an index. */
  indexCure: (table: string, column: string, sql: string) => SqlCure | null;
  explain: (sql: string) => Promise<ExplainReply>;
  /** Null where the runtime does not know the run any more. */
  dialects: ((index: number) => Promise<DialectsReply>) | null;
}

/** Every statement the last run sent, and the picked one at its right: laid out, with its parameters, what caused it and how it is answered. */
export function SqlLog(props: SqlLogProps): ReactNode {
  const { statements, transactions, total, entry, picked, onPick } = props;
  const text = useMessages().sqllog;
  const made = useMemo(() => statements.filter((statement) => statement.phase !== 'run'), [statements]);
  const run = useMemo(() => statements.filter((statement) => statement.phase === 'run'), [statements]);
  const [open, setOpen] = useState(false);
  const groups = useMemo(() => repeatedStatements(run), [run]);
  const madeRows = useMemo(() => (open ? arrangeLog(made, marksOf(transactions, false), []) : []), [open, made, transactions]);
  const runRows = useMemo(() => arrangeLog(run, marksOf(transactions, true), groups), [run, transactions, groups]);
  const rows = [...madeRows.map((row) => ({ ...row, key: `made ${row.key}` })), ...runRows];
  const shown = rows.filter((row) => row.kind === 'statement');
  const selected = shown.find((row) => indexesOf(row).some((index) => picked.has(index)));
  const list = useRef<HTMLOListElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step || !shown.length || !(event.target as HTMLElement).dataset['statement']) return;
    event.preventDefault();
    const at = selected ? shown.indexOf(selected) : -1;
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + step))]!;
    onPick(indexesOf(next));
    list.current?.querySelector<HTMLElement>(`[data-statement="${next.statement.index}"]`)?.focus();
  };
  return (
    <div className={styles.panes} data-detail={selected ? true : undefined}>
      <div className={styles.list}>
        {made.length ? (
          <button type="button" className={styles.group} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon of={open ? ChevronDown : ChevronRight} size={14} />
            {made.every(({ sql }) => isLook.test(sql)) ? text.lookedForTables(made.length) : text.madeTheData(made.length)}
            <small>{text.milliseconds(sum(made))}</small>
          </button>
        ) : null}
        <ol ref={list} className={styles.rows} aria-label={text.title} onKeyDown={move}>
          {rows.map((row) =>
            row.kind === 'mark' ? (
              <Mark key={row.key} row={row} entry={entry} onGo={props.onGo} />
            ) : (
              <Statement
                key={row.key}
                row={row}
                entry={entry}
                selected={row === selected}
                isReachable={row === (selected ?? shown[0])}
                cure={row.group ? props.repeatCure(row.group) : null}
                onPick={() => onPick(indexesOf(row))}
              />
            ),
          )}
        </ol>
        <p className={styles.hint}>
          {statements.length < total ? text.onlyTheFirst(statements.length, total) : run.length ? text.pickOne : text.none(entry)}
        </p>
      </div>
      <div className={styles.detail}>
        {selected ? (
          <StatementDetail
            key={props.run}
            {...props}
            statement={selected.statement}
            group={selected.group ? run.filter((one) => selected.group?.indexes.includes(one.index)) : null}
          />
        ) : null}
      </div>
    </div>
  );
}

const isLook = /^\s*(?:SELECT|PRAGMA)\b/i;
const marksOf = (transactions: readonly TransactionMark[], ofRun: boolean): TransactionMark[] =>
  transactions.filter(({ phase }) => (phase === 'run') === ofRun);
const indexesOf = ({ statement, group }: StatementRow): readonly number[] => group?.indexes ?? [statement.index];
const sum = (statements: readonly StatementEntry[]): number => statements.reduce((total, statement) => total + statement.durationMs, 0);

function Statement({
  row: { statement, group, depth },
  entry,
  selected,
  isReachable,
  cure,
  onPick,
}: {
  row: StatementRow;
  entry: string;
  selected: boolean;
  isReachable: boolean;
  cure: RepeatCure | null;
  onPick: () => void;
}): ReactNode {
  const text = useMessages().sqllog;
  const times = group ? group.indexes.length : statement.executions;
  return (
    <li className={styles.item} data-selected={selected || undefined}>
      <Brackets depth={depth} />
      <button
        type="button"
        aria-current={selected || undefined}
        tabIndex={isReachable ? 0 : -1}
        data-statement={statement.index}
        className={styles.row}
        onClick={onPick}
      >
        <LineNumber file={statement.file} line={statement.line} entry={entry} />
        <span className={styles.sql}>
          {times > 1 ? (
            <span className={styles.times}>
              <Chip tone={group ? 'warn' : 'neutral'}>{text.times(times)}</Chip>
            </span>
          ) : null}
          <CodeText text={shortStatement(statement.sql)} language="sql" />
        </span>
        <span className={styles.number}>
          {statement.error === null ? (
            text.rows(group ? group.indexes.length * statement.rowCount : statement.rowCount)
          ) : (
            <Chip tone="bad">{text.failed}</Chip>
          )}
        </span>
        <span className={styles.number}>{text.milliseconds(group?.durationMs ?? statement.durationMs)}</span>
      </button>
      {group ? (
        <div className={styles.cure}>
          <span>
            {cure ? text.oneAtATime(group.relationship ?? '') : text.repeated(group.indexes.length)}{' '}
            {cure ? <CodeText text={cure.option} language="ts" /> : null}
          </span>
          {cure?.cure ? <Button onClick={cure.cure.run}>{cure.cure.label}</Button> : null}
        </div>
      ) : null}
    </li>
  );
}

/** Where a transaction begins or ends: the end of a bracket. */
function Mark({
  row: { mark, name, at, depth, writes },
  entry,
  onGo,
}: {
  row: MarkRow;
  entry: string;
  onGo: SqlLogProps['onGo'];
}): ReactNode {
  const text = useMessages().sqllog;
  const edge = mark === 'begin' || mark === 'savepoint' ? 'open' : 'close';
  return (
    <li className={styles.mark} data-mark={mark}>
      <Brackets depth={depth} edge={edge} tone={mark} />
      {at ? (
        <button
          type="button"
          className={styles.markLine}
          onClick={() => onGo(at.file, at.line)}
          aria-label={text.goTo(at.file, at.line)}
          title={at.file === entry ? undefined : `${at.file}:${at.line}`}
        >
          {at.line}
        </button>
      ) : (
        <span className={styles.line} />
      )}
      <span className={styles.markText}>
        <CodeText text={name === null ? text.markWords[mark] : `${text.markWords[mark]} ${name}`} language="sql" />
        <span>{text.markHint(mark, writes, at === null)}</span>
      </span>
    </li>
  );
}

const bracketStep = 6;

function Brackets({ depth, edge, tone }: { depth: number; edge?: 'open' | 'close'; tone?: string }): ReactNode {
  const shown = Math.min(depth, 3);
  return Array.from({ length: shown }, (_, at) => (
    <span
      // biome-ignore lint/suspicious/noArrayIndexKey: a bracket is its depth
      key={at}
      className={styles.bracket}
      style={{ left: 4 + at * bracketStep }}
      data-edge={at === shown - 1 ? edge : undefined}
      data-tone={at === shown - 1 ? tone : undefined}
      aria-hidden="true"
    />
  ));
}

function LineNumber({ file, line, entry }: { file: string | null; line: number | null; entry: string }): ReactNode {
  return (
    <span className={styles.line} title={file && file !== entry ? `${file}:${line}` : undefined}>
      {line ?? ''}
    </span>
  );
}
