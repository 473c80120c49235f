import { beforeAll, describe, expect, test } from 'vitest';
import type { CellValue, ResultBlock, RunReply } from '../protocol.ts';
import { parseWith, replySchemas } from '../protocol-schema.ts';
import { dbSource, emitProject, ProjectRunner, type Sources } from '../testing/run-project.ts';

/* What the run worker does, on the real core and a real SQLite, without a browser. */

const models = `import { db } from './db';
export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64), { unique: true }),
  get users() { return db.relationship(() => User, { backPopulates: 'role', cascade: 'all, delete-orphan' }); },
}) {
  toString() { return \`<Role '\${this.name}'>\`; }
}
export class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64), { index: true }),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
  get role() { return db.relationship(() => Role, { uselist: false, backPopulates: 'users' }); },
}) {
  toString() { return \`<User '\${this.username}'>\`; }
}
`;
const seed = `import { db } from './db';
import { Role, User } from './models';
const admin = new Role({ name: 'Admin' });
db.session.addAll([admin, new User({ username: 'ann', role: admin }), new User({ username: 'bob', role: admin })]);
db.session.commit();
`;
const head = "import { db } from './db';\nimport { Role, User } from './models';\n";
const project = (query: string, others: Sources = {}): Sources => ({
  'db.ts': dbSource,
  'models.ts': models,
  'seed.ts': seed,
  ...others,
  'query.ts': head + query,
});

let runner: ProjectRunner;
beforeAll(async () => {
  runner = await ProjectRunner.make();
});

async function run(query: string, options: Parameters<ProjectRunner['run']>[1] = {}, others: Sources = {}): Promise<RunReply> {
  const reply = await runner.run(project(query, others), options);
  expect(parseWith(replySchemas.run, JSON.parse(JSON.stringify(reply)))).not.toBeNull();
  return reply;
}
const counts = ({ counts: tables }: { readonly counts: RunReply['counts'] }) =>
  Object.fromEntries(tables.map(({ table, rows }) => [table, rows]));
const block = (reply: RunReply, at: number): ResultBlock => {
  const found = reply.blocks[at];
  if (!found) throw new Error(`no block ${at}: ${JSON.stringify(reply.error)}`);
  return found;
};
const handleOf = (cell: CellValue | undefined): number => {
  if (typeof cell !== 'object' || cell === null || !('handle' in cell) || cell.handle === undefined) throw new Error('no handle');
  return cell.handle;
};

const insert = "db.session.add(new Role({ name: 'Guest' }));\ndb.session.commit();\nRole.query.count();";

describe('the data of a run', () => {
  test('are built from models and seed, kept by their code, and the same for every run', async () => {
    expect((await run(insert)).base).toBe('built');
    const again = await run(insert);
    expect([again.base, again.error, counts(again), again.committedRows]).toEqual(['cached', null, { roles: 2, users: 2 }, 1]);
    const changed = await run('1;', {}, { 'seed.ts': `${seed}\ndb.session.add(new Role({ name: 'More' }));\ndb.session.commit();\n` });
    expect([changed.base, counts(changed)]).toEqual(['built', { roles: 2, users: 2 }]);
  });

  test('stay as they are where they are kept, and a table that lacks is made', async () => {
    await run(insert);
    const again = await run(insert, { data: 'keep' });
    expect(again.error?.message).toContain('UNIQUE constraint failed');
    expect([again.base, counts(again)]).toEqual(['kept', { roles: 2, users: 2 }]);
    const posts = "export class Post extends db.Model('posts', { id: db.Column(db.Integer, { primaryKey: true }) }) {}\n";
    const grown = await run(
      "db.session.add(new Role({ name: 'Third' }));\ndb.session.commit();",
      { data: 'keep' },
      { 'models.ts': models + posts },
    );
    expect([grown.error, counts(grown)]).toEqual([null, { roles: 3, users: 2, posts: 0 }]);
  });

  test('are made again by themselves, without a file; a seed that throws leaves them', async () => {
    await run(insert);
    const files = emitProject(project(''), '');
    const rebuilt = await runner.role.rebuild({ files, models: ['models.ts'], seed: 'seed.ts' });
    expect([rebuilt.base, rebuilt.error, counts(rebuilt)]).toEqual(['built', null, { roles: 1, users: 2 }]);
    const broken = emitProject({ ...project(''), 'seed.ts': "throw new Error('no seed');" }, '');
    const failed = await runner.role.rebuild({ files: broken, models: ['models.ts'], seed: 'seed.ts' });
    expect([failed.base, failed.failedIn, counts(failed)]).toEqual(['none', 'seed', { roles: 1, users: 2 }]);
  });

  test('leave as an image with every commit, which opens with what was committed', async () => {
    runner.images.length = 0;
    await run(`${insert}\ndb.session.add(new Role({ name: 'lost' }));\ndb.session.flush();`);
    expect(runner.images.length).toBe(3);
    const other = await ProjectRunner.make();
    expect(counts(other.role.open(runner.images.at(-1)!))).toEqual({ roles: 2, users: 2 });
  });
});

