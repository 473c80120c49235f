import type { ReactNode } from 'react';
import { useMessages } from '../../ui/messages/messages.ts';
import { useDiagram } from './diagram-context.ts';
import { footAt, RING } from './foot.ts';
import type { EndSymbol } from './graph.ts';
import styles from './Legend.module.css';

const symbols: readonly EndSymbol[] = ['one', 'zero-or-one', 'zero-or-many'];

/** The three feet, each at the edge of a table, and the marks of a column, with their words. */
export function Legend(): ReactNode {
  const messages = useMessages().diagram;
  const isShown = useDiagram((state) => state.legend);
  if (!isShown) return null;
  return (
    <ul className={styles.legend}>
      {symbols.map((symbol) => (
        <li key={symbol}>
          <Sign symbol={symbol} />
          {messages.symbols[symbol]}
        </li>
      ))}
      <li>
        <span className={styles.badge}>U</span>
        {messages.unique}
      </li>
      <li>
        <span className={styles.badge}>I</span>
        {messages.indexed}
      </li>
      <li>
        <span className={styles.mark}>?</span>
        {messages.mayBeNull}
      </li>
    </ul>
  );
}

function Sign({ symbol }: { symbol: EndSymbol }): ReactNode {
  const foot = footAt({ x: 38, y: 8 }, 'left', symbol);
  return (
    <svg className={styles.sign} viewBox="0 0 44 16" aria-hidden="true">
      <rect x={38} y={0.5} width={12} height={15} />
      <path d={`M2 8H38${foot.path}`} />
      {foot.ring ? <circle cx={foot.ring.x} cy={foot.ring.y} r={RING} /> : null}
    </svg>
  );
}
