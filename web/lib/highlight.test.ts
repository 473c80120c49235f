import { expect, test } from 'vitest';
import { firstLine, highlightSql, highlightTypeScript, type TokenKind, tokenizeTypeScriptLine } from './highlight.ts';

const kindsOf = (line: string): Record<string, TokenKind> =>
  Object.fromEntries(highlightTypeScript(line)[0]!.map((token) => [token.text.trim(), token.kind]));
const join = (lines: ReturnType<typeof highlightTypeScript>): string =>
  lines.map((line) => line.map((token) => token.text).join('')).join('\n');

test('a model line has its keywords, types, functions and strings', () => {
  expect(highlightTypeScript("export class Role extends db.Model('roles', {")[0]).toEqual([
    { text: 'export', kind: 'keyword' },
    { text: ' ', kind: 'plain' },
    { text: 'class', kind: 'keyword' },
    { text: ' ', kind: 'plain' },
    { text: 'Role', kind: 'type' },
    { text: ' ', kind: 'plain' },
    { text: 'extends', kind: 'keyword' },
    { text: ' db.', kind: 'plain' },
    { text: 'Model', kind: 'type' },
    { text: '(', kind: 'plain' },
    { text: "'roles'", kind: 'string' },
    { text: ', {', kind: 'plain' },
  ]);
});

test.each([
  ['get users() {', 'get', 'keyword'],
  ['get users() {', 'users', 'function'],
  ['session.get(User, 1)', 'get', 'function'],
  ['query.delete()', 'delete', 'function'],
  ["import { db } from './db';", 'from', 'keyword'],
  ['const delivery: number = 4;', 'number', 'type'],
  ['id: db.Column(db.Integer, { primaryKey: true }),', 'true', 'keyword'],
  ['x = 12_000n', '12_000n', 'number'],
  ['const r = /a[/]b/g', '/a[/]b/g', 'string'],
  ['const 数量 = 数(3)', '数', 'function'],
] as const)('%s: %s is a %s', (line, text, kind) => {
  expect(kindsOf(line)[text]).toBe(kind);
});

test('a property named like a keyword is no keyword', () => {
  expect(highlightTypeScript('{ default: 0, type: 1 }')[0]!.some((token) => token.kind === 'keyword')).toBe(false);
});

test('a division is no regular expression', () => {
  expect(highlightTypeScript('const x = total / count / 2')[0]!.some((token) => token.kind === 'string')).toBe(false);
});

test('a template keeps its state over lines, and its braces are counted', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text under test is a template
  const lines = highlightTypeScript('`a ${[1].map((x) => { return `<${x}>`; })}\nstill text` + done()');
  expect(lines[1]![0]).toEqual({ text: 'still text`', kind: 'string' });
  expect(lines[1]!.find((token) => token.text === 'done')?.kind).toBe('function');
});

test('a comment goes on to its end', () => {
  const lines = highlightTypeScript('a /* one\ntwo */ const b');
  expect(lines[1]!.map((token) => token.kind)).toEqual(['comment', 'plain', 'keyword', 'plain']);
});

test('nothing is lost and nothing loops, whatever the text', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  const text = 'a\\\n\'unclosed\n`open ${ { } \n}` \ud800 / \u0000 "\\\n/* end\n*/ #x $y 0x1F .5 1.e3\n```${';
  expect(join(highlightTypeScript(text))).toBe(text);
  expect(tokenizeTypeScriptLine('', firstLine).tokens).toEqual([]);
});

test('SQL has keywords, functions, strings, numbers, and keeps its lines', () => {
  const text = "SELECT count(*), 'it''s'\nFROM users -- all\nWHERE id > 3";
  const lines = highlightSql(text);
  expect(join(lines)).toBe(text);
  expect(lines[0]!.filter((token) => token.text.trim() !== '').map((token) => token.kind)).toEqual([
    'keyword',
    'function',
    'plain',
    'string',
  ]);
  expect(lines[1]!.at(-1)).toEqual({ text: '-- all', kind: 'comment' });
  expect(lines[2]!.at(-1)).toEqual({ text: '3', kind: 'number' });
});
