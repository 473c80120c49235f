import { expect, test } from 'vitest';
import { castPlaceholders, scanSql } from './scan-sql.ts';

test('placeholders are found outside of strings, names and comments', () => {
  const sql = `SELECT ?, '?''?', "a?""", \`?\`, [?] -- ?\n, /* ? * ? */ ? FROM t`;
  expect(scanSql(sql).placeholders.map((at) => sql[at])).toEqual(['?', '?']);
  expect(castPlaceholders(sql, scanSql(sql).placeholders, [1])).toBe(sql.replace('? FROM', 'CAST(? AS INTEGER) FROM'));
});

test('an unfinished string or comment ends with the text', () => {
  expect(scanSql("SELECT 'abc ?").placeholders).toEqual([]);
  expect(scanSql('SELECT /* ?').placeholders).toEqual([]);
});

test.each([
  ['SELECT 1', 'SELECT'],
  ['  -- note\n\tinsert into t values (1)', 'INSERT'],
  ['/* a */ With x as (select 1) select * from x', 'WITH'],
  ['(SELECT 1)', 'SELECT'],
  ['', ''],
])('the verb of %j is %j', (sql, verb) => {
  expect(scanSql(sql).verb).toBe(verb);
});

test.each([
  ['SELECT 1', false],
  ['SELECT 1;', false],
  ['SELECT 1; -- done\n /* really */ ', false],
  ["SELECT ';'", false],
  ['SELECT 1; SELECT 2', true],
  ["SELECT 1; 'x'", true],
  ['CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t; SELECT 1; END;', false],
  ['create temp trigger tr after insert on t begin delete from t; end', false],
])('%j holds several statements: %j', (sql, several) => {
  expect(scanSql(sql).hasSeveralStatements).toBe(several);
});

test('numbered and named parameters are noticed', () => {
  expect(
    [scanSql('SELECT ?1'), scanSql('SELECT :a'), scanSql('SELECT @a'), scanSql('SELECT $a')].every((scanned) => scanned.hasOtherParameters),
  ).toBe(true);
  expect(scanSql("SELECT ':a', x'00', a::b").hasOtherParameters).toBe(true);
  expect(scanSql('SELECT ?').hasOtherParameters).toBe(false);
});
