import type { CellValue, GridColumn, ShownValue } from '../protocol.ts';
import { limitText, simpleCell } from './cell-value.ts';
import {
  describeEntity,
  type EntityView,
  type RowView,
  readResult,
  readRow,
  resultText,
  temporalCell,
  unexecuted,
} from './core-library.ts';
import type { Handles } from './handles.ts';
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
  describeEntity(value)?.text ?? rowText(value) ?? temporalCell(value)?.text ?? resultText(value) ?? unexecuted(value)?.sql ?? null;

/**
 * What a top-level expression gave, as the page shows it. Nothing here may send a statement: what is not loaded is shown as not loaded.
 *
 * @param isOwned - true where the program holds the value under a name: a result that can be read only once is then left unread
 */
export function shownValue(value: unknown, isOwned: boolean, handles: Handles | null = null): ShownAll {
  const simple = simpleCell(value);
  if (simple) return { value: { kind: 'value', value: simple.cell }, pack: null };
  if (typeof value === 'function') return { value: { kind: 'object', text: textOf(value, knownText) }, pack: null };
  const one = shownOne(value as object, handles);
  if (one) return { value: one, pack: null };
  const items = itemsOf(value as object, isOwned);
  return items ? shownList(items, handles) : { value: { kind: 'object', text: textOf(value, knownText) }, pack: null };
}

function shownOne(value: object, handles: Handles | null): ShownValue | null {
  const entity = describeEntity(value);
  if (entity) return { kind: 'entity', model: entity.model, text: entity.text, columns: columnsOf(entity), row: cellsOf(entity, handles) };
  const row = readRow(value);
  if (row) return rowsValue([row], 1, handles);
  const query = unexecuted(value);
  if (query) return { kind: 'query', sql: query.sql, params: query.params.map((param) => cellOf(param)) };
  const temporal = temporalCell(value);
  return temporal && { kind: 'value', value: temporal };
}

function itemsOf(value: object, isOwned: boolean): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  return isOwned ? null : readResult(value);
}

function shownList(items: readonly unknown[], handles: Handles | null): ShownAll {
  const shown = items.slice(0, rowLimit);
  const value = listValue(shown, items.length, handles);
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
    const cells = value.kind === 'entities' ? entityCells(item) : readRow(item)?.values.map((cell) => cellOf(cell));
    return cells?.length === width ? cells : [cellOf(item), ...blank];
  };
}

function entityCells(item: unknown): CellValue[] | undefined {
  const entity = describeEntity(item);
  return entity ? cellsOf(entity, null) : undefined;
}

function listValue(shown: readonly unknown[], total: number, handles: Handles | null): ShownValue {
  const entities = shown.map((item) => describeEntity(item));
  const first = entities[0];
  if (first && entities.every((entity): entity is EntityView => entity?.model === first.model)) {
    return {
      kind: 'entities',
      model: first.model,
      columns: columnsOf(first),
      rows: entities.map((entity) => cellsOf(entity, handles)),
      total,
    };
  }
  const rows = shown.map((item) => readRow(item));
  const [firstRow] = rows;
  if (firstRow && rows.every((row): row is RowView => row?.names.length === firstRow.names.length)) return rowsValue(rows, total, handles);
  return { kind: 'list', items: shown.map((item) => cellOf(item, handles)), total };
}

function rowsValue(rows: readonly RowView[], total: number, handles: Handles | null): ShownValue {
  const columns = (rows[0]?.names ?? []).map((name): GridColumn => ({ name, type: '', role: 'value' }));
  return { kind: 'rows', columns, rows: rows.map((row) => row.values.map((cell) => cellOf(cell, handles))), total };
}

function columnsOf({ attributes }: EntityView): GridColumn[] {
  return attributes.map(({ name, type, role }) => ({ name, type, role }));
}

function cellsOf({ object, attributes }: EntityView, handles: Handles | null): CellValue[] {
  return attributes.map(({ name, type, role, loaded, value }): CellValue => {
    if (!loaded) {
      const handle = role === 'relationship' ? handles?.add({ kind: 'attribute', owner: object, attribute: name }) : undefined;
      return { t: 'unloaded', model: type, ...(handle === undefined ? {} : { handle }) };
    }
    if (role !== 'relationship' || !Array.isArray(value)) return cellOf(value, handles);
    // As it is now: a rollback at the end of the run would leave the list to be loaded again.
    const handle = handles?.add({ kind: 'value', value: [...value] });
    return { t: 'list', model: type, length: value.length, ...(handle === undefined ? {} : { handle }) };
  });
}

/** A value as one cell of a grid. */
export function cellOf(value: unknown, handles: Handles | null = null): CellValue {
  const simple = simpleCell(value);
  if (simple) return simple.cell;
  const entity = describeEntity(value);
  if (entity) {
    const handle = handles?.add({ kind: 'value', value: entity.object });
    return { t: 'entity', model: entity.model, text: limitText(entity.text), ...(handle === undefined ? {} : { handle }) };
  }
  return temporalCell(value) ?? { t: 'text', text: textOf(value, knownText) };
}

function rowText(value: unknown): string | null {
  const row = readRow(value);
  return row && `(${row.values.map((item) => textOf(item, knownText)).join(', ')}${row.values.length === 1 ? ',' : ''})`;
}
