import { ArrowDown, ArrowUp } from 'lucide-react';
import { Fragment, lazy, type ReactNode, type RefObject, Suspense, useMemo, useRef, useState } from 'react';
import { cellForExport, formatCell } from '../../lib/format-cell.ts';
import type { CellValue, GridColumn } from '../../runtime/protocol.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import { ColumnGrip } from './ColumnGrip.tsx';
import { copyText, rowText } from './grid-copy.ts';
import { columnWidths, type GridData, type Sorting, sortedOrder } from './grid-data.ts';
import { RelationRow } from './RelationRow.tsx';
import { type PickedCell, useCellPick } from './use-cell-pick.ts';
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

/** The relation of a row that is opened below it. */
interface Opened {
  readonly column: number;
  readonly handle: number;
}

/** The rows of a value, as wide as they are; it scrolls with its panel. */
export function ValueGrid({ data, label, scroller, onExpand, ...pick }: ValueGridProps): ReactNode {
  const text = useMessages().results;
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [opened, setOpened] = useState<ReadonlyMap<number, Opened>>(new Map());
  const order = useMemo(() => sortedOrder(data, sorting), [data, sorting]);
  const numbered = data.count >= many;
  const natural = useMemo(() => (numbered ? columnWidths(data) : null), [numbered, data]);
  const { widths, grip } = useColumnWidths(natural);
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
    const open = opened.get(index);
    return (
      <Fragment key={index}>
        <tr aria-rowindex={at + 2} data-picked={picked?.row === index || undefined}>
          {numbered ? <td className={styles.index}>{at + 1}</td> : null}
          {data.columns.map((column, place) => (
            <GridCell
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
              key={place}
              row={index}
              at={place}
              id={picked?.row === index && picked.column === place ? id : undefined}
              value={data.cell(index, place)}
              column={column}
              isOpen={open?.column === place}
              onToggle={onExpand && ((handle) => toggle(index, place, handle))}
            />
          ))}
        </tr>
        {open && onExpand ? (
          <RelationRow
            key={`${open.column} ${open.handle}`}
            span={data.columns.length + (numbered ? 1 : 0)}
            name={data.columns[open.column]!.name}
            load={() => onExpand(open.handle)}
          />
        ) : null}
      </Fragment>
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
                grip={grip(at)}
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

/** Columns are as wide as their values until one is dragged: from then on each has the width it was left with. */
function useColumnWidths(natural: readonly number[] | null): {
  widths: readonly string[] | null;
  grip: (column: number) => { width: () => number; resize: (width: number, header: HTMLElement) => void };
} {
  const [dragged, setDragged] = useState<readonly number[] | null>(null);
  const header = useRef<HTMLElement | null>(null);
  const widths =
    dragged?.map((width) => `${width}px`) ?? natural?.map((width) => `calc(${width} * (var(--editor-size) * 0.6) + 20px)`) ?? null;
  const grip = (column: number) => ({
    width: () => dragged?.[column] ?? 0,
    resize: (width: number, cell: HTMLElement): void => {
      header.current = cell;
      const cells = [...(cell.parentElement?.querySelectorAll<HTMLElement>('th[data-column]') ?? [])];
      setDragged((now) => (now ?? cells.map((one) => one.offsetWidth)).map((old, at) => (at === column ? Math.max(40, width) : old)));
    },
  });
  return { widths, grip };
}

function GridHeader({
  column,
  sorting,
  onSort,
  grip,
}: {
  column: GridColumn;
  sorting: Sorting | null;
  onSort: () => void;
  grip: { resize: (width: number, header: HTMLElement) => void };
}): ReactNode {
  const header = useRef<HTMLTableCellElement>(null);
  const resizeBy = (step: number): void => {
    if (header.current) grip.resize(header.current.offsetWidth + step, header.current);
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
      <ColumnGrip header={header} onResize={(width) => header.current && grip.resize(width, header.current)} />
    </th>
  );
}

function GridCell({
  row,
  at,
  id,
  value,
  column,
  isOpen,
  onToggle,
}: {
  row: number;
  at: number;
  /** Of the picked one alone. */
  id: string | undefined;
  value: CellValue;
  column: GridColumn;
  isOpen: boolean;
  onToggle: ((handle: number) => void) | undefined;
}): ReactNode {
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

const handleOf = (value: CellValue): number | null =>
  typeof value === 'object' && value !== null && 'handle' in value && typeof value.handle === 'number' ? value.handle : null;

const relationText = (
  value: { t: 'unloaded' } | { t: 'list'; model: string; length: number },
  text: { notLoaded: string; listOf: (count: number, model: string) => string },
): string => (value.t === 'unloaded' ? text.notLoaded : text.listOf(value.length, value.model));

const isNumeric = (column: GridColumn): boolean => /INT|NUM|REAL|FLOAT|DOUBLE|DECIMAL/i.test(column.type);
