import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import styles from './ValueGrid.module.css';

/** Rows in sight between two empty ones that keep the height. */
export function VirtualRows({
  count,
  row,
  scroller,
}: {
  count: number;
  row: (at: number) => ReactNode;
  scroller: RefObject<HTMLElement | null>;
}): ReactNode {
  const body = useRef<HTMLTableSectionElement>(null);
  const [rowHeight, setRowHeight] = useState(28);
  const [margin, setMargin] = useState(0);
  // Blocks above may fold, and the size of the letters may change: both move this grid.
  useLayoutEffect(() => {
    const measure = (): void => {
      if (!body.current || !scroller.current) return;
      setMargin(body.current.getBoundingClientRect().top - scroller.current.getBoundingClientRect().top + scroller.current.scrollTop);
      setRowHeight(Number.parseFloat(getComputedStyle(body.current).getPropertyValue('--height-grid-row')) || 28);
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (scroller.current?.firstElementChild) observer.observe(scroller.current.firstElementChild);
    return () => observer.disconnect();
  }, [scroller]);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: margin,
  });
  const items = virtual.getVirtualItems();
  const above = (items[0]?.start ?? margin) - margin;
  const below = Math.max(0, count * rowHeight - ((items.at(-1)?.end ?? margin) - margin));
  return (
    <tbody ref={body}>
      <tr>
        <td className={styles.gap} style={{ height: above }} />
      </tr>
      {items.map((item) => row(item.index))}
      <tr>
        <td className={styles.gap} style={{ height: below }} />
      </tr>
    </tbody>
  );
}
