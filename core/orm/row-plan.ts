import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import type { BindProcessor } from '../sql/types/type-engine.ts';
import type { ColumnProperty } from './column-property.ts';
import type { Mapper } from './mapper.ts';

/** How one column is written. */
export interface WrittenColumn {
  readonly column: Column;
  readonly property: ColumnProperty;
  /** The column as the database knows it, quoted where it must be. */
  readonly name: string;
  readonly isKey: boolean;
  /** True where a column that is left out gets its value from the database. */
  readonly isFilledByDatabase: boolean;
  readonly bind: BindProcessor | null;
  readonly bindsNull: boolean;
}

/** How the rows of one table of a class are written. */
export interface TablePlan {
  readonly mapper: Mapper;
  readonly table: Table;
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  readonly key: readonly WrittenColumn[];
  /** The column whose value the database makes: a key of one part that nothing else fills. */
  readonly generatedKey: WrittenColumn | null;
}

const plans = new WeakMap<SqlDialect, WeakMap<Mapper, readonly TablePlan[]>>();

/** The tables of a class in the order of inserting, with how each column is bound; made once for each dialect. */
export function tablePlans(mapper: Mapper, dialect: SqlDialect): readonly TablePlan[] {
  let byMapper = plans.get(dialect);
  if (byMapper === undefined) plans.set(dialect, (byMapper = new WeakMap()));
  let known = byMapper.get(mapper);
  if (known === undefined) byMapper.set(mapper, (known = mapper.tables.map((table) => planTable(mapper, table, dialect))));
  return known;
}

function planTable(mapper: Mapper, table: Table, dialect: SqlDialect): TablePlan {
  const columns: WrittenColumn[] = [];
  for (const each of table.columnList) {
    const column = each as Column;
    const property = mapper.propertyOf(column);
    if (property !== undefined) columns.push(planColumn(column, property, dialect));
  }
  const key = columns.filter(({ column }) => column.primaryKey);
  const isGenerated = key.length === 1 && key[0]!.column.foreignKeys.length === 0 && !hasValue(key[0]!.column.default);
  return { mapper, table, name: dialect.identifiers.formatTable(table), columns, key, generatedKey: isGenerated ? key[0]! : null };
}

function planColumn(column: Column, property: ColumnProperty, dialect: SqlDialect): WrittenColumn {
  return {
    column,
    property,
    name: dialect.identifiers.quote(column.name),
    isKey: column.primaryKey,
    isFilledByDatabase: hasValue(column.serverDefault) || hasValue(column.computed) || hasValue(column.generatedIdentity),
    bind: column.type.bindProcessor(dialect),
    bindsNull: column.type.handlesNull,
  };
}

const hasValue = (given: unknown): boolean => given !== undefined && given !== null;

/** Rows are told apart by which of a table's columns they name: as a number where its bits are enough, which costs nothing to compare. */
export type ShapeCode = number | string;

/** Up to so many columns fit into the bits of a number. */
const bitsOfNumber = 50;

/** Which columns a row names, put together one by one. */
export function extendCode(code: ShapeCode, isNamed: boolean): ShapeCode {
  if (typeof code === 'number') return code * 2 + (isNamed ? 1 : 0);
  return code + (isNamed ? '1' : '0');
}

export const emptyCode = (columns: number): ShapeCode => (columns <= bitsOfNumber ? 0 : '');

/** For each of a table's columns whether a code names it. */
export function readCode(code: ShapeCode, columns: number): boolean[] {
  const bits = typeof code === 'number' ? code.toString(2).padStart(columns, '0') : code;
  return Array.from({ length: columns }, (_, i) => bits[i] === '1');
}
