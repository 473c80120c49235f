import { expect, test } from 'vitest';
import type { TableSnapshot } from '../../../core/schema/snapshot.ts';
import { schemaGraph } from './schema-graph.ts';
import { foreignKey, index, model, schema, table } from './testing/build-schema.ts';

const roles = table('roles', 'id INTEGER p, name VARCHAR(64)? u');
const users = table('users', 'id INTEGER p, username VARCHAR(64)? u i, role_id INTEGER? >roles.id');
const posts = table('posts', 'id INTEGER p, author_id INTEGER >users.id');

test('a row knows its key, its signs and whether it may be null', () => {
  const graph = schemaGraph(schema([roles, users]));
  const rows = graph.tables[1]!.rows.map(({ name, primary, foreign, unique, indexed, nullable }) => ({
    name,
    primary,
    foreign,
    unique,
    indexed,
    nullable,
  }));
  expect(rows).toEqual([
    { name: 'id', primary: true, foreign: false, unique: false, indexed: false, nullable: false },
    { name: 'username', primary: false, foreign: false, unique: true, indexed: true, nullable: true },
    { name: 'role_id', primary: false, foreign: true, unique: false, indexed: false, nullable: true },
  ]);
});

test('a unique key of two columns makes neither of them unique', () => {
  const graph = schemaGraph(schema([table('t', 'id INTEGER p, a TEXT, b TEXT', { uniques: [{ name: null, columns: ['a', 'b'] }] })]));
  expect(graph.tables[0]!.rows.map((row) => row.unique)).toEqual([false, false, false]);
});

test('an index over an expression marks no column', () => {
  const graph = schemaGraph(schema([table('t', 'id INTEGER p, a TEXT', { indexes: [index([null, 'a'])] })]));
  expect(graph.tables[0]!.rows.map((row) => row.indexed)).toEqual([false, true]);
});

test('a composite foreign key is one line', () => {
  const graph = schemaGraph(
    schema([
      table('p', 'a INTEGER p, b INTEGER p'),
      table('c', 'id INTEGER p, x INTEGER, y INTEGER', { foreignKeys: [foreignKey(['y', 'x'], 'p.a,b')] }),
    ]),
  );
  expect(graph.relations).toHaveLength(1);
  expect(graph.relations[0]).toMatchObject({ columns: ['y', 'x'], fromRow: 2, toRow: 0 });
});

test('two keys between the same tables are two lines, each with its role beside it', () => {
  const graph = schemaGraph(schema([users, table('posts', 'id INTEGER p, author_id INTEGER >users.id, editor_id INTEGER? >users.id')]));
  expect(graph.relations.slice(1).map(({ role, labelled }) => [role, labelled])).toEqual([
    ['author', true],
    ['editor', true],
  ]);
  expect(graph.relations[0]!.labelled).toBe(false);
});

test('a relationship gives its name to the only key it can mean', () => {
  const relationship = {
    name: 'writer',
    target: 'User',
    direction: 'manyToOne',
    uselist: false,
    lazy: 'select',
    secondary: null,
    fromBackref: false,
    backPopulates: null,
  } as const;
  const graph = schemaGraph(schema([users, posts], [model('User', 'users'), model('Post', 'posts', [relationship])]));
  expect(graph.relations.at(-1)!.role).toBe('writer');
});

test('what did not change is the same object', () => {
  const first = schemaGraph(schema([roles, users, posts]));
  const again = schemaGraph(structuredClone(schema([roles, users, posts])), first);
  expect(again).toBe(first);
  const required = table('users', 'id INTEGER p, username VARCHAR(64)? u i, role_id INTEGER >roles.id');
  const next = schemaGraph(schema([roles, required, posts]), first);
  expect(next.tables[0]).toBe(first.tables[0]);
  expect(next.tables[2]).toBe(first.tables[2]);
  expect(next.tables[1]).not.toBe(first.tables[1]);
  expect(next.tables[1]!.rows[0]).toBe(first.tables[1]!.rows[0]);
  expect(next.relations[1]).toBe(first.relations[1]);
});

const idsOf = (
  tables: TableSnapshot[],
  before?: TableSnapshot[],
): { before: Map<string, string>; after: Map<string, string>; lines: [string[], string[]] } => {
  const first = schemaGraph(schema(before ?? [roles, users, posts]));
  const next = schemaGraph(schema(tables), first);
  return {
    before: new Map(first.tables.map(({ name, id }) => [name, id])),
    after: new Map(next.tables.map(({ name, id }) => [name, id])),
    lines: [first.relations.map(({ id }) => id), next.relations.map(({ id }) => id)],
  };
};

