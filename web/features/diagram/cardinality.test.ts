import { expect, test } from 'vitest';
import type { SchemaSnapshot, TableSnapshot } from '../../../core/schema/snapshot.ts';
import { en } from '../../ui/messages/en.ts';
import { foldAssociations } from './associations.ts';
import type { GraphRelation } from './graph.ts';
import { endText, relationText, tablesById } from './relation-text.ts';
import { schemaGraph } from './schema-graph.ts';
import { foreignKey, index, model, schema, table } from './testing/build-schema.ts';

const roles = table('roles', 'id INTEGER p, name VARCHAR(64)? u');
const models = [model('Role', 'roles'), model('User', 'users'), model('Profile', 'profiles'), model('Employee', 'employees')];

interface Case {
  readonly title: string;
  readonly tables: TableSnapshot[];
  /** Symbol at the child, symbol at the parent. */
  readonly ends: readonly [string, string];
  readonly spoken: string;
  readonly child: string;
  readonly parent: string;
  readonly identifying?: boolean;
}

const pair = table('pairs', 'a INTEGER p, b INTEGER p');

const cases: Case[] = [
  {
    title: 'a nullable foreign key',
    tables: [roles, table('users', 'id INTEGER p, role_id INTEGER? >roles.id')],
    ends: ['zero-or-many', 'zero-or-one'],
    spoken: 'users.role_id: many users to zero or one role',
    child: 'Zero or many users, because role_id is not unique',
    parent: 'Zero or one role, because role_id may be null',
  },
  {
    title: 'a required foreign key',
    tables: [roles, table('users', 'id INTEGER p, role_id INTEGER >roles.id')],
    ends: ['zero-or-many', 'one'],
    spoken: 'users.role_id: many users to exactly one role',
    child: 'Zero or many users, because role_id is not unique',
    parent: 'Exactly one role, because role_id is required',
  },
  {
    title: 'a nullable unique foreign key',
    tables: [roles, table('users', 'id INTEGER p, role_id INTEGER? u >roles.id')],
    ends: ['zero-or-one', 'zero-or-one'],
    spoken: 'users.role_id: zero or one user to zero or one role',
    child: 'Zero or one user, because role_id is unique',
    parent: 'Zero or one role, because role_id may be null',
  },
  {
    title: 'a required unique foreign key',
    tables: [roles, table('users', 'id INTEGER p, role_id INTEGER u >roles.id')],
    ends: ['zero-or-one', 'one'],
    spoken: 'users.role_id: zero or one user to exactly one role',
    child: 'Zero or one user, because role_id is unique',
    parent: 'Exactly one role, because role_id is required',
  },
  {
    title: 'a foreign key unique by an index',
    tables: [roles, table('users', 'id INTEGER p, role_id INTEGER >roles.id', { indexes: [index(['role_id'], { unique: true })] })],
    ends: ['zero-or-one', 'one'],
    spoken: 'users.role_id: zero or one user to exactly one role',
    child: 'Zero or one user, because role_id is unique',
    parent: 'Exactly one role, because role_id is required',
  },
  {
    title: 'a foreign key unique for some rows only',
    tables: [
      roles,
      table('users', 'id INTEGER p, role_id INTEGER >roles.id', {
        indexes: [index(['role_id'], { unique: true, where: 'active', name: 'one_active' })],
      }),
    ],
    ends: ['zero-or-many', 'one'],
    spoken: 'users.role_id: many users to exactly one role',
    child: 'Zero or many users, because the unique index one_active covers only some rows',
    parent: 'Exactly one role, because role_id is required',
  },
  {
    title: 'a unique index over an expression',
    tables: [roles, table('users', 'id INTEGER p, role_id INTEGER >roles.id', { indexes: [index([null], { unique: true })] })],
    ends: ['zero-or-many', 'one'],
    spoken: 'users.role_id: many users to exactly one role',
    child: 'Zero or many users, because role_id is not unique',
    parent: 'Exactly one role, because role_id is required',
  },
  {
    title: 'an index that is not unique',
    tables: [roles, table('users', 'id INTEGER p, role_id INTEGER i >roles.id')],
    ends: ['zero-or-many', 'one'],
    spoken: 'users.role_id: many users to exactly one role',
    child: 'Zero or many users, because role_id is not unique',
    parent: 'Exactly one role, because role_id is required',
  },
  {
    title: 'a unique key that needs a further column',
    tables: [
      roles,
      table('users', 'id INTEGER p, role_id INTEGER >roles.id, name TEXT', { uniques: [{ name: null, columns: ['role_id', 'name'] }] }),
    ],
    ends: ['zero-or-many', 'one'],
    spoken: 'users.role_id: many users to exactly one role',
    child: 'Zero or many users, because role_id is not unique',
    parent: 'Exactly one role, because role_id is required',
  },
  {
    title: 'a shared primary key',
    tables: [table('users', 'id INTEGER p'), table('profiles', 'user_id INTEGER p >users.id, bio TEXT?')],
    ends: ['zero-or-one', 'one'],
    spoken: 'profiles.user_id: zero or one profile to exactly one user',
    child: 'Zero or one profile, because user_id is the primary key',
    parent: 'Exactly one user, because user_id is required',
    identifying: true,
  },
  {
    title: 'a primary key that a catalogue calls nullable',
    tables: [table('users', 'id INTEGER? p'), table('profiles', 'user_id INTEGER? p >users.id')],
    ends: ['zero-or-one', 'one'],
    spoken: 'profiles.user_id: zero or one profile to exactly one user',
    child: 'Zero or one profile, because user_id is the primary key',
    parent: 'Exactly one user, because user_id is required',
    identifying: true,
  },
  {
    title: 'one column of a primary key of two',
    tables: [table('users', 'id INTEGER p'), table('profiles', 'user_id INTEGER p >users.id, number INTEGER p')],
    ends: ['zero-or-many', 'one'],
    spoken: 'profiles.user_id: many profiles to exactly one user',
    child: 'Zero or many profiles, because user_id is not unique',
    parent: 'Exactly one user, because user_id is required',
    identifying: true,
  },
  {
    title: 'a self reference',
    tables: [table('employees', 'id INTEGER p, manager_id INTEGER? >employees.id')],
    ends: ['zero-or-many', 'zero-or-one'],
    spoken: 'employees.manager_id: many employees to zero or one employee',
    child: 'Zero or many employees, because manager_id is not unique',
    parent: 'Zero or one employee, because manager_id may be null',
  },
  {
    title: 'a composite key, all of it required',
    tables: [pair, table('users', 'id INTEGER p, x INTEGER, y INTEGER', { foreignKeys: [foreignKey(['x', 'y'], 'pairs.a,b')] })],
    ends: ['zero-or-many', 'one'],
    spoken: 'users.(x, y): many users to exactly one pair',
    child: 'Zero or many users, because x and y together are not unique',
    parent: 'Exactly one pair, because x and y are required',
  },
  {
    title: 'a composite key with one column that may be null',
    tables: [pair, table('users', 'id INTEGER p, x INTEGER, y INTEGER?', { foreignKeys: [foreignKey(['x', 'y'], 'pairs.a,b')] })],
    ends: ['zero-or-many', 'zero-or-one'],
    spoken: 'users.(x, y): many users to zero or one pair',
    child: 'Zero or many users, because x and y together are not unique',
    parent: 'Zero or one pair, because y may be null',
  },
  {
    title: 'a composite key unique as a whole',
    tables: [
      pair,
      table('users', 'id INTEGER p, x INTEGER, y INTEGER', {
        foreignKeys: [foreignKey(['x', 'y'], 'pairs.a,b')],
        uniques: [{ name: null, columns: ['y', 'x'] }],
      }),
    ],
    ends: ['zero-or-one', 'one'],
    spoken: 'users.(x, y): zero or one user to exactly one pair',
    child: 'Zero or one user, because y and x together are unique',
    parent: 'Exactly one pair, because x and y are required',
  },
  {
    title: 'a composite key of which one column is unique',
    tables: [pair, table('users', 'id INTEGER p, x INTEGER u, y INTEGER', { foreignKeys: [foreignKey(['x', 'y'], 'pairs.a,b')] })],
    ends: ['zero-or-one', 'one'],
    spoken: 'users.(x, y): zero or one user to exactly one pair',
    child: 'Zero or one user, because x is unique',
    parent: 'Exactly one pair, because x and y are required',
  },
  {
    title: 'a table named in the singular, with its model',
    tables: [table('role', 'id INTEGER p'), table('user', 'id INTEGER p, role_id INTEGER? >role.id')],
    ends: ['zero-or-many', 'zero-or-one'],
    spoken: 'user.role_id: many users to zero or one role',
    child: 'Zero or many users, because role_id is not unique',
    parent: 'Zero or one role, because role_id may be null',
  },
];

function only(snapshot: SchemaSnapshot): { relation: GraphRelation; tables: ReturnType<typeof tablesById> } {
  const graph = schemaGraph(snapshot);
  expect(graph.relations).toHaveLength(1);
  return { relation: graph.relations[0]!, tables: tablesById(graph) };
}

test.each(cases)('$title: $spoken', ({ tables, ends, spoken, child, parent, identifying = false }) => {
  const names = tables.map((each) => each.name);
  const mapped = [...models, model('User', 'user'), model('Role', 'role')].filter((each) => names.includes(each.table));
  const { relation, tables: byId } = only(schema(tables, mapped));
  expect([relation.fromEnd.symbol, relation.toEnd.symbol]).toEqual(ends);
  expect(relationText(en.diagram, relation, byId)).toBe(spoken);
  expect(endText(en.diagram, relation, 'from', byId).join('')).toBe(child);
  expect(endText(en.diagram, relation, 'to', byId).join('')).toBe(parent);
  expect(relation.identifying).toBe(identifying);
  expect(relation.fault).toBeNull();
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
])('a foreign key to %s is wrong, and says the way out', async (_title, tables, text) => {
  const { faultText } = await import('./relation-text.ts');
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
