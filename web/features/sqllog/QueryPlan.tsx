import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { ExplainReply, TableCount } from '../../runtime/protocol.ts';
import { Button } from '../../ui/Button.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import styles from './QueryPlan.module.css';
import { type PlanKind, type PlanNode, planTree } from './query-plan.ts';
import type { SqlLogProps } from './SqlLog.tsx';

const slow: ReadonlySet<PlanKind> = new Set(['scan', 'search-temporary', 'sort', 'correlated']);
const quick: ReadonlySet<PlanKind> = new Set(['search', 'search-key']);

export type QueryPlanProps = Pick<SqlLogProps, 'explain' | 'indexCure' | 'counts'> & {
  sql: string;
  /** How often the statement was sent. */
  times: number;
};

/** What the database does to answer a statement, in words; what an index would spare is amber. */
export function QueryPlan({ sql, times, explain, indexCure, counts }: QueryPlanProps): ReactNode {
  const text = useMessages().sqllog;
  const reply = usePlan(sql, explain);
  const nodes = useMemo(() => (reply ? planTree(reply.steps, sql) : []), [reply, sql]);
  if (!nodes.length) return null;
  return (
    <section className={styles.plan} aria-label={text.plan.title}>
      <h3 className={styles.head}>
        {text.plan.title}
        <span>{times > 1 ? text.plan.timesOver(times) : text.plan.source}</span>
      </h3>
      <Nodes nodes={nodes} sql={sql} indexCure={indexCure} counts={counts} />
    </section>
  );
}

type NodesProps = { nodes: readonly PlanNode[]; sql: string; indexCure: SqlLogProps['indexCure']; counts: readonly TableCount[] };

function Nodes({ nodes, ...rest }: NodesProps): ReactNode {
  return (
    <ul className={styles.nodes}>
      {nodes.map((node) => (
        <Node key={node.id} node={node} {...rest} />
      ))}
    </ul>
  );
}

function Node({ node, ...rest }: { node: PlanNode } & Omit<NodesProps, 'nodes'>): ReactNode {
  const text = useMessages().sqllog.plan;
  const { kind, table, children } = node;
  const [said, more] = text.step(node);
  const wanted = wantedColumns(node, rest.sql);
  const cure = wanted ? rest.indexCure(wanted.table, wanted.column, rest.sql) : null;
  const rows = kind === 'scan' ? rest.counts.find((count) => count.table === table)?.rows : undefined;
  return (
    <li>
      <div className={styles.node} data-tone={slow.has(kind) ? 'slow' : quick.has(kind) ? 'quick' : undefined} title={node.detail}>
        <span className={styles.dot} aria-hidden="true" />
        <span className={styles.words}>
          <b>{said}</b> {more}
          {wanted ? <span className={styles.wants}> {text.noIndex(`${wanted.table}.${wanted.column}`)}</span> : null}
        </span>
        {cure ? (
          <Button kind="quiet" className={styles.cure} onClick={cure.run}>
            {cure.label}
          </Button>
        ) : null}
        {rows === undefined ? null : <span className={styles.rows}>{text.rows(rows)}</span>}
      </div>
      {children.length ? <Nodes nodes={children} {...rest} /> : null}
    </li>
  );
}

/** The column an index over which would spare this step. */
function wantedColumns({ kind, table, wants }: PlanNode, sql: string): { readonly table: string; readonly column: string } | null {
  const column = wants?.[0];
  if (column !== undefined && table !== null) return { table, column };
  if (kind !== 'sort') return null;
  const by = /\bORDER BY\s+"?([\w$]+)"?\."?([\w$]+)"?(?:\s+(?:ASC|DESC))?\s*(?:,|LIMIT\b|OFFSET\b|\)|;|$)/i.exec(sql);
  return by ? { table: by[1]!, column: by[2]! } : null;
}

function usePlan(sql: string, explain: SqlLogProps['explain']): ExplainReply | null {
  const [known, setKnown] = useState<{ readonly sql: string; readonly reply: ExplainReply } | null>(null);
  useEffect(() => {
    let isWanted = true;
    explain(sql).then(
      (reply) => isWanted && setKnown({ sql, reply }),
      // A table may be gone since, and a run that goes on is not to be disturbed.
      () => isWanted && setKnown({ sql, reply: { steps: [] } }),
    );
    return () => {
      isWanted = false;
    };
  }, [sql, explain]);
  return known?.sql === sql ? known.reply : null;
}
