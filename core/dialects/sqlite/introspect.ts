import type {
  InspectionConnection,
  Introspection,
  ReflectedColumn,
  ReflectedForeignKey,
  ReflectedIndex,
  ReflectedUniqueConstraint,
} from '../../engine/introspection.ts';
import { NoSuchTableError } from '../../errors.ts';
import type { DriverValue, Io } from '../../io.ts';
import { type ParsedTable, parseCreateIndex, parseCreateTable } from './parse-create-table.ts';
import { reflectSqliteType } from './reflect-type.ts';

type Cells = readonly DriverValue[];

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** PRAGMAs take no parameters: names are quoted, never written as they are. */
function pragma(word: string, argument: string, schema: string | null): string {
  return `PRAGMA ${schema === null ? 'main' : quote(schema)}.${word}(${quote(argument)})`;
}

function* rowsOf(connection: InspectionConnection, sql: string, params: readonly DriverValue[] = []): Io<readonly Cells[]> {
  return (yield* connection.inspectRows(sql, params)).rows;
}

/** A PRAGMA about a table, asked of the schema, and without one of the temporary tables too. */
function* tablePragma(connection: InspectionConnection, word: string, table: string, schema: string | null): Io<readonly Cells[]> {
  const rows = yield* rowsOf(connection, pragma(word, table, schema));
  if (rows.length > 0 || schema !== null) return rows;
  return yield* rowsOf(connection, pragma(word, table, 'temp').replace('"temp"', 'temp'));
}

function masterOf(schema: string | null): string {
  return schema === null ? 'sqlite_master' : `${quote(schema)}.sqlite_master`;
}

function* namesOf(connection: InspectionConnection, type: 'table' | 'view', schema: string | null): Io<string[]> {
  const sql = `SELECT name FROM ${masterOf(schema)} WHERE type = ? AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`;
  return (yield* rowsOf(connection, sql, [type])).map(([name]) => name as string);
}

/** The text SQLite keeps of a table. @throws NoSuchTableError */
function* createText(connection: InspectionConnection, table: string, schema: string | null): Io<string> {
  const find = (master: string) =>
    rowsOf(connection, `SELECT sql FROM ${master} WHERE type IN ('table', 'view') AND lower(name) = lower(?)`, [table]);
  let rows = yield* find(masterOf(schema));
  if (rows.length === 0 && schema === null) rows = yield* find('sqlite_temp_master');
  if (rows.length === 0) {
    if ((yield* tablePragma(connection, 'table_info', table, schema)).length > 0) return '';
    throw new NoSuchTableError(`there is no table '${schema === null ? '' : `${schema}.`}${table}' in the database`);
  }
  return (rows[0]![0] as string | null) ?? '';
}

function* parsed(connection: InspectionConnection, table: string, schema: string | null): Io<ParsedTable> {
  return parseCreateTable(yield* createText(connection, table, schema));
}

