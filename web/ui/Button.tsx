import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

export interface ButtonProps extends ComponentProps<'button'> {
  kind?: ButtonKind;
  /** Square, for an icon alone; the name then comes from `aria-label`. */
  icon?: boolean;
}

/** A text button. Primary is the one act of the screen or dialog. */
export function Button({ kind = 'plain', icon = false, className, ...rest }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      data-kind={kind}
      data-icon={icon || undefined}
      className={className ? `${styles.button} ${className}` : styles.button}
      {...rest}
    />
  );
}
