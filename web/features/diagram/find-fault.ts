import type { ForeignKeySnapshot, TableSnapshot } from '../../../core/schema/snapshot.ts';
import { keysOf } from './cardinality.ts';
import type { RelationFault } from './graph.ts';

const families: readonly (readonly [RegExp, string])[] = [
  [/^(TINY|SMALL|MEDIUM|BIG)?INT(EGER|2|4|8)?$|^(SMALL|BIG)?SERIAL$/, 'integer'],
  [/CHAR|TEXT|CLOB|^STRING$/, 'text'],
  [/^(NUMERIC|DECIMAL)$/, 'numeric'],
  [/^(FLOAT|REAL|DOUBLE)/, 'real'],
  [/^(DATETIME|TIMESTAMP)/, 'datetime'],
  [/BLOB|BINARY|BYTEA/, 'bytes'],
  [/^BOOL/, 'boolean'],
  [/^UUID$|^UNIQUEIDENTIFIER$/, 'uuid'],
];

/** Length, precision and the word for it may differ between two columns that still compare; the kind of value may not. */
function familyOf(type: string): string {
  const word = type
    .toUpperCase()
    .replace(/\(.*\)/, '')
    .replace(/ UNSIGNED$/, '')
    .trim();
  if (word === '' || word === 'NULL') return '';
  return families.find(([pattern]) => pattern.test(word))?.[1] ?? word;
}

const sameColumns = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((column) => b.includes(column));

/** The first thing that keeps a foreign key from working, or null. */
export function findFault(child: TableSnapshot, foreignKey: ForeignKeySnapshot, parent: TableSnapshot | undefined): RelationFault | null {
  if (!parent) return { code: 'no-table', table: foreignKey.referredTable };
  const missing = foreignKey.referredColumns.find((name) => !parent.columns.some((column) => column.name === name));
  if (missing !== undefined) return { code: 'no-column', table: parent.name, column: missing };
  const keys = keysOf(parent);
  if (!keys.some((key) => sameColumns(key.columns, foreignKey.referredColumns))) {
    return { code: 'not-a-key', table: parent.name, columns: foreignKey.referredColumns, key: parent.primaryKey.columns };
  }
  return typeFault(child, foreignKey, parent);
}

function typeFault(child: TableSnapshot, foreignKey: ForeignKeySnapshot, parent: TableSnapshot): RelationFault | null {
  for (const [at, name] of foreignKey.columns.entries()) {
    const type = child.columns.find((column) => column.name === name)?.type ?? '';
    const referred = foreignKey.referredColumns[at] ?? '';
    const referredType = parent.columns.find((column) => column.name === referred)?.type ?? '';
    const [own, other] = [familyOf(type), familyOf(referredType)];
    if (own && other && own !== other)
      return { code: 'types-differ', column: `${child.name}.${name}`, type, referred: `${parent.name}.${referred}`, referredType };
  }
  return null;
}
