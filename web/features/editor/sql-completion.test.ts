import { expect, test } from 'vitest';
import { type CompletionTable, sqlSuggestions } from './sql-completion.ts';

const tables: CompletionTable[] = [
  {
    name: 'roles',
    columns: [
      { name: 'id', type: 'INTEGER' },
      { name: 'name', type: 'VARCHAR(64)' },
    ],
  },
  {
    name: 'users',
    columns: [
      { name: 'id', type: 'INTEGER' },
      { name: 'username', type: 'VARCHAR(64)' },
      { name: 'order', type: 'INTEGER' },
    ],
  },
  { name: 'odd name', columns: [{ name: 'a', type: 'TEXT' }] },
];

/** Suggestions where `|` stands. */
function at(sql: string, kind?: string): string[] {
  const offset = sql.indexOf('|');
  const found = sqlSuggestions(sql.replace('|', ''), offset, tables);
  return found.filter((one) => kind === undefined || one.kind === kind).map(({ text }) => text);
}

test('behind FROM and JOIN stand tables, quoted where their name is no word', () => {
  expect(at('SELECT * FROM |')).toEqual(['roles', 'users', '"odd name"']);
  expect(at('SELECT * FROM users JOIN ro|')).toEqual(['roles', 'users', '"odd name"']);
  expect(at('INSERT INTO |')).toEqual(['roles', 'users', '"odd name"']);
});

test('behind a point stand the columns of its table, by whatever name the statement gives it', () => {
  expect(at('SELECT users.| FROM users')).toEqual(['id', 'username', '"order"']);
  expect(at('SELECT u.us| FROM users AS u')).toEqual(['id', 'username', '"order"']);
  expect(at('SELECT r.| FROM users u JOIN roles r ON r.id = u.role_id')).toEqual(['id', 'name']);
  expect(at('SELECT "odd name".| FROM "odd name"')).toEqual(['a']);
  expect(at('SELECT nobody.| FROM users')).toEqual([]);
});

test('elsewhere stand the columns in reach, and keywords', () => {
  expect(at('SELECT | FROM roles', 'column')).toEqual(['id', 'name']);
  expect(at('UPDATE users SET |', 'column')).toEqual(['id', 'username', '"order"']);
  expect(at('|', 'column')).toEqual([]);
  expect(at('|')).toContain('SELECT');
});

test('only the statement around counts, and nothing stands inside of texts and comments', () => {
  expect(at('SELECT * FROM users; SELECT | FROM roles', 'column')).toEqual(['id', 'name']);
  expect(at('SELECT | FROM roles; SELECT * FROM users', 'column')).toEqual(['id', 'name']);
  expect(at("SELECT 'fr|om' FROM users")).toEqual([]);
  expect(at('SELECT 1 -- from |')).toEqual([]);
  expect(at("SELECT 'FROM users', | FROM roles", 'column')).toEqual(['id', 'name']);
});
