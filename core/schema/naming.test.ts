import { describe, expect, test } from 'vitest';
import { InvalidRequestError } from '../errors.ts';
import { Boolean, Integer } from '../sql/types/factories.ts';
import { Column } from './column.ts';
import { CheckConstraint, UniqueConstraint } from './constraints.ts';
import { ForeignKey } from './foreign-key.ts';
import { MetaData } from './metadata.ts';
import { conv, type NamingConvention } from './naming.ts';
import { Table } from './table.ts';
import { Index } from './table-index.ts';

const common: NamingConvention = {
  ix: 'ix_%(column_0_label)s',
  uq: 'uq_%(table_name)s_%(column_0_N_name)s',
  ck: 'ck_%(table_name)s_%(constraint_name)s',
  fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s_%(referred_column_0_name)s',
  pk: 'pk_%(table_name)s',
};

function declare(namingConvention?: NamingConvention) {
  const metadata = new MetaData({ namingConvention });
  const roles = new Table('roles', metadata, new Column('id', Integer, { primaryKey: true }));
  const users = new Table(
    'users',
    metadata,
    new Column('id', Integer, { primaryKey: true }),
    new Column('a', Integer, { index: true }),
    new Column('b', Integer),
    new Column('role_id', Integer, new ForeignKey('roles.id')),
    new UniqueConstraint('a', 'b'),
    new CheckConstraint('a > 0', { name: 'positive' }),
  );
  return { roles, users, names: [...users.constraints, ...users.indexes].map((item) => item.name).sort() };
}

describe('names of constraints', () => {
  test('without a convention only indexes get one', () => {
    expect(declare().names).toEqual(['ix_users_a', 'positive', null, null, null].sort());
  });

  test('by a convention', () => {
    expect(declare(common).names).toEqual(['ck_users_positive', 'fk_users_role_id_roles_id', 'ix_users_a', 'pk_users', 'uq_users_a_b']);
  });

  test('a name given by hand stays where the convention does not ask for it', () => {
    const { users } = declare(common);
    const unique = new UniqueConstraint('b', { name: 'mine' });
    const final = new CheckConstraint('b > 0', { name: conv('final') });
    users.appendConstraint(unique);
    users.appendConstraint(final);
    expect([unique.name, final.name]).toEqual(['mine', 'final']);
  });

  test('a convention that needs a name refuses to do without', () => {
    const { users } = declare(common);
    const check = new CheckConstraint('b > 0');
    users.appendConstraint(check);
    expect(() => check.name).toThrow(InvalidRequestError);
    expect(() => check.name).toThrow(/constraint is explicitly named/);
  });

  test('functions, positions, keys, labels with a schema', () => {
    const metadata = new MetaData({
      schema: 'other',
      namingConvention: {
        ix: ({ columns, tableName }) => `i_${tableName}_${columns.length}`,
        uq: '%(column_1_key)s/%(column_0_label)s/%(column_0N_name)s/%%',
      },
    });
    const table = new Table('t', metadata, new Column('x', Integer), new Column('y', Integer, { key: 'why' }));
    const index = new Index(null, 'x', 'why');
    const unique = new UniqueConstraint('x', 'why');
    table.appendIndex(index);
    table.appendConstraint(unique);
    expect(index.name).toBe('i_t_2');
    expect(unique.name).toBe('why/other_t_x/xy/%');
  });

  test('an unknown token and a column that is not there are named', () => {
    const metadata = new MetaData({ namingConvention: { uq: 'uq_%(nonsense)s', ix: 'ix_%(column_3_name)s' } });
    const table = new Table('t', metadata, new Column('x', Integer, { index: true }), new UniqueConstraint('x'));
    expect(() => table.constraints.map(({ name }) => name)).toThrow(/%\(nonsense\)s .*table 't'/);
    expect(() => table.indexes[0]!.name).toThrow(/no column 3/);
  });

  test('a Boolean’s own check takes the name of its type', () => {
    const metadata = new MetaData({ namingConvention: common });
    const table = new Table('t', metadata, new Column('x', Boolean({ createConstraint: true, name: 'is_x' })));
    expect(table.constraints.map(({ name }) => name)).toContain('ck_t_is_x');
  });
});
