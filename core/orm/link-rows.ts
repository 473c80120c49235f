import { StaleDataError } from '../errors.ts';
import type { DriverValue, Io } from '../io.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import type { LinkRow } from './dependency-processor.ts';
import type { RowTarget } from './row-target.ts';
import { rowsPerStatement, totalRows } from './row-target.ts';

/** The statements of one association table. */
interface LinkPlan {
  readonly columns: readonly Column[];
  readonly removal: string;
  insertion(rows: number): string;
}

const plans = new WeakMap<SqlDialect, WeakMap<Table, Map<string, LinkPlan>>>();

function linkPlan(table: Table, named: ReadonlySet<Column>, dialect: SqlDialect): LinkPlan {
  const columns = (table.columnList as readonly Column[]).filter((column) => named.has(column));
  const shape = columns.map((column) => column.name).join(',');
  let byTable = plans.get(dialect);
  if (byTable === undefined) plans.set(dialect, (byTable = new WeakMap()));
  let byShape = byTable.get(table);
  if (byShape === undefined) byTable.set(table, (byShape = new Map()));
  let plan = byShape.get(shape);
  if (plan === undefined) byShape.set(shape, (plan = makePlan(table, columns, dialect)));
  return plan;
}

function makePlan(table: Table, columns: readonly Column[], dialect: SqlDialect): LinkPlan {
  const name = dialect.identifiers.formatTable(table);
  const names = columns.map((column) => dialect.identifiers.quote(column.name));
  const insertions = new Map<number, string>();
  const tuple = (row: number): string => `(${names.map((_, i) => dialect.placeholder(row * names.length + i)).join(', ')})`;
  const makeInsertion = (rows: number): string =>
    `INSERT INTO ${name} (${names.join(', ')}) VALUES ${Array.from({ length: rows }, (_, row) => tuple(row)).join(', ')}`;
  return {
    columns,
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
 * @throws StaleDataError where a row that should go is not there
 */
export function* writeLinkRows(target: RowTarget, table: Table, removed: readonly LinkRow[], added: readonly LinkRow[]): Io<void> {
  if (removed.length > 0) yield* removeLinks(target, table, removed);
  if (added.length > 0) yield* addLinks(target, table, added);
}

function* removeLinks(target: RowTarget, table: Table, rows: readonly LinkRow[]): Io<void> {
  const plan = linkPlan(table, new Set(rows[0]!.keys()), target.dialect);
  const matched = totalRows(
    yield* target.send(
      plan.removal,
      rows.map((row) => cells(plan, row, target.dialect)),
      target.origin,
    ),
  );
  if (matched === rows.length || matched < 0) return;
  throw new StaleDataError(
    `DELETE statement on table '${table.name}' expected to delete ${rows.length} row(s); Only ${matched} were matched. Links were deleted behind the session's back: roll back and load the objects anew.`,
  );
}

function* addLinks(target: RowTarget, table: Table, rows: readonly LinkRow[]): Io<void> {
  const plan = linkPlan(table, new Set(rows[0]!.keys()), target.dialect);
  const params = rows.map((row) => cells(plan, row, target.dialect));
  const full = params.length - (params.length % rowsPerStatement);
  if (full > 0) {
    const paramSets: DriverValue[][] = [];
    for (let at = 0; at < full; at += rowsPerStatement) paramSets.push(params.slice(at, at + rowsPerStatement).flat());
    yield* target.send(plan.insertion(rowsPerStatement), paramSets, target.origin);
  }
  if (full < params.length) yield* target.send(plan.insertion(params.length - full), [params.slice(full).flat()], target.origin);
}

function cells(plan: LinkPlan, row: LinkRow, dialect: SqlDialect): DriverValue[] {
  return plan.columns.map((column) => {
    const value = row.get(column);
    if (value === undefined || value === null) return null;
    const bind = column.type.bindProcessor(dialect);
    return bind === null ? (value as DriverValue) : bind(value);
  });
}
