import { StaleDataError } from '../errors.ts';
import type { DriverValue, Io } from '../io.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import type { BindProcessor } from '../sql/types/type-engine.ts';
import type { LinkRow } from './dependency-processor.ts';
import type { RowTarget } from './row-target.ts';
import { rowsPerStatement } from './row-target.ts';

/** The statements of one association table. */
interface LinkPlan {
  /** For each column in the table's order: where its value stands in a row, and how it is bound. */
  readonly cells: readonly { readonly at: number; readonly bind: BindProcessor | null }[];
  readonly removal: string;
  insertion(rows: number): string;
}

const plans = new WeakMap<SqlDialect, WeakMap<Table, Map<string, LinkPlan>>>();

function linkPlan(table: Table, columns: readonly Column[], dialect: SqlDialect): LinkPlan {
  const shape = columns.map((column) => column.name).join(',');
  let byTable = plans.get(dialect);
  if (byTable === undefined) plans.set(dialect, (byTable = new WeakMap()));
  let byShape = byTable.get(table);
  if (byShape === undefined) byTable.set(table, (byShape = new Map()));
  let plan = byShape.get(shape);
  if (plan === undefined) byShape.set(shape, (plan = makePlan(table, columns, dialect)));
  return plan;
}

function makePlan(table: Table, given: readonly Column[], dialect: SqlDialect): LinkPlan {
  const columns = (table.columnList as readonly Column[]).filter((column) => given.includes(column));
  const name = dialect.identifiers.formatTable(table);
  const names = columns.map((column) => dialect.identifiers.quote(column.name));
  const insertions = new Map<number, string>();
  const tuple = (row: number): string => `(${names.map((_, i) => dialect.placeholder(row * names.length + i)).join(', ')})`;
  const makeInsertion = (rows: number): string =>
    `INSERT INTO ${name} (${names.join(', ')}) VALUES ${Array.from({ length: rows }, (_, row) => tuple(row)).join(', ')}`;
  return {
    cells: columns.map((column) => ({ at: given.indexOf(column), bind: column.type.bindProcessor(dialect) })),
    removal: `DELETE FROM ${name} WHERE ${names.map((column, i) => `${name}.${column} = ${dialect.placeholder(i)}`).join(' AND ')}`,
    insertion(rows) {
      let sql = insertions.get(rows);
      if (sql === undefined) insertions.set(rows, (sql = makeInsertion(rows)));
      return sql;
    },
  };
}

/**
 * Writes the rows of an association table, those that go first.
 *
 * @param columns - the columns that the values of each row belong to
 * @throws StaleDataError where a row that should go is not there
 */
export function* writeLinkRows(
  target: RowTarget,
  table: Table,
  columns: readonly Column[],
  removed: readonly LinkRow[],
  added: readonly LinkRow[],
): Io<void> {
  const plan = linkPlan(table, columns, target.dialect);
  if (removed.length > 0) yield* removeLinks(target, table, plan, removed);
  if (added.length > 0) yield* addLinks(target, plan, added);
}

function* removeLinks(target: RowTarget, table: Table, plan: LinkPlan, rows: readonly LinkRow[]): Io<void> {
  const paramSets = rows.map((row) => bindRows(plan, [row], 0, 1));
  const matched = yield* target.change(plan.removal, paramSets);
  if (matched === rows.length || matched < 0) return;
  throw new StaleDataError(
    `DELETE statement on table '${table.name}' expected to delete ${rows.length} row(s); Only ${matched} were matched. Links were deleted behind the session's back: roll back and load the objects anew.`,
  );
}

function* addLinks(target: RowTarget, plan: LinkPlan, rows: readonly LinkRow[]): Io<void> {
  const full = rows.length - (rows.length % rowsPerStatement);
  if (full > 0) {
    const paramSets: DriverValue[][] = [];
    for (let at = 0; at < full; at += rowsPerStatement) paramSets.push(bindRows(plan, rows, at, rowsPerStatement));
    yield* target.change(plan.insertion(rowsPerStatement), paramSets);
  }
  if (full < rows.length) yield* target.change(plan.insertion(rows.length - full), [bindRows(plan, rows, full, rows.length - full)]);
}

/** The values of some rows as the driver takes them, one behind the other. */
function bindRows(plan: LinkPlan, rows: readonly LinkRow[], from: number, count: number): DriverValue[] {
  const { cells } = plan;
  const params = new Array<DriverValue>(count * cells.length);
  let next = 0;
  for (let r = from; r < from + count; r += 1) {
    const row = rows[r]!;
    for (let i = 0; i < cells.length; i += 1) {
      const { at, bind } = cells[i]!;
      const value = row[at];
      params[next] = value === undefined || value === null ? null : bind === null ? (value as DriverValue) : bind(value);
      next += 1;
    }
  }
  return params;
}
