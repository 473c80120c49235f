import { expect, test } from 'vitest';
import { formatStatement, shortStatement } from './format-statement.ts';

test('each clause has its line', () => {
  expect(
    formatStatement('SELECT users.id, users.username FROM users WHERE users.role_id = ? ORDER BY users.username LIMIT ? OFFSET ?'),
  ).toBe('SELECT users.id, users.username\nFROM users\nWHERE users.role_id = ?\nORDER BY users.username\nLIMIT ? OFFSET ?');
});

test('a join and its condition are one line', () => {
  expect(formatStatement('SELECT posts.id FROM posts LEFT OUTER JOIN users AS users_1 ON users_1.id = posts.author_id')).toBe(
    'SELECT posts.id\nFROM posts\nLEFT OUTER JOIN users AS users_1 ON users_1.id = posts.author_id',
  );
});

test('a subquery is indented', () => {
  expect(formatStatement('SELECT count(*) AS count_1 FROM (SELECT users.id AS users_id FROM users) AS anon_1')).toBe(
    'SELECT count(*) AS count_1\nFROM (\n  SELECT users.id AS users_id\n  FROM users\n) AS anon_1',
  );
});

test('a long list is broken at commas, and words inside a literal are left alone', () => {
  const columns = Array.from({ length: 12 }, (_, i) => `t.column_${i}`);
  const formatted = formatStatement(`SELECT ${columns.join(', ')} FROM t WHERE t.a = 'x FROM y'`);
  expect(formatted.split('\n').every((line) => line.length <= 80)).toBe(true);
  expect(formatted).toContain("WHERE t.a = 'x FROM y'");
});

test('only white space changes', () => {
  for (const sql of [
    'INSERT INTO users (username, role_id) VALUES (?, ?) RETURNING id',
    "UPDATE users SET username=? WHERE users.id = ? AND users.name LIKE 'a%' || 'b'",
    'SELECT CASE WHEN a IN (1, 2) THEN (SELECT max(x) FROM y) ELSE 0 END FROM t GROUP BY t.a HAVING count(t.b) > 1',
  ]) {
    expect(formatStatement(sql).replace(/\s+/g, '')).toBe(sql.replace(/\s+/g, ''));
  }
});

test('one line keeps verb, table and the last clause', () => {
  expect(
    shortStatement('SELECT posts.id, posts.title, posts.body, posts.created_at FROM posts ORDER BY posts.created_at DESC LIMIT ?'),
  ).toBe('SELECT posts … LIMIT ?');
  expect(shortStatement('SELECT roles.id FROM roles')).toBe('SELECT roles.id FROM roles');
  expect(shortStatement('SELECT users.id, users.username, users.role_id, users.email, users.member_since FROM users')).toBe(
    'SELECT users …',
  );
});

test('names in quotes, with quotes, dots and spaces in them, stay whole', () => {
  const name = '"""quoted"" it\'s"';
  const sql = `SELECT ${name}.id AS a, ${name}."a.b" FROM ${name} WHERE ${name}.id = ?`;
  expect(formatStatement(sql)).toBe(`SELECT ${name}.id AS a, ${name}."a.b"\nFROM ${name}\nWHERE ${name}.id = ?`);
  expect(formatStatement('SELECT `a``b`.`c` FROM `a``b`')).toBe('SELECT `a``b`.`c`\nFROM `a``b`');
  expect(shortStatement(`INSERT INTO ${name} (first_column, second_column, third_column) VALUES (?, ?, ?)`)).toBe(
    `INSERT INTO ${name} … VALUES (?, ?, ?)`,
  );
});
