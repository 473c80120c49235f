import { describe, expect, test } from 'vitest';
import { ArgumentError, CircularDependencyError, InvalidRequestError, NoReferencedColumnError, NoReferencedTableError } from '../errors.ts';
import { Integer, String } from '../sql/types/factories.ts';
import { nullType } from '../sql/types/null-type.ts';
import { Column } from './column.ts';
import { ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint } from './constraints.ts';
import { ForeignKey } from './foreign-key.ts';
import { Computed, Identity, Sequence } from './generated.ts';
import { MetaData } from './metadata.ts';
import { sortTablesAndConstraints } from './sort-tables.ts';
import { Table } from './table.ts';
import { Index } from './table-index.ts';

const id = () => new Column('id', Integer, { primaryKey: true });
const refer = (name: string, target: string, options = {}) => new Column(name, Integer, new ForeignKey(target, options));

describe('MetaData', () => {
  test('knows its tables by name, in the order of declaration', () => {
    const metadata = new MetaData();
    const b = new Table('b', metadata, id());
    const a = new Table('a', metadata, id(), { schema: 'x' });
    expect([...metadata.tables]).toEqual([
      ['b', b],
      ['x.a', a],
    ]);
    metadata.remove(b);
    expect([...metadata.tables.keys()]).toEqual(['x.a']);
    metadata.clear();
    expect(metadata.tables.size).toBe(0);
  });

  test('takes a name once, and says the way out', () => {
    const metadata = new MetaData();
    new Table('t', metadata, id());
    expect(() => new Table('t', metadata, id())).toThrow(InvalidRequestError);
    expect(() => new Table('t', metadata, id())).toThrow(/'t' is already defined.*metadata\.remove/);
  });

  test('sorts tables by what they refer to, else by name', () => {
    const metadata = new MetaData();
    new Table('c', metadata, id(), refer('b_id', 'b.id'));
    new Table('b', metadata, id(), refer('z_id', 'z.id'));
    new Table('z', metadata, id(), refer('own', 'z.id'));
    new Table('a', metadata, id());
    expect(metadata.sortedTables.map(({ name }) => name)).toEqual(['a', 'z', 'b', 'c']);
  });

  test('keys that form a circle come later; those that may not are an error', () => {
    const metadata = new MetaData();
    const a = new Table('a', metadata, id(), refer('b_id', 'b.id'));
    const b = new Table('b', metadata, id(), refer('a_id', 'a.id', { name: 'fk_a' }));
    const sorted = sortTablesAndConstraints([a, b]);
    expect(sorted.tables.map(({ table }) => table.name)).toEqual(['a', 'b']);
    expect(sorted.remaining.length).toBe(2);
    expect(() => sortTablesAndConstraints([a, b], () => false)).toThrow(CircularDependencyError);
    expect(sortTablesAndConstraints([a, b], (key) => key.name !== null).remaining.map(({ name }) => name)).toEqual(['fk_a']);
  });

  test('a schema for all tables that name none', () => {
    const metadata = new MetaData({ schema: 'main' });
    new Table('a', metadata, id());
    const b = new Table('b', metadata, id(), refer('a_id', 'a.id'));
    expect(b.fullname).toBe('main.b');
    expect(b.foreignKeys[0]!.column.table).toBe(metadata.tables.get('main.a'));
  });
});

describe('Table', () => {
  test('columns by key, in order, and the primary key in its own', () => {
    const table = new Table('t', new MetaData(), id(), new Column('b', Integer, { key: 'bee' }), new PrimaryKeyConstraint('bee', 'id'));
    expect(Object.keys(table.c)).toEqual(['id', 'bee']);
    expect(table.primaryKey.map(({ name }) => name)).toEqual(['b', 'id']);
    expect([...table.c].map(({ name }) => name)).toEqual(['id', 'b']);
    expect(table.c['bee']!.nullable).toBe(false);
  });

  test('a column of the same key replaces the one before with all that it brought', () => {
    const metadata = new MetaData();
    new Table('other', metadata, id());
    const table = new Table('t', metadata, id(), new Column('x', Integer, new ForeignKey('other.id'), { unique: true }));
    table.appendColumn(new Column('x', String, { index: true }));
    expect(table.constraints.map(({ kind }) => kind)).toEqual(['pk']);
    expect(table.indexes.map(({ name }) => name)).toEqual(['ix_t_x']);
    expect(Object.keys(table.c)).toEqual(['id', 'x']);
  });

  test('refuses what it cannot take', () => {
    const metadata = new MetaData();
    const taken = new Table('t', metadata, id()).c['id'] as Column;
    expect(() => new Table('', metadata)).toThrow(ArgumentError);
    expect(() => new Table('u', metadata, taken)).toThrow(/already assigned to Table 't'.*unattachedCopy/);
    expect(() => new Table('v', metadata, new Column(Integer))).toThrow(/has no name/);
    expect(() => new Table('w', metadata, 'id' as never)).toThrow(/takes columns, constraints and indexes/);
    expect(() => new Table('x', metadata, id(), new UniqueConstraint('nope'))).toThrow(/no column named 'nope'/);
    expect(() => new Table('y', metadata, id(), new Index('ix', 'nope'))).toThrow(/no column named 'nope'/);
    expect([...metadata.tables.keys()]).toEqual(['t']);
  });

  test('constraints over columns of a table join it by themselves', () => {
    const table = new Table('t', new MetaData(), id(), new Column('a', Integer), new Column('b', Integer));
    new UniqueConstraint(table.c['a'] as Column, table.c['b'] as Column);
    new Index('ix', table.c['a']!);
    expect(table.constraints.map(({ kind }) => kind)).toEqual(['pk', 'uq']);
    expect(table.indexes.length).toBe(1);
  });
});

