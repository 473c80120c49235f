import type { ReactNode } from 'react';

/** The sign of the program: zero or many. */
export function Mark({ size = 20 }: { size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M1.5 12h4M12.5 12H22M12.5 12 22 4.5M12.5 12 22 19.5" />
      <circle cx="9" cy="12" r="3.5" />
    </svg>
  );
}
