import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench } from './BenchContext.ts';
import styles from './Palette.module.css';
import { findEntries, type PaletteHit, paletteEntries } from './palette-entries.ts';

const shownAtMost = 200;

/** One field that reaches every action, file, table and choice. */
export function Palette({ onClose }: { onClose: () => void }): ReactNode {
  const bench = useBench();
  const text = useMessages();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [entries] = useState(() => paletteEntries(bench, text));
  const hits = useMemo(() => findEntries(entries, query), [entries, query]);
  const shown = hits.slice(0, shownAtMost);
  const current = Math.min(at, shown.length - 1);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const take = (hit: PaletteHit | undefined): void => {
    if (!hit) return;
    onClose();
    // The dialog gives the focus back first: what the entry does may move it.
    setTimeout(() => hit.entry.run());
  };
  const move = (to: number): void => {
    setAt(to);
    requestAnimationFrame(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const last = shown.length - 1;
    if (event.key === 'ArrowDown') move(current >= last ? 0 : current + 1);
    else if (event.key === 'ArrowUp') move(current <= 0 ? last : current - 1);
    else if (event.key === 'PageDown') move(Math.min(last, current + 10));
    else if (event.key === 'PageUp') move(Math.max(0, current - 10));
    else if (event.key === 'Enter') take(shown[current]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.scrim} />
        <Dialog.Popup className={styles.palette} aria-label={text.desk.palette.title} initialFocus={field}>
          <div className={styles.field}>
            <Icon of={Search} />
            <input
              ref={field}
              role="combobox"
              aria-label={text.desk.palette.title}
              aria-expanded
              aria-controls="palette-list"
              aria-activedescendant={shown[current] ? `palette-${current}` : undefined}
              placeholder={text.desk.palette.placeholder}
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                move(0);
              }}
              onKeyDown={onKey}
            />
          </div>
          <div className={styles.list} ref={list} id="palette-list" role="listbox" aria-label={text.desk.palette.title}>
            {shown.map((hit, index) => (
              // biome-ignore lint/a11y: the list of a combobox; keys and focus are the field's
              <div
                key={hit.entry.id}
                id={`palette-${index}`}
                role="option"
                aria-selected={index === current}
                className={styles.row}
                onPointerMove={() => index !== current && setAt(index)}
                onClick={() => take(hit)}
              >
                <Icon of={hit.entry.icon} />
                <Marked hit={hit} />
                {hit.entry.hint ? <span className={styles.hint}>{hit.entry.hint}</span> : null}
              </div>
            ))}
          </div>
          {shown.length === 0 ? <p className={styles.none}>{text.desk.palette.none(query.trim())}</p> : null}
          <span className="hidden" role="status">
            {query.trim() ? text.desk.palette.found(hits.length) : ''}
          </span>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The label with what was typed standing out. */
function Marked({ hit: { entry, ranges } }: { hit: PaletteHit }): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const [from, to] of ranges) {
    parts.push(entry.label.slice(end, from), <b key={from}>{entry.label.slice(from, to)}</b>);
    end = to;
  }
  return (
    <bdi className={styles.label}>
      {parts}
      {entry.label.slice(end)}
    </bdi>
  );
}
