import type { ReactNode } from 'react';
import { GridCell } from './GridCell.tsx';
import type { GridData } from './grid-data.ts';
import { RelationRow } from './RelationRow.tsx';
import styles from './ValueGrid.module.css';

/** The relation of a row that is opened below it. */
export interface OpenedRelation {
  readonly column: number;
  readonly handle: number;
}

interface GridRowProps {
  data: GridData;
  /** The row among the data. */
  index: number;
  /** Its place in the order that is shown. */
  at: number;
  isNumbered: boolean;
  /** The picked cell, where it is in this row. */
  picked: { column: number; id: string } | null;
  opened: OpenedRelation | null;
  onToggle: (row: number, column: number, handle: number) => void;
  onExpand: ((handle: number) => Promise<ReactNode>) | undefined;
}

/** One row, and below it the relation that is opened. */
export function GridRow({ data, index, at, isNumbered, picked, opened, onToggle, onExpand }: GridRowProps): ReactNode {
  return (
    <>
      <tr aria-rowindex={at + 2} data-picked={picked !== null || undefined}>
        {isNumbered ? <td className={styles.index}>{at + 1}</td> : null}
        {data.columns.map((column, place) => (
          <GridCell
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            key={place}
            row={index}
            at={place}
            id={picked?.column === place ? picked.id : undefined}
            value={data.cell(index, place)}
            column={column}
            isOpen={opened?.column === place}
            onToggle={onExpand && ((handle) => onToggle(index, place, handle))}
          />
        ))}
      </tr>
      {opened && onExpand ? (
        <RelationRow
          key={`${opened.column} ${opened.handle}`}
          span={data.columns.length + (isNumbered ? 1 : 0)}
          name={data.columns[opened.column]!.name}
          load={() => onExpand(opened.handle)}
        />
      ) : null}
    </>
  );
}
