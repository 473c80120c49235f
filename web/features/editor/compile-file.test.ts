import ts from 'typescript-5.9';
import { expect, test } from 'vitest';
import { compileFile } from './compile-file.ts';

const models = `import { db } from './db';

export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  login: db.Column('login_name', db.String(64)),
  get users() {
    return db.relationship(() => User, { backPopulates: 'role' });
  },
}) {}

export class User extends db.Model({ id: db.Column(db.Integer), 'odd name': db.Column(db.Integer) }) {}
class Admin extends User.extend({ level: db.Column(db.Integer) }, { table: 'admins' }) {}
export const links = db.Table('links', { role_id: db.Column(db.Integer, db.ForeignKey('roles.id')) });
class Other extends Base {}
`;

test('models, tables and their attributes are found with their lines', () => {
  const found = compileFile(ts, 'models.ts', models, false).models;
  expect(found.map(({ className, table, line, endLine }) => ({ className, table, line, endLine }))).toEqual([
    { className: 'Role', table: 'roles', line: 3, endLine: 9 },
    { className: 'User', table: null, line: 11, endLine: 11 },
    { className: 'Admin', table: 'admins', line: 12, endLine: 12 },
    { className: 'links', table: 'links', line: 13, endLine: 13 },
  ]);
  expect(found[0]!.attributes).toEqual([
    { path: 'models.ts', name: 'id', kind: 'column', columnName: 'id', line: 4, column: 3, endLine: 4 },
    { path: 'models.ts', name: 'login', kind: 'column', columnName: 'login_name', line: 5, column: 3, endLine: 5 },
    { path: 'models.ts', name: 'users', kind: 'relationship', columnName: null, line: 6, column: 3, endLine: 8 },
  ]);
  expect(found[1]!.attributes.map((attribute) => attribute.name)).toEqual(['id', 'odd name']);
});

test('a syntax error has its range, and text is emitted all the same', () => {
  const { problems, file } = compileFile(ts, 'query.ts', 'const a = 1;\nconst b = ;\n', true);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ source: 'syntax', path: 'query.ts', line: 2, column: 11, endLine: 2, endColumn: 12, code: 'ts1109' });
  expect(file.js).toContain('const a = 1');
});

test('half-typed models are located as far as they go', () => {
  const text = "class Role extends db.Model('roles', {\n  id: db.Column(db.Integer),\n  get users() { return";
  expect(compileFile(ts, 'models.ts', text, false).models[0]).toMatchObject({ className: 'Role', table: 'roles' });
});

test('only the entry hands on its values', () => {
  const text = 'User.query.all();\n';
  expect(compileFile(ts, 'query.ts', text, true).file.js).not.toBe(compileFile(ts, 'query.ts', text, false).file.js);
});
