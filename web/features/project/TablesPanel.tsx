import { Database, Table2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SchemaSnapshot } from '../../../core/schema/snapshot.ts';
import type { TableCount } from '../../runtime/protocol.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import styles from './Panels.module.css';

export interface TablesPanelProps {
  schema: SchemaSnapshot | null;
  counts: readonly TableCount[] | null;
  /** The counts are those of a run of other sources. */
  old: boolean;
  onOpen: (table: string) => void;
  /** To a table that is in the database alone. */
  onOpenLive: (table: string) => void;
}

/** The tables of the models and the rows the last run left in them; a click goes to the definition. */
export function TablesPanel({ schema, counts, old, onOpen, onOpenLive }: TablesPanelProps): ReactNode {
  const { lang, project: text } = useMessages();
  const rows = new Map(counts?.map((count) => [count.table, count.rows]));
  const tables = schema?.tables ?? [];
  // Of other sources nobody knows yet what the models lack.
  const others = old || !schema ? [] : (counts ?? []).filter(({ table }) => !tables.some(({ name }) => name === table));
  return (
    <section aria-label={text.tables}>
      <div className={styles.section}>
        <h2>{text.tables}</h2>
        {old && tables.length ? <small title={text.countsOfLastRun}>{text.lastRun}</small> : null}
      </div>
      {tables.length || others.length ? (
        <ul className={styles.tree}>
          {tables.map((table) => (
            <li key={`${table.schema ?? ''}.${table.name}`} className={styles.item} data-fixed>
              <button type="button" className={styles.open} onClick={() => onOpen(table.name)}>
                <Icon of={Table2} />
                <span className={styles.name}>{table.name}</span>
                <span className={styles.count} title={rows.has(table.name) ? text.rows(rows.get(table.name)!) : undefined}>
                  {rows.get(table.name)?.toLocaleString(lang) ?? ''}
                </span>
              </button>
            </li>
          ))}
          {others.map(({ table, rows: count }) => (
            <li key={`live ${table}`} className={styles.item} data-fixed>
              <button type="button" className={styles.open} title={text.databaseOnly} onClick={() => onOpenLive(table)}>
                <Icon of={Database} />
                <span className={styles.name}>{table}</span>
                <span className="hidden">{text.databaseOnly}</span>
                <span className={styles.count}>{count.toLocaleString(lang)}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.hint}>{text.noTables}</p>
      )}
    </section>
  );
}
