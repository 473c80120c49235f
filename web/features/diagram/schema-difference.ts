import type { ColumnSnapshot, SchemaSnapshot, TableSnapshot } from '../../../core/schema/snapshot.ts';
import { nameKey } from './diagram-layout.ts';

/** One thing in which a database is not what the models say. A table's own difference names no column. */
export interface SchemaDifference {
  readonly kind: 'only-models' | 'only-database' | 'changed';
  readonly table: string;
  readonly column: string | null;
  /** What is not alike, in the order models, database; empty where the thing itself is missing on one side. */
  readonly models: string;
  readonly database: string;
}

const titleOf = ({ schema, name }: TableSnapshot): string => (schema === null ? name : `${schema}.${name}`);

/** In what the live tables differ from those of the models, table by table in the order of the models. */
export function schemaDifferences(models: SchemaSnapshot, database: SchemaSnapshot): SchemaDifference[] {
  const differences: SchemaDifference[] = [];
  const live = new Map(database.tables.map((table) => [nameKey(table), table]));
  for (const table of models.tables) {
    const title = titleOf(table);
    const there = live.get(nameKey(table));
    live.delete(nameKey(table));
    if (there) differences.push(...tableDifferences(title, table, there));
    else differences.push({ kind: 'only-models', table: title, column: null, models: '', database: '' });
  }
  for (const table of live.values())
    differences.push({ kind: 'only-database', table: titleOf(table), column: null, models: '', database: '' });
  return differences;
}

function tableDifferences(title: string, models: TableSnapshot, database: TableSnapshot): SchemaDifference[] {
  const differences: SchemaDifference[] = [];
  const there = new Map(database.columns.map((column) => [column.name, column]));
  for (const column of models.columns) {
    const live = there.get(column.name);
    there.delete(column.name);
    const at = { table: title, column: column.name };
    if (!live) differences.push({ kind: 'only-models', ...at, models: '', database: '' });
    else {
      const [wanted, found] = [factsOf(models, column), factsOf(database, live)];
      if (wanted !== found) differences.push({ kind: 'changed', ...at, models: wanted, database: found });
    }
  }
  for (const column of there.keys()) differences.push({ kind: 'only-database', table: title, column, models: '', database: '' });
  return differences;
}

/** A column as the picture shows it, in the words of DDL. Names of constraints are left out: SQLite keeps few of them. */
function factsOf(table: TableSnapshot, column: ColumnSnapshot): string {
  const { name } = column;
  const isPrimary = table.primaryKey.columns.includes(name);
  const uniques = [...table.uniques, ...table.indexes.filter((index) => index.unique && index.where === null)];
  const references = table.foreignKeys
    .filter(({ columns }) => columns.includes(name))
    .map(({ columns, referredTable, referredColumns }) => `REFERENCES ${referredTable} (${referredColumns[columns.indexOf(name)] ?? ''})`);
  return [
    column.type
      .toUpperCase()
      .replace(/\s+/g, ' ')
      .replace(/\s*([(),])\s*/g, '$1'),
    isPrimary ? 'PRIMARY KEY' : column.nullable ? '' : 'NOT NULL',
    uniques.some(({ columns }) => columns.length === 1 && columns[0] === name) ? 'UNIQUE' : '',
    ...references.sort(),
  ]
    .filter(Boolean)
    .join(' ');
}
