import { ArrowDown, ArrowUp } from 'lucide-react';
import { lazy, type ReactNode, type RefObject, Suspense, useMemo, useState } from 'react';
import { compareCells, formatCell } from '../../lib/format-cell.ts';
import type { CellValue, GridColumn } from '../../runtime/protocol.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import type { BlockTable } from './block-table.ts';
import styles from './ValueGrid.module.css';

/** Most values are short: what long ones need comes when one is shown. */
const VirtualRows = lazy(() => import('./VirtualRows.tsx').then((module) => ({ default: module.VirtualRows })));
const firstRows = 40;

/** From here on rows are numbered, and only the ones in sight are in the document. */
const many = 100;

interface Sorting {
  readonly column: number;
  readonly descending: boolean;
}

/** The rows of a value, as wide as they are; it scrolls with its panel. */
export function ValueGrid({
  table,
  label,
  scroller,
}: {
  table: BlockTable;
  label: string;
  scroller: RefObject<HTMLElement | null>;
}): ReactNode {
  const text = useMessages().results;
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const order = useMemo(() => sortedOrder(table.rows, sorting), [table, sorting]);
  const numbered = table.rows.length >= many;
  const widths = useMemo(() => (numbered ? columnWidths(table) : null), [numbered, table]);
  const sort = (column: number): void =>
    setSorting((now) => (now?.column !== column ? { column, descending: false } : now.descending ? null : { column, descending: true }));
  const row = (at: number): ReactNode => (
    <GridRow key={order[at]} row={table.rows[order[at]!]!} columns={table.columns} index={numbered ? at : null} place={at + 2} />
  );
  return (
    <div>
      <table className={styles.grid} aria-label={label} aria-rowcount={table.rows.length + 1}>
        {widths ? (
          <colgroup>
            <col style={{ width: '6ch' }} />
            {widths.map((width, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <col key={at} style={{ width: `calc(${width} * (var(--editor-size) * 0.6) + 20px)` }} />
            ))}
          </colgroup>
        ) : null}
        <thead>
          <tr aria-rowindex={1}>
            {numbered ? (
              <th className={styles.index}>
                <span className="hidden">{text.rowNumber}</span>
              </th>
            ) : null}
            {table.columns.map((column, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
              <GridHeader key={at} column={column} sorting={sorting?.column === at ? sorting : null} onSort={() => sort(at)} />
            ))}
          </tr>
        </thead>
        {numbered ? (
          <Suspense fallback={<tbody>{order.slice(0, firstRows).map((_, at) => row(at))}</tbody>}>
            <VirtualRows count={order.length} row={row} scroller={scroller} />
          </Suspense>
        ) : (
          <tbody>{order.map((_, at) => row(at))}</tbody>
        )}
      </table>
      {table.rows.length < table.total || numbered ? (
        <div className={styles.below}>
          {text.rowsBelow(table.rows.length, table.total, sorting ? (table.columns[sorting.column]?.name ?? null) : null)}
        </div>
      ) : null}
    </div>
  );
}

function GridHeader({ column, sorting, onSort }: { column: GridColumn; sorting: Sorting | null; onSort: () => void }): ReactNode {
  return (
    <th data-numeric={isNumeric(column) || undefined} aria-sort={sorting ? (sorting.descending ? 'descending' : 'ascending') : undefined}>
      <button type="button" className={styles.sort} onClick={onSort}>
        {column.name}
        {column.type ? <small>{column.type.replace(/\(.*\)/, '')}</small> : null}
        {sorting ? <Icon of={sorting.descending ? ArrowDown : ArrowUp} size={12} /> : null}
      </button>
    </th>
  );
}

function GridRow({
  row,
  columns,
  index,
  place,
}: {
  row: readonly CellValue[];
  columns: readonly GridColumn[];
  index: number | null;
  place: number;
}): ReactNode {
  return (
    <tr aria-rowindex={place}>
      {index === null ? null : <td className={styles.index}>{index + 1}</td>}
      {columns.map((column, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
        <GridCell key={at} value={row[at] ?? null} column={column} />
      ))}
    </tr>
  );
}

function GridCell({ value, column }: { value: CellValue; column: GridColumn }): ReactNode {
  const text = useMessages().results;
  const cell = formatCell(value);
  const shown =
    typeof value === 'object' && value !== null && (value.t === 'unloaded' || value.t === 'list') ? relationText(value, text) : cell.text;
  return (
    <td
      data-kind={cell.kind}
      data-role={column.role}
      data-numeric={cell.kind === 'number' || (isNumeric(column) && cell.kind === 'absent') || undefined}
      title={cell.title ?? (shown.length > 48 ? shown : undefined)}
    >
      {shown}
    </td>
  );
}

const relationText = (
  value: { t: 'unloaded' } | { t: 'list'; model: string; length: number },
  text: { notLoaded: string; listOf: (count: number, model: string) => string },
): string => (value.t === 'unloaded' ? `▸ ${text.notLoaded}` : `▸ ${text.listOf(value.length, value.model)}`);

const isNumeric = (column: GridColumn): boolean => /INT|NUM|REAL|FLOAT|DOUBLE|DECIMAL/i.test(column.type);

function sortedOrder(rows: BlockTable['rows'], sorting: Sorting | null): number[] {
  const order = rows.map((_, at) => at);
  if (!sorting) return order;
  const sign = sorting.descending ? -1 : 1;
  return order.sort((a, b) => sign * compareCells(rows[a]![sorting.column] ?? null, rows[b]![sorting.column] ?? null) || a - b);
}

/** In characters: widths must not follow the rows in sight. */
function columnWidths(table: BlockTable): number[] {
  return table.columns.map((column, at) => {
    let width = column.name.length + column.type.length + 2;
    for (const row of table.rows) width = Math.max(width, formatCell(row[at] ?? null).text.length);
    return Math.min(width, 48);
  });
}
