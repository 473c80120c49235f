import { compareCells, formatCell } from '../../lib/format-cell.ts';
import type { CellValue, GridColumn, ShownValue } from '../../runtime/protocol.ts';
import { blockTable } from './block-table.ts';

/** Rows that lie elsewhere and are decoded when they are looked at: what a run's client gives for a long value. */
export interface RowSource {
  readonly count: number;
  cell(row: number, column: number): CellValue;
}

/** The rows of a value as a grid reads them, wherever they lie. */
export interface GridData {
  readonly columns: readonly GridColumn[];
  /** Rows that can be shown. */
  readonly count: number;
  /** Rows there were. */
  readonly total: number;
  cell(row: number, column: number): CellValue;
}

/** The grid of a value that has one. With `pages`, all rows that the run sent; without, the first ones that came with the value itself. */
export function gridData(value: ShownValue, pages: RowSource | null): GridData | null {
  const table = blockTable(value);
  if (!table) return null;
  const { columns, rows, total } = table;
  if (pages && pages.count > rows.length) return { columns, total, count: pages.count, cell: (row, column) => pages.cell(row, column) };
  return { columns, total, count: rows.length, cell: (row, column) => rows[row]?.[column] ?? null };
}

export interface Sorting {
  readonly column: number;
  readonly descending: boolean;
}

/** Places of the rows in the order they are shown; equal ones stay as they came. */
export function sortedOrder(data: GridData, sorting: Sorting | null): Uint32Array {
  const order = Uint32Array.from({ length: data.count }, (_, at) => at);
  if (!sorting) return order;
  const cells = Array.from(order, (row) => data.cell(row, sorting.column));
  const sign = sorting.descending ? -1 : 1;
  return order.sort((a, b) => sign * compareCells(cells[a]!, cells[b]!) || a - b);
}

/** Of very many rows, so many say how wide a column has to be. */
const MEASURED = 2000;
const WIDEST = 48;

/** In characters: the widths of a long grid must not follow the rows in sight. */
export function columnWidths(data: GridData): number[] {
  const step = Math.max(1, Math.ceil(data.count / MEASURED));
  return data.columns.map((column, at) => {
    let width = column.name.length + column.type.length + 2;
    for (let row = 0; row < data.count; row += step) width = Math.max(width, formatCell(data.cell(row, at)).text.length);
    return Math.min(width, WIDEST);
  });
}

/** Whether the database keeps numbers in the column. */
export const isNumeric = (column: GridColumn): boolean => /INT|NUM|REAL|FLOAT|DOUBLE|DECIMAL/i.test(column.type);

/** What the run worker finds an opened relation by; null where there is nothing to open. */
export const handleOf = (value: CellValue): number | null =>
  typeof value === 'object' && value !== null && 'handle' in value && typeof value.handle === 'number' ? value.handle : null;
