import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/** One line in a panel: what is, and at its right the way out. */
export function Notice({
  tone = 'plain',
  role,
  children,
  acts,
}: {
  tone?: 'plain' | 'warn' | 'bad';
  role?: 'status' | 'alert';
  children: ReactNode;
  acts?: ReactNode;
}): ReactNode {
  return (
    <div className={styles.notice} data-tone={tone} role={role}>
      <span className={styles.text}>{children}</span>
      {acts}
    </div>
  );
}
