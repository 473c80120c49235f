import { beforeAll, describe, expect, test } from 'vitest';
import type { Cure } from '../../features/editor/problem.ts';
import type { RunReply } from '../../runtime/protocol.ts';
import { dbSource, evaluateProject, ProjectRunner, type Sources } from '../../runtime/testing/run-project.ts';
import { type ExplainedMistake, explainMistake, hintFor } from './explain-mistake.ts';
import { en } from './words-en.ts';
import { zh } from './words-zh.ts';

/* Each mistake is made in a project that runs on the real core; where a button cures it, its edits are applied and the project runs again. */

const models = `import { db } from './db';

export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64), { unique: true, nullable: false }),
  get users() { return db.relationship(() => User, { backPopulates: 'role', lazy: 'dynamic' }); },
}) {}

export class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64), { unique: true, index: true }),
  age: db.Column(db.Integer),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
  get role() { return db.relationship(() => Role, { uselist: false, backPopulates: 'users' }); },
}) {}
`;
const seed = `import { db } from './db';
import { Role, User } from './models';

const user = new Role({ name: 'User' });
db.session.addAll([user, new User({ username: 'john', role: user })]);
db.session.commit();
`;
const head = "import { db } from './db';\nimport { Role, User } from './models';\n";
const project = (changed: Sources): Sources => ({ 'db.ts': dbSource, 'models.ts': models, 'seed.ts': seed, 'query.ts': '1;', ...changed });
const query = (text: string): Sources => project({ 'query.ts': head + text });
const mapping = (from: string | RegExp, to: string): Sources => project({ 'models.ts': models.replace(from, to) });

let runner: ProjectRunner;
beforeAll(async () => {
  runner = await ProjectRunner.make();
});

const filesOf = (sources: Sources) => Object.entries(sources).map(([path, text]) => ({ path, text }));

/** What the page would say of the first thing that goes wrong: in the models, else in the run. */
async function explain(sources: Sources): Promise<ExplainedMistake | null> {
  const { error } = evaluateProject(sources);
  if (error) return explainMistake(error, filesOf(sources), 'models.ts', en);
  const reply = await runner.run(sources);
  if (!reply.error) return null;
  return explainMistake(reply.error, filesOf(sources), reply.failedIn === 'seed' ? 'seed.ts' : 'query.ts', en);
}

function apply(sources: Sources, { path, edits }: Cure): Sources {
  const lines = (sources[path] ?? '').split('\n');
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  let text = sources[path] ?? '';
  for (const edit of [...edits].sort((a, b) => b.line - a.line || b.column - a.column)) {
    text = text.slice(0, offset(edit.line, edit.column)) + edit.text + text.slice(offset(edit.endLine, edit.endColumn));
  }
  return { ...sources, [path]: text };
}

interface Case {
  readonly sources: Sources;
  readonly code: string;
  readonly says: string;
  readonly at: string;
  /** The button; without it there is none. */
  readonly cure?: string;
}

