import { useStore } from '@xyflow/react';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useMessages } from '../../ui/messages/messages.ts';
import { useDiagram, useDiagramStore } from './diagram-context.ts';
import styles from './EndTip.module.css';
import { outward } from './geometry.ts';
import { endText, faultText, keyText, referredText, relationText, tablesById } from './relation-text.ts';

/** The reason for an end, beside its foot. */
export function EndTipCard({ id, end }: { id: string; end: 'from' | 'to' }): ReactNode {
  const messages = useMessages().diagram;
  const store = useDiagramStore();
  const graph = useDiagram((state) => state.graph);
  const shape = useDiagram((state) => state.shapes.get(id));
  const count = useDiagram((state) => state.counts.get(graph.relations.find((relation) => relation.id === id)?.through ?? '') ?? null);
  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const element = useRef<HTMLDivElement>(null);
  const relation = graph.relations.find((each) => each.id === id);
  const isOverLink = relation?.through != null && store.getState().hoveredEnd === null;
  const port = shape?.[end];
  const at = port && (isOverLink ? shape.middle : port);
  const way = port ? outward[port.side].x : 0;
  const [left, top] = at ? [at.x * zoom + x, at.y * zoom + y] : [0, 0];
  useLayoutEffect(() => {
    const tip = element.current;
    if (!tip) return;
    const wanted = isOverLink || way === 0 ? left - tip.offsetWidth / 2 : way > 0 ? left + 4 : left - 4 - tip.offsetWidth;
    tip.style.setProperty('--left', `${Math.max(8, Math.min(wanted, width - tip.offsetWidth - 8))}px`);
    const above = top - Math.max(15 * zoom, 12) - tip.offsetHeight;
    tip.style.setProperty('--top', `${above < 8 ? top + Math.max(15 * zoom, 12) : above}px`);
  });
  if (!relation || !shape) return null;
  const tables = tablesById(graph);
  const [strong, because] = endText(messages, relation, end, tables);
  const [before, after] = messages.through(count);
  return (
    <div ref={element} className={styles.tip} data-testid="end-tip" aria-hidden="true">
      <div className={styles.card}>
        <b>{relation.through === null ? `${keyText(relation, tables)} → ${referredText(relation, tables)}` : relation.role}</b>
        <span>
          {messages.sentence(relationText(messages, relation, tables).replace(/^.*?: /, ''))}
          {because}
        </span>
      </div>
      <div className={styles.line}>
        {relation.fault ? (
          faultText(messages, relation, relation.fault, tables)
        ) : isOverLink ? (
          <>
            {before}
            <b className={styles.code}>{relation.role}</b>
            {after}
          </>
        ) : (
          <>
            <b>{strong}</b>
            {because}
          </>
        )}
      </div>
    </div>
  );
}
