import type { ForeignKeySnapshot, TableSnapshot } from '../../../core/schema/snapshot.ts';
import type { RelationEnd } from './graph.ts';

/** The columns of every key of a table that holds for all its rows: primary key, unique constraints, unique indexes without a condition. */
export function keysOf(table: TableSnapshot): { kind: 'primary-key' | 'unique'; columns: readonly string[] }[] {
  const keys: { kind: 'primary-key' | 'unique'; columns: readonly string[] }[] = [
    { kind: 'primary-key', columns: table.primaryKey.columns },
  ];
  for (const unique of table.uniques) keys.push({ kind: 'unique', columns: unique.columns });
  for (const index of table.indexes) {
    if (!index.unique || index.where !== null || index.columns.includes(null)) continue;
    keys.push({ kind: 'unique', columns: index.columns as readonly string[] });
  }
  return keys.filter((key) => key.columns.length > 0);
}

const isSubset = (columns: readonly string[], of: readonly string[]): boolean => columns.every((column) => of.includes(column));

/** At most one child row per parent row when a key of the child lies within the foreign key; a child is never promised. */
export function childEnd(table: TableSnapshot, foreignKey: ForeignKeySnapshot): RelationEnd {
  const key = keysOf(table).find(({ columns }) => isSubset(columns, foreignKey.columns));
  if (key) return { symbol: 'zero-or-one', reason: { code: key.kind, columns: key.columns } };
  const partial = table.indexes.find(
    (index) =>
      index.unique &&
      index.where !== null &&
      !index.columns.includes(null) &&
      isSubset(index.columns as readonly string[], foreignKey.columns),
  );
  if (partial) {
    const columns = partial.columns as readonly string[];
    return { symbol: 'zero-or-many', reason: { code: 'partial-index', index: partial.name ?? columns.join(', '), columns } };
  }
  return { symbol: 'zero-or-many', reason: { code: 'not-unique', columns: foreignKey.columns } };
}

/** Exactly one parent when no column of the foreign key may be null: one null column, and the key points nowhere. */
export function parentEnd(table: TableSnapshot, foreignKey: ForeignKeySnapshot): RelationEnd {
  const nullable = foreignKey.columns.filter((name) => mayBeNull(table, name));
  if (nullable.length > 0) return { symbol: 'zero-or-one', reason: { code: 'nullable', columns: nullable } };
  return { symbol: 'one', reason: { code: 'required', columns: foreignKey.columns } };
}

/** A database's own catalogue may call an integer primary key nullable; it never is. */
export function mayBeNull(table: TableSnapshot, name: string): boolean {
  if (table.primaryKey.columns.includes(name)) return false;
  return table.columns.find((column) => column.name === name)?.nullable ?? true;
}
