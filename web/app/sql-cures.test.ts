import { expect, test } from 'vitest';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { en } from '../ui/messages/en.ts';
import { indexCure, tableOfName } from './sql-cures.ts';

const models = [
  { name: 'Post', table: 'posts', attributes: [{ name: 'at', column: 'created_at' }], relationships: [] },
] as unknown as SchemaSnapshot['models'];

function cured(line: string): string | null {
  const text = `export class Post extends db.Model('posts', {\n${line}\n}) {}\n`;
  const cure = indexCure('posts', 'created_at', models, [{ path: 'models.ts', text }], en);
  if (!cure) return null;
  const [edit] = cure.edits;
  const source = text.split('\n')[edit!.line - 1]!;
  return source.slice(0, edit!.column - 1) + edit!.text + source.slice(edit!.column - 1);
}

test.each([
  ['  at: db.Column(db.DateTime),', '  at: db.Column(db.DateTime, { index: true }),'],
  ["  at: db.Column('created_at', db.String(64)),", "  at: db.Column('created_at', db.String(64), { index: true }),"],
  ['  at: db.Column(db.DateTime, { nullable: false }),', '  at: db.Column(db.DateTime, { nullable: false, index: true }),'],
  [
    "  at: db.Column(db.Integer, db.ForeignKey('a.b'), { comment: ')' }),",
    "  at: db.Column(db.Integer, db.ForeignKey('a.b'), { comment: ')', index: true }),",
  ],
  ['  at: db.Column(db.DateTime, {}),', '  at: db.Column(db.DateTime, { index: true }),'],
  ['  at: db.Column(db.DateTime, { index: false }),', null],
  ['  at: db.Column(db.DateTime, {', null],
  ['  at: mine,', null],
])('%s', (line, expected) => {
  expect(cured(line)).toBe(expected);
});

test('an alias leads to its table', () => {
  const sql = 'SELECT * FROM posts LEFT OUTER JOIN users AS users_1 ON users_1.id = posts.author_id';
  expect(tableOfName('users_1', sql, ['posts', 'users'])).toBe('users');
  expect(tableOfName('posts', sql, ['posts', 'users'])).toBe('posts');
  expect(tableOfName('anon_1', sql, ['posts', 'users'])).toBeNull();
});
