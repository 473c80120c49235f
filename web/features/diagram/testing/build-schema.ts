import type { ForeignKeySnapshot, IndexSnapshot, ModelSnapshot, SchemaSnapshot, TableSnapshot } from '../../../../core/schema/snapshot.ts';

type Extra = Partial<Pick<TableSnapshot, 'schema' | 'uniques' | 'indexes' | 'foreignKeys' | 'comment'>>;

/**
 * A table from a line: `id INTEGER p, role_id INTEGER? >roles.id, email TEXT u i`. `?` may be null, `p` primary key, `u` unique, `i` indexed,
 * `>table.column` a foreign key.
 */
export function table(name: string, columns: string, extra: Extra = {}): TableSnapshot {
  const parts = columns
    .split(',')
    .map((part) => part.trim().split(/\s+/))
    .filter(([column]) => column);
  const having = (flag: string): string[] => parts.filter(([, , ...flags]) => flags.includes(flag)).map(([column]) => column!);
  const foreignKeys = parts.flatMap(([column, , ...flags]) =>
    flags.filter((flag) => flag.startsWith('>')).map((flag) => foreignKey([column!], flag.slice(1))),
  );
  return {
    name,
    schema: extra.schema ?? null,
    comment: extra.comment ?? null,
    columns: parts.map(([column, type = 'INTEGER']) => ({
      name: column!,
      type: type.replace('?', ''),
      nullable: type.endsWith('?'),
      serverDefault: null,
      autoincrement: false,
      computed: null,
      comment: null,
    })),
    primaryKey: { name: null, columns: having('p') },
    uniques: [...having('u').map((column) => ({ name: null, columns: [column] })), ...(extra.uniques ?? [])],
    indexes: [...having('i').map((column) => index([column])), ...(extra.indexes ?? [])],
    checks: [],
    foreignKeys: [...foreignKeys, ...(extra.foreignKeys ?? [])],
  };
}

/** `foreignKey(['a', 'b'], 'other.x,y')`. */
export function foreignKey(columns: string[], target: string, name: string | null = null): ForeignKeySnapshot {
  const dot = target.lastIndexOf('.');
  return {
    name,
    columns,
    referredSchema: null,
    referredTable: target.slice(0, dot),
    referredColumns: target.slice(dot + 1).split(','),
    onDelete: null,
    onUpdate: null,
  };
}

export const index = (columns: (string | null)[], rest: Partial<IndexSnapshot> = {}): IndexSnapshot => ({
  name: `ix_${columns.join('_')}`,
  columns,
  unique: false,
  where: null,
  ...rest,
});

export const schema = (tables: TableSnapshot[], models: ModelSnapshot[] = []): SchemaSnapshot => ({ version: 1, tables, models });

export const model = (name: string, tableName: string, relationships: ModelSnapshot['relationships'] = []): ModelSnapshot => ({
  name,
  table: tableName,
  schema: null,
  attributes: [],
  relationships,
});

/** A schema as companies have them: islands of related tables, a few hubs, some tables alone. The same for the same count. */
export function manyTables(count: number): SchemaSnapshot {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const nameOf = (at: number): string => `table_${at}`;
  const tables = Array.from({ length: count }, (_, at) => {
    const columns = ['id INTEGER p'];
    const references = at === 0 ? 0 : Math.floor(random() * 2.4);
    for (let each = 0; each < references; each++) {
      const target = Math.floor(random() < 0.7 ? Math.max(0, at - 1 - random() * 12) : random() * at);
      columns.push(`ref${each}_id INTEGER${random() < 0.4 ? '?' : ''} >${nameOf(target)}.id`);
    }
    const plain = 2 + Math.floor(random() * 8);
    for (let each = 0; each < plain; each++) columns.push(`column_${each} ${random() < 0.5 ? 'VARCHAR(64)?' : 'DATETIME'}`);
    return table(nameOf(at), columns.join(', '));
  });
  return schema(tables);
}