function* getColumns(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedColumn[]> {
  const text = yield* parsed(connection, table, schema);
  const rows = yield* tablePragma(connection, 'table_xinfo', table, schema);
  const keys = rows.filter((row) => row[5] !== 0).length;
  return rows
    .filter((row) => row[6] !== 1)
    .map(([, name, type, notNull, defaultText, pk, hidden]): ReflectedColumn => {
      const declared = String(type).replace(/\s*GENERATED ALWAYS$/i, '');
      const counts = pk !== 0 && keys === 1 && declared.toUpperCase() === 'INTEGER';
      return {
        name: name as string,
        type: reflectSqliteType(declared),
        nullable: notNull === 0,
        default: defaultText as string | null,
        autoincrement: text.autoincrement === name ? true : counts ? 'auto' : false,
        primaryKey: pk !== 0,
        comment: null,
        computed: hidden === 2 || hidden === 3 ? { sqltext: text.generated.get(name as string) ?? '', persisted: hidden === 3 } : null,
        identity: null,
      };
    });
}

function* getPrimaryKeyColumns(connection: InspectionConnection, table: string, schema: string | null): Io<string[]> {
  const rows = yield* tablePragma(connection, 'table_info', table, schema);
  return rows
    .filter((row) => row[5] !== 0)
    .sort((a, b) => (a[5] as number) - (b[5] as number))
    .map((row) => row[1] as string);
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => name.toLowerCase() === b[index]!.toLowerCase());

function* getForeignKeys(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedForeignKey[]> {
  const text = yield* parsed(connection, table, schema);
  const byId = new Map<number, Cells[]>();
  for (const row of yield* tablePragma(connection, 'foreign_key_list', table, schema)) {
    const id = row[0] as number;
    byId.set(id, [...(byId.get(id) ?? []), row]);
  }
  // SQLite numbers them from the last declared to the first.
  const ids = [...byId.keys()].sort((a, b) => b - a);
  const found: ReflectedForeignKey[] = [];
  const unused = [...text.foreignKeys];
  for (const id of ids) {
    const rows = byId.get(id)!.sort((a, b) => (a[1] as number) - (b[1] as number));
    const columns = rows.map((row) => row[3] as string);
    const referredTable = rows[0]![2] as string;
    const place = unused.findIndex((key) => sameNames(key.columns, columns));
    const [declared] = place < 0 ? [] : unused.splice(place, 1);
    const named = rows.map((row) => row[4] as string | null);
    const referred = named.includes(null) ? yield* getPrimaryKeyColumns(connection, referredTable, schema) : (named as string[]);
    found.push({
      name: declared?.name ?? null,
      constrainedColumns: columns,
      referredSchema: schema,
      referredTable,
      referredColumns: referred,
      options: foreignKeyOptions(rows[0]!, declared?.deferrable ?? null, declared?.initially ?? null),
    });
  }
  return found;
}

function foreignKeyOptions(row: Cells, deferrable: boolean | null, initially: string | null): ReflectedForeignKey['options'] {
  const [, , , , , onupdate, ondelete] = row as readonly string[];
  return {
    ...(ondelete !== 'NO ACTION' && { ondelete }),
    ...(onupdate !== 'NO ACTION' && { onupdate }),
    ...(deferrable !== null && { deferrable }),
    ...(initially !== null && { initially }),
  };
}

interface IndexEntry {
  readonly name: string;
  readonly unique: boolean;
  readonly origin: string;
  readonly partial: boolean;
  readonly columns: readonly (string | null)[];
}

/** All indexes, in order of declaration. */
function* indexEntries(connection: InspectionConnection, table: string, schema: string | null): Io<IndexEntry[]> {
  yield* createText(connection, table, schema);
  const entries: IndexEntry[] = [];
  for (const row of [...(yield* tablePragma(connection, 'index_list', table, schema))].reverse()) {
    const name = row[1] as string;
    const items = yield* tablePragma(connection, 'index_info', name, schema);
    entries.push({
      name,
      unique: row[2] === 1,
      origin: row[3] as string,
      partial: row[4] === 1,
      columns: items.map((item) => item[2] as string | null),
    });
  }
  return entries;
}

function* getIndexes(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedIndex[]> {
  const found: ReflectedIndex[] = [];
  for (const entry of yield* indexEntries(connection, table, schema)) {
    if (entry.origin !== 'c') continue;
    const hasExpression = entry.columns.includes(null);
    let text = { items: [] as readonly string[], where: null as string | null };
    if (hasExpression || entry.partial) {
      const rows = yield* rowsOf(connection, `SELECT sql FROM ${masterOf(schema)} WHERE type = 'index' AND name = ?`, [entry.name]);
      text = parseCreateIndex((rows[0]?.[0] as string | null) ?? '');
    }
    found.push({
      name: entry.name,
      unique: entry.unique,
      columnNames: entry.columns,
      expressions: hasExpression ? text.items : null,
      where: entry.partial ? text.where : null,
    });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function* getUniqueConstraints(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedUniqueConstraint[]> {
  const { uniques } = yield* parsed(connection, table, schema);
  const unused = [...uniques];
  const found: (ReflectedUniqueConstraint & { place: number })[] = [];
  for (const entry of yield* indexEntries(connection, table, schema)) {
    if (entry.origin !== 'u') continue;
    const columnNames = entry.columns as string[];
    const declared = unused.find((unique) => sameNames(unique.columns, columnNames));
    if (declared) unused.splice(unused.indexOf(declared), 1);
    found.push({ name: declared?.name ?? null, columnNames, place: declared ? uniques.indexOf(declared) : uniques.length });
  }
  return found.sort((a, b) => a.place - b.place).map(({ name, columnNames }) => ({ name, columnNames }));
}

/** How SQLite tells about itself. It has no sequences, no comments and no types of its own. */
export const sqliteIntrospection: Introspection = {
  defaultSchema: 'main',
  *hasTable(connection, table, schema) {
    return (yield* tablePragma(connection, 'table_info', table, schema)).length > 0;
  },
  *hasIndex(connection, table, index, schema) {
    return (yield* tablePragma(connection, 'index_list', table, schema)).some((row) => row[1] === index);
  },
  *hasSequence() {
    return false;
  },
  *hasEnumType() {
    return false;
  },
  *getSchemaNames(connection) {
    const rows = yield* rowsOf(connection, 'PRAGMA database_list');
    return rows.map((row) => row[1] as string).filter((name) => name !== 'temp');
  },
  getTableNames: (connection, schema) => namesOf(connection, 'table', schema),
  *getTempTableNames(connection) {
    const rows = yield* rowsOf(connection, "SELECT name FROM sqlite_temp_master WHERE type = 'table' ORDER BY name");
    return rows.map(([name]) => name as string);
  },
  getViewNames: (connection, schema) => namesOf(connection, 'view', schema),
  *getViewDefinition(connection, view, schema) {
    const rows = yield* rowsOf(connection, `SELECT sql FROM ${masterOf(schema)} WHERE type = 'view' AND name = ?`, [view]);
    if (rows.length === 0) throw new NoSuchTableError(`there is no view '${view}' in the database`);
    return rows[0]![0] as string;
  },
  *getSequenceNames() {
    return [];
  },
  getColumns,
  *getPkConstraint(connection, table, schema) {
    const { primaryKeyName } = yield* parsed(connection, table, schema);
    return { name: primaryKeyName, constrainedColumns: yield* getPrimaryKeyColumns(connection, table, schema) };
  },
  getForeignKeys,
  getIndexes,
  getUniqueConstraints,
  *getCheckConstraints(connection, table, schema) {
    return [...(yield* parsed(connection, table, schema)).checks];
  },
  *getTableComment(connection, table, schema) {
    yield* createText(connection, table, schema);
    return null;
  },
};