describe('a part of the program', () => {
  test('runs as the imports and the lines that are selected', async () => {
    const reply = await run('const n = 1;\nRole.query.count();\nUser.query.count();', { range: { from: 4, to: 4 } });
    expect(reply.blocks.map(({ line, value }) => [line, value])).toEqual([[4, { kind: 'value', value: 1 }]]);
  });

  test('runs as a SQL file, with rows, counts and its own lines', async () => {
    const sql =
      "SELECT username FROM users ORDER BY id;\n\nUPDATE users\nSET username = 'c:d' WHERE username = 'ann';\nSELECT missing FROM nowhere;";
    const reply = await runner.run({ ...project(''), 'list.sql': sql }, { entry: 'list.sql' });
    expect(block(reply, 0).value).toMatchObject({ kind: 'rows', rows: [['ann'], ['bob']], total: 2 });
    expect(block(reply, 1)).toMatchObject({ line: 3, endLine: 4, value: { kind: 'value', value: '1 row changed' } });
    expect(
      reply.statements.filter(({ phase }) => phase === 'run').map(({ file, line, sql: text }) => [file, line, text.slice(0, 12)]),
    ).toEqual([
      ['list.sql', 1, 'SELECT usern'],
      ['list.sql', 3, 'UPDATE users'],
      ['list.sql', 5, 'SELECT missi'],
    ]);
    expect(reply.error?.frames[0]).toMatchObject({ file: 'list.sql', line: 5 });
  });
});

describe('what a run tells besides its values', () => {
  test('the session as the file left it, and what each flush did in which order', async () => {
    const reply = await run(`const ann = User.query.first()!;
ann.username = 'anna';
const guest = new Role({ name: 'Guest' });
db.session.addAll([guest, new User({ username: 'x', role: guest }), new User({ username: 'y', role: guest })]);
db.session.commit();
const loose = new User({ username: 'loose' });
db.session.add(new Role({ name: 'waiting' }));
ann.username = 'ann again';
db.session.expunge(guest);`);
    expect(reply.error).toBeNull();
    const { objects = [], counts: states, flushes } = reply.session!;
    expect(states).toMatchObject({ transient: 1, pending: 1, detached: 1 });
    expect(objects).toContainEqual({ model: 'User', text: "<User 'loose'>", state: 'transient', next: null });
    expect(objects).toContainEqual({ model: 'Role', text: "<Role 'waiting'>", state: 'pending', next: 'insert' });
    expect(objects).toContainEqual({ model: 'User', text: "<User 'ann again'>", state: 'persistent', next: 'update' });
    expect(objects.find(({ state }) => state === 'detached')).toMatchObject({ model: 'Role', next: null });
    expect(flushes).toHaveLength(1);
    expect(flushes[0]).toMatchObject({ at: { file: 'query.ts', line: 7 } });
    expect(flushes[0]!.steps.map(({ verb, count }) => [verb, count])).toEqual([
      ['insert', 1],
      ['update', 1],
      ['insert', 2],
    ]);
    expect(reply.uncommitted).toEqual({ added: 1, changed: 1, deleted: 0 });
  });

  test('where transactions begin and end among the statements', async () => {
    const reply = await run('Role.query.count();\ndb.session.rollback();\nRole.query.count();\ndb.session.commit();');
    const marks = reply.transactions?.filter(({ phase, file }) => phase === 'run' && file !== null).map(({ kind, line }) => [kind, line]);
    expect(marks).toEqual([
      ['begin', 3],
      ['rollback', 4],
      ['begin', 5],
      ['commit', 6],
    ]);
  });

  test('every row of a long value, beyond those its block holds', async () => {
    const reply = await run(
      'db.session.addAll(Array.from({ length: 1500 }, (_, i) => new User({ username: "u" + i })));\ndb.session.commit();\nUser.query.orderBy(User.id).all();\nArray.from({ length: 120_000 }, (_, i) => i);',
    );
    expect(block(reply, 2).value).toMatchObject({ kind: 'entities', total: 1502 });
    const users = runner.rows(2)!;
    expect(users.count).toBe(1502);
    expect(users.row(1501).slice(0, 3)).toEqual([1502, 'u1499', null]);
    expect(runner.rows(0)).toBeNull();
    expect(runner.rows(3)).toMatchObject({ count: 100_000 });
  });

  test('the line of a statement that a lazy load deep in the program sends, and its relationship', async () => {
    const reply = await run('const names = User.query.all().map((user) => user.role!.name);');
    const lazy = reply.statements.find(({ cause }) => cause === 'lazyLoad');
    expect(lazy).toMatchObject({ relationship: 'User.role', file: 'query.ts', line: 3 });
  });
});

