import type { PointerEvent, ReactNode, RefObject } from 'react';
import styles from './ValueGrid.module.css';

/** The edge of a column that a pointer drags; the keyboard resizes from the column's name, with Alt and the arrows. */
export function ColumnGrip({ header, onResize }: { header: RefObject<HTMLElement | null>; onResize: (width: number) => void }): ReactNode {
  const start = (event: PointerEvent<HTMLSpanElement>): void => {
    if (!header.current || event.button !== 0) return;
    event.preventDefault();
    const from = event.clientX;
    const width = header.current.offsetWidth;
    const grip = event.currentTarget;
    grip.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => onResize(width + moved.clientX - from);
    const end = (): void => {
      grip.removeEventListener('pointermove', move);
      grip.removeEventListener('pointerup', end);
      grip.removeEventListener('pointercancel', end);
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end);
    grip.addEventListener('pointercancel', end);
  };
  return <span className={styles.grip} aria-hidden="true" onPointerDown={start} />;
}
