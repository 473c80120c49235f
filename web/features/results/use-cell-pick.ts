import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useId } from 'react';
import type { GridData } from './grid-data.ts';

/** A cell by its row among the data, whatever the order they are shown in, and its column. */
export interface PickedCell {
  readonly row: number;
  readonly column: number;
}

const page = 12;

/** Where a key leads from a place in the grid; null where it is none of ours. */
export function keyTarget(
  { key, ctrlKey, metaKey }: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean },
  [at, column]: readonly [at: number, column: number],
  [rows, columns]: readonly [rows: number, columns: number],
): readonly [at: number, column: number] | null {
  const far = ctrlKey || metaKey;
  const to: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [far ? 0 : at - 1, column],
    ArrowDown: [far ? rows - 1 : at + 1, column],
    ArrowLeft: [at, far ? 0 : column - 1],
    ArrowRight: [at, far ? columns - 1 : column + 1],
    Home: [far ? 0 : at, 0],
    End: [far ? rows - 1 : at, columns - 1],
    PageUp: [at - page, column],
    PageDown: [at + page, column],
  };
  const target = Object.hasOwn(to, key) ? to[key] : undefined;
  if (!target) return null;
  return [Math.max(0, Math.min(rows - 1, target[0])), Math.max(0, Math.min(columns - 1, target[1]))];
}

interface CellPickDeps {
  readonly data: GridData;
  readonly order: Uint32Array;
  readonly table: RefObject<HTMLTableElement | null>;
  readonly picked: PickedCell | null;
  readonly onPick: (cell: PickedCell | null) => void;
  /** Enter, or a double click. */
  readonly onOpen: (cell: PickedCell) => void;
  readonly onCopy: (cell: PickedCell) => void;
}

/**
 * The grid keeps the keyboard and says which of its cells is meant: a cell that scrolls out of the document takes no focus away with it.
 */
export function useCellPick({ data, order, table, picked, onPick, onOpen, onCopy }: CellPickDeps) {
  const id = useId();
  const at = picked ? order.indexOf(picked.row) : -1;
  useEffect(() => {
    if (picked && document.activeElement === table.current)
      table.current?.querySelector('[data-cell-picked]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [picked, table]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.altKey || data.count === 0) return;
    if (event.key === 'Escape' && picked) onPick(null);
    else if (picked && event.key === 'Enter') onOpen(picked);
    else if (picked && event.key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey) && !event.shiftKey) onCopy(picked);
    else {
      const target = keyTarget(event, picked ? [at, picked.column] : [0, 0], [data.count, data.columns.length]);
      if (!target) return;
      // The first key only shows where the keyboard is.
      onPick(picked ? { row: order[target[0]]!, column: target[1] } : { row: order[0]!, column: 0 });
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const cellOf = (event: MouseEvent): PickedCell | null => {
    const cell = (event.target as Element).closest<HTMLElement>('td[data-at]');
    if (!cell || cell.closest('table') !== table.current) return null;
    return { row: Number(cell.dataset['row']), column: Number(cell.dataset['at']) };
  };
  const onClick = (event: MouseEvent): void => {
    const cell = cellOf(event);
    if (!cell) return;
    onPick(cell);
    // Text that was marked with the pointer stays marked; a button in the cell keeps the keyboard.
    if (!(event.target as Element).closest('button')) table.current?.focus({ preventScroll: true });
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const cell = cellOf(event);
    if (cell && !(event.target as Element).closest('button')) onOpen(cell);
  };
  return { id, at, events: { onKeyDown, onClick, onDoubleClick } };
}