const cases: Readonly<Record<string, Case>> = {
  'no table': {
    sources: query("db.session.execute(db.text('SELECT * FROM user'));"),
    code: 'no-such-table',
    says: 'There is no table user. Did you mean users?',
    at: 'query.ts:3',
    cure: 'Write users',
  },
  'no table at all': {
    sources: query("db.session.execute(db.text('SELECT * FROM invoices'));"),
    code: 'no-such-table',
    says: 'There is no table invoices. Write a model for it in models.ts and export it: Run makes its table.',
    at: 'query.ts:3',
  },
  'no column': {
    sources: query("db.session.execute(db.text('SELECT usrname FROM users'));"),
    code: 'no-such-column',
    says: 'There is no column usrname. Did you mean username?',
    at: 'query.ts:3',
    cure: 'Write username',
  },
  UNIQUE: {
    sources: query("db.session.add(new Role({ name: 'User' }));\ndb.session.commit();"),
    code: 'unique',
    says: "roles.name must be unique, and 'User' is there already. Write another value, or look for the row first with filterBy and first().",
    at: 'query.ts:4',
  },
  'NOT NULL': {
    sources: query('db.session.add(new Role({}));\ndb.session.commit();'),
    code: 'not-null',
    says: 'roles.name has no value, and may not be null. Give it one where the object is made, { name: … }, or give the column a default.',
    at: 'query.ts:4',
  },
  'foreign key': {
    sources: query("db.session.add(new User({ username: 'ann', role_id: 99 }));\ndb.session.commit();"),
    code: 'foreign-key',
    says: 'A row of users points to a row that does not exist: role_id = 99. Add the row it points to first, or assign the object itself: user.role = role. The session then writes both in order.',
    at: 'query.ts:4',
  },
  'delete of a row that others point to': {
    sources: query("db.session.execute(db.text('DELETE FROM roles'));"),
    code: 'foreign-key-delete',
    says: "A row of roles cannot go: other rows point to it. Delete those first, or let them go along: cascade: 'all, delete-orphan' on the relationship.",
    at: 'query.ts:3',
  },
  'forgotten .all() before a list method': {
    sources: query("const query = User.query.filterBy({ username: 'john' });\nquery.map((user: User) => user.username);"),
    code: 'query-not-executed',
    says: 'map belongs to lists, and this is a query that has not been sent. Write .all() before it: that sends the query and gives a list.',
    at: 'query.ts:4',
    cure: 'Add .all()',
  },
  '=== in filter': {
    sources: query("User.query.filter(User.username === 'john').all();"),
    code: 'compared-in-javascript',
    says: 'JavaScript compared the column itself with ===, and only true or false was left for the query. Write .eq(…), which becomes SQL.',
    at: 'query.ts:3',
    cure: "Write User.username.eq('john')",
  },
  '> in filter': {
    sources: query('User.query\n  .filter(User.age > 30)\n  .all();'),
    code: 'compared-in-javascript',
    says: 'JavaScript compared the column itself with >, and only true or false was left for the query. Write .gt(…), which becomes SQL.',
    at: 'query.ts:4',
    cure: 'Write User.age.gt(30)',
  },
  'misspelt attribute of an object': {
    sources: query('const user: any = User.query.first();\nuser.usrname.length;'),
    code: 'misspelt-attribute',
    says: 'There is no usrname here. Did you mean username?',
    at: 'query.ts:4',
    cure: 'Write username',
  },
  'misspelt attribute of a class': {
    sources: query("User.query.filter((User as any).usrname.eq('john')).all();"),
    code: 'misspelt-attribute',
    says: 'There is no usrname here. Did you mean username?',
    at: 'query.ts:3',
    cure: 'Write username',
  },
  'misspelt method': {
    sources: query('User.query.frist();'),
    code: 'misspelt-method',
    says: 'There is no frist(). Did you mean first()?',
    at: 'query.ts:3',
    cure: 'Write first',
  },
  'misspelt attribute in filterBy': {
    sources: query("User.query.filterBy({ usrname: 'john' }).all();"),
    code: 'misspelt-attribute',
    says: 'User has no usrname. Did you mean username?',
    at: 'query.ts:3',
    cure: 'Write username',
  },
  'two keys between the tables': {
    sources: project({
      'models.ts': models.replace('  get role()', "  boss_id: db.Column(db.Integer, db.ForeignKey('roles.id')),\n  get role()"),
    }),
    code: 'ambiguous-foreign-keys',
    says: 'Role.users: two foreign keys lead there, User.role_id, User.boss_id. Say which one is meant: foreignKeys: () => [User.role_id].',
    at: 'models.ts:6',
    cure: 'Add foreignKeys: () => [User.role_id]',
  },
  'missing export': {
    sources: project({ 'models.ts': models.replace('export class User', 'class User'), 'query.ts': `${head}User.query.all();` }),
    code: 'missing-export',
    says: 'User is not exported by models.ts. Write export before it, so that other files can use it.',
    at: 'models.ts:9',
    cure: 'Export User',
  },
  'circular import': {
    sources: project({
      'models.ts': `import { first } from './helper';\n${models}export const x = first;\n`,
      'helper.ts': "import { Role } from './models';\nexport const first = new Role();\n",
    }),
    code: 'circular-import',
    says: 'helper.ts uses Role while models.ts is still being read: the two files import each other. Put both into one file, or use the name later: inside a function, or in a thunk such as () => Role.',
    at: 'helper.ts:2',
  },
  'a field in the body of a model': {
    sources: mapping("lazy: 'dynamic' }); },\n}) {}", "lazy: 'dynamic' }); },\n}) {\n  name!: string;\n}"),
    code: 'hidden-attribute',
    says: 'The field name of Role hides the column name. Take it out: the column has its type already. Where the type is needed, write declare name.',
    at: 'models.ts:8',
    cure: 'Take name!: string; out',
  },
  'use after a failed flush': {
    sources: query("try {\n  db.session.add(new Role({ name: 'User' }));\n  db.session.flush();\n} catch {}\nUser.query.all();"),
    code: 'pending-rollback',
    says: 'The session waits for a rollback, because a flush failed before: UNIQUE constraint failed: roles.name. Write db.session.rollback() where that error is caught, then go on.',
    at: 'query.ts:7',
    cure: 'Add db.session.rollback()',
  },
  'wrong type': {
    sources: query("db.session.add(new User({ username: 'ann', age: '30' as any }));\ndb.session.commit();"),
    code: 'wrong-type',
    says: "User.age takes a whole number up to 2^53, not '30'.",
    at: 'query.ts:3',
    cure: 'Write 30',
  },
  'wrong constructor key': {
    sources: query("db.session.add(new User({ user_name: 'ann' } as any));\ndb.session.commit();"),
    code: 'wrong-key',
    says: 'User has no user_name. Did you mean username?',
    at: 'query.ts:3',
    cure: 'Write username',
  },
  'import of a misspelt file': {
    sources: project({ 'query.ts': "import { User } from './model';\nUser.query.all();" }),
    code: 'unknown-file-near',
    says: "There is no file './model'. Did you mean './models'?",
    at: 'query.ts:1',
    cure: "Write './models'",
  },
  'text instead of a statement': {
    sources: query("db.session.execute('SELECT 1' as any);"),
    code: 'text-not-statement',
    says: "A text is no statement. Write db.text('…') around it, and values as :name beside it.",
    at: 'query.ts:3',
    cure: "Write db.text('…')",
  },
  'nothing found, and read all the same': {
    sources: query("const user = User.query.filterBy({ username: 'nobody' }).first() as User;\nuser.username;"),
    code: 'null-read',
    says: 'There was no row, so there is no username. first() and get() give null where no row is found. Write ?. or ask whether it is null.',
    at: 'query.ts:4',
    cure: 'Write ?.username',
  },
  'one() of none': {
    sources: query("User.query.filterBy({ username: 'nobody' }).one();"),
    code: 'no-result',
    says: 'No row was found, and one() wants exactly one. Write first(), which gives null where there is none.',
    at: 'query.ts:3',
    cure: 'Write first()',
  },
  'a class called without new': {
    sources: query("(User as any)({ username: 'ann' });\nconst u = User({ username: 'ann' });"),
    code: 'called-without-new',
    says: 'User is a class. Write new User({ … }) to make an object of it.',
    at: 'query.ts:3',
  },
  'a plain object added': {
    sources: query("db.session.add({ username: 'ann' });"),
    code: 'not-a-model-object',
    says: "Only objects of a model can be added. Make one first: new User({ username: 'ann' }).",
    at: 'query.ts:3',
  },
  'wrong SQL': {
    sources: query("db.session.execute(db.text('SELEC 1'));"),
    code: 'sql-syntax',
    says: 'SQLite does not understand the statement near "SELEC". Look at the word before it: a comma, a bracket or a keyword is missing or misspelt.',
    at: 'query.ts:3',
  },
  'a table without columns': {
    sources: project({ 'models.ts': `${models}\nexport const bare = db.Table('bare "one"');\n` }),
    code: 'no-columns',
    says: 'bare "one" has no columns, and SQLite makes no such table. Give it one at least: id: db.Column(db.Integer, { primaryKey: true }).',
    at: 'models.ts:17',
  },
  'models that ask the database': {
    sources: project({ 'models.ts': `${models}\nexport const count = User.query.count();\n` }),
    code: 'models-ask-database',
    says: 'models.ts asks the database while it is read. Move that into seed.ts or query.ts: models only describe.',
    at: 'models.ts:17',
  },
  'two models of one table': {
    sources: project({
      'models.ts': `${models}\nexport class Twin extends db.Model('users', { id: db.Column(db.Integer, { primaryKey: true }) }) {}\n`,
    }),
    code: 'table-twice',
    says: 'Two models are called users. Give one of them another table name.',
    at: 'models.ts:17',
  },
  'no primary key': {
    sources: mapping(/export class Role[\s\S]*?primaryKey: true \}\),\n/, "export class Role extends db.Model('roles', {\n"),
    code: 'no-primary-key',
    says: 'roles has no primary key. Every table of a model needs one.',
    at: 'models.ts:3',
    cure: 'Add id: db.Column(db.Integer, { primaryKey: true })',
  },
  'a foreign key to a misspelt table': {
    sources: mapping("ForeignKey('roles.id')", "ForeignKey('role.id')"),
    code: 'unknown-referred-table',
    says: 'role_id points to role, and there is no such table. Did you mean roles?',
    at: 'models.ts:13',
    cure: 'Write roles.id',
  },
  'a foreign key to a misspelt column': {
    sources: mapping("ForeignKey('roles.id')", "ForeignKey('roles.di')"),
    code: 'unknown-referred-column',
    says: 'users points to roles.di, and there is no such column. Did you mean roles.id?',
    at: 'models.ts:13',
    cure: 'Write roles.id',
  },
  'a name that is not imported': {
    sources: project({ 'query.ts': "import { User } from './models';\nUser.query.count();\nRole.query.count();" }),
    code: 'name-not-imported',
    says: "Role is not imported here. import { Role } from './models';",
    at: 'query.ts:3',
    cure: 'Import Role',
  },
  'a name that is nowhere': {
    sources: query('Usr.query.all();'),
    code: 'unknown-name',
    says: 'There is no Usr here. Did you mean User?',
    at: 'query.ts:3',
    cure: 'Write User',
  },
  'a lazy load after the object has left': {
    sources: query('const user = User.query.first()!;\ndb.session.expunge(user);\nuser.role;'),
    code: 'detached',
    says: 'The object has left its session, so role cannot be loaded. Read it before the object leaves, or ask for the object again.',
    at: 'query.ts:5',
  },
  'delete of a new object': {
    sources: query("db.session.delete(new User({ username: 'ann' }));"),
    code: 'not-persisted',
    says: 'The object has no row yet, so there is nothing to delete. db.session.expunge(…) takes a new object out of the session.',
    at: 'query.ts:3',
  },
  'a many-to-one without uselist': {
    sources: mapping('uselist: false, ', ''),
    code: 'uselist-missing',
    says: 'User.role is one object, not a list. Its type has to say so: uselist: false.',
    at: 'models.ts:14',
    cure: 'Add uselist: false',
  },
  'another side that is not there': {
    sources: mapping("backPopulates: 'users'", "backPopulates: 'user'"),
    code: 'back-populates-missing',
    says: 'User.role names user as its other side, which is not there. Did you mean users?',
    at: 'models.ts:14',
    cure: "Write 'users'",
  },
};

