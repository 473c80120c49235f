import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from './ValueGrid.module.css';

/** Rows in sight between two empty ones that keep the height. */
export function VirtualRows({
  count,
  row,
  scroller,
  opened,
  pickedAt,
}: {
  count: number;
  row: (at: number) => ReactNode;
  scroller: RefObject<HTMLElement | null>;
  /** How many rows have something open below them: those are as high as it is. */
  opened: number;
  /** Where the picked cell's row stands, or -1: it is brought into view. */
  pickedAt: number;
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
  useOpenHeights(body, virtual, opened, rowHeight);
  useStickyHead(body, scroller);
  useEffect(() => {
    if (pickedAt < 0 || document.activeElement !== body.current?.closest('table')) return;
    const items = virtual.getVirtualItems();
    // One that is there already is shown by the grid itself.
    if (pickedAt < (items[0]?.index ?? 0) || pickedAt > (items.at(-1)?.index ?? 0)) virtual.scrollToIndex(pickedAt, { align: 'auto' });
  }, [virtual, pickedAt]);
  const items = virtual.getVirtualItems();
  const above = (items[0]?.start ?? margin) - margin;
  const below = Math.max(0, virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin));
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

/** Tells the virtualizer the heights of rows with something open below them, also when that grows. */
function useOpenHeights(
  body: RefObject<HTMLElement | null>,
  virtual: Virtualizer<HTMLElement, Element>,
  opened: number,
  rowHeight: number,
): void {
  const known = useRef(0);
  useEffect(() => {
    if (opened === 0 && known.current === 0) return;
    known.current = opened;
    const tell = (): void => {
      for (const main of body.current?.querySelectorAll<HTMLElement>(':scope > tr[aria-rowindex]') ?? []) {
        const next = main.nextElementSibling;
        const extra =
          next instanceof HTMLElement && !next.hasAttribute('aria-rowindex') && next.classList.contains(styles.opened!)
            ? next.offsetHeight
            : 0;
        virtual.resizeItem(Number(main.getAttribute('aria-rowindex')) - 2, rowHeight + extra);
      }
    };
    tell();
    const observer = new ResizeObserver(tell);
    if (body.current) observer.observe(body.current);
    return () => observer.disconnect();
  }, [body, virtual, opened, rowHeight]);
}

/** The names of the columns stay in sight while their rows scroll by. The grid scrolls sideways by itself, so that CSS cannot do it. */
function useStickyHead(body: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const pane = scroller.current;
    const table = body.current?.closest('table');
    const head = table?.tHead;
    if (!pane || !table || !head) return;
    const follow = (): void => {
      const above = pane.getBoundingClientRect().top - table.getBoundingClientRect().top;
      const most = table.offsetHeight - 2 * head.offsetHeight;
      const by = above > 0 && most > 0 ? Math.min(above, most) : 0;
      head.style.transform = by ? `translateY(${by}px)` : '';
      head.toggleAttribute('data-stuck', by > 0);
    };
    pane.addEventListener('scroll', follow, { passive: true });
    follow();
    return () => pane.removeEventListener('scroll', follow);
  }, [body, scroller]);
}
