import { beforeAll, expect, test } from 'vitest';
import type { RunReply } from '../../runtime/protocol.ts';
import { dbSource, evaluateProject, ProjectRunner, type Sources } from '../../runtime/testing/run-project.ts';
import { type Edit, eagerEdits, eagerOption, repeatedStatements } from './repeated-statements.ts';

const models = `import { db } from './db';
export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64)),
  get users() { return db.relationship(() => User, { backPopulates: 'role' }); },
  get latest() { return db.relationship(() => User, { lazy: 'dynamic', viewonly: true }); },
}) {}
export class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),
  get role() { return db.relationship(() => Role, { uselist: false, backPopulates: 'users' }); },
}) {}
`;
const seed = `import { db } from './db';
import { Role, User } from './models';
for (let i = 0; i < 5; i++) db.session.add(new User({ role: new Role({ name: 'r' + i }) }));
db.session.commit();
`;
const project = (query: string): Sources => ({ 'db.ts': dbSource, 'models.ts': models, 'seed.ts': seed, 'query.ts': query });

let runner: ProjectRunner;
beforeAll(async () => {
  runner = await ProjectRunner.make();
});

async function run(sources: Sources): Promise<RunReply> {
  const reply = await runner.run(sources);
  expect(reply.error).toBeNull();
  return reply;
}

function apply(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n');
  for (const { line, column, text: written } of [...edits].sort((a, b) => b.line - a.line)) {
    const source = lines[line - 1]!;
    lines[line - 1] = source.slice(0, column - 1) + written + source.slice(column - 1);
  }
  return lines.join('\n');
}

const modelsOf = (sources: Sources) => evaluateProject(sources).schema!.models;

test.each([
  [
    'a many-to-one',
    'User.role',
    'db.joinedload(User.role)',
    "import { User } from './models';\nconst users = User.query\n  .orderBy(User.id)\n  .all();\nfor (const user of users) user.role!.name;\n",
  ],
  [
    'a collection',
    'Role.users',
    'db.selectinload(Role.users)',
    "import { db } from './db';\nimport { Role } from './models';\ndb.session.scalars(db.select(Role)).all().map((role: Role) => role.users.length);\n",
  ],
])(
  'loads of %s, object by object, are one entry, and the option its button writes ends them',
  async (_what, relationship, option, query) => {
    const sources = project(query);
    const reply = await run(sources);
    const [group, ...others] = repeatedStatements(reply.statements);
    expect(others).toEqual([]);
    expect(group).toMatchObject({ relationship, file: 'query.ts' });
    expect(group!.indexes).toHaveLength(5);
    const found = eagerOption(group!, modelsOf(sources))!;
    expect(found.text).toBe(option);
    const cured = apply(query, eagerEdits(query, group!.source!.line!, found)!);
    expect(cured).toContain(`.options(${option})`);
    const again = await run(project(cured));
    expect(repeatedStatements(again.statements)).toEqual([]);
    expect(again.statementCount).toBeLessThan(reply.statementCount - 3);
  },
);

test('a query in a loop is told without an option', async () => {
  const reply = await run(
    project("import { User } from './models';\nfor (let id = 1; id < 5; id++) User.query.filterBy({ id }).first();\n"),
  );
  const [group] = repeatedStatements(reply.statements);
  expect(group).toMatchObject({ relationship: null, line: 2, source: null });
  expect(eagerOption(group!, [])).toBeNull();
});

test('two of a kind are no pattern, and writes are none', async () => {
  const query =
    "import { db } from './db';\nimport { User } from './models';\nfor (let id = 1; id < 3; id++) User.query.filterBy({ id }).first();\nfor (let i = 0; i < 9; i++) { db.session.add(new User()); db.session.flush(); }\n";
  expect(repeatedStatements((await run(project(query))).statements)).toEqual([]);
});

test('what cannot be loaded ahead has no option', () => {
  const group = { indexes: [], sql: '', relationship: 'Role.latest', file: null, line: null, durationMs: 0, source: null };
  expect(eagerOption(group, modelsOf(project('1;')))).toBeNull();
  expect(eagerEdits('const all = everyone();', 1, { name: 'joinedload', owner: 'User', attribute: 'role', text: '' })).toBeNull();
});
