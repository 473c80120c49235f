import type { Column } from '../schema/column.ts';
import type { ColumnClause } from '../sql/column-clause.ts';

/** The column of a table that an annotated copy of it stands for. */
export function baseColumn(column: ColumnClause<any, any>): Column {
  return column.identity as Column;
}