describe('a beginner’s mistake', () => {
  test.each(Object.entries(cases))('%s', async (_name, { sources, code, says, at, cure }) => {
    const found = await explain(sources);
    expect(
      found && {
        code: found.code,
        says: [found.sentence, found.wayOut].filter((part) => part).join(' '),
        at: `${found.place.path}:${found.place.line}`,
      },
    ).toEqual({ code, says, at });
    expect(found?.cure?.label).toBe(cure);
    if (!found?.cure) return;
    const cured = await explain(apply(sources, found.cure));
    expect(cured).toBeNull();
  });

  test('has its words in every language, about the same things', () => {
    expect(Object.keys(zh.mistakes)).toEqual(Object.keys(en.mistakes));
    expect(Object.keys(cases).length).toBeGreaterThanOrEqual(20);
  });
});

describe('a value that is no error', () => {
  const hintOf = (reply: RunReply, sources: Sources, at: number) => {
    const block = reply.blocks[at];
    return block ? hintFor(block, 'query.ts', sources['query.ts'] ?? '', en) : null;
  };

  test('a query that was not sent says so, and the button sends it', async () => {
    const sources = query("User.query\n  .filterBy({ username: 'john' });\nconst all = Role.query;\nUser.age.gt(1);");
    const reply = await runner.run(sources);
    const hint = hintOf(reply, sources, 0);
    expect(hint?.sentence).toBe('This query was built and not sent.');
    const cured = apply(sources, hint!.cure);
    expect(cured['query.ts']).toContain("  .filterBy({ username: 'john' }).all();");
    expect(apply(sources, hintOf(reply, sources, 1)!.cure)['query.ts']).toContain('const all = Role.query.all();');
    expect(hintOf(reply, sources, 2)).toBeNull();
    expect((await runner.run(cured)).blocks[0]?.value.kind).toBe('entities');
  });

  test('a promise says so, and the button waits for it', async () => {
    const sources = query('async function later() {\n  return 7;\n}\nlater();\nconst seven = later();');
    const reply = await runner.run(sources);
    const cured = apply(apply(sources, hintOf(reply, sources, 0)!.cure), hintOf(reply, sources, 1)!.cure);
    expect((await runner.run(cured)).blocks.map(({ value }) => value)).toEqual([
      { kind: 'value', value: 7 },
      { kind: 'value', value: 7 },
    ]);
  });
});
