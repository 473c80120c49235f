import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { Inspector } from '../../engine/inspector.ts';
import { Column } from '../../schema/column.ts';
import { ForeignKey } from '../../schema/foreign-key.ts';
import { MetaData } from '../../schema/metadata.ts';
import { Table } from '../../schema/table.ts';
import { Index } from '../../schema/table-index.ts';
import { languageNames } from '../../sql/sql.ts';
import { Integer, String } from '../../sql/types/factories.ts';
import { sqlJs } from '../../testing/sql-js.ts';
import { sqlJsDriver } from './sql-js-driver.ts';

const { insert, select } = languageNames;
let engine: Engine;
let inspector: Inspector;
const run = (...statements: string[]) => engine.begin((c) => statements.forEach((sql) => void c.execDriverSql(sql)));
beforeEach(() => {
  engine = createEngine('sqlite://', { driver: sqlJsDriver(sqlJs) });
  inspector = new Inspector(engine);
});
afterEach(() => engine.dispose());

describe('reading tables that somebody else wrote', () => {
  test('names in every kind of quotes, comments, and words that look like constraints', () => {
    run(
      'CREATE TABLE parent ("a b" INTEGER PRIMARY KEY)',
      `CREATE TABLE 'odd' ( -- a comment, with "quotes" and ( brackets
        [id one] INTEGER PRIMARY KEY AUTOINCREMENT, /* UNIQUE (x) */
        \`check\` TEXT DEFAULT 'CONSTRAINT x UNIQUE (y)',
        "ref""erence" INT CONSTRAINT fk REFERENCES parent ("a b") ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
        n NUMERIC(10, 2) NOT NULL CONSTRAINT positive CHECK (n > 0 AND n <> ')'),
        CONSTRAINT "uq ""x""" UNIQUE (n, [check])
      )`,
    );
    expect(inspector.getColumns('odd').map(({ name, type, nullable }) => [name, `${type}`, nullable])).toEqual([
      ['id one', 'INTEGER', true],
      ['check', 'TEXT', true],
      ['ref"erence', 'INTEGER', true],
      ['n', 'NUMERIC(10, 2)', false],
    ]);
    expect(inspector.getColumns('odd')[0]!.autoincrement).toBe(true);
    expect(inspector.getForeignKeys('odd')).toEqual([
      {
        name: 'fk',
        constrainedColumns: ['ref"erence'],
        referredSchema: null,
        referredTable: 'parent',
        referredColumns: ['a b'],
        options: { ondelete: 'SET NULL', onupdate: 'CASCADE', deferrable: true, initially: 'DEFERRED' },
      },
    ]);
    expect(inspector.getUniqueConstraints('odd')).toEqual([{ name: 'uq "x"', columnNames: ['n', 'check'] }]);
    expect(inspector.getCheckConstraints('odd')).toEqual([{ name: 'positive', sqltext: "n > 0 AND n <> ')'" }]);
  });

  test('types by SQLite’s own rules', () => {
    run('CREATE TABLE t (a, b UNSIGNED BIG INT, c VARYING CHARACTER(255), d DOUBLE PRECISION, e anything, f DECIMAL(9), g NVARCHAR(5))');
    expect(inspector.getColumns('t').map(({ type }) => `${type}`)).toEqual([
      'NULL',
      'INTEGER',
      'TEXT',
      'FLOAT',
      'NUMERIC',
      'DECIMAL(9)',
      'NVARCHAR(5)',
    ]);
  });

  test('a key that names no column refers to the primary key', () => {
    run('CREATE TABLE p (x TEXT, y TEXT, PRIMARY KEY (y, x))', 'CREATE TABLE c (a TEXT, b TEXT, FOREIGN KEY (a, b) REFERENCES p)');
    expect(inspector.getForeignKeys('c')[0]).toMatchObject({ constrainedColumns: ['a', 'b'], referredColumns: ['y', 'x'] });
    expect(inspector.getPkConstraint('p').constrainedColumns).toEqual(['y', 'x']);
  });

  test('virtual tables and shadow names do no harm', () => {
    run('CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE)', 'CREATE INDEX ix ON t (a COLLATE NOCASE DESC) WHERE a IS NOT NULL');
    expect(inspector.getTableNames()).toEqual(['t']);
    expect(inspector.getIndexes('t')).toEqual([
      { name: 'ix', unique: false, columnNames: ['a'], expressions: null, where: 'a IS NOT NULL' },
    ]);
  });
});

describe('what only SQLite has', () => {
  test('AUTOINCREMENT, WITHOUT ROWID and STRICT', () => {
    const metadata = new MetaData();
    const id = () => new Column('id', Integer, { primaryKey: true });
    new Table('counted', metadata, id(), { sqliteAutoincrement: true });
    new Table('flat', metadata, new Column('k', String, { primaryKey: true }), { sqliteWithRowid: false });
    const strict = new Table('strict_one', metadata, id(), { sqliteStrict: true });
    metadata.createAll(engine);
    expect(inspector.getColumns('counted')[0]!.autoincrement).toBe(true);
    expect(() => run('SELECT rowid FROM flat')).toThrow(/no such column: rowid/);
    expect(() => run(`INSERT INTO ${strict.name} VALUES ('x')`)).toThrow(/IntegrityError/);
  });

  test('attached databases are schemas', () => {
    const connection = engine.connect();
    connection.commit();
    (engine.rawConnection() as unknown as { handle: { run(sql: string): void } }).handle.run("ATTACH ':memory:' AS other");
    const metadata = new MetaData({ schema: 'other' });
    const parent = new Table('parent', metadata, new Column('id', Integer, { primaryKey: true }));
    const child = new Table(
      'child',
      metadata,
      new Column('id', Integer, { primaryKey: true }),
      new Column('p', Integer, new ForeignKey('parent.id')),
    );
    new Index('ix_p', child.c['p']!);
    metadata.createAll(engine);
    metadata.createAll(engine);
    expect(inspector.getTableNames()).toEqual([]);
    expect(inspector.getTableNames('other')).toEqual(['child', 'parent']);
    expect(inspector.getIndexes('child', 'other').map(({ name }) => name)).toEqual(['ix_p']);
    connection.execute(insert(parent).values({ id: 1 }));
    connection.execute(insert(child).values({ id: 2, p: 1 }));
    expect(connection.execute(select(child.c['id']!).join(parent)).scalars().all()).toEqual([2]);
    connection.close();
    metadata.dropAll(engine);
    expect(inspector.getTableNames('other')).toEqual([]);
  });
});
