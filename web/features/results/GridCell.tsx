import type { ReactNode } from 'react';
import { formatCell } from '../../lib/format-cell.ts';
import type { CellValue, GridColumn } from '../../runtime/protocol.ts';
import { useMessages } from '../../ui/messages/messages.ts';
import { handleOf, isNumeric } from './grid-data.ts';
import styles from './ValueGrid.module.css';

interface GridCellProps {
  row: number;
  at: number;
  /** Of the picked one alone. */
  id: string | undefined;
  value: CellValue;
  column: GridColumn;
  isOpen: boolean;
  onToggle: ((handle: number) => void) | undefined;
}

/** One value; a relation opens below its row. */
export function GridCell({ row, at, id, value, column, isOpen, onToggle }: GridCellProps): ReactNode {
  const text = useMessages().results;
  const cell = formatCell(value);
  const handle = handleOf(value);
  const isRelation = typeof value === 'object' && value !== null && (value.t === 'unloaded' || value.t === 'list');
  const shown = isRelation ? relationText(value, text) : cell.text;
  return (
    <td
      id={id}
      data-row={row}
      data-at={at}
      data-cell-picked={id === undefined ? undefined : true}
      data-kind={cell.kind}
      data-role={column.role}
      data-numeric={cell.kind === 'number' || (isNumeric(column) && cell.kind === 'absent') || undefined}
      title={cell.title ?? (shown.length > 48 ? shown : undefined)}
    >
      {handle !== null && onToggle ? (
        <button type="button" className={styles.relation} aria-expanded={isOpen} onClick={() => onToggle(handle)}>
          {isOpen ? '▾' : '▸'} {shown}
        </button>
      ) : isRelation ? (
        `▸ ${shown}`
      ) : (
        shown
      )}
    </td>
  );
}

const relationText = (
  value: { t: 'unloaded' } | { t: 'list'; model: string; length: number },
  text: { notLoaded: string; listOf: (count: number, model: string) => string },
): string => (value.t === 'unloaded' ? text.notLoaded : text.listOf(value.length, value.model));
