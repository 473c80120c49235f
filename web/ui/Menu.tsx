import { Menu as Base } from '@base-ui/react/menu';
import { Check, type LucideIcon } from 'lucide-react';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import styles from './floating.module.css';
import { Icon } from './Icon.tsx';

export type MenuEntry =
  | {
      readonly id: string;
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly filled?: boolean;
      readonly hint?: string;
      /** Present: the entry is one of several, and this says whether it is the chosen one. */
      readonly checked?: boolean;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      readonly run: () => void;
    }
  | { readonly heading: string }
  | 'rule';

/** A button that opens a list of acts. `trigger` is the button, with its own name. */
export function Menu({
  trigger,
  entries,
  align = 'start',
}: {
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
}): ReactNode {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className={styles.positioner}>
          <Base.Popup className={styles.menu}>{entries.map(entryOf)}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function entryOf(entry: MenuEntry, at: number): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: a rule has nothing else, and the list is drawn anew as a whole
  if (entry === 'rule') return <Base.Separator key={at} className={styles.rule} />;
  if ('heading' in entry)
    return (
      <div key={entry.heading} className={styles.heading}>
        {entry.heading}
      </div>
    );
  const content = (
    <Fragment>
      <span className={styles.slot}>
        {entry.checked ? <Icon of={Check} /> : entry.icon ? <Icon of={entry.icon} filled={entry.filled} /> : null}
      </span>
      <span className={styles.label}>{entry.label}</span>
      {entry.hint ? <span className={styles.hint}>{entry.hint}</span> : null}
    </Fragment>
  );
  if (entry.checked !== undefined)
    return (
      <Base.CheckboxItem key={entry.id} checked={entry.checked} onClick={entry.run} closeOnClick className={styles.item}>
        {content}
      </Base.CheckboxItem>
    );
  return (
    <Base.Item key={entry.id} onClick={entry.run} disabled={entry.disabled} data-danger={entry.danger || undefined} className={styles.item}>
      {content}
    </Base.Item>
  );
}
