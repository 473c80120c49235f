import { expect, test } from 'vitest';
import type { RelationshipSnapshot, SchemaSnapshot, TableSnapshot } from '../../core/schema/snapshot.ts';
import type { StatementEntry } from '../runtime/protocol.ts';
import { attributePlace, relationPlace, statementPlace } from './relation-place.ts';

const table = (name: string, keys: Record<string, string> = {}): TableSnapshot => ({
  name,
  schema: null,
  comment: null,
  columns: [],
  primaryKey: { name: null, columns: ['id'] },
  uniques: [],
  indexes: [],
  checks: [],
  foreignKeys: Object.entries(keys).map(([column, referredTable]) => ({
    name: null,
    columns: [column],
    referredSchema: null,
    referredTable,
    referredColumns: ['id'],
    onDelete: null,
    onUpdate: null,
  })),
});
const relationship = (
  name: string,
  target: string,
  direction: RelationshipSnapshot['direction'],
  secondary: string | null = null,
): RelationshipSnapshot => ({
  name,
  target,
  direction,
  uselist: direction !== 'manyToOne',
  lazy: 'select',
  secondary,
  fromBackref: false,
  backPopulates: null,
});
const schema: SchemaSnapshot = {
  version: 1,
  tables: [table('roles'), table('users', { role_id: 'roles' }), table('tags'), table('user_tags', { user_id: 'users', tag_id: 'tags' })],
  models: [
    { name: 'Role', table: 'roles', schema: null, attributes: [], relationships: [relationship('users', 'User', 'oneToMany')] },
    {
      name: 'User',
      table: 'users',
      schema: null,
      attributes: [{ name: 'roleId', column: 'role_id' }],
      relationships: [relationship('role', 'Role', 'manyToOne'), relationship('tags', 'Tag', 'manyToMany', 'user_tags')],
    },
    { name: 'Tag', table: 'tags', schema: null, attributes: [], relationships: [] },
  ],
};
const statement = (sql: string, of: string | null = null): StatementEntry => ({
  index: 0,
  sql,
  params: [],
  executions: 1,
  rowCount: 0,
  durationMs: 0,
  phase: 'run',
  cause: 'query',
  relationship: of,
  file: null,
  line: null,
  error: null,
});

test('both sides of a relationship are one foreign key', () => {
  expect(relationPlace(schema, 'User', 'role')).toEqual({ table: 'users', column: 'role_id' });
  expect(relationPlace(schema, 'Role', 'users')).toEqual({ table: 'users', column: 'role_id' });
});

test('a many-to-many is the association table’s key to the target', () => {
  expect(relationPlace(schema, 'User', 'tags')).toEqual({ table: 'user_tags', column: 'tag_id' });
});

test('an attribute is its column, a relationship its key, a class its table', () => {
  expect(attributePlace(schema, { table: 'users', className: 'User', attribute: 'roleId' })).toEqual({ table: 'users', column: 'role_id' });
  expect(attributePlace(schema, { table: 'users', className: 'User', attribute: 'role' })).toEqual({ table: 'users', column: 'role_id' });
  expect(attributePlace(schema, { table: null, className: 'Role', attribute: null })).toEqual({ table: 'roles', column: null });
});

test('a statement is the relationship that caused it, else its first table', () => {
  expect(statementPlace(schema, statement('SELECT roles.id FROM roles WHERE roles.id = ?', 'User.role'))).toEqual({
    table: 'users',
    column: 'role_id',
  });
  expect(statementPlace(schema, statement('SELECT users.id\nFROM users'))).toEqual({ table: 'users', column: null });
  expect(statementPlace(schema, statement('PRAGMA foreign_keys'))).toBeNull();
});
