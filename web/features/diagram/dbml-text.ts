import type { ColumnSnapshot, ForeignKeySnapshot, SchemaSnapshot, TableSnapshot } from '../../../core/schema/snapshot.ts';
import { keysOf } from './cardinality.ts';

/** The schema as DBML: tables with their columns, keys and indexes, and a reference per foreign key. */
export function dbmlText(schema: SchemaSnapshot): string {
  const tables = schema.tables.map(tableText);
  const references = schema.tables.flatMap((table) => table.foreignKeys.map((foreignKey) => referenceText(table, foreignKey)));
  return `${[...tables, ...(references.length > 0 ? [references.join('\n')] : [])].join('\n\n')}\n`;
}

function tableText(table: TableSnapshot): string {
  const lines = table.columns.map((column) => `  ${columnLine(table, column)}`);
  const indexes = indexLines(table);
  if (indexes.length > 0) lines.push('', '  indexes {', ...indexes.map((line) => `    ${line}`), '  }');
  if (table.comment) lines.push('', `  Note: ${text(table.comment)}`);
  return [`Table ${fullName(table.schema, table.name)} {`, ...lines, '}'].join('\n');
}

function columnLine(table: TableSnapshot, column: ColumnSnapshot): string {
  const isAlone = (columns: readonly string[]): boolean => columns.length === 1 && columns[0] === column.name;
  const settings = [
    isAlone(table.primaryKey.columns) ? 'pk' : '',
    column.autoincrement ? 'increment' : '',
    table.uniques.some((unique) => isAlone(unique.columns)) ? 'unique' : '',
    column.nullable || isAlone(table.primaryKey.columns) ? '' : 'not null',
    column.serverDefault === null ? '' : `default: \`${column.serverDefault.replaceAll('`', "'")}\``,
    column.comment ? `note: ${text(column.comment)}` : '',
  ].filter(Boolean);
  return `${name(column.name)} ${type(column.type)}${settings.length > 0 ? ` [${settings.join(', ')}]` : ''}`;
}

function indexLines(table: TableSnapshot): string[] {
  const list = (columns: readonly (string | null)[]): string =>
    `(${columns.map((column) => (column === null ? '`expression`' : name(column))).join(', ')})`;
  const lines: string[] = [];
  if (table.primaryKey.columns.length > 1) lines.push(`${list(table.primaryKey.columns)} [pk]`);
  for (const unique of table.uniques) if (unique.columns.length > 1) lines.push(`${list(unique.columns)} [unique${named(unique.name)}]`);
  for (const index of table.indexes) {
    const settings = [
      index.unique ? 'unique' : '',
      index.name ? `name: ${text(index.name)}` : '',
      index.where ? `note: ${text(`where ${index.where}`)}` : '',
    ];
    const kept = settings.filter(Boolean);
    lines.push(`${list(index.columns)}${kept.length > 0 ? ` [${kept.join(', ')}]` : ''}`);
  }
  return lines;
}

function referenceText(table: TableSnapshot, foreignKey: ForeignKeySnapshot): string {
  const own = new Set(foreignKey.columns);
  const isUnique = keysOf(table).some((key) => key.columns.every((column) => own.has(column)));
  const settings = [
    foreignKey.onDelete ? `delete: ${foreignKey.onDelete.toLowerCase()}` : '',
    foreignKey.onUpdate ? `update: ${foreignKey.onUpdate.toLowerCase()}` : '',
  ].filter(Boolean);
  const from = `${fullName(table.schema, table.name)}.${columns(foreignKey.columns)}`;
  const to = `${fullName(foreignKey.referredSchema, foreignKey.referredTable)}.${columns(foreignKey.referredColumns)}`;
  const label = foreignKey.name ? ` ${name(foreignKey.name)}` : '';
  return `Ref${label}: ${from} ${isUnique ? '-' : '>'} ${to}${settings.length > 0 ? ` [${settings.join(', ')}]` : ''}`;
}

const columns = (names: readonly string[]): string => (names.length === 1 ? name(names[0]!) : `(${names.map(name).join(', ')})`);
const named = (constraint: string | null): string => (constraint ? `, name: ${text(constraint)}` : '');
const fullName = (schema: string | null, table: string): string => (schema === null ? name(table) : `${name(schema)}.${name(table)}`);
const name = (word: string): string => (/^[A-Za-z_]\w*$/.test(word) ? word : `"${word.replaceAll('"', "'").replace(/\s+/g, ' ')}"`);
const type = (sql: string): string => (/^\w+(\(\d+(,\s*\d+)*\))?$/.test(sql) ? sql : `"${(sql || 'unknown').replaceAll('"', "'")}"`);
const text = (words: string): string => `'${words.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replace(/\s+/g, ' ')}'`;
