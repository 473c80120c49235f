import { expect, test } from 'vitest';
import { Inspector } from '../../engine/inspector.ts';
import { NoSuchTableError } from '../../errors.ts';
import { Column } from '../../schema/column.ts';
import { CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint } from '../../schema/constraints.ts';
import { Computed } from '../../schema/generated.ts';
import { MetaData } from '../../schema/metadata.ts';
import { Table } from '../../schema/table.ts';
import { Index } from '../../schema/table-index.ts';
import { languageNames } from '../../sql/sql.ts';
import { DateTime, Integer, Numeric, String, Text } from '../../sql/types/factories.ts';
import { errorOf, type SuiteDatabase } from './suite-database.ts';

const { func, text } = languageNames;

/** Reading what a database has. */
export function inspectorSuite(open: () => SuiteDatabase): void {
  const declare = (): MetaData => {
    const metadata = new MetaData();
    new Table(
      'area',
      metadata,
      new Column('country', String(2)),
      new Column('code', Integer),
      new Column('Name x', Text, { nullable: false }),
      new PrimaryKeyConstraint('country', 'code', { name: 'pk_area' }),
    );
    const town = new Table(
      'town',
      metadata,
      new Column('id', Integer, { primaryKey: true }),
      new Column('country', String(2)),
      new Column('area', Integer),
      new Column('name', String(40), { nullable: false, serverDefault: 'none' }),
      new Column('founded', DateTime),
      new Column('size', Numeric(10, 2)),
      new Column('twice', Integer, new Computed('area * 2', { persisted: true })),
      new ForeignKeyConstraint(['country', 'area'], ['area.country', 'area.code'], {
        name: 'fk_town_area',
        ondelete: 'SET NULL',
        onupdate: 'CASCADE',
      }),
      new UniqueConstraint('country', 'name', { name: 'uq_town' }),
      new CheckConstraint('size > 0', { name: 'ck_size' }),
    );
    new Index('ix_town_name', town.c['name']!, town.c['country']!);
    new Index('ix_town_lower', func.lower(town.c['name']!), { unique: true });
    new Index('ix_town_big', town.c['size']!, { where: text('size > 100') });
    return metadata;
  };

  test('tables, columns, keys, indexes, uniques, checks and foreign keys come back', async () => {
    const database = open();
    await database.create(declare());
    const inspector = new Inspector(database.engine);
    expect(await inspector.getTableNames()).toEqual(['area', 'town']);
    expect([await inspector.hasTable('town'), await inspector.hasTable('Town ')]).toEqual([true, false]);
    expect(await inspector.hasIndex('town', 'ix_town_big')).toBe(true);

    const area = await inspector.getColumns('area');
    expect(area.map(({ name, nullable, primaryKey }) => [name, nullable, primaryKey])).toEqual([
      ['country', false, true],
      ['code', false, true],
      ['Name x', false, false],
    ]);
    expect(await inspector.getPkConstraint('area')).toEqual({ name: 'pk_area', constrainedColumns: ['country', 'code'] });

    const columns = await inspector.getColumns('town');
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id INTEGER',
      'country VARCHAR(2)',
      'area INTEGER',
      'name VARCHAR(40)',
      `founded ${database.pick({ sqlite: 'DATETIME', postgresql: 'TIMESTAMP' })}`,
      'size NUMERIC(10, 2)',
      'twice INTEGER',
    ]);
    const byName = Object.fromEntries(columns.map((column) => [column.name, column]));
    expect(byName['id']!.autoincrement).toBe(database.pick<boolean | 'auto'>({ sqlite: 'auto', postgresql: true }));
    expect(byName['name']!.default).toBe(database.pick({ sqlite: "'none'", postgresql: "'none'::character varying" }));
    expect(byName['name']!.nullable).toBe(false);
    expect(byName['twice']!.computed).toEqual({ sqltext: database.pick({ sqlite: 'area * 2', postgresql: 'area * 2' }), persisted: true });

    expect(await inspector.getForeignKeys('town')).toEqual([
      {
        name: 'fk_town_area',
        constrainedColumns: ['country', 'area'],
        referredSchema: null,
        referredTable: 'area',
        referredColumns: ['country', 'code'],
        options: { ondelete: 'SET NULL', onupdate: 'CASCADE' },
      },
    ]);
    expect(await inspector.getUniqueConstraints('town')).toEqual([{ name: 'uq_town', columnNames: ['country', 'name'] }]);
    const [check] = await inspector.getCheckConstraints('town');
    expect(check!.name).toBe('ck_size');
    expect(check!.sqltext).toMatch(/^size > 0/);

    const indexes = await inspector.getIndexes('town');
    expect(indexes.map(({ name, unique, columnNames }) => [name, unique, columnNames])).toEqual([
      ['ix_town_big', false, ['size']],
      ['ix_town_lower', true, [null]],
      ['ix_town_name', false, ['name', 'country']],
    ]);
    expect(indexes[0]!.where).toMatch(/^size > 100/);
    expect(indexes[1]!.expressions![0]).toMatch(/^lower\(/);
  });

  test('views', async () => {
    const database = open();
    await database.create(declare());
    const connection = database.connect();
    await connection.execDriverSql('CREATE VIEW towns AS SELECT name FROM town');
    const inspector = new Inspector(connection);
    expect(await inspector.getViewNames()).toEqual(['towns']);
    expect(await inspector.getViewDefinition('towns')).toMatch(/SELECT\s+(?:town\.)?name\s+FROM town/);
    expect((await inspector.getColumns('towns')).map(({ name }) => name)).toEqual(['name']);
    expect(await inspector.getTableNames()).not.toContain('towns');
    await connection.rollback();
    await connection.close();
  });

  test('temporary tables stand apart', async () => {
    const database = open();
    const connection = database.connect();
    await connection.execDriverSql('CREATE TEMPORARY TABLE passing (id INTEGER)');
    const inspector = new Inspector(connection);
    expect(await inspector.getTempTableNames()).toEqual(['passing']);
    expect(await inspector.getTableNames()).toEqual([]);
    expect((await inspector.getColumns('passing')).map(({ name }) => name)).toEqual(['id']);
    await connection.rollback();
    await connection.close();
  });

  test('a table that is not there is named', async () => {
    const inspector = new Inspector(open().engine);
    for (const ask of [
      () => inspector.getColumns('nowhere'),
      () => inspector.getPkConstraint('nowhere'),
      () => inspector.getForeignKeys('nowhere'),
      () => inspector.getIndexes('nowhere'),
      () => inspector.getUniqueConstraints('nowhere'),
      () => inspector.getCheckConstraints('nowhere'),
      () => inspector.getTableComment('nowhere'),
      () => inspector.getViewDefinition('nowhere'),
    ]) {
      const error = await errorOf(ask);
      expect(error).toBeInstanceOf(NoSuchTableError);
      expect(error.message).toContain("'nowhere'");
    }
  });

  test('what was read makes the same tables again', async () => {
    const database = open();
    await database.create(declare());
    const inspector = new Inspector(database.engine);
    const again = new MetaData();
    for (const name of await inspector.getTableNames()) {
      const columns = await inspector.getColumns(name);
      new Table(
        `${name}_copy`,
        again,
        ...columns
          .filter(({ computed }) => computed === null)
          .map(({ name, type, nullable, primaryKey }) => new Column(name, type, { nullable, primaryKey })),
      );
    }
    await database.create(again);
    const [copied] = await inspector.getColumns('area_copy');
    expect(copied).toMatchObject({ name: 'country', nullable: false, primaryKey: true });
  });
}