describe('Column', () => {
  test('takes a name, a type, items and options, and names what it cannot take', () => {
    expect(() => new Column('x', Integer, undefined as never)).toThrow(/undefined; is something used before/);
    expect(() => new Column('x', 'y' as never, 3 as never)).toThrow(ArgumentError);
    expect(() => new Column('x', Integer, { serverDefault: 3 as never })).toThrow(/serverDefault is SQL/);
    expect(() => new Column('x', Integer, new Computed('1'), { serverDefault: '1' })).toThrow(/takes no serverDefault/);
    expect(() => new Column('x', Integer, new Computed('1'), new Identity())).toThrow(/either Computed or/);
  });

  test('nullable unless it is a key or an identity', () => {
    expect(new Column('x', Integer).nullable).toBe(true);
    expect(id().nullable).toBe(false);
    expect(new Column('x', Integer, new Identity()).nullable).toBe(false);
    expect(new Column('x', Integer, new Identity({ onNull: true })).nullable).toBe(true);
    expect(new Column('x', Integer, { primaryKey: true, nullable: true }).nullable).toBe(true);
  });

  test('a copy has everything of its own', () => {
    const column = new Column('x', Integer, new ForeignKey('t.id'), new Sequence('s'), {
      unique: true,
      index: true,
      comment: 'c',
      key: 'k',
    });
    const copy = column.unattachedCopy();
    expect(copy).not.toBe(column);
    expect([copy.name, copy.key, copy.unique, copy.index, copy.comment]).toEqual(['x', 'k', true, true, 'c']);
    expect(copy.foreignKeys[0]).not.toBe(column.foreignKeys[0]);
    expect(copy.foreignKeys[0]!.targetFullname).toBe('t.id');
    expect(copy.sequence).not.toBe(column.sequence);
    expect(column.unattachedCopy({ name: 'y' }).name).toBe('y');
  });

  test('which column counts by itself', () => {
    const counting = (...columns: Column[]) => new Table('t', new MetaData(), ...columns).autoincrementColumn?.name ?? null;
    expect(counting(id())).toBe('id');
    expect(counting(new Column('a', String, { primaryKey: true }))).toBe(null);
    expect(counting(new Column('a', Integer, { primaryKey: true, autoincrement: false }))).toBe(null);
    expect(counting(new Column('a', Integer, { primaryKey: true, default: 3 }))).toBe(null);
    expect(counting(refer('a', 'x.id').unattachedCopy(), new Column('b', Integer, { primaryKey: true }))).toBe('b');
    expect(counting(id(), new Column('b', Integer, { primaryKey: true }))).toBe(null);
    expect(counting(id(), new Column('b', Integer, { primaryKey: true, autoincrement: true }))).toBe('b');
    const two = () => counting(...['a', 'b'].map((name) => new Column(name, Integer, { primaryKey: true, autoincrement: true })));
    expect(two).toThrow(/only one column of table 't' may say autoincrement: a, b/);
    expect(() => counting(new Column('a', String, { primaryKey: true, autoincrement: true }))).toThrow(/cannot count/);
  });
});

describe('ForeignKey', () => {
  test('a column without a type takes the one it refers to, whichever table comes first', () => {
    const metadata = new MetaData();
    const child = new Table(
      'child',
      metadata,
      id(),
      new Column('p', new ForeignKey('parent.code')),
      new Column('g', new ForeignKey('grand.p')),
    );
    expect(child.c['p']!.type).toBe(nullType);
    new Table('grand', metadata, id(), new Column('p', new ForeignKey('parent.code')));
    const parent = new Table('parent', metadata, new Column('code', String(7), { primaryKey: true }));
    expect([child.c['p']!.type, child.c['g']!.type]).toEqual([parent.c['code']!.type, parent.c['code']!.type]);
  });

  test('refers by text, by column and by function', () => {
    const metadata = new MetaData();
    const parent = new Table('parent', metadata, id());
    const column = parent.c['id'] as Column;
    const child = new Table(
      'child',
      metadata,
      refer('a', 'parent.id'),
      new Column('b', Integer, new ForeignKey(column)),
      new Column('c', Integer, new ForeignKey(() => column)),
    );
    expect(child.foreignKeys.map((key) => key.column)).toEqual([column, column, column]);
    expect(child.foreignKeys.every((key) => key.references(parent))).toBe(true);
  });

  test('a table or column that is not there is named with its reason', () => {
    const metadata = new MetaData();
    const child = new Table('child', metadata, refer('a', 'gone.id'), refer('b', 'child.gone'));
    const [noTable, noColumn] = child.foreignKeys;
    expect(() => noTable!.column).toThrow(NoReferencedTableError);
    expect(() => noTable!.column).toThrow(/'child\.a' could not find table 'gone'/);
    expect(() => noColumn!.column).toThrow(NoReferencedColumnError);
    expect(() => noColumn!.column).toThrow(/table 'child' has no column named 'gone'/);
    expect(() => new ForeignKey(3 as never)).toThrow(/ForeignKey\('roles\.id'\)/);
    expect(() => new ForeignKeyConstraint(['a'], ['x.a', 'x.b'])).toThrow(/there are 1 and 2/);
  });
});
