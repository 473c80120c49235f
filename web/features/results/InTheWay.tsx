import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import { gridData } from './grid-data.ts';
import styles from './Results.module.css';
import type { Conflict } from './ResultsPane.tsx';
import { ValueGrid } from './ValueGrid.tsx';

/** A button, and then the rows it has found. */
export function InTheWay({ look, scroller }: { look: () => Promise<Conflict>; scroller: RefObject<HTMLElement | null> }): ReactNode {
  const text = useMessages().results;
  const [found, setFound] = useState<Conflict | null>(null);
  const place = useRef<HTMLElement>(null);
  // What was asked for is brought into view.
  useEffect(() => {
    if (found) place.current?.scrollIntoView({ block: 'nearest' });
  }, [found]);
  if (!found) return <Button onClick={() => void look().then(setFound)}>{text.inTheWay}</Button>;
  const data = found.value && gridData(found.value, null);
  return (
    <section ref={place} className={styles.inTheWay} aria-label={text.inTheWay}>
      <p className={styles.wayOut} role="status">
        {found.sentence}
      </p>
      {data ? <ValueGrid data={data} label={found.sentence} scroller={scroller} /> : null}
    </section>
  );
}
