import { Dialog } from '@base-ui/react/dialog';
import { Menu } from '@base-ui/react/menu';
import { Tooltip } from '@base-ui/react/tooltip';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DialogProps } from './Dialog.tsx';
import styles from './floating.module.css';
import { Icon } from './Icon.tsx';
import type { MenuEntry, MenuProps } from './Menu.tsx';
import type { TooltipProps } from './Tooltip.tsx';

// What floats is no part of the first picture: this file and all it needs come after it.
const tipAfterMs = 400;

export function FloatingTooltip({ label, shortcut, side = 'bottom', children }: TooltipProps): ReactNode {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} delay={tipAfterMs} />
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} sideOffset={6} className={styles.positioner}>
          <Tooltip.Popup className={styles.tip}>
            {label}
            {shortcut ? <span className={styles.hint}>{shortcut}</span> : null}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

export function FloatingMenu({ trigger, entries, align = 'start', startsOpen = false }: MenuProps): ReactNode {
  return (
    <Menu.Root defaultOpen={startsOpen}>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner align={align} sideOffset={4} className={styles.positioner}>
          <Menu.Popup className={styles.menu}>{entries.map(entryOf)}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function entryOf(entry: MenuEntry, at: number): ReactNode {
  if (entry === 'rule') return <Menu.Separator key={at} className={styles.rule} />;
  if ('heading' in entry)
    return (
      <div key={entry.heading} className={styles.heading}>
        {entry.heading}
      </div>
    );
  const content = (
    <>
      <span className={styles.slot}>
        {entry.checked ? <Icon of={Check} /> : entry.icon ? <Icon of={entry.icon} filled={entry.filled} /> : null}
      </span>
      <span className={styles.label}>{entry.label}</span>
      {entry.hint ? <span className={styles.hint}>{entry.hint}</span> : null}
    </>
  );
  if (entry.checked !== undefined)
    return (
      <Menu.CheckboxItem key={entry.id} checked={entry.checked} onClick={entry.run} closeOnClick className={styles.item}>
        {content}
      </Menu.CheckboxItem>
    );
  return (
    <Menu.Item key={entry.id} onClick={entry.run} disabled={entry.disabled} data-danger={entry.danger || undefined} className={styles.item}>
      {content}
    </Menu.Item>
  );
}

export function FloatingDialog({ open, onClose, title, sentence, wide = false, children }: DialogProps): ReactNode {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.scrim} />
        <Dialog.Popup className={styles.dialog} data-wide={wide || undefined}>
          <Dialog.Title>{title}</Dialog.Title>
          {sentence ? <Dialog.Description>{sentence}</Dialog.Description> : null}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
