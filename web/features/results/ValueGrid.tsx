import { lazy, type ReactNode, type RefObject, Suspense, useMemo, useRef, useState } from 'react';
import { cellForExport } from '../../lib/format-cell.ts';
import { useMessages } from '../../ui/messages/messages.ts';
import { GridHeader } from './GridHeader.tsx';
import { GridRow, type OpenedRelation } from './GridRow.tsx';
import { copyText, rowText } from './grid-copy.ts';
import { columnWidths, type GridData, handleOf, type Sorting, sortedOrder } from './grid-data.ts';
import { type PickedCell, useCellPick } from './use-cell-pick.ts';
import { useColumnWidths } from './use-column-widths.ts';
import styles from './ValueGrid.module.css';

/** Most values are short: what long ones need comes when one is shown. */
const VirtualRows = lazy(() => import('./VirtualRows.tsx').then((module) => ({ default: module.VirtualRows })));
const ValueDialog = lazy(() => import('./ValueDialog.tsx').then((module) => ({ default: module.ValueDialog })));
const firstRows = 40;

/** From here on rows are numbered, and only the ones in sight are in the document. */
const many = 100;

export interface ValueGridProps {
  data: GridData;
  label: string;
  scroller: RefObject<HTMLElement | null>;
  /** Opens what stands behind a cell; without it a relation is only named. */
  onExpand?: (handle: number) => Promise<ReactNode>;
  /** The cell that is picked, where what stands around the grid has to know it. */
  picked?: PickedCell | null;
  onPick?: (cell: PickedCell | null) => void;
}

/** The rows of a value, as wide as they are; it scrolls with its panel. */
export function ValueGrid({ data, label, scroller, onExpand, ...pick }: ValueGridProps): ReactNode {
  const text = useMessages().results;
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [opened, setOpened] = useState<ReadonlyMap<number, OpenedRelation>>(new Map());
  const order = useMemo(() => sortedOrder(data, sorting), [data, sorting]);
  const numbered = data.count >= many;
  const natural = useMemo(() => (numbered ? columnWidths(data) : null), [numbered, data]);
  const { widths, resize } = useColumnWidths(natural);
  const sort = (column: number): void =>
    setSorting((now) => (now?.column !== column ? { column, descending: false } : now.descending ? null : { column, descending: true }));
  const toggle = (row: number, column: number, handle: number): void =>
    setOpened((now) => {
      const next = new Map(now);
      if (next.get(row)?.column === column) next.delete(row);
      else next.set(row, { column, handle });
      return next;
    });
  const table = useRef<HTMLTableElement>(null);
  const [ownPicked, setOwnPicked] = useState<PickedCell | null>(null);
  const chosen = pick.onPick ? (pick.picked ?? null) : ownPicked;
  // The next run's value may be smaller.
  const picked = chosen && chosen.row < data.count && chosen.column < data.columns.length ? chosen : null;
  const [whole, setWhole] = useState<PickedCell | null>(null);
  const copyCell = ({ row: of, column }: PickedCell): void => void copyText(cellForExport(data.cell(of, column)), text.copiedCell);
  const {
    id,
    at: pickedAt,
    events,
  } = useCellPick({
    data,
    order,
    table,
    picked,
    onPick: pick.onPick ?? setOwnPicked,
    onOpen: (cell) => {
      const handle = handleOf(data.cell(cell.row, cell.column));
      if (handle !== null && onExpand) toggle(cell.row, cell.column, handle);
      else setWhole(cell);
    },
    onCopy: copyCell,
  });
  const row = (at: number): ReactNode => {
    const index = order[at]!;
    return (
      <GridRow
        key={index}
        data={data}
        index={index}
        at={at}
        isNumbered={numbered}
        picked={picked?.row === index ? { column: picked.column, id } : null}
        opened={opened.get(index) ?? null}
        onToggle={toggle}
        onExpand={onExpand}
      />
    );
  };
  return (
    <div>
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are walked with the arrow keys
        role="grid"
        tabIndex={0}
        aria-activedescendant={picked ? id : undefined}
        {...events}
        className={styles.grid}
        data-fixed={widths !== null || undefined}
        aria-label={label}
        aria-rowcount={data.total + 1}
        // A fixed layout needs a width of its own, or it takes all there is.
        style={widths ? { width: 'min-content' } : undefined}
      >
        {widths ? (
          <colgroup>
            {numbered ? <col style={{ width: '6ch' }} /> : null}
            {widths.map((width, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <col key={at} style={{ width }} />
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
            {data.columns.map((column, at) => (
              <GridHeader
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                key={at}
                column={column}
                sorting={sorting?.column === at ? sorting : null}
                onSort={() => sort(at)}
                onResize={(width, header) => resize(at, width, header)}
              />
            ))}
          </tr>
        </thead>
        {numbered ? (
          <Suspense fallback={<tbody>{Array.from(order.slice(0, firstRows), (_, at) => row(at))}</tbody>}>
            <VirtualRows count={order.length} row={row} scroller={scroller} opened={opened.size} pickedAt={pickedAt} />
          </Suspense>
        ) : (
          <tbody>{Array.from(order, (_, at) => row(at))}</tbody>
        )}
      </table>
      {whole ? (
        <Suspense fallback={null}>
          <ValueDialog
            value={data.cell(whole.row, whole.column)}
            column={data.columns[whole.column]!}
            row={order.indexOf(whole.row) + 1}
            onCopy={() => copyCell(whole)}
            onCopyRow={() => void copyText(rowText(data, whole.row), text.copied(1))}
            onClose={() => {
              setWhole(null);
              table.current?.focus({ preventScroll: true });
            }}
          />
        </Suspense>
      ) : null}
      {data.count < data.total || numbered ? (
        <div className={styles.below}>
          {text.rowsBelow(data.count, data.total, sorting ? (data.columns[sorting.column]?.name ?? null) : null)}
        </div>
      ) : null}
    </div>
  );
}
