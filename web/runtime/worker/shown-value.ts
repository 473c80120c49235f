import type { CellValue, GridColumn, ShownValue } from '../protocol.ts';
import { limitText, simpleCell } from './cell-value.ts';
import { describeEntity, type EntityView, type RowView, readResult, readRow, temporalCell, unexecuted } from './core-library.ts';
import { type PackedRows, packRows } from './pack-rows.ts';
import { type KnownText, textOf } from './text-of.ts';

/** Rows of one value that are sent; how many there are is said beside them. */
const rowLimit = 1_000;

/** A value as it goes into its block, and all its rows where the block holds the first of them only. */
export interface ShownAll {
  readonly value: ShownValue;
  readonly pack: (() => PackedRows) | null;
}

/** How entities, rows and queries are written inside other values. */
export const knownText: KnownText = (value) =>
  describeEntity(value)?.text ?? rowText(value) ?? temporalCell(value)?.text ?? unexecuted(value)?.sql ?? null;

/**
 * What a top-level expression gave, as the page shows it. Nothing here may send a statement: what is not loaded is shown as not loaded.
 *
 * @param isOwned - true where the program holds the value under a name: a result that can be read only once is then left unread
 */
export function shownValue(value: unknown, isOwned: boolean): ShownAll {
  const simple = simpleCell(value);
  if (simple) return { value: { kind: 'value', value: simple.cell }, pack: null };
  if (typeof value === 'function') return { value: { kind: 'object', text: textOf(value, knownText) }, pack: null };
  const one = shownOne(value as object);
  if (one) return { value: one, pack: null };
  const items = itemsOf(value as object, isOwned);
  return items ? shownList(items) : { value: { kind: 'object', text: textOf(value, knownText) }, pack: null };
}

function shownOne(value: object): ShownValue | null {
  const entity = describeEntity(value);
  if (entity) return { kind: 'entity', model: entity.model, text: entity.text, columns: columnsOf(entity), row: cellsOf(entity) };
  const row = readRow(value);
  if (row) return rowsValue([row], 1);
  const query = unexecuted(value);
  if (query) return { kind: 'query', sql: query.sql, params: query.params.map(cellOf) };
  const temporal = temporalCell(value);
  return temporal && { kind: 'value', value: temporal };
}

function itemsOf(value: object, isOwned: boolean): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  return isOwned ? null : readResult(value);
}

function shownList(items: readonly unknown[]): ShownAll {
  const shown = items.slice(0, rowLimit);
  const value = listValue(shown, items.length);
  if (items.length <= rowLimit) return { value, pack: null };
  const cellsOfItem = rowReader(value);
  return { value, pack: () => packRows(items.length, (row) => cellsOfItem(items[row])) };
}

/** The cells of any item of a list whose first ones are shown as `value`; an item of another kind stands in the first column. */
function rowReader(value: ShownValue): (item: unknown) => readonly CellValue[] {
  if (value.kind !== 'entities' && value.kind !== 'rows') return (item) => [cellOf(item)];
  const width = value.columns.length;
  const blank = Array.from({ length: Math.max(0, width - 1) }, (): CellValue => null);
  return (item) => {
    const cells = value.kind === 'entities' ? entityCells(item) : readRow(item)?.values.map(cellOf);
    return cells?.length === width ? cells : [cellOf(item), ...blank];
  };
}

function entityCells(item: unknown): CellValue[] | undefined {
  const entity = describeEntity(item);
  return entity ? cellsOf(entity) : undefined;
}

function listValue(shown: readonly unknown[], total: number): ShownValue {
  const entities = shown.map((item) => describeEntity(item));
  const first = entities[0];
  if (first && entities.every((entity): entity is EntityView => entity?.model === first.model)) {
    return { kind: 'entities', model: first.model, columns: columnsOf(first), rows: entities.map(cellsOf), total };
  }
  const rows = shown.map((item) => readRow(item));
  const [firstRow] = rows;
  if (firstRow && rows.every((row): row is RowView => row?.names.length === firstRow.names.length)) return rowsValue(rows, total);
  return { kind: 'list', items: shown.map(cellOf), total };
}

function rowsValue(rows: readonly RowView[], total: number): ShownValue {
  const columns = (rows[0]?.names ?? []).map((name): GridColumn => ({ name, type: '', role: 'value' }));
  return { kind: 'rows', columns, rows: rows.map((row) => row.values.map(cellOf)), total };
}

function columnsOf({ attributes }: EntityView): GridColumn[] {
  return attributes.map(({ name, type, role }) => ({ name, type, role }));
}

function cellsOf({ attributes }: EntityView): CellValue[] {
  return attributes.map(({ type, role, loaded, value }) => {
    if (!loaded) return { t: 'unloaded', model: type };
    return role === 'relationship' && Array.isArray(value) ? { t: 'list', model: type, length: value.length } : cellOf(value);
  });
}

/** A value as one cell of a grid. */
export function cellOf(value: unknown): CellValue {
  const simple = simpleCell(value);
  if (simple) return simple.cell;
  const entity = describeEntity(value);
  if (entity) return { t: 'entity', model: entity.model, text: limitText(entity.text) };
  return temporalCell(value) ?? { t: 'text', text: textOf(value, knownText) };
}

function rowText(value: unknown): string | null {
  const row = readRow(value);
  return row && `(${row.values.map((item) => textOf(item, knownText)).join(', ')}${row.values.length === 1 ? ',' : ''})`;
}
