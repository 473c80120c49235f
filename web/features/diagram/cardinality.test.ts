import { expect, test } from 'vitest';
import type { SchemaSnapshot, TableSnapshot } from '../../../core/schema/snapshot.ts';
import { en } from '../../ui/messages/en.ts';
import { foldAssociations } from './associations.ts';
import type { GraphRelation } from './graph.ts';
import { endText, faultText, relationText, tablesById } from './relation-text.ts';
import { schemaGraph } from './schema-graph.ts';
import { foreignKey, index, model, schema, table } from './testing/build-schema.ts';

const models = [
  model('Role', 'roles'),
  model('User', 'users'),
  model('Profile', 'profiles'),
  model('Employee', 'employees'),
  model('User', 'user'),
  model('Role', 'role'),
];

/** One end of a relation: its symbol, how the whole relation names it, and what it says of itself. */
interface End {
  readonly symbol: string;
  readonly spoken: string;
  readonly text: string;
}
const many = (tables: string, why: string): End => ({
  symbol: 'zero-or-many',
  spoken: `many ${tables}`,
  text: `Zero or many ${tables}, because ${why}`,
});
const maybe = (table: string, why: string): End => ({
  symbol: 'zero-or-one',
  spoken: `zero or one ${table}`,
  text: `Zero or one ${table}, because ${why}`,
});
const one = (table: string, why: string): End => ({
  symbol: 'one',
  spoken: `exactly one ${table}`,
  text: `Exactly one ${table}, because ${why}`,
});

function expectEnds(tables: readonly TableSnapshot[], columns: string, child: End, parent: End, identifying = false): void {
  const names = tables.map((each) => each.name);
  const { relation, tables: byId } = only(
    schema(
      [...tables],
      models.filter((each) => names.includes(each.table)),
    ),
  );
  expect([relation.fromEnd.symbol, relation.toEnd.symbol]).toEqual([child.symbol, parent.symbol]);
  expect(relationText(en.diagram, relation, byId)).toBe(`${columns}: ${child.spoken} to ${parent.spoken}`);
  expect(endText(en.diagram, relation, 'from', byId).join('')).toBe(child.text);
  expect(endText(en.diagram, relation, 'to', byId).join('')).toBe(parent.text);
  expect(relation.identifying).toBe(identifying);
  expect(relation.fault).toBeNull();
}

function only(snapshot: SchemaSnapshot): { relation: GraphRelation; tables: ReturnType<typeof tablesById> } {
  const graph = schemaGraph(snapshot);
  expect(graph.relations).toHaveLength(1);
  return { relation: graph.relations[0]!, tables: tablesById(graph) };
}

const roles = table('roles', 'id INTEGER p, name VARCHAR(64)? u');
const users = (roleId: string, more?: Parameters<typeof table>[2]) => table('users', `id INTEGER p, role_id ${roleId} >roles.id`, more);
const manyUsers = many('users', 'role_id is not unique');
const uniqueUser = maybe('user', 'role_id is unique');
const requiredRole = one('role', 'role_id is required');
const optionalRole = maybe('role', 'role_id may be null');

test.each<[string, TableSnapshot, child: End, parent: End]>([
  ['nullable', users('INTEGER?'), manyUsers, optionalRole],
  ['required', users('INTEGER'), manyUsers, requiredRole],
  ['nullable and unique', users('INTEGER? u'), uniqueUser, optionalRole],
  ['required and unique', users('INTEGER u'), uniqueUser, requiredRole],
  ['unique by an index', users('INTEGER', { indexes: [index(['role_id'], { unique: true })] }), uniqueUser, requiredRole],
  [
    'unique for some rows only',
    users('INTEGER', { indexes: [index(['role_id'], { unique: true, where: 'active', name: 'one_active' })] }),
    many('users', 'the unique index one_active covers only some rows'),
    requiredRole,
  ],
  ['beside a unique index over an expression', users('INTEGER', { indexes: [index([null], { unique: true })] }), manyUsers, requiredRole],
  ['in an index that is not unique', users('INTEGER i'), manyUsers, requiredRole],
])('a foreign key that is %s', (_title, child, childEnd, parentEnd) => {
  expectEnds([roles, child], 'users.role_id', childEnd, parentEnd);
});

test('a unique key that needs a further column limits nothing', () => {
  const more = { uniques: [{ name: null, columns: ['role_id', 'name'] }] };
  const child = table('users', 'id INTEGER p, role_id INTEGER >roles.id, name TEXT', more);
  expectEnds([roles, child], 'users.role_id', manyUsers, requiredRole);
});

