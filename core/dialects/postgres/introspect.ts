import type {
  InspectionConnection,
  Introspection,
  ReflectedCheckConstraint,
  ReflectedColumn,
  ReflectedForeignKey,
  ReflectedIndex,
} from '../../engine/introspection.ts';
import { NoSuchTableError } from '../../errors.ts';
import type { DriverValue, Io } from '../../io.ts';
import { reflectPostgresType } from './reflect-type.ts';

type Cells = readonly DriverValue[];

function* rowsOf(connection: InspectionConnection, sql: string, params: readonly DriverValue[] = []): Io<readonly Cells[]> {
  return (yield* connection.inspectRows(sql, params)).rows;
}

const names = (rows: readonly Cells[]): string[] => rows.map(([name]) => name as string);

/** The condition on a schema's name: given, or the one that unqualified names mean. */
const IN_SCHEMA = 'n.nspname = coalesce($1::text, current_schema())';

function* relations(connection: InspectionConnection, kinds: string, schema: string | null): Io<string[]> {
  const sql = `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${IN_SCHEMA} AND c.relkind::text = ANY (string_to_array($2, ',')) AND c.relpersistence <> 't' ORDER BY c.relname`;
  return names(yield* rowsOf(connection, sql, [schema, kinds]));
}

function* exists(connection: InspectionConnection, name: string, kinds: string, schema: string | null): Io<boolean> {
  const visible = schema === null ? 'pg_table_is_visible(c.oid)' : IN_SCHEMA;
  const sql = `SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE coalesce($1::text, '') IS NOT NULL AND ${visible} AND c.relname = $2 AND c.relkind::text = ANY (string_to_array($3, ','))`;
  return (yield* rowsOf(connection, sql, [schema, name, kinds])).length > 0;
}

/** The number by which the catalogue knows a table. @throws NoSuchTableError */
function* tableOid(connection: InspectionConnection, table: string, schema: string | null): Io<number> {
  const visible = schema === null ? 'pg_table_is_visible(c.oid)' : IN_SCHEMA;
  const sql = `SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE coalesce($1::text, '') IS NOT NULL AND ${visible} AND c.relname = $2 AND c.relkind IN ('r', 'v', 'm', 'f', 'p')`;
  const [row] = yield* rowsOf(connection, sql, [schema, table]);
  if (!row) throw new NoSuchTableError(`there is no table '${schema === null ? '' : `${schema}.`}${table}' in the database`);
  return row[0] as number;
}

/** The enumerations, by the number of their type. */
function* enumerations(connection: InspectionConnection): Io<Map<number, { name: string; values: string[] }>> {
  const sql = 'SELECT t.oid, t.typname, e.enumlabel FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid ORDER BY t.oid, e.enumsortorder';
  const found = new Map<number, { name: string; values: string[] }>();
  for (const [oid, name, value] of yield* rowsOf(connection, sql)) {
    const known = found.get(oid as number) ?? { name: name as string, values: [] };
    known.values.push(value as string);
    found.set(oid as number, known);
  }
  return found;
}

const COLUMNS = `
SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attgenerated::text, a.attidentity::text,
  col_description(a.attrelid, a.attnum), a.atttypid, coalesce(i.indisprimary, false), s.seqstart, s.seqincrement
FROM pg_attribute a
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)
LEFT JOIN pg_depend p ON p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'i' AND p.classid = 'pg_class'::regclass
LEFT JOIN pg_sequence s ON s.seqrelid = p.objid
WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`;

