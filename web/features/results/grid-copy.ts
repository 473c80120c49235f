import { announce } from '../../ui/announce.ts';
import { messages } from '../../ui/messages/messages.ts';
import { exportGrid } from './export-grid.ts';
import type { GridData } from './grid-data.ts';

/** Puts text on the clipboard and says so. */
export async function copyText(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(said);
  } catch {
    announce(messages().results.copyRefused, 'assertive');
  }
}

/** One row as spreadsheets take it. */
export function rowText(data: GridData, row: number): string {
  const one: GridData = { columns: data.columns, count: 1, total: 1, cell: (_row, column) => data.cell(row, column) };
  const header: GridData = { ...one, count: 0 };
  return exportGrid(one, 'tsv')
    .slice(exportGrid(header, 'tsv').length)
    .replace(/^\n|\n$/g, '');
}
