import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { useBench, useView } from './BenchContext.ts';
import styles from './Toasts.module.css';

/** A word about what was just done. It is announced where it is made, so that it need not be read here. */
export function Toasts(): ReactNode {
  const { view } = useBench();
  const toast = useView((state) => state.toast);
  if (!toast) return null;
  const { text, act } = toast;
  return (
    <div className={styles.toast}>
      <span>{text}</span>
      {act ? (
        <Button
          kind="quiet"
          onClick={() => {
            view.setState({ toast: null });
            act.run();
          }}
        >
          {act.label}
        </Button>
      ) : null}
    </div>
  );
}
