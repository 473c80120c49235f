import { expect, test } from 'vitest';
import { splitSql } from './split-sql.ts';

test('statements end at semicolons outside of texts, names and comments', () => {
  const sql = `-- first; not a statement
SELECT 'a;''b' AS "x;y", [c;d], \`e;f\`; /* ; */
INSERT INTO t
VALUES (1)
;
SELECT 2`;
  expect(splitSql(sql)).toEqual([
    { text: `SELECT 'a;''b' AS "x;y", [c;d], \`e;f\``, line: 2, endLine: 2 },
    { text: 'INSERT INTO t\nVALUES (1)', line: 3, endLine: 4 },
    { text: 'SELECT 2', line: 6, endLine: 6 },
  ]);
});

test('a trigger is one statement, with the semicolons of its body', () => {
  const trigger = 'CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN\n  UPDATE a SET b = 1;\n  DELETE FROM c;\nEND';
  expect(splitSql(`${trigger};\nSELECT 1;`).map(({ text }) => text)).toEqual([trigger, 'SELECT 1']);
});

test('a script that ends in the middle is read to its end', () => {
  expect(splitSql("SELECT 'open").map(({ text }) => text)).toEqual(["SELECT 'open"]);
  expect(splitSql('SELECT 1 /* open').map(({ text }) => text)).toEqual(['SELECT 1 /* open']);
  expect(splitSql(' -- nothing\n;;\n')).toEqual([]);
});