describe('after a run', () => {
  test('a relation opens in place: loaded now, as it was, or not at all where it is over', async () => {
    const reply = await run('User.query.orderBy(User.id).all();\nconst role = Role.query.first()!;\nrole.users;');
    const users = block(reply, 0).value;
    if (users.kind !== 'entities') throw new Error('no entities');
    const lazy = runner.role.expand(handleOf(users.rows[0]!.at(-1)));
    expect(lazy.value).toMatchObject({ kind: 'entity', text: "<Role 'Admin'>" });
    expect(lazy.statements.some(({ sql }) => /FROM roles/.test(sql))).toBe(true);
    if (lazy.value.kind !== 'entity') throw new Error('no entity');
    const members = runner.role.expand(handleOf(lazy.value.row.at(-1)));
    expect(members.value).toMatchObject({ kind: 'entities', model: 'User', total: 2 });
    await run('1;');
    expect(() => runner.role.expand(handleOf(users.rows[0]!.at(-1)))).toThrow('Run again');
  });

  test('the plan of a statement is that of the database', async () => {
    await run('1;');
    const { steps } = runner.role.explain('SELECT * FROM users JOIN roles ON roles.id = users.role_id WHERE users.username = ?');
    expect(steps.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH users USING INDEX ix_users_username/),
      expect.stringMatching(/^SEARCH roles USING INTEGER PRIMARY KEY/),
    ]);
    expect(() => runner.role.explain('SELECT missing FROM nowhere')).toThrow('nowhere');
  });

  test('a statement reads as the other databases would have it', async () => {
    const reply = await run("User.query.filterBy({ username: 'ann' }).limit(1).all();\ndb.session.execute(db.text('SELECT 1'));");
    const [query] = reply.statements.filter(({ cause, phase }) => phase === 'run' && cause === 'query');
    const { postgres, mysql } = runner.role.dialects(query!.index);
    expect(postgres).toContain('WHERE users.username = $1');
    expect(mysql).toContain('FROM users');
    expect(runner.role.dialects(99_999)).toEqual({ postgres: null, mysql: null });
  });

  test('the tables are those that are really there', async () => {
    await run(
      "db.session.execute(db.text('CREATE TABLE extra (a INTEGER PRIMARY KEY, b VARCHAR(9) NOT NULL REFERENCES users (id))'));\ndb.session.commit();",
    );
    const { schema } = runner.role.inspect();
    expect(schema.tables.map(({ name }) => name)).toEqual(['extra', 'roles', 'users']);
    expect(schema.tables[0]).toMatchObject({
      columns: [
        { name: 'a', type: 'INTEGER', autoincrement: true },
        { name: 'b', type: 'VARCHAR(9)', nullable: false, autoincrement: false },
      ],
      primaryKey: { columns: ['a'] },
      foreignKeys: [{ columns: ['b'], referredTable: 'users', referredColumns: ['id'] }],
    });
    expect(parseWith(replySchemas.inspect, JSON.parse(JSON.stringify({ schema })))).not.toBeNull();
  });
});

test('a line that prints has no value beside what it prints', async () => {
  const reply = await run("console.log('a', User.query.count());\nUser.query.count();");
  expect(reply.error).toBeNull();
  expect(reply.blocks.map(({ source, line }) => [source, line])).toEqual([['User.query.count()', 4]]);
});

test('a result that can have no rows says so, and how many it changed', async () => {
  const reply = await run(
    "db.session.execute(db.text('UPDATE users SET username = upper(username)'));\ndb.session.execute(db.text('SELECT 1 AS one'));",
  );
  expect(block(reply, 0).value).toEqual({ kind: 'object', text: 'Result { returnsRows: false, rowcount: 2 }' });
  expect(block(reply, 1).value).toMatchObject({ kind: 'rows', rows: [[1]] });
});
