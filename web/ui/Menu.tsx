import type { LucideIcon } from 'lucide-react';
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react';
import { loadFloating } from './load-floating.ts';

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

export interface MenuProps {
  /** The button, with its own name. */
  trigger: ReactElement<{ onClick?: () => void }>;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
  /** Open from the first: its button was pressed before it had arrived. */
  startsOpen?: boolean;
}

const FloatingMenu = lazy(async () => ({ default: (await loadFloating()).FloatingMenu }));

/** A button that opens a list of acts. */
export function Menu(props: MenuProps): ReactNode {
  const [wasPressed, setWasPressed] = useState(false);
  return (
    <Suspense fallback={cloneElement(props.trigger, { onClick: () => setWasPressed(true) })}>
      <FloatingMenu {...props} startsOpen={wasPressed} />
    </Suspense>
  );
}