function* getColumns(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedColumn[]> {
  const oid = yield* tableOid(connection, table, schema);
  const enums = yield* enumerations(connection);
  const rows = yield* rowsOf(connection, COLUMNS, [oid]);
  return rows.map(([name, type, notNull, expression, generated, identity, comment, typeOid, primaryKey, start, increment]) => ({
    name: name as string,
    type: reflectPostgresType(type as string, enums.get(typeOid as number) ?? null),
    nullable: !notNull,
    default: generated === '' ? (expression as string | null) : null,
    autoincrement: identity !== '' || /^nextval\(/.test((expression as string | null) ?? ''),
    primaryKey: primaryKey as boolean,
    comment: comment as string | null,
    computed: generated === '' ? null : { sqltext: unwrap(expression as string), persisted: generated === 's' },
    identity: identity === '' ? null : { always: identity === 'a', start: Number(start ?? 1), increment: Number(increment ?? 1) },
  }));
}

/** PostgreSQL puts brackets around whole expressions. */
function unwrap(sql: string): string {
  if (!sql.startsWith('(') || !sql.endsWith(')')) return sql;
  let depth = 0;
  for (let at = 0; at < sql.length; at += 1) {
    if (sql[at] === '(') depth += 1;
    else if (sql[at] === ')') depth -= 1;
    if (depth === 0 && at < sql.length - 1) return sql;
  }
  return sql.slice(1, -1);
}

const CONSTRAINTS = `
SELECT c.conname, pg_get_constraintdef(c.oid, true), c.condeferrable, c.condeferred, c.confdeltype::text, c.confupdtype::text, c.confmatchtype::text, rn.nspname, r.relname,
  (SELECT array_to_json(array_agg(a.attname ORDER BY k.ord))::text FROM unnest(c.conkey) WITH ORDINALITY k (num, ord) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num),
  (SELECT array_to_json(array_agg(a.attname ORDER BY k.ord))::text FROM unnest(c.confkey) WITH ORDINALITY k (num, ord) JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num),
  pg_get_expr(c.conbin, c.conrelid, true), pg_table_is_visible(c.confrelid)
FROM pg_constraint c LEFT JOIN pg_class r ON r.oid = c.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
WHERE c.conrelid = $1 AND c.contype::text = $2 ORDER BY c.oid`;

interface FoundConstraint {
  readonly cells: Cells;
  readonly name: string;
  readonly columns: readonly string[];
}

function* constraints(
  connection: InspectionConnection,
  table: string,
  schema: string | null,
  kind: 'p' | 'u' | 'f' | 'c',
): Io<FoundConstraint[]> {
  const oid = yield* tableOid(connection, table, schema);
  const rows = yield* rowsOf(connection, CONSTRAINTS, [oid, kind]);
  return rows.map((cells) => ({ cells, name: cells[0] as string, columns: JSON.parse((cells[9] as string | null) ?? '[]') as string[] }));
}

const ACTIONS: Readonly<Record<string, string>> = { r: 'RESTRICT', c: 'CASCADE', n: 'SET NULL', d: 'SET DEFAULT' };

function* getForeignKeys(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedForeignKey[]> {
  const found = yield* constraints(connection, table, schema, 'f');
  return found.map(({ cells, name, columns }) => {
    const [, , deferrable, deferred, onDelete, onUpdate, match, referredSchema, referredTable, , referred, , visible] = cells;
    const [ondelete, onupdate] = [ACTIONS[onDelete as string], ACTIONS[onUpdate as string]];
    return {
      name,
      constrainedColumns: columns,
      referredSchema: visible && schema === null ? null : (referredSchema as string),
      referredTable: referredTable as string,
      referredColumns: JSON.parse(referred as string) as string[],
      options: {
        ...(ondelete && { ondelete }),
        ...(onupdate && { onupdate }),
        ...(deferrable && { deferrable: true, initially: deferred ? 'DEFERRED' : 'IMMEDIATE' }),
        ...(match === 'f' && { match: 'FULL' }),
      },
    };
  });
}

const INDEXES = `
SELECT c.relname, i.indisunique, pg_get_expr(i.indpred, i.indrelid, true),
  (SELECT array_to_json(array_agg(CASE WHEN k.num = 0 THEN NULL ELSE a.attname END ORDER BY k.ord))::text
   FROM unnest(i.indkey) WITH ORDINALITY k (num, ord) LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num WHERE k.ord <= i.indnkeyatts),
  (SELECT array_to_json(array_agg(pg_get_indexdef(i.indexrelid, k.ord::int, true) ORDER BY k.ord))::text FROM unnest(i.indkey) WITH ORDINALITY k (num, ord) WHERE k.ord <= i.indnkeyatts)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = $1 AND NOT i.indisprimary AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('u', 'x'))
ORDER BY c.relname`;

function* getIndexes(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedIndex[]> {
  const oid = yield* tableOid(connection, table, schema);
  return (yield* rowsOf(connection, INDEXES, [oid])).map(([name, unique, where, columns, expressions]) => {
    const columnNames = JSON.parse(columns as string) as (string | null)[];
    return {
      name: name as string,
      unique: unique as boolean,
      columnNames,
      expressions: columnNames.includes(null) ? (JSON.parse(expressions as string) as string[]) : null,
      where: where === null ? null : unwrap(where as string),
    };
  });
}

function* getCheckConstraints(connection: InspectionConnection, table: string, schema: string | null): Io<ReflectedCheckConstraint[]> {
  const found = yield* constraints(connection, table, schema, 'c');
  return found.map(({ cells, name }) => ({ name, sqltext: unwrap(cells[11] as string) }));
}

/** How PostgreSQL tells about itself, from its catalogue. */
export const postgresIntrospection: Introspection = {
  defaultSchema: 'public',
  hasTable: (connection, table, schema) => exists(connection, table, 'r,v,m,f,p', schema),
  *hasIndex(connection, table, index, schema) {
    return (yield* getIndexes(connection, table, schema)).some((found) => found.name === index);
  },
  hasSequence: (connection, sequence, schema) => exists(connection, sequence, 'S', schema),
  *hasEnumType(connection, type, schema) {
    const visible = schema === null ? 'pg_type_is_visible(t.oid)' : IN_SCHEMA;
    const sql = `SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE coalesce($1::text, '') IS NOT NULL AND ${visible} AND t.typname = $2`;
    return (yield* rowsOf(connection, sql, [schema, type])).length > 0;
  },
  *getSchemaNames(connection) {
    return names(yield* rowsOf(connection, "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY nspname"));
  },
  getTableNames: (connection, schema) => relations(connection, 'r,p', schema),
  *getTempTableNames(connection) {
    return names(
      yield* rowsOf(connection, "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relpersistence = 't' ORDER BY relname"),
    );
  },
  getViewNames: (connection, schema) => relations(connection, 'v,m', schema),
  *getViewDefinition(connection, view, schema) {
    const oid = yield* tableOid(connection, view, schema);
    return (yield* rowsOf(connection, 'SELECT pg_get_viewdef($1::oid)', [oid]))[0]![0] as string;
  },
  getSequenceNames: (connection, schema) => relations(connection, 'S', schema),
  getColumns,
  *getPkConstraint(connection, table, schema) {
    const [found] = yield* constraints(connection, table, schema, 'p');
    return { name: found?.name ?? null, constrainedColumns: found?.columns ?? [] };
  },
  getForeignKeys,
  getIndexes,
  *getUniqueConstraints(connection, table, schema) {
    return (yield* constraints(connection, table, schema, 'u')).map(({ name, columns }) => ({ name, columnNames: columns }));
  },
  getCheckConstraints,
  *getTableComment(connection, table, schema) {
    const oid = yield* tableOid(connection, table, schema);
    return (yield* rowsOf(connection, "SELECT obj_description($1::oid, 'pg_class')", [oid]))[0]![0] as string | null;
  },
};
