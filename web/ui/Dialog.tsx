import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import styles from './floating.module.css';

/** A question that has to be answered before anything else: title, one sentence, the answers. Escape is the answer that changes nothing. */
export function Dialog({
  open,
  onClose,
  title,
  sentence,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  sentence?: string;
  children: ReactNode;
}): ReactNode {
  return (
    <Base.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.scrim} />
        <Base.Popup className={styles.dialog}>
          <Base.Title>{title}</Base.Title>
          {sentence ? <Base.Description>{sentence}</Base.Description> : null}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export const dialogActs = styles.acts;
