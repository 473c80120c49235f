import { expect, test } from 'vitest';
import type { WireError } from '../runtime/protocol.ts';
import { en } from '../ui/messages/en.ts';
import { cureOf } from './cure.ts';

const error: WireError = {
  name: 'NoForeignKeysError',
  code: 'no-foreign-keys',
  facts: { entity: 'User', attribute: 'role', table: 'users', targetTable: 'roles' },
  message: '',
  frames: [],
};
const models = (column: string): { path: string; text: string }[] => [
  { path: 'models.ts', text: `export class User extends db.Model('users', {\n${column}\n  get role() {},\n}) {}` },
];

test('the column named after the relationship gets the key, behind its type', () => {
  const cure = cureOf(error, models('  role_id: db.Column(db.Integer, { index: true }),'), en);
  expect(cure).toEqual({
    label: 'Add it to users.role_id',
    path: 'models.ts',
    edits: [{ line: 2, column: 32, endLine: 2, endColumn: 32, text: ", db.ForeignKey('roles.id')" }],
  });
  expect(cureOf(error, models('  roleId: db.Column(db.String(36)),'), en)?.edits[0]?.column).toBe(34);
});

test('no cure where no column is meant for it, or where it has a key already', () => {
  expect(cureOf(error, models('  boss_id: db.Column(db.Integer),'), en)).toBeNull();
  expect(cureOf(error, models("  role_id: db.Column(db.Integer, db.ForeignKey('bosses.id')),"), en)).toBeNull();
});
