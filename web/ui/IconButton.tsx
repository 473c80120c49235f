import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children'> {
  label: string;
  icon: LucideIcon;
  shortcut?: string;
  pressed?: boolean;
}

/** A square button with an icon; its label is name and tooltip. */
export function IconButton({ label, icon, shortcut, pressed, kind = 'quiet', ...rest }: IconButtonProps): ReactNode {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <Button kind={kind} icon aria-label={label} aria-pressed={pressed} {...rest}>
        <Icon of={icon} />
      </Button>
    </Tooltip>
  );
}
