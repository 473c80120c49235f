import { beforeAll, expect, test } from 'vitest';
import type { ConflictReply } from '../protocol.ts';
import { parseWith, replySchemas } from '../protocol-schema.ts';
import { dbSource, ProjectRunner } from '../testing/run-project.ts';

/* The row in the way of a refused statement, on the real core and a real SQLite. */

const models = `import { db } from './db';
export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64), { unique: true }),
}) {}
export class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  first: db.Column(db.String(64)),
  last: db.Column(db.String(64)),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
}, { constraints: (t) => [db.UniqueConstraint(t.first, t.last)] }) {}
`;
const seed = `import { db } from './db';
import { Role, User } from './models';
db.session.addAll([new Role({ name: 'Admin' }), new Role({ name: 'User' }), new Role({ name: "O'Hara, (x)" })]);
db.session.flush();
db.session.addAll([new User({ first: 'Ann', last: 'Lee', role_id: 2 }), new User({ first: 'Bob', last: 'Lee', role_id: 2 })]);
db.session.commit();
`;
let runner: ProjectRunner;
beforeAll(async () => {
  runner = await ProjectRunner.make();
});

async function conflict(query: string): Promise<ConflictReply> {
  const head = "import { db } from './db';\nimport { Role, User } from './models';\n";
  const reply = await runner.run({ 'db.ts': dbSource, 'models.ts': models, 'seed.ts': seed, 'query.ts': head + query });
  expect(reply.error?.message).toMatch(/constraint failed/);
  const found = runner.role.conflict();
  expect(parseWith(replySchemas.conflict, JSON.parse(JSON.stringify(found)))).not.toBeNull();
  return found;
}
const rows = ({ value }: ConflictReply) => (value?.kind === 'rows' ? value.rows : null);

test.each([
  ['a new object', "db.session.add(new Role({ name: 'User' }));\ndb.session.commit();"],
  ['one of many', "db.session.addAll(['A', 'B', 'User', 'C'].map((name) => new Role({ name })));\ndb.session.commit();"],
  ['an INSERT of its own', "db.session.execute(db.insert(Role).values({ name: 'User' }));"],
  ['a change', "Role.query.filterBy({ name: 'Admin' }).one().name = 'User';\ndb.session.commit();"],
  ['a primary key', "db.session.execute(db.text('INSERT INTO roles (id, name) VALUES (:id, :name)'), { id: 2, name: 'x' });"],
])('a key that is taken, by %s, shows the row that has it', async (_what, query) => {
  const found = await conflict(query);
  expect(found.table).toBe('roles');
  expect(rows(found)).toEqual([[2, 'User']]);
  expect(found.value).toMatchObject({
    columns: [
      { name: 'id', role: 'primaryKey' },
      { name: 'name', type: 'VARCHAR(64)' },
    ],
  });
});

test('values are values, whatever they look like', async () => {
  const found = await conflict('db.session.add(new Role({ name: "O\'Hara, (x)" }));\ndb.session.commit();');
  expect(rows(found)).toEqual([[3, "O'Hara, (x)"]]);
});

test('of a key of two columns a change of one of them finds the other row', async () => {
  const found = await conflict("User.query.filterBy({ first: 'Bob' }).one().first = 'Ann';\ndb.session.commit();");
  expect(found.columns).toEqual(['first', 'last']);
  expect(rows(found)).toEqual([[1, 'Ann', 'Lee', 2]]);
});

test('rows of the run itself that met each other are said to be its own', async () => {
  const found = await conflict("db.session.addAll([new Role({ name: 'New' }), new Role({ name: 'New' })]);\ndb.session.commit();");
  expect(found).toMatchObject({ table: 'roles', value: null, isOwn: true });
});

test('what refers to a row that was to be deleted', async () => {
  const found = await conflict("db.session.execute(db.delete(Role).where(Role.name.eq('User')));");
  expect(found).toMatchObject({ table: 'users', columns: ['role_id'] });
  expect(rows(found)?.map(([id]) => id)).toEqual([1, 2]);
});
