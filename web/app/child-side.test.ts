import { expect, test } from 'vitest';
import type { RelationshipSnapshot, SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { WireError } from '../runtime/protocol.ts';
import { childSide } from './child-side.ts';

const relationship = (
  part: Partial<RelationshipSnapshot> & Pick<RelationshipSnapshot, 'name' | 'target' | 'direction'>,
): RelationshipSnapshot => ({
  uselist: false,
  lazy: 'select',
  secondary: null,
  fromBackref: false,
  backPopulates: null,
  ...part,
});
const schema: SchemaSnapshot = {
  version: 1,
  tables: [],
  models: [
    {
      name: 'Role',
      table: 'roles',
      schema: null,
      attributes: [],
      relationships: [relationship({ name: 'users', target: 'User', direction: 'oneToMany', backPopulates: 'role' })],
    },
    {
      name: 'User',
      table: 'users',
      schema: null,
      attributes: [],
      relationships: [relationship({ name: 'role', target: 'Role', direction: 'manyToOne', backPopulates: 'users' })],
    },
  ],
};
const error = (facts: Record<string, string>, code = 'no-foreign-keys'): WireError => ({
  name: 'E',
  code,
  facts,
  message: 'm',
  frames: [],
});
const users = { entity: 'Role', attribute: 'users', table: 'roles', target: 'User', targetTable: 'users' };
const role = { entity: 'User', attribute: 'role', table: 'users', target: 'Role', targetTable: 'roles' };

test('a missing foreign key that the parent misses is told from the child', () => {
  expect(childSide(error(users), schema).facts).toEqual(role);
  expect(childSide(error(role), schema).facts).toEqual(role);
});

test('without models that once were right, and for other errors, it stays as it is', () => {
  expect(childSide(error(users), null).facts).toEqual(users);
  expect(childSide(error(users, 'no-such-table'), schema).facts).toEqual(users);
  expect(childSide(error({ ...users, attribute: 'others' }), schema).facts).toEqual({ ...users, attribute: 'others' });
});