test('a renamed table is the same table, and its lines are the same lines', () => {
  const { before, after, lines } = idsOf([
    roles,
    { ...users, name: 'people' },
    table('posts', 'id INTEGER p, author_id INTEGER >people.id'),
  ]);
  expect(after.get('people')).toBe(before.get('users'));
  expect(after.get('posts')).toBe(before.get('posts'));
  expect(lines[1]).toEqual(lines[0]);
});

test('a table renamed letter by letter stays itself', () => {
  let graph = schemaGraph(schema([roles, users]));
  const { id } = graph.tables[1]!;
  for (const name of ['user', 'use', 'us', 'u', 'p', 'pe', 'people']) {
    graph = schemaGraph(schema([roles, { ...users, name }]), graph);
    expect(graph.tables[1]!.id).toBe(id);
  }
});

test('a renamed column keeps its line', () => {
  const { lines } = idsOf([roles, table('users', 'id INTEGER p, username VARCHAR(64)? u i, group_id INTEGER? >roles.id'), posts]);
  expect(lines[1]).toEqual(lines[0]);
});

test('a line that is pointed elsewhere is the same line', () => {
  const { lines } = idsOf([roles, users, table('posts', 'id INTEGER p, author_id INTEGER >roles.id')]);
  expect(lines[1]).toEqual(lines[0]);
});

test('two tables that swap their names keep them', () => {
  const { before, after } = idsOf(
    [
      { ...users, name: 'roles' },
      { ...roles, name: 'users' },
    ],
    [roles, users],
  );
  expect(after.get('roles')).toBe(before.get('roles'));
});

test('a table of other columns is another table', () => {
  const { before, after } = idsOf([roles, users, table('tags', 'tag_id INTEGER p, label TEXT')]);
  expect([...before.values()]).not.toContain(after.get('tags'));
});

test('of two tables that are gone, the likelier one is the renamed one', () => {
  const other = table('a', 'id INTEGER p, x TEXT, y TEXT');
  const { before, after } = idsOf([{ ...users, name: 'people' }], [other, users]);
  expect(after.get('people')).toBe(before.get('users'));
});

test('names that objects have of their own are names like others', () => {
  const graph = schemaGraph(
    schema([
      table('__proto__', 'id INTEGER p, constructor INTEGER >constructor.id'),
      table('constructor', 'id INTEGER p, __proto__ INTEGER? >__proto__.id'),
      table('toString', 'id INTEGER p'),
    ]),
  );
  expect(graph.tables.map((each) => each.name)).toEqual(['__proto__', 'constructor', 'toString']);
  const nameOf = new Map(graph.tables.map(({ id, name }) => [id, name]));
  expect(graph.relations.map(({ from, to }) => [nameOf.get(from), nameOf.get(to)])).toEqual([
    ['__proto__', 'constructor'],
    ['constructor', '__proto__'],
  ]);
  expect(graph.relations.every((relation) => relation.fault === null)).toBe(true);
});

test('a table with a dot in its name is not the table of a schema', () => {
  const dotted = table('a.b', 'id INTEGER p');
  const inSchema = table('b', 'id INTEGER p', { schema: 'a' });
  const child = table('c', 'id INTEGER p, one INTEGER', { foreignKeys: [{ ...foreignKey(['one'], 'b.id'), referredSchema: 'a' }] });
  const graph = schemaGraph(schema([dotted, inSchema, child]));
  expect(graph.tables.map(({ title }) => title)).toEqual(['a.b', 'a.b', 'c']);
  expect(graph.relations[0]!.to).toBe(graph.tables[1]!.id);
});

test('a table that is only referred to is shown, once', () => {
  const graph = schemaGraph(schema([table('users', 'id INTEGER p, a INTEGER >teams.id, b INTEGER >teams.code')]));
  expect(graph.tables.map(({ name, missing, rows }) => [name, missing, rows.map((row) => row.name)])).toEqual([
    ['users', false, ['id', 'a', 'b']],
    ['teams', true, ['id', 'code']],
  ]);
  expect(graph.relations.every((relation) => relation.fault?.code === 'no-table')).toBe(true);
});

test('no tables, and a table without columns', () => {
  expect(schemaGraph(schema([])).tables).toEqual([]);
  expect(schemaGraph(schema([table('empty', '')])).tables[0]!.rows).toEqual([]);
});
