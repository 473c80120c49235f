import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** A Lucide icon as the page draws it: 16 px, thin, hidden from a screen reader, since its button or text has the name. */
export function Icon({
  of: Drawing,
  size = 16,
  filled = false,
  className,
}: {
  of: LucideIcon;
  size?: number;
  filled?: boolean;
  className?: string;
}): ReactNode {
  return (
    <Drawing
      size={size}
      strokeWidth={1.5}
      fill={filled ? 'currentColor' : 'none'}
      aria-hidden="true"
      className={className}
      style={{ flex: 'none' }}
    />
  );
}
