import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import type { GridColumn } from '../../runtime/protocol.ts';
import { Icon } from '../../ui/Icon.tsx';
import { ColumnGrip } from './ColumnGrip.tsx';
import { isNumeric, type Sorting } from './grid-data.ts';
import styles from './ValueGrid.module.css';

interface GridHeaderProps {
  column: GridColumn;
  sorting: Sorting | null;
  onSort: () => void;
  onResize: (width: number, header: HTMLElement) => void;
}

/** A column's name: a press sorts by it, its edge or Alt and an arrow key make it wider. */
export function GridHeader({ column, sorting, onSort, onResize }: GridHeaderProps): ReactNode {
  const header = useRef<HTMLTableCellElement>(null);
  const resizeBy = (step: number): void => {
    if (header.current) onResize(header.current.offsetWidth + step, header.current);
  };
  return (
    <th
      ref={header}
      data-column
      data-numeric={isNumeric(column) || undefined}
      aria-sort={sorting ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={onSort}
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
        onKeyDown={(event) => {
          if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
          event.preventDefault();
          resizeBy(event.key === 'ArrowLeft' ? -16 : 16);
        }}
      >
        {column.name}
        {column.type ? <small>{column.type.replace(/\(.*\)/, '')}</small> : null}
        {sorting ? <Icon of={sorting.descending ? ArrowDown : ArrowUp} size={12} /> : null}
      </button>
      <ColumnGrip header={header} onResize={(width) => header.current && onResize(width, header.current)} />
    </th>
  );
}
