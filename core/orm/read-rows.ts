import { Row, type RowShape } from '../engine/row.ts';
import type { Compiled } from '../sql/compiled.ts';
import type { LoadRun } from './hydrate.ts';
import type { ItemPlan, StatementPlan } from './statement-plan.ts';

/** The names of the values of a statement's rows. */
export function rowKeys(plan: StatementPlan, compiled: Compiled): readonly string[] {
  return plan.items.map((item) => item.key ?? (item.kind === 'column' ? compiled.resultColumns[item.index]!.name : ''));
}

/** Plain: rows of cells in, rows of values out. Collections that were joined are stored when the last row is read. */
export function readRows(plan: StatementPlan, compiled: Compiled, run: LoadRun, cells: readonly unknown[][]): unknown[][] {
  const readers = plan.items.map((item) => readerOf(item, compiled, run));
  const rows = new Array<unknown[]>(cells.length);
  if (readers.length === 1) {
    const read = readers[0]!;
    for (let i = 0; i < cells.length; i += 1) rows[i] = [read(cells[i]!)];
  } else for (let i = 0; i < cells.length; i += 1) rows[i] = readers.map((read) => read(cells[i]!));
  run.finish();
  return rows;
}

/** The values of a statement of one item, each entity once. */
export function readItems(plan: StatementPlan, compiled: Compiled, run: LoadRun, cells: readonly unknown[][]): unknown[] {
  const [item] = plan.items;
  const read = readerOf(item!, compiled, run);
  const values = new Array<unknown>(cells.length);
  for (let i = 0; i < cells.length; i += 1) values[i] = read(cells[i]!);
  run.finish();
  return item!.kind === 'entity' && run.mayRepeat ? [...new Set(values)] : values;
}

function readerOf(item: ItemPlan, compiled: Compiled, run: LoadRun): (row: unknown[]) => unknown {
  if (item.kind === 'entity') {
    const read = run.reader(item.plan);
    return (row) => {
      const state = read(row);
      if (state !== null) return state.object;
      run.mayRepeat = true;
      return null;
    };
  }
  const { index } = item;
  const convert = compiled.resultProcessors[index] ?? null;
  return convert === null ? (row) => row[index] : (row) => convert(row[index] as never);
}

const shapes = new WeakMap<Compiled, RowShape>();

/** The class of a statement's rows, made once. */
export function rowShape(plan: StatementPlan, compiled: Compiled): RowShape {
  let shape = shapes.get(compiled);
  if (shape === undefined) shapes.set(compiled, (shape = Row.shape(rowKeys(plan, compiled))));
  return shape;
}
