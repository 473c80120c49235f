import { Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { formatCell } from '../../lib/format-cell.ts';
import { formatStatement } from '../../lib/format-statement.ts';
import type { CellValue, DialectsReply, StatementEntry } from '../../runtime/protocol.ts';
import { announce } from '../../ui/announce.ts';
import { CodeBlock } from '../../ui/CodeText.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { messages, useMessages } from '../../ui/messages/messages.ts';
import { Segments } from '../../ui/Segments.tsx';
import { QueryPlan } from './QueryPlan.tsx';
import type { SqlLogProps } from './SqlLog.tsx';
import styles from './StatementDetail.module.css';

type Dialect = 'sqlite' | 'postgres' | 'mysql';
type View = Dialect | 'all';
const names: Readonly<Record<Dialect, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL', mysql: 'MySQL' };
const dialectsShown: readonly Dialect[] = ['sqlite', 'postgres', 'mysql'];
/** The choice outlasts the picked statement, not the page. */
let lastView: View = 'sqlite';

export type StatementDetailProps = Pick<SqlLogProps, 'onGo' | 'explain' | 'dialects' | 'indexCure' | 'counts' | 'entry'> & {
  statement: StatementEntry;
  /** All it stands for, where it was sent again and again. */
  group: readonly StatementEntry[] | null;
};

/** One statement, laid out: for three databases, with its parameters, what caused it, and how SQLite answers it. */
export function StatementDetail(props: StatementDetailProps): ReactNode {
  const { statement, group, onGo } = props;
  const text = useMessages().sqllog;
  const [view, setView] = useState<View>(lastView);
  const others = useOthers(statement.index, view === 'sqlite' ? null : props.dialects);
  const { file, line } = statement;
  const textOf = (dialect: Dialect): string | null => (dialect === 'sqlite' ? statement.sql : (others?.[dialect] ?? null));
  const shown = view === 'all' ? dialectsShown : [view];
  return (
    <>
      <div className={styles.head}>
        <Segments
          label={text.dialect}
          value={view}
          options={[...dialectsShown.map((id) => ({ id, label: names[id] })), { id: 'all' as const, label: text.sideBySide }]}
          onChange={(next) => {
            lastView = next;
            setView(next);
          }}
        />
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
        <IconButton icon={Copy} label={text.copy} onClick={() => void copyStatement(textOf(shown[0]!) ?? statement.sql)} />
      </div>
      <div className={styles.texts} data-count={shown.length}>
        {shown.map((dialect) => (
          <section key={dialect} className={styles.dialect} aria-label={names[dialect]}>
            {view === 'all' ? <h3>{names[dialect]}</h3> : null}
            <DialectText text={textOf(dialect)} isAsking={others === null} canAsk={props.dialects !== null} entry={props.entry} />
          </section>
        ))}
      </div>
      {statement.error === null ? null : <p className={styles.error}>{statement.error}</p>}
      <Parameters
        sets={group ? group.flatMap((one) => one.params) : statement.params}
        count={group ? group.length : statement.executions}
      />
      {isExplained(statement) ? <QueryPlan {...props} sql={statement.sql} times={group?.length ?? 1} /> : null}
    </>
  );
}

const isExplained = ({ sql, error, phase }: StatementEntry): boolean =>
  phase === 'run' && error === null && /^\s*(?:SELECT|WITH|UPDATE|DELETE)\b/i.test(sql);

function DialectText({
  text: sql,
  isAsking,
  canAsk,
  entry,
}: {
  text: string | null;
  isAsking: boolean;
  canAsk: boolean;
  entry: string;
}): ReactNode {
  const text = useMessages().sqllog;
  if (sql !== null) return <CodeBlock text={formatStatement(sql)} language="sql" className={styles.text} />;
  if (!canAsk) return <p className={styles.note}>{text.runOnce(entry)}</p>;
  return isAsking ? null : <p className={styles.note}>{text.onlySqlite}</p>;
}

/** The statement for the other databases, asked when it is looked at. */
function useOthers(index: number, ask: SqlLogProps['dialects']): DialectsReply | null {
  const [known, setKnown] = useState<{ readonly index: number; readonly reply: DialectsReply } | null>(null);
  useEffect(() => {
    let isWanted = true;
    ask?.(index).then(
      (reply) => isWanted && setKnown({ index, reply }),
      () => isWanted && setKnown({ index, reply: { postgres: null, mysql: null } }),
    );
    return () => {
      isWanted = false;
    };
  }, [index, ask]);
  return known?.index === index ? known.reply : null;
}

const otherSetsShown = 4;

function Parameters({ sets, count }: { sets: readonly (readonly CellValue[])[]; count: number }): ReactNode {
  const text = useMessages().sqllog;
  const first = sets[0];
  if (!first?.length) return null;
  const words = (set: readonly CellValue[]): string => set.map((value) => formatCell(value, true).text).join(', ');
  return (
    <p className={styles.params}>
      {text.parameters}
      {first.map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a parameter is its place
        <code key={at}>{formatCell(value, true).text}</code>
      ))}
      {count > 1 ? <span>{text.andMoreSets(sets.slice(1, 1 + otherSetsShown).map(words), count)}</span> : null}
    </p>
  );
}

async function copyStatement(sql: string): Promise<void> {
  const text = messages().sqllog;
  try {
    await navigator.clipboard.writeText(formatStatement(sql));
    announce(text.copied);
  } catch {
    announce(text.copyRefused, 'assertive');
  }
}
