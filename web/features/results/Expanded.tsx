import type { ReactNode, RefObject } from 'react';
import { shortStatement } from '../../lib/format-statement.ts';
import type { ShownValue, StatementEntry } from '../../runtime/protocol.ts';
import { CodeText } from '../../ui/CodeText.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import { gridData } from './grid-data.ts';
import styles from './Results.module.css';
import { ValueGrid } from './ValueGrid.tsx';

/** A relation that was opened in place: its rows, and the statement that was sent for it, if one was. */
export function Expanded({
  value,
  statements,
  scroller,
  onExpand,
}: {
  value: ShownValue;
  statements: readonly StatementEntry[];
  scroller: RefObject<HTMLElement | null>;
  onExpand: (handle: number) => Promise<ReactNode>;
}): ReactNode {
  const text = useMessages().results;
  const data = gridData(value, null);
  const sent = statements.filter((statement) => /^\s*SELECT\b/i.test(statement.sql));
  return (
    <>
      {sent.map((statement) => (
        <p key={statement.index} className={styles.sent}>
          <CodeText text={shortStatement(statement.sql)} language="sql" />
        </p>
      ))}
      {data && data.count > 0 ? <ValueGrid data={data} label={labelOf(value)} scroller={scroller} onExpand={onExpand} /> : null}
      {data && data.count === 0 ? <p className={styles.gone}>{text.rows(0)}</p> : null}
      {data ? null : <p className={styles.gone}>{textOf(value)}</p>}
    </>
  );
}

const labelOf = (value: ShownValue): string => (value.kind === 'entities' || value.kind === 'entity' ? value.model : value.kind);

const textOf = (value: ShownValue): string => {
  if (value.kind === 'query') return value.sql;
  if (value.kind === 'object') return value.text;
  return value.kind === 'value' && value.value === null ? 'null' : '';
};
