import { lazy, type ReactNode, Suspense } from 'react';
import styles from './floating.module.css';
import { loadFloating } from './load-floating.ts';

export interface DialogProps {
  open: boolean;
  /** Escape and a click outside: the answer that changes nothing. */
  onClose: () => void;
  title: string;
  sentence?: string;
  /** For what needs the width of code. */
  wide?: boolean;
  children: ReactNode;
}

const FloatingDialog = lazy(async () => ({ default: (await loadFloating()).FloatingDialog }));

/** A question that has to be answered before anything else: title, one sentence, the answers. */
export function Dialog(props: DialogProps): ReactNode {
  return (
    <Suspense fallback={null}>
      <FloatingDialog {...props} />
    </Suspense>
  );
}

export const dialogActs = styles.acts;
