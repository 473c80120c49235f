import { describe, expect, test } from 'vitest';
import { parseMessage, parseWith, replySchemas } from './protocol-schema.ts';

const log = {
  event: 'log',
  at: { file: 'query.ts', line: 3 },
  blocks: [
    {
      line: 3,
      endLine: 3,
      source: 'User.query.all()',
      name: null,
      value: {
        kind: 'entities',
        model: 'User',
        columns: [{ name: 'id', type: 'INTEGER', role: 'primaryKey' }],
        rows: [[1], [null], [{ t: 'unloaded', model: 'Role' }]],
        total: 3,
      },
      statements: [0],
      durationMs: 0.5,
    },
  ],
  statements: [
    {
      index: 0,
      sql: 'SELECT 1',
      params: [['a', { t: 'bigint', text: '1' }]],
      executions: 1,
      rowCount: 3,
      durationMs: 0.1,
      phase: 'run',
      cause: 'query',
      relationship: null,
      file: 'query.ts',
      line: 3,
      error: null,
    },
  ],
  statementCount: 1,
  console: [{ level: 'log', text: 'hello', file: null, line: null }],
  transactions: [{ kind: 'begin', before: 0, phase: 'run', file: 'query.ts', line: 3 }],
  commits: 0,
  uncommittedStatements: 0,
};

describe('a message of a worker', () => {
  test('is read as it was sent', () => {
    expect(parseMessage(JSON.stringify(log))).toEqual(log);
    expect(parseMessage('{"event":"ready"}')).toEqual({ event: 'ready' });
    expect(parseMessage('{"id":1,"ok":true,"reply":{}}')).toEqual({ id: 1, ok: true, reply: {} });
  });

  test('loses what nobody asked for', () => {
    expect(parseMessage('{"event":"ready","evil":true,"__proto__":{"evil":true}}')).toEqual({ event: 'ready' });
  });

  test.each([
    ['no JSON', 'ready'],
    ['a number', '1'],
    ['nothing', 'null'],
    ['an unknown event', '{"event":"toString"}'],
    ['an event without its fields', '{"event":"image"}'],
    ['a block of an unknown kind', JSON.stringify({ ...log, blocks: [{ ...log.blocks[0], value: { kind: 'html', text: '<b>' } }] })],
    ['an object as a cell', JSON.stringify({ ...log, blocks: [{ ...log.blocks[0], value: { kind: 'value', value: { html: '<b>' } } }] })],
    ['a text as a line', JSON.stringify({ ...log, at: { file: 'query.ts', line: '3' } })],
    ['a negative duration', JSON.stringify({ ...log, statements: [{ ...log.statements[0], durationMs: -1 }] })],
    ['an infinite count', JSON.stringify(log).replace('"statementCount":1', '"statementCount":1e999')],
    ['an answer without an id', '{"ok":true,"reply":{}}'],
    ['an error without frames', '{"id":1,"ok":false,"error":{"name":"Error","code":"x","facts":{},"message":""}}'],
  ])('that is %s is none', (_name, header) => {
    expect(parseMessage(header)).toBeNull();
  });
});

test('facts named like members of every object are plain facts', () => {
  const header =
    '{"id":1,"ok":false,"error":{"name":"Error","code":"x","facts":{"__proto__":"a","constructor":"b"},"message":"","frames":[]}}';
  const message = parseMessage(header);
  const facts = message && 'error' in message ? message.error.facts : {};
  expect(Object.entries(facts)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
});

test('a schema whose tables are named like members of every object is read', () => {
  const table = (name: string) => ({
    name,
    schema: null,
    comment: null,
    columns: [
      { name: '__proto__', type: 'INTEGER', nullable: false, serverDefault: null, autoincrement: true, computed: null, comment: null },
    ],
    primaryKey: { name: null, columns: ['__proto__'] },
    uniques: [],
    indexes: [],
    checks: [],
    foreignKeys: [],
  });
  const reply = { schema: { version: 1, tables: [table('constructor'), table('<b>')], models: [] }, registry: '', error: null };
  expect(parseWith(replySchemas.evaluate, reply)).toEqual(reply);
  expect(parseWith(replySchemas.evaluate, { ...reply, schema: { version: 2, tables: [], models: [] } })).toBeNull();
});
