import ts from 'typescript-5.9';
import { expect, test } from 'vitest';
import { compileFile } from './compile-file.ts';
import { derivedTableName, findModel, modelAt } from './find-model.ts';

const { models } = compileFile(
  ts,
  'models.ts',
  `export class Role extends db.Model('roles', {
  id: db.Column(db.Integer),
  get users() {
    return db.relationship(() => UserProfile);
  },
}) {
  toString() { return ''; }
}
class UserProfile extends db.Model({ login: db.Column('login_name', db.String) }) {}
`,
  false,
);

test('a table, a column by either name and a relationship lead to their lines', () => {
  expect(findModel(models, 'roles')).toMatchObject({ line: 1, endLine: 8 });
  expect(findModel(models, 'roles', 'users')).toMatchObject({ line: 3, endLine: 5 });
  expect(findModel(models, 'user_profile', 'login_name')).toMatchObject({ name: 'login', line: 9 });
  expect(findModel(models, 'user_profile', 'login')).toMatchObject({ line: 9, column: 38 });
});

test('a backref leads to its model, an unknown table nowhere', () => {
  expect(findModel(models, 'roles', 'nothing')).toMatchObject({ className: 'Role' });
  expect(findModel(models, '__proto__')).toBeNull();
});

test('a line knows its model and attribute', () => {
  expect(modelAt(models, 'models.ts', 4)).toEqual({ table: 'roles', className: 'Role', attribute: 'users', column: null });
  expect(modelAt(models, 'models.ts', 2)).toMatchObject({ attribute: 'id', column: 'id' });
  expect(modelAt(models, 'models.ts', 7)).toMatchObject({ table: 'roles', attribute: null });
  expect(modelAt(models, 'query.ts', 2)).toBeNull();
});

test.each([
  ['User', 'user'],
  ['UserProfile', 'user_profile'],
  ['HTTPRequest', 'http_request'],
  ['Model2Part', 'model2_part'],
])('%s is the table %s', (name, table) => {
  expect(derivedTableName(name)).toBe(table);
});
