import type { CellValue, GridColumn, ShownValue } from '../protocol.ts';
import { limitText, simpleCell } from './cell-value.ts';
import { describeEntity, type EntityView, readResult, readRow, type RowView, temporalCell, unexecuted } from './core-library.ts';
import { type KnownText, textOf } from './text-of.ts';

/** Rows of one value that are sent; how many there are is said beside them. */
const rowLimit = 1_000;

/** How entities, rows and queries are written inside other values. */
export const knownText: KnownText = (value) =>
  describeEntity(value)?.text ?? rowText(value) ?? temporalCell(value)?.text ?? unexecuted(value)?.sql ?? null;

/**
 * What a top-level expression gave, as the page shows it. Nothing here may send a statement: what is not loaded is shown as not loaded.
 *
 * @param isOwned - true where the program holds the value under a name: a result that can be read only once is then left unread
 */
export function shownValue(value: unknown, isOwned: boolean): ShownValue {
  const simple = simpleCell(value);
  if (simple) return { kind: 'value', value: simple.cell };
  if (typeof value === 'function') return { kind: 'object', text: textOf(value, knownText) };
  return shownObject(value as object, isOwned);
}

function shownObject(value: object, isOwned: boolean): ShownValue {
  const entity = describeEntity(value);
  if (entity) return { kind: 'entity', model: entity.model, text: entity.text, columns: columnsOf(entity), row: cellsOf(entity) };
  const row = readRow(value);
  if (row) return rowsValue([row], 1);
  const query = unexecuted(value);
  if (query) return { kind: 'query', sql: query.sql, params: query.params.map(cellOf) };
  const temporal = temporalCell(value);
  if (temporal) return { kind: 'value', value: temporal };
  const items = itemsOf(value, isOwned);
  return items ? listValue(items) : { kind: 'object', text: textOf(value, knownText) };
}

function itemsOf(value: object, isOwned: boolean): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  return isOwned ? null : readResult(value);
}

function listValue(items: readonly unknown[]): ShownValue {
  const shown = items.slice(0, rowLimit);
  const entities = shown.map((item) => describeEntity(item));
  const first = entities[0];
  if (first && entities.every((entity): entity is EntityView => entity?.model === first.model)) {
    return { kind: 'entities', model: first.model, columns: columnsOf(first), rows: entities.map(cellsOf), total: items.length };
  }
  const rows = shown.map((item) => readRow(item));
  const [firstRow] = rows;
  if (firstRow && rows.every((row): row is RowView => row?.names.length === firstRow.names.length)) return rowsValue(rows, items.length);
  return { kind: 'list', items: shown.map(cellOf), total: items.length };
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
