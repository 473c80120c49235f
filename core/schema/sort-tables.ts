import { CircularDependencyError } from '../errors.ts';
import { topologicalSort } from '../util/topological-sort.ts';
import type { ForeignKeyConstraint } from './constraints.ts';
import type { AnyTable } from './table.ts';

/** A table with the foreign keys that can be written with it; the rest comes by ALTER TABLE at the end. */
export interface SortedTables {
  readonly tables: readonly { readonly table: AnyTable; readonly foreignKeys: readonly ForeignKeyConstraint[] }[];
  /** Foreign keys that must wait until all tables are there. */
  readonly remaining: readonly ForeignKeyConstraint[];
}

/**
 * The tables, each after those it refers to; tables free of each other keep their order. Keys that form a circle do not count.
 *
 * @throws NoReferencedTableError when a foreign key refers to a table that is not there
 */
export function sortTables(tables: readonly AnyTable[]): AnyTable[] {
  return sortTablesAndConstraints(tables).tables.map((entry) => entry.table);
}

/**
 * As {@link sortTables}, with the foreign keys that must be made or dropped on their own: those that say `useAlter`, and all keys of tables in a circle
 * for which `mayDetach` is true.
 *
 * @throws CircularDependencyError when keys that may not be detached form a circle
 * @throws NoReferencedTableError when a foreign key refers to a table that is not there
 */
export function sortTablesAndConstraints(
  tables: readonly AnyTable[],
  mayDetach: (key: ForeignKeyConstraint) => boolean = () => true,
): SortedTables {
  const remaining = new Set<ForeignKeyConstraint>();
  for (const table of tables) for (const key of table.foreignKeyConstraints) if (key.useAlter) remaining.add(key);
  for (;;) {
    try {
      const sorted = topologicalSort(tables, dependencies(tables, remaining), (table) => table.key);
      return {
        tables: sorted.map((table) => ({ table, foreignKeys: table.foreignKeyConstraints.filter((key) => !remaining.has(key)) })),
        remaining: [...remaining],
      };
    } catch (error) {
      if (!(error instanceof CircularDependencyError) || !detachCycle(error.cycle as readonly AnyTable[], remaining, mayDetach))
        throw error;
    }
  }
}

/** Pairs `[referred, referring]`; a table that refers to itself waits for nobody. */
function dependencies(tables: readonly AnyTable[], remaining: ReadonlySet<ForeignKeyConstraint>): [AnyTable, AnyTable][] {
  return tables.flatMap((table) =>
    table.foreignKeyConstraints
      .filter((key) => !remaining.has(key))
      .map((key): [AnyTable, AnyTable] => [key.referredTable, table])
      .filter(([referred]) => referred !== table),
  );
}

/** Puts aside the keys by which the tables of a circle refer to each other; false where there is none that may be. */
function detachCycle(
  cycle: readonly AnyTable[],
  remaining: Set<ForeignKeyConstraint>,
  mayDetach: (key: ForeignKeyConstraint) => boolean,
): boolean {
  const before = remaining.size;
  for (const table of cycle) {
    for (const key of table.foreignKeyConstraints) {
      if (key.referredTable !== table && cycle.includes(key.referredTable) && mayDetach(key)) remaining.add(key);
    }
  }
  return remaining.size > before;
}
