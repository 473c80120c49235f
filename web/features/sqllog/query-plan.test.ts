import initSqlJs from 'sql.js';
import { beforeAll, expect, test } from 'vitest';
import { type PlanNode, planTree } from './query-plan.ts';

type Database = InstanceType<Awaited<ReturnType<typeof initSqlJs>>['Database']>;
let database: Database;

beforeAll(async () => {
  const { Database } = await initSqlJs();
  database = new Database();
  database.run(`
    CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
    CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT, age INTEGER, role_id INTEGER REFERENCES roles (id));
    CREATE INDEX ix_users_username ON users (username);
  `);
});

/** What SQLite really plans, as the page reads it. */
function plan(sql: string): PlanNode[] {
  const rows = database.exec(`EXPLAIN QUERY PLAN ${sql}`)[0]?.values ?? [];
  return planTree(
    rows.map(([id, parent, , detail]) => ({ id: Number(id), parent: Number(parent), detail: String(detail) })),
    sql,
  );
}
const flat = (nodes: readonly PlanNode[]): PlanNode[] => nodes.flatMap((node) => [node, ...flat(node.children)]);
const kinds = (sql: string) => flat(plan(sql)).map(({ kind, table }) => [kind, table]);

test.each([
  ['SELECT * FROM users', [['scan', 'users']]],
  ['SELECT username FROM users ORDER BY username', [['scan-covering', 'users']]],
  ['SELECT * FROM users ORDER BY username', [['scan-index', 'users']]],
  ["SELECT * FROM users WHERE users.username = 'ann'", [['search', 'users']]],
  ['SELECT * FROM users WHERE users.id = 1', [['search-key', 'users']]],
  [
    'SELECT * FROM users ORDER BY age',
    [
      ['scan', 'users'],
      ['sort', null],
    ],
  ],
  [
    'SELECT age, count(*) FROM users GROUP BY age',
    [
      ['scan', 'users'],
      ['group', null],
    ],
  ],
  [
    'SELECT DISTINCT age FROM users',
    [
      ['scan', 'users'],
      ['distinct', null],
    ],
  ],
  [
    'SELECT (SELECT count(*) FROM users WHERE users.role_id = roles.id) FROM roles',
    [
      ['scan', 'roles'],
      ['correlated', null],
      ['scan', 'users'],
    ],
  ],
  [
    'SELECT name FROM roles WHERE id IN (SELECT role_id FROM users)',
    [
      ['search-key', 'roles'],
      ['subquery', null],
      ['scan', 'users'],
    ],
  ],
] as const)('%s', (sql, expected) => {
  expect(kinds(sql)).toEqual(expected);
});

test('a list that is a table is looked up by its key', () => {
  expect(kinds('SELECT id FROM users WHERE id IN (SELECT id FROM roles)')).toEqual([
    ['search-key', 'users'],
    ['search-key', 'roles'],
  ]);
});

test('a union is a tree of its parts', () => {
  const [compound] = plan('SELECT id FROM users UNION SELECT id FROM roles');
  expect(compound?.kind).toBe('compound');
  expect(compound?.children.length).toBe(2);
});

test('how rows are found is said with its columns', () => {
  expect(plan("SELECT * FROM users WHERE users.username = 'ann'")[0]).toMatchObject({ index: 'ix_users_username', by: 'username = ?' });
});

test('a scan wants an index over what the statement compares', () => {
  expect(plan('SELECT * FROM users WHERE users.role_id = ? AND users.age > 3')[0]?.wants).toEqual(['role_id', 'age']);
  expect(plan('SELECT * FROM users WHERE ? = users.role_id')[0]?.wants).toEqual(['role_id']);
  expect(plan('SELECT * FROM users WHERE lower(users.username) = ?')[0]?.wants).toBeNull();
  expect(plan('SELECT * FROM users')[0]?.wants).toBeNull();
});

test('an index that SQLite makes for one statement is the one that is wanted', () => {
  database.run(
    'CREATE TABLE a (x); CREATE TABLE b (x); INSERT INTO a WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 500) SELECT i FROM n; INSERT INTO b SELECT x FROM a; ANALYZE',
  );
  const step = flat(plan('SELECT * FROM a JOIN b ON a.x = b.x')).find(({ kind }) => kind === 'search-temporary');
  expect(step?.wants).toEqual(['x']);
});
