import { expect, test } from 'vitest';
import { CircularDependencyError, IntegrityError, NoReferencedTableError } from '../../errors.ts';
import { Column } from '../../schema/column.ts';
import { CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint } from '../../schema/constraints.ts';
import { ForeignKey } from '../../schema/foreign-key.ts';
import { Computed, Identity } from '../../schema/generated.ts';
import { MetaData } from '../../schema/metadata.ts';
import { Table } from '../../schema/table.ts';
import { Index } from '../../schema/table-index.ts';
import { languageNames } from '../../sql/sql.ts';
import { Boolean, Enum, Integer, String } from '../../sql/types/factories.ts';
import { errorOf, type SuiteDatabase } from './suite-database.ts';

const { insert, select, text } = languageNames;

/** Creating and dropping tables. */
export function schemaSuite(open: () => SuiteDatabase): void {
  test('tables are created after those they refer to, and dropped before', async () => {
    const { engine } = open();
    const metadata = new MetaData();
    new Table('child', metadata, new Column('id', Integer, { primaryKey: true }), new Column('parent_id', new ForeignKey('parent.id')));
    new Table('parent', metadata, new Column('id', Integer, { primaryKey: true }));
    const order: string[] = [];
    const stop = engine.events.on('statement', ({ sql }) => order.push(...(/(?:CREATE|DROP) TABLE \w+/.exec(sql) ?? [])));
    await metadata.createAll(engine);
    await metadata.dropAll(engine);
    stop();
    expect(order).toEqual(['CREATE TABLE parent', 'CREATE TABLE child', 'DROP TABLE child', 'DROP TABLE parent']);
  });

  test('checkfirst passes over what is there, and over what is gone', async () => {
    const database = open();
    const metadata = new MetaData();
    const kept = new Table('kept', metadata, new Column('id', Integer, { primaryKey: true }));
    await database.create(metadata);
    new Table('added', metadata, new Column('id', Integer, { primaryKey: true }));
    await metadata.createAll(database.engine);
    await metadata.createAll(database.engine);
    await metadata.dropAll(database.engine, { tables: [kept] });
    await metadata.dropAll(database.engine);
    await metadata.dropAll(database.engine);
    await metadata.createAll(database.engine);
    const error = await errorOf(() => metadata.createAll(database.engine, { checkfirst: false }));
    expect(error.message).toMatch(/kept.*already exists/s);
  });

  test('a failing createAll leaves nothing behind', async () => {
    const { engine } = open();
    const metadata = new MetaData();
    new Table('fine', metadata, new Column('id', Integer, { primaryKey: true }));
    new Table('later', metadata, new Column('id', Integer, { primaryKey: true }), new CheckConstraint('no such thing at all ('));
    await errorOf(() => metadata.createAll(engine));
    const left = new MetaData();
    new Table('fine', left, new Column('id', Integer, { primaryKey: true }));
    await left.createAll(engine, { checkfirst: false });
    await left.dropAll(engine);
  });

  test('tables that refer to each other are created and dropped', async () => {
    const { engine } = open();
    const metadata = new MetaData();
    const key = (name: string, target: string) => new ForeignKey(target, { name, useAlter: true });
    new Table('man', metadata, new Column('id', Integer, { primaryKey: true }), new Column('wife_id', key('fk_wife', 'woman.id')));
    new Table('woman', metadata, new Column('id', Integer, { primaryKey: true }), new Column('husband_id', key('fk_husband', 'man.id')));
    await metadata.createAll(engine);
    await metadata.dropAll(engine);
    await metadata.createAll(engine, { checkfirst: false });
    await metadata.dropAll(engine);
  });

  test('a circle of unnamed keys can be created, and dropped where nothing must be altered for it', async () => {
    const database = open();
    const { engine, name } = database;
    const metadata = new MetaData();
    new Table('hen', metadata, new Column('id', Integer, { primaryKey: true }), new Column('egg_id', new ForeignKey('egg.id')));
    new Table('egg', metadata, new Column('id', Integer, { primaryKey: true }), new Column('hen_id', new ForeignKey('hen.id')));
    await metadata.createAll(engine);
    if (name === 'sqlite') {
      await metadata.dropAll(engine);
      return;
    }
    const error = await errorOf(() => metadata.dropAll(engine));
    expect(error).toBeInstanceOf(CircularDependencyError);
    expect(error.message).toContain('egg, hen');
    const connection = database.connect();
    await connection.execDriverSql('DROP TABLE hen, egg CASCADE');
    await connection.commit();
    await connection.close();
  });

  test('a key to a table that is not there names both', async () => {
    const { engine } = open();
    const metadata = new MetaData();
    new Table('a', metadata, new Column('id', Integer, { primaryKey: true }), new Column('b_id', Integer, new ForeignKey('b.id')));
    const error = await errorOf(() => metadata.createAll(engine));
    expect(error).toBeInstanceOf(NoReferencedTableError);
    expect(error.message).toMatch(/a\.b_id.*'b'/);
  });

  test('every kind of constraint is enforced', async () => {
    const database = open();
    const metadata = new MetaData({
      namingConvention: { ck: 'ck_%(table_name)s_%(constraint_name)s', uq: 'uq_%(table_name)s_%(column_0_N_name)s' },
    });
    const parent = new Table(
      'parent',
      metadata,
      new Column('a', Integer, { nullable: false }),
      new Column('b', Integer, { nullable: false }),
      new PrimaryKeyConstraint('a', 'b', { name: 'pk_parent' }),
    );
    const child = new Table(
      'child',
      metadata,
      new Column('id', Integer, { primaryKey: true }),
      new Column('x', Integer),
      new Column('y', Integer),
      new Column('age', Integer, new CheckConstraint('age > 0', { name: 'age' })),
      new Column('kind', Enum('big', 'small', { name: 'kinds', createConstraint: true })),
      new Column('done', Boolean, { nullable: false, serverDefault: text('false') }),
      new Column('code', String(8), { unique: true }),
      new UniqueConstraint('x', 'age'),
      new ForeignKeyConstraint(['x', 'y'], ['parent.a', 'parent.b'], { name: 'fk_child', ondelete: 'CASCADE' }),
    );
    await database.create(metadata);
    const connection = database.connect();
    const add = (values: Record<string, unknown>) => connection.execute(insert(child).values(values));
    await connection.execute(insert(parent).values({ a: 1, b: 2 }));
    await add({ id: 1, x: 1, y: 2, age: 3, kind: 'big', code: 'c' });
    await connection.commit();
    const refused: [Record<string, unknown>, RegExp][] = [
      [{ id: 1 }, /UNIQUE|unique|duplicate/],
      [{ id: 2, age: 0 }, /CHECK|check/],
      [{ id: 2, code: 'c' }, /UNIQUE|duplicate/],
      [{ id: 2, x: 1, age: 3 }, /UNIQUE|duplicate/],
      [{ id: 2, x: 7, y: 7 }, /FOREIGN KEY|foreign key/],
      [{ id: 2, done: null }, /NOT NULL|not-null/],
    ];
    for (const [values, words] of refused) {
      const error = await errorOf(() => add(values));
      expect(error).toBeInstanceOf(IntegrityError);
      expect(error.message).toMatch(words);
      await connection.rollback();
    }
    await connection.execute(languageNames.delete(parent));
    expect((await connection.execute(select(child))).all()).toEqual([]);
    await connection.close();
  });

  test('a key that refers to nobody is refused by whoever the URL says', async () => {
    const database = open();
    const metadata = new MetaData();
    new Table(
      'node',
      metadata,
      new Column('id', Integer, { primaryKey: true }),
      new Column('parent_id', Integer, new ForeignKey('node.id')),
    );
    await database.create(metadata);
    const connection = database.connect();
    await errorOf(() => connection.execDriverSql('INSERT INTO node (id, parent_id) VALUES (1, 2)'));
    await connection.close();
  });

  test('computed columns and identities', async () => {
    const database = open();
    const metadata = new MetaData();
    const box = new Table(
      'box',
      metadata,
      new Column('id', Integer, new Identity({ start: 1 }), { primaryKey: true }),
      new Column('w', Integer),
      new Column('h', Integer),
      new Column('area', Integer, new Computed('w * h', { persisted: true })),
    );
    await database.create(metadata);
    const connection = database.connect();
    await connection.execute(insert(box), [
      { w: 2, h: 3 },
      { w: 4, h: 5 },
    ]);
    const rows = (await connection.execute(select(box.c.id, box.c.area).orderBy(box.c['id']!))).all();
    expect(rows.map((row) => [...row])).toEqual([
      [1, 6],
      [2, 20],
    ]);
    await connection.close();
  });

  test('odd names are quoted by rule', async () => {
    const database = open();
    const metadata = new MetaData();
    const names = ['select', 'with space', 'it\'s "quoted"', 'Größe', '日本', 'a.b', '1st', 'percent % s', 'colon :x', '?'];
    const odd = new Table(
      'select',
      metadata,
      new Column('order', Integer, { primaryKey: true }),
      ...names.slice(1).map((name) => new Column(name, String)),
    );
    const other = new Table(
      'Table "x" ; --',
      metadata,
      new Column('id', Integer, { primaryKey: true }),
      new Column('from', Integer, new ForeignKey('select.order')),
      new Index('ix "odd"', 'from'),
    );
    await database.create(metadata);
    const connection = database.connect();
    const values = Object.fromEntries(names.slice(1).map((name, index) => [name, `'"${index};`]));
    await connection.execute(insert(odd).values({ order: 1, ...values }));
    await connection.execute(insert(other).values({ id: 1, from: 1 }));
    const row = (await connection.execute(select(odd, other.c['from']!).join(other, other.c['from']!.eq(odd.c['order'])))).one();
    expect(row.asObject()).toEqual({ order: 1, ...values, from: 1 });
    for (const name of names.slice(1)) {
      const found = await connection.scalar(select(odd.c[name]).where(odd.c[name]!.eq(values[name])));
      expect(found).toBe(values[name]);
    }
    await connection.close();
  });

  test('comments are kept where the database has them', async () => {
    const database = open();
    const metadata = new MetaData();
    new Table('noted', metadata, new Column('id', Integer, { primaryKey: true, comment: "the 'key'" }), { comment: "it's \\ a table" });
    await database.create(metadata);
    const { Inspector } = await import('../../engine/inspector.ts');
    const inspector = new Inspector(database.engine);
    expect(await inspector.getTableComment('noted')).toBe(database.pick({ sqlite: null, postgresql: "it's \\ a table" }));
    const [column] = await inspector.getColumns('noted');
    expect(column!.comment).toBe(database.pick({ sqlite: null, postgresql: "the 'key'" }));
  });
}
