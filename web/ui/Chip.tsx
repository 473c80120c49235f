import type { ComponentProps, ReactNode } from 'react';
import styles from './Chip.module.css';

/** A state in a word or two; a dot before it wants attention. */
export function Chip({
  tone = 'neutral',
  dot = false,
  children,
  ...rest
}: ComponentProps<'span'> & { tone?: 'neutral' | 'warn' | 'ok' | 'bad' | 'accent'; dot?: boolean }): ReactNode {
  return (
    <span className={styles.chip} data-tone={tone} {...rest}>
      {dot ? <span className={styles.dot} /> : null}
      {children}
    </span>
  );
}
