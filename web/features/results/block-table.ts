import type { CellValue, GridColumn, ResultBlock, ShownValue } from '../../runtime/protocol.ts';

/** A value as a grid has it. */
export interface BlockTable {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly (readonly CellValue[])[];
  /** Rows there were; more than `rows` holds where the run sent only the first. */
  readonly total: number;
}

const valueColumn: GridColumn = { name: 'value', type: '', role: 'value' };

/** The grid of a value that has one, or null: a scalar, a query, an object stand in one line. */
export function blockTable(value: ShownValue): BlockTable | null {
  switch (value.kind) {
    case 'entities':
    case 'rows':
      return { columns: value.columns, rows: value.rows, total: value.total };
    case 'entity':
      return { columns: value.columns, rows: [value.row], total: 1 };
    case 'list':
      return { columns: [valueColumn], rows: value.items.map((item) => [item]), total: value.total };
    case 'value':
    case 'query':
    case 'object':
      return null;
  }
}

/** The same for an export, where a scalar is a grid of one cell. */
export function exportTable(block: ResultBlock): BlockTable {
  const { value } = block;
  const column = { ...valueColumn, name: block.name ?? 'value' };
  const one = (cell: CellValue): BlockTable => ({ columns: [column], rows: [[cell]], total: 1 });
  switch (value.kind) {
    case 'value':
      return one(value.value);
    case 'query':
      return one(value.sql);
    case 'object':
      return one(value.text);
    default:
      return blockTable(value)!;
  }
}
