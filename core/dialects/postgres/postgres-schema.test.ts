import { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import { Inspector } from '../../engine/inspector.ts';
import { Column } from '../../schema/column.ts';
import { CreateIndex, CreateSchema, DropSchema } from '../../schema/ddl-element.ts';
import { ForeignKey } from '../../schema/foreign-key.ts';
import { Identity, Sequence } from '../../schema/generated.ts';
import { MetaData } from '../../schema/metadata.ts';
import { Table } from '../../schema/table.ts';
import { Index } from '../../schema/table-index.ts';
import { languageNames } from '../../sql/sql.ts';
import { Enum, Integer, String } from '../../sql/types/factories.ts';
import { pgliteSyncDriver } from './pglite-driver.ts';

const { insert, select, text } = languageNames;
const instance = await PGlite.create();
const engine = createEngine('pglite://', { driver: pgliteSyncDriver(instance) });
afterAll(() => instance.close());

let created: MetaData[] = [];
afterEach(() => {
  for (const metadata of created) metadata.dropAll(engine);
  created = [];
});
function fresh(schema?: string): MetaData {
  const metadata = new MetaData({ schema: schema ?? null });
  created.push(metadata);
  return metadata;
}
const typesThere = () => engine.begin((c) => c.execute(text("SELECT typname FROM pg_type WHERE typtype = 'e' ORDER BY 1")).scalars().all());
const id = () => new Column('id', Integer, { primaryKey: true });

test('an enumeration is made once, before its first table, and goes with its last', () => {
  const metadata = fresh();
  const color = Enum('red', "it's", { name: 'color' });
  const a = new Table('a', metadata, id(), new Column('c', color));
  const b = new Table('b', metadata, id(), new Column('c', color));
  metadata.createAll(engine);
  expect(typesThere()).toEqual(['color']);
  metadata.dropAll(engine, { tables: [a] });
  expect(typesThere()).toEqual(['color']);
  metadata.createAll(engine);
  engine.begin((c) => c.execute(insert(b).values({ c: "it's" })));
  const [column] = new Inspector(engine).getColumns('b').slice(1);
  expect(column!.type).toMatchObject({ name: 'color', enums: ['red', "it's"] });
  metadata.dropAll(engine);
  expect(typesThere()).toEqual([]);
  metadata.dropAll(engine);
});

test('sequences are made and dropped with their columns, and alone', () => {
  const metadata = fresh();
  const counted = new Table(
    'counted',
    metadata,
    new Column('id', Integer, new Sequence('counted_seq', { start: 50, increment: 5 }), { primaryKey: true }),
  );
  metadata.createAll(engine);
  const inspector = new Inspector(engine);
  expect(inspector.getSequenceNames()).toEqual(['counted_seq']);
  const made = engine.begin((c) => [c.execute(insert(counted)).insertedPrimaryKey, c.execute(insert(counted)).insertedPrimaryKey]);
  expect(made.map((key) => [...key])).toEqual([[50], [55]]);
  metadata.dropAll(engine);
  expect(inspector.getSequenceNames()).toEqual([]);
});

test('identities and serials are told apart', () => {
  const metadata = fresh();
  new Table('i', metadata, new Column('id', Integer, new Identity({ always: true, start: 7, increment: 2 }), { primaryKey: true }));
  new Table('s', metadata, id());
  metadata.createAll(engine);
  const inspector = new Inspector(engine);
  expect(inspector.getColumns('i')[0]).toMatchObject({
    identity: { always: true, start: 7, increment: 2 },
    autoincrement: true,
    default: null,
  });
  expect(inspector.getColumns('s')[0]).toMatchObject({ identity: null, autoincrement: true, default: "nextval('s_id_seq'::regclass)" });
});

test('schemas: created, written into every name, inspected, dropped', () => {
  engine.begin((c) => c.execute(new CreateSchema('Other one')));
  const metadata = fresh('Other one');
  const parent = new Table('parent', metadata, id());
  const child = new Table(
    'child',
    metadata,
    id(),
    new Column('p', Integer, new ForeignKey('parent.id', { ondelete: 'CASCADE' })),
    new Column('n', String),
  );
  new Index('ix_child_n', child.c['n']!);
  metadata.createAll(engine);
  metadata.createAll(engine);
  const inspector = new Inspector(engine);
  expect(inspector.getSchemaNames()).toContain('Other one');
  expect(inspector.getTableNames('Other one')).toEqual(['child', 'parent']);
  expect([inspector.hasTable('child'), inspector.hasTable('child', 'Other one')]).toEqual([false, true]);
  expect(inspector.getForeignKeys('child', 'Other one')).toMatchObject([{ referredSchema: 'Other one', referredTable: 'parent' }]);
  expect(inspector.getIndexes('child', 'Other one').map(({ name }) => name)).toEqual(['ix_child_n']);
  const rows = engine.begin((c) => {
    c.execute(insert(parent).values({ id: 1 }));
    c.execute(insert(child).values({ id: 2, p: 1 }));
    return c
      .execute(select(child.c['id']!, parent.c['id']!).join(parent))
      .all()
      .map((row: any) => [...row]);
  });
  expect(rows).toEqual([[2, 1]]);
  metadata.dropAll(engine);
  engine.begin((c) => c.execute(new DropSchema('Other one', { cascade: true })));
});

test('indexes by method and condition', () => {
  const metadata = fresh();
  const t = new Table('t', metadata, id(), new Column('n', Integer));
  new Index('ix_hash', t.c['n']!, { postgresqlUsing: 'hash', postgresqlWhere: text('n > 1') });
  metadata.createAll(engine);
  expect(new Inspector(engine).getIndexes('t')).toMatchObject([{ name: 'ix_hash', where: 'n > 1' }]);
  const bad = new CreateIndex(new Index('bad', t.c['n']!, { postgresqlUsing: 'hash; DROP TABLE t' }));
  expect(() => engine.begin((c) => c.execute(bad))).toThrow(/Unexpected SQL phrase/);
  t.indexes.pop();
});

test('a long name that was made is cut the same everywhere, one given by hand is refused', () => {
  const metadata = fresh();
  const long = 'x'.repeat(60);
  const t = new Table(long, metadata, id(), new Column('value', Integer, { index: true }));
  metadata.createAll(engine);
  const [index] = new Inspector(engine).getIndexes(long);
  expect(index!.name).toMatch(/^ix_x{52}_[0-9a-f]{4}$/);
  const byHand = new CreateIndex(new Index('y'.repeat(64), t.c['value']!));
  expect(() => engine.begin((c) => c.execute(byHand))).toThrow(/exceeds maximum length of 63/);
  t.indexes.pop();
});
