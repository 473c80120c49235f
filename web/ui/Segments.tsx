import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import styles from './Segments.module.css';

export interface SegmentsProps<Id extends string> {
  label: string;
  value: Id;
  options: readonly { readonly id: Id; readonly label: string; readonly disabled?: boolean }[];
  onChange: (id: Id) => void;
}

/** One of a few choices, all in sight. */
export function Segments<Id extends string>({ label, value, options, onChange }: SegmentsProps<Id>): ReactNode {
  const group = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step =
      event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const possible = options.filter((option) => !option.disabled);
    const at = possible.findIndex((option) => option.id === value);
    const next = possible[(at + step + possible.length) % possible.length];
    if (!next) return;
    onChange(next.id);
    group.current?.querySelector<HTMLElement>(`[data-id="${next.id}"]`)?.focus();
  };
  return (
    <div ref={group} className={styles.segments} role="radiogroup" aria-label={label} onKeyDown={move}>
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: one of a group that moves by arrow keys and looks like buttons
        <button
          key={option.id}
          type="button"
          role="radio"
          data-id={option.id}
          aria-checked={option.id === value}
          tabIndex={option.id === value ? 0 : -1}
          disabled={option.disabled}
          className={styles.segment}
          onClick={() => onChange(option.id)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
