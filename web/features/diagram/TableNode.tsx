import { Handle, type Node, type NodeProps, Position, useStore } from '@xyflow/react';
import { KeyRound, Link2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useMessages } from '../../ui/messages/messages.ts';
import { useDiagram, useDiagramStore } from './diagram-context.ts';
import type { DriftMark } from './drift-marks.ts';
import type { GraphRow, GraphTable } from './graph.ts';
import { rowFacts } from './relation-text.ts';
import styles from './TableNode.module.css';
import { isKeysOnly, isNamesOnly } from './zoom-level.ts';

export type TableFlowNode = Node<
  { readonly table: GraphTable; readonly label: string /** Largest size in which the name alone fits. */; readonly nameSize: number },
  'table'
>;

/** A table: its name, its row count, a row per column; less of it the further away it is, always of the same size. */
export const TableNode = memo(function TableNode({ id, data }: NodeProps<TableFlowNode>): ReactNode {
  const { table, nameSize, label } = data;
  const messages = useMessages().diagram;
  const isFar = useStore(isNamesOnly);
  const isRelated = useDiagram((state) => (state.hover ?? state.lit).tables.has(id));
  const isMeant = useDiagram((state) => (state.hover ?? state.lit).table === id);
  const isFocused = useDiagram((state) => state.focus === id);
  const mark = useDiagram((state) => state.marks.get(id));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of the diagram is no set of form fields
    <div
      id={`diagram-${id}`}
      role="group"
      aria-label={label}
      aria-roledescription={messages.tableRole}
      className={styles.table}
      data-table={table.title}
      data-related={isRelated}
      data-selected={isMeant}
      data-focused={isFocused}
      data-missing={table.missing}
      data-mark={mark}
      style={{ '--name-size': `${nameSize}px` }}
    >
      <Handle type="source" position={Position.Right} isConnectable={false} className={styles.handle} />
      <Handle type="target" position={Position.Left} isConnectable={false} className={styles.handle} />
      {isFar ? (
        <div className={styles.card} title={table.title}>
          <Sign mark={mark} />
          <bdi>{table.title}</bdi>
        </div>
      ) : (
        <Rows table={table} />
      )}
    </div>
  );
});

function Rows({ table }: { table: GraphTable }): ReactNode {
  const isKeys = useStore(isKeysOnly);
  const lit = useDiagram((state) => (state.hover ?? state.lit).rows.get(table.id) ?? '');
  const litRows = new Set(lit === '' ? [] : lit.split(',').map(Number));
  return (
    <>
      <Head table={table} />
      {table.rows.map((row, at) =>
        isKeys && !row.primary && !row.foreign ? null : (
          <Row key={row.name} table={table.id} row={row} at={at} isLit={litRows.has(at)} isBrief={isKeys} />
        ),
      )}
    </>
  );
}

function Head({ table }: { table: GraphTable }): ReactNode {
  const messages = useMessages().diagram;
  const store = useDiagramStore();
  const count = useDiagram((state) => state.counts.get(table.id));
  const mark = useDiagram((state) => state.marks.get(table.id));
  return (
    <div className={styles.head} title={table.comment ? `${table.title}\n${table.comment}` : table.title}>
      <Sign mark={mark} />
      <bdi className={styles.title}>{table.title}</bdi>
      {table.association === 'pure' ? (
        <button
          type="button"
          tabIndex={-1}
          className={`${styles.link} nodrag nopan`}
          aria-label={messages.foldLink(table.title)}
          title={messages.foldLink(table.title)}
          onClick={(event) => {
            event.stopPropagation();
            store.getState().foldLink(table.id);
          }}
        >
          <Diamond />
        </button>
      ) : null}
      {table.association === 'with-data' ? (
        <span className={styles.link} role="img" aria-label={messages.linkWithData(table.title)} title={messages.linkWithData(table.title)}>
          <Diamond />
        </span>
      ) : null}
      <span className={styles.count} title={count === undefined ? undefined : messages.rows(count)}>
        {table.missing ? messages.notDefined : count?.toLocaleString(document.documentElement.lang || 'en')}
      </span>
    </div>
  );
}

/** Not by colour alone: − for what the models lack, ~ for what they have otherwise. */
function Sign({ mark }: { mark: DriftMark | undefined }): ReactNode {
  const { marks } = useMessages().diagram.source;
  if (mark === undefined) return null;
  return (
    <span className={styles.sign} data-sign={mark} role="img" aria-label={marks[mark]} title={marks[mark]}>
      {mark === 'changed' ? '~' : '−'}
    </span>
  );
}

const Diamond = (): ReactNode => (
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <path d="M6 1 11 6 6 11 1 6Z" />
  </svg>
);

const Row = memo(function Row({
  table,
  row,
  at,
  isLit,
  isBrief,
}: {
  table: string;
  row: GraphRow;
  at: number;
  isLit: boolean;
  isBrief: boolean;
}): ReactNode {
  const messages = useMessages().diagram;
  const mark = useDiagram((state) => (state.marks.size ? state.marks.get(`${table} ${row.name}`) : undefined));
  return (
    <div
      className={styles.row}
      data-column={row.name}
      data-lit={isLit}
      style={isBrief ? { '--row': at } : undefined}
      title={rowFacts(messages, row).join('\n')}
    >
      <span className={styles.icon}>
        {row.primary ? <KeyRound className={styles.primary} role="img" aria-label={messages.primaryKey} /> : null}
        {row.foreign && !row.primary ? <Link2 className={styles.foreign} role="img" aria-label={messages.foreignKey} /> : null}
      </span>
      <bdi className={styles.name}>{row.name}</bdi>
      <Sign mark={mark} />
      {isBrief ? null : (
        <>
          {row.primary && row.foreign ? <Link2 className={styles.foreign} role="img" aria-label={messages.foreignKey} /> : null}
          {row.unique ? <Badge letter="U" name={messages.unique} /> : null}
          {row.indexed ? <Badge letter="I" name={messages.indexed} /> : null}
          <span className={styles.type}>{row.type}</span>
          <span className={styles.null}>
            {row.nullable ? (
              <span role="img" aria-label={messages.mayBeNull}>
                ?
              </span>
            ) : null}
          </span>
        </>
      )}
    </div>
  );
});

const Badge = ({ letter, name }: { letter: string; name: string }): ReactNode => (
  <span className={styles.badge} role="img" aria-label={name} title={name}>
    {letter}
  </span>
);