const onePerson = one('user', 'user_id is required');

test.each<[string, parent: TableSnapshot, child: TableSnapshot, childEnd: End]>([
  [
    'a shared primary key',
    table('users', 'id INTEGER p'),
    table('profiles', 'user_id INTEGER p >users.id, bio TEXT?'),
    maybe('profile', 'user_id is the primary key'),
  ],
  [
    'a primary key that a catalogue calls nullable',
    table('users', 'id INTEGER? p'),
    table('profiles', 'user_id INTEGER? p >users.id'),
    maybe('profile', 'user_id is the primary key'),
  ],
  [
    'one column of a primary key of two',
    table('users', 'id INTEGER p'),
    table('profiles', 'user_id INTEGER p >users.id, number INTEGER p'),
    many('profiles', 'user_id is not unique'),
  ],
])('%s identifies', (_title, parent, child, childEnd) => {
  expectEnds([parent, child], 'profiles.user_id', childEnd, onePerson, true);
});

const pair = table('pairs', 'a INTEGER p, b INTEGER p');
const referring = (x: string, y: string, uniques: TableSnapshot['uniques'] = []) =>
  table('users', `id INTEGER p, x ${x}, y ${y}`, { foreignKeys: [foreignKey(['x', 'y'], 'pairs.a,b')], uniques });
const manyPaired = many('users', 'x and y together are not unique');
const requiredPair = one('pair', 'x and y are required');

test.each<[string, TableSnapshot, child: End, parent: End]>([
  ['all of it required', referring('INTEGER', 'INTEGER'), manyPaired, requiredPair],
  ['with one column that may be null', referring('INTEGER', 'INTEGER?'), manyPaired, maybe('pair', 'y may be null')],
  [
    'unique as a whole',
    referring('INTEGER', 'INTEGER', [{ name: null, columns: ['y', 'x'] }]),
    maybe('user', 'y and x together are unique'),
    requiredPair,
  ],
  ['of which one column is unique', referring('INTEGER u', 'INTEGER'), maybe('user', 'x is unique'), requiredPair],
])('a composite key, %s', (_title, child, childEnd, parentEnd) => {
  expectEnds([pair, child], 'users.(x, y)', childEnd, parentEnd);
});

test('a self reference', () => {
  const employees = table('employees', 'id INTEGER p, manager_id INTEGER? >employees.id');
  const [child, parent] = [many('employees', 'manager_id is not unique'), maybe('employee', 'manager_id may be null')];
  expectEnds([employees], 'employees.manager_id', child, parent);
});

test('a table named in the singular, with its model', () => {
  const tables = [table('role', 'id INTEGER p'), table('user', 'id INTEGER p, role_id INTEGER? >role.id')];
  expectEnds(tables, 'user.role_id', manyUsers, optionalRole);
});

const posts = table('posts', 'id INTEGER p');
const tags = table('tags', 'id INTEGER p');

test('an association table folds into many to many', () => {
  const graph = schemaGraph(schema([posts, tags, table('post_tags', 'post_id INTEGER p >posts.id, tag_id INTEGER p >tags.id')]));
  const folded = foldAssociations(graph, new Set());
  expect(folded.tables.map((each) => each.name)).toEqual(['posts', 'tags']);
  const [relation] = folded.relations;
  expect([relation?.kind, relation?.fromEnd.symbol, relation?.toEnd.symbol]).toEqual(['many-to-many', 'zero-or-many', 'zero-or-many']);
  expect(relationText(en.diagram, relation!, tablesById(graph))).toBe('post_tags: many posts to many tags');
  expect(endText(en.diagram, relation!, 'to', tablesById(graph)).join('')).toBe('Zero or many tags, because post_tags may link any number');
});

test('a further unique key limits one side of a folded association', () => {
  const graph = schemaGraph(schema([posts, tags, table('post_tags', 'post_id INTEGER p u >posts.id, tag_id INTEGER p >tags.id')]));
  const [relation] = foldAssociations(graph, new Set()).relations;
  expect(relationText(en.diagram, relation!, tablesById(graph))).toBe('post_tags: many posts to zero or one tag');
  expect(endText(en.diagram, relation!, 'to', tablesById(graph)).join('')).toBe('Zero or one tag, because post_id is unique');
});

