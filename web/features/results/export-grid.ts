import { csv, tabSeparated } from '../../lib/csv.ts';
import { cellForExport } from '../../lib/format-cell.ts';
import type { CellValue } from '../../runtime/protocol.ts';
import type { GridData } from './grid-data.ts';

export type ExportFormat = 'tsv' | 'csv' | 'json';

/** A grid as text. JSON keeps numbers, booleans and null; what JSON has no word for is text, a related object the text it prints as. */
export function exportGrid(data: GridData, format: ExportFormat): string {
  if (format === 'json') return jsonText(data);
  const rows = Array.from({ length: data.count }, (_, row) => data.columns.map((_column, at) => cellForExport(data.cell(row, at))));
  const all = [data.columns.map((column) => column.name), ...rows];
  return format === 'csv' ? csv(all) : tabSeparated(all);
}

function jsonText(data: GridData): string {
  const [only] = data.columns;
  const isList = data.columns.length === 1 && only?.role === 'value' && only.name === 'value';
  const rows = Array.from({ length: data.count }, (_, row) =>
    isList ? jsonCell(data.cell(row, 0)) : objectOf(data.columns.map((column, at) => [column.name, jsonCell(data.cell(row, at))])),
  );
  return `${JSON.stringify(rows, null, 2)}\n`;
}

/** Own properties alone: `__proto__` is a legal name of a column. Two columns of one name keep both values. */
function objectOf(entries: readonly (readonly [name: string, value: unknown])[]): object {
  const object = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of entries) {
    let free = name;
    for (let number = 2; Object.hasOwn(object, free); number++) free = `${name}_${number}`;
    Object.defineProperty(object, free, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

function jsonCell(cell: CellValue): unknown {
  if (cell === null || typeof cell !== 'object') return cell;
  switch (cell.t) {
    case 'undefined':
      return null;
    case 'json':
      return parsed(cell.text);
    case 'unloaded':
      return null;
    default:
      return cellForExport(cell);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
