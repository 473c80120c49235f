import { expect, test } from 'vitest';
import type { WireError } from '../runtime/protocol.ts';
import { en } from '../ui/messages/en.ts';
import { describeError } from './describe-error.ts';
import { locateError } from './locate-error.ts';

const files = [
  { path: 'db.ts', text: "import { createDatabase } from 'crowfoot';\n" },
  {
    path: 'models.ts',
    text: [
      "import { db } from './db';",
      "export class Role extends db.Model('roles', {",
      '  get role() { return 1; },',
      '}) {}',
      "export class User extends db.Model('users', {",
      '  role_id: db.Column(db.Integer),',
      '  get role() {',
      '    return db.relationship(() => Role, { uselist: false });',
      '  },',
      '}) {}',
    ].join('\n'),
  },
];
const error = (facts: Record<string, string>, frames: WireError['frames'] = [], code = 'no-foreign-keys', message = 'm'): WireError => ({
  name: 'NoForeignKeysError',
  code,
  facts,
  message,
  frames,
});

test('an error that names a relationship stands at its definition, in its own class', () => {
  expect(locateError(error({ entity: 'User', attribute: 'role' }), files, 'models.ts')).toEqual({ path: 'models.ts', line: 8 });
  expect(locateError(error({ entity: 'User', attribute: 'role_id' }), files, 'models.ts')).toEqual({ path: 'models.ts', line: 6 });
  expect(locateError(error({ entity: 'User' }), files, 'models.ts')).toEqual({ path: 'models.ts', line: 5 });
});

test('any other stands at the innermost line of the user’s own files', () => {
  const frames = [
    { file: 'node:internal', line: 1, column: 1, function: null },
    { file: 'models.ts', line: 3, column: 5, function: 'f' },
  ];
  expect(locateError(error({}, frames), files, 'query.ts')).toEqual({ path: 'models.ts', line: 3 });
  expect(locateError(error({}), files, 'query.ts')).toEqual({ path: 'query.ts', line: 1 });
});

test('a code with words is told in them, and names the way out', () => {
  expect(describeError(error({ entity: 'User', attribute: 'role', table: 'users', targetTable: 'roles' }), en)).toEqual({
    sentence: 'User.role: users has no foreign key to roles.',
    wayOut: "Add db.ForeignKey('roles.id') to a column of users.",
  });
});

test('any other error is told in its own words, first sentence first', () => {
  expect(describeError(error({}, [], 'unheard-of', 'roles.id is taken. Give another key.'), en)).toEqual({
    sentence: 'roles.id is taken.',
    wayOut: 'Give another key.',
  });
  expect(describeError(error({}, [], '__proto__', 'x is not a function'), en)).toEqual({ sentence: 'x is not a function', wayOut: null });
  expect(describeError(error({}, [], 'javascript', ''), en).sentence).toBe('NoForeignKeysError');
});