test.each([
  [
    'data of its own',
    [posts, tags, table('post_tags', 'post_id INTEGER p >posts.id, tag_id INTEGER p >tags.id, since DATETIME')],
    'with-data',
  ],
  ['a key of its own', [posts, tags, table('post_tags', 'id INTEGER p, post_id INTEGER >posts.id, tag_id INTEGER >tags.id')], null],
  ['only one foreign key', [posts, table('post_tags', 'post_id INTEGER p >posts.id, tag_id INTEGER p')], null],
  [
    'a table that refers to it',
    [
      posts,
      tags,
      table('post_tags', 'post_id INTEGER p >posts.id, tag_id INTEGER p >tags.id'),
      table('votes', 'id INTEGER p, post_id INTEGER, tag_id INTEGER', {
        foreignKeys: [foreignKey(['post_id', 'tag_id'], 'post_tags.post_id,tag_id')],
      }),
    ],
    null,
  ],
  [
    'a column that both foreign keys share',
    [
      table('posts', 'id INTEGER p, site INTEGER p'),
      table('tags', 'id INTEGER p, site INTEGER p'),
      table('post_tags', 'post_id INTEGER p, site INTEGER p, tag_id INTEGER p', {
        foreignKeys: [foreignKey(['post_id', 'site'], 'posts.id,site'), foreignKey(['tag_id', 'site'], 'tags.id,site')],
      }),
    ],
    null,
  ],
])('a link table with %s stays a table', (_title, tables, association) => {
  const graph = schemaGraph(schema(tables));
  expect(graph.tables.find((each) => each.name === 'post_tags')?.association).toBe(association);
  expect(foldAssociations(graph, new Set())).toBe(graph);
});

test('a pure association of a table with itself folds into a loop', () => {
  const graph = schemaGraph(
    schema([table('users', 'id INTEGER p'), table('friends', 'a_id INTEGER p >users.id, b_id INTEGER p >users.id')]),
  );
  const [relation] = foldAssociations(graph, new Set()).relations;
  expect(relation?.from).toBe(relation?.to);
  expect(relationText(en.diagram, relation!, tablesById(graph))).toBe('friends: many users to many users');
});

test.each([
  [
    'a table that nobody defines',
    [table('users', 'id INTEGER p, role_id INTEGER >roles.id')],
    'users.role_id points to roles, which is not defined. Define it, or point the key to another table.',
  ],
  [
    'a column that is no key',
    [table('roles', 'id INTEGER p, key INTEGER'), table('users', 'id INTEGER p, role_id INTEGER >roles.key')],
    'users.role_id points to roles.key, which is not a key. Point it to roles.id, or make roles.key unique.',
  ],
  [
    'a column that does not exist',
    [table('roles', 'id INTEGER p'), table('users', 'id INTEGER p, role_id INTEGER >roles.key')],
    'users.role_id points to roles.key, which does not exist. Add the column, or point the key to another one.',
  ],
  [
    'a column of another type',
    [table('roles', 'id INTEGER p'), table('users', 'id INTEGER p, role_id VARCHAR(20) >roles.id')],
    'users.role_id is VARCHAR(20), but roles.id is INTEGER. Give both the same type.',
  ],
  [
    'a key that is unique for some rows only',
    [
      table('roles', 'id INTEGER p, key INTEGER', { indexes: [index(['key'], { unique: true, where: 'x' })] }),
      table('users', 'id INTEGER p, role_id INTEGER >roles.key'),
    ],
    'users.role_id points to roles.key, which is not a key. Point it to roles.id, or make roles.key unique.',
  ],
])('a foreign key to %s is wrong, and says the way out', (_title, tables, text) => {
  const { relation, tables: byId } = only(schema(tables));
  expect(faultText(en.diagram, relation, relation.fault!, byId)).toBe(text);
});

test.each([
  ['VARCHAR(64)', 'VARCHAR(80)'],
  ['BIGINT', 'INTEGER'],
  ['INTEGER', 'SERIAL'],
  ['TEXT', 'VARCHAR(20)'],
  ['', 'INTEGER'],
  ['DATETIME', 'TIMESTAMP'],
])('%s may refer to %s', (own, referred) => {
  const { relation } = only(
    schema([
      table('a', `id ${referred || 'INTEGER'} p`),
      { ...table('b', 'id INTEGER p, a_id X >a.id'), columns: [{ ...table('b', 'a_id X').columns[0]!, type: own }] },
    ]),
  );
  expect(relation.fault).toBeNull();
});
