import { lazy, type ReactElement, type ReactNode, Suspense } from 'react';
import { loadFloating } from './load-floating.ts';

export interface TooltipProps {
  label: string;
  shortcut?: string;
  side?: 'top' | 'bottom' | 'right';
  children: ReactElement;
}

const FloatingTooltip = lazy(async () => ({ default: (await loadFloating()).FloatingTooltip }));

/** What a control does, and its keys, after a moment's hover or on focus. The control has the same words as its name. */
export function Tooltip(props: TooltipProps): ReactNode {
  return (
    <Suspense fallback={props.children}>
      <FloatingTooltip {...props} />
    </Suspense>
  );
}
