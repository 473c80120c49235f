import { Row, type RowShape } from '../engine/row.ts';
import type { Compiled } from '../sql/compiled.ts';
import type { LoadRun } from './hydrate.ts';
import type { ItemPlan, StatementPlan } from './statement-plan.ts';

/** Plain: rows of cells in, rows of values out. Collections that were joined are stored when the last row is read. */
export function readRows(plan: StatementPlan, compiled: Compiled, run: LoadRun, cells: readonly unknown[][]): unknown[][] {
  const readers = plan.items.map((item) => readerOf(item, compiled, run));
  const rows = new Array<unknown[]>(cells.length);
  for (let i = 0; i < cells.length; i += 1) rows[i] = readers.map((read) => read(cells[i]!));
  run.finish();
  return rows;
}

/** The values of a statement of one item. */
export function readItems(plan: StatementPlan, compiled: Compiled, run: LoadRun, cells: readonly unknown[][]): unknown[] {
  const read = readerOf(plan.items[0]!, compiled, run);
  const values = new Array<unknown>(cells.length);
  for (let i = 0; i < cells.length; i += 1) values[i] = read(cells[i]!);
  run.finish();
  return values;
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
  if (item.kind === 'bundle') {
    const { shape } = item.bundle;
    const readers = item.columns.map((column) => readerOf(column, compiled, run));
    return (row) => shape.create(readers.map((read) => read(row)));
  }
  const { index } = item;
  const convert = compiled.resultProcessors[index] ?? null;
  return convert === null ? (row) => row[index] : (row) => convert(row[index] as never);
}

const shapes = new WeakMap<Compiled, RowShape>();
const labelledShapes = new WeakMap<Compiled, RowShape>();

/**
 * The class of a statement's rows, made once: it shows columns under the names of their attributes.
 *
 * @param byLabel - the statement asks for labels with the names of tables, and rows show them
 */
export function rowShape(plan: StatementPlan, compiled: Compiled, byLabel = false): RowShape {
  const known = byLabel ? labelledShapes : shapes;
  let shape = known.get(compiled);
  if (shape === undefined) known.set(compiled, (shape = Row.shape(plan.items.map((item) => keyOf(item, compiled, byLabel)))));
  return shape;
}

function keyOf(item: ItemPlan, compiled: Compiled, byLabel: boolean): string {
  if (item.kind !== 'column') return item.key;
  return byLabel || item.key === null ? compiled.resultColumns[item.index]!.name : item.key;
}
