import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import styles from './DiagramSearch.module.css';
import { useDiagram, useDiagramStore } from './diagram-context.ts';
import { searchTables } from './search-tables.ts';

/** Finds tables by their name or a column's, and goes to the one that is picked. */
export function DiagramSearch({ onClose }: { onClose: () => void }): ReactNode {
  const messages = useMessages().diagram;
  const store = useDiagramStore();
  const graph = useDiagram((state) => state.graph);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const hits = searchTables(graph, text);
  const current = Math.min(at, hits.length - 1);

  const close = (): void => {
    store.getState().closeSearch();
    store.getState().hoverTable(null);
    onClose();
  };
  const look = (index: number): void => {
    const hit = hits[index];
    setAt(index);
    if (!hit) return;
    store.getState().reveal(hit.table);
    store.getState().focusTable(hit.table);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') look(Math.min(hits.length - 1, current + 1));
    else if (event.key === 'ArrowUp') look(Math.max(0, current - 1));
    else if (event.key === 'Enter') {
      look(current);
      close();
    } else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  return (
    <search className={styles.search} onKeyDown={onKeyDown}>
      <div className={styles.field}>
        <Icon of={Search} />
        <input
          // biome-ignore lint/a11y/noAutofocus: the field comes when it is asked for, and the next thing is to type
          autoFocus
          role="combobox"
          aria-label={messages.find}
          aria-expanded={hits.length > 0}
          aria-controls={listId}
          aria-activedescendant={hits[current] ? `${listId}-${current}` : undefined}
          placeholder={messages.find}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
        />
        <IconButton label={messages.close} icon={X} onClick={close} />
      </div>
      {text.trim() !== '' && hits.length === 0 ? <p className={styles.none}>{messages.findNone(text.trim())}</p> : null}
      <div id={listId} className={styles.hits} role="listbox" aria-label={messages.find} hidden={hits.length === 0}>
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y: the list of a combobox; keys and focus are the field's
          <div
            key={hit.table}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            className={styles.hit}
            onClick={() => {
              look(index);
              close();
            }}
          >
            <bdi>{hit.title}</bdi>
            {hit.column === null ? null : <bdi className={styles.column}>{hit.column}</bdi>}
          </div>
        ))}
      </div>
    </search>
  );
}
