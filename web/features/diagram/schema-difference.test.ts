import { expect, test } from 'vitest';
import { schemaDifferences } from './schema-difference.ts';
import { foreignKey, index, schema, table } from './testing/build-schema.ts';

const roles = table('roles', 'id INTEGER p, name VARCHAR(64)? u');
const users = table('users', 'id INTEGER p, username VARCHAR(64), role_id INTEGER? >roles.id');
const differences = (models: Parameters<typeof schema>[0], database: Parameters<typeof schema>[0]): string[] =>
  schemaDifferences(schema(models), schema(database)).map(({ kind, table: name, column, models: wanted, database: found }) =>
    [kind, column === null ? name : `${name}.${column}`, wanted && `${wanted} | ${found}`].filter(Boolean).join(' '),
  );

test('tables that are the same differ in nothing, whatever their order and the spelling of types', () => {
  expect(differences([roles, users], [users, table('roles', 'id integer p, name varchar(64)? u')])).toEqual([]);
});

test('tables and columns of one side alone are told by the side that has them', () => {
  const more = table('users', 'id INTEGER p, username VARCHAR(64), role_id INTEGER? >roles.id, email TEXT?');
  expect(differences([roles, more], [table('drafts', 'id INTEGER p'), users])).toEqual([
    'only-models roles',
    'only-models users.email',
    'only-database drafts',
  ]);
  expect(differences([users], [more])).toEqual(['only-database users.email']);
});

test('a type, a null, a key and a unique constraint that are not alike are told in the words of DDL', () => {
  const other = table('users', 'id INTEGER p, username VARCHAR(80)?, role_id INTEGER');
  expect(differences([users], [other])).toEqual([
    'changed users.username VARCHAR(64) NOT NULL | VARCHAR(80)',
    'changed users.role_id INTEGER REFERENCES roles (id) | INTEGER NOT NULL',
  ]);
  expect(differences([roles], [table('roles', 'id INTEGER p, name VARCHAR(64)?')])).toEqual([
    'changed roles.name VARCHAR(64) UNIQUE | VARCHAR(64)',
  ]);
});

test('a unique index is a unique constraint, one over some rows is not', () => {
  const plain = 'id INTEGER p, name VARCHAR(64)?';
  expect(differences([roles], [table('roles', plain, { indexes: [index(['name'], { unique: true })] })])).toEqual([]);
  expect(differences([roles], [table('roles', plain, { indexes: [index(['name'], { unique: true, where: 'id > 3' })] })])).toHaveLength(1);
});

test('a composite key is compared column by column', () => {
  const child = (target: string) => table('c', 'id INTEGER p, x INTEGER, y INTEGER', { foreignKeys: [foreignKey(['x', 'y'], target)] });
  expect(differences([child('p.a,b')], [child('p.a,b')])).toEqual([]);
  expect(differences([child('p.a,b')], [child('p.b,a')])).toHaveLength(2);
});

test('names are only names', () => {
  const odd = table('__proto__', 'constructor INTEGER p');
  expect(differences([odd], [])).toEqual(['only-models __proto__']);
  expect(differences([table('a.b', 'id INTEGER p')], [table('b', 'id INTEGER p', { schema: 'a' })])).toEqual([
    'only-models a.b',
    'only-database a.b',
  ]);
});
