import { Column, type ColumnArguments } from '../schema/column.ts';
import { MetaData, type MetaDataOptions } from '../schema/metadata.ts';
import { Table } from '../schema/table.ts';
import { languageNames } from '../sql/sql.ts';
import * as types from '../sql/types/factories.ts';
import { schemaNames } from './schema-names.ts';

/** The SQL language, the types and the parts of a table without a database: `sql.select(sql.column('a'))`, `sql.true()`. Migration scripts know it as `sa`. */
export const sql = {
  ...languageNames,
  ...types,
  ...schemaNames,
  Column: (...args: ColumnArguments): Column => new Column(...args),
  Table: (...args: ConstructorParameters<typeof Table>): Table => new Table(...args),
  MetaData: (options?: MetaDataOptions): MetaData => new MetaData(options),
} as const;
