import { describe, expect, test } from 'vitest';
import type { StatementEvent } from '../../../core/engine/events.ts';
import type { LogEvent } from '../protocol.ts';
import { parseMessage } from '../protocol-schema.ts';
import { MessageBudget } from './message-budget.ts';
import { RunLog } from './run-log.ts';

function makeLog(now: () => number = () => 0) {
  const sent: LogEvent[] = [];
  const lengths: number[] = [];
  const post = (header: string): void => {
    lengths.push(header.length);
    const message = parseMessage(header);
    if (!message || !('event' in message) || message.event !== 'log') throw new Error(`no log: ${header.slice(0, 200)}`);
    sent.push(message);
  };
  const log = new RunLog(post, new MessageBudget(now), 'query.ts', () => ({ file: 'query.ts', line: 7 }));
  log.phase = 'run';
  return { log, sent, lengths };
}

const statement = (sql: string, rest: Partial<StatementEvent> = {}): StatementEvent => ({
  sql,
  paramSets: [[]],
  rowCount: 1,
  durationMs: 0,
  origin: { cause: 'flush' },
  error: null,
  stack: null,
  ...rest,
});
const block = { line: 7, endLine: 7, source: 'x', name: null, value: { kind: 'value', value: 1 } } as const;

describe('what a run tells', () => {
  test('goes out at once while messages may be sent', () => {
    const { log, sent } = makeLog();
    log.at(7);
    expect(sent.at(-1)).toMatchObject({ at: { file: 'query.ts', line: 7 } });
    log.statement(statement('SELECT 1'));
    expect(sent.at(-1)?.statements).toMatchObject([{ index: 0, sql: 'SELECT 1', file: 'query.ts', line: 7, phase: 'run', cause: 'flush' }]);
  });

  test('waits when too much was sent, and loses nothing', () => {
    const { log, sent } = makeLog();
    for (let i = 0; i < 1000; i++) log.statement(statement(`SELECT ${i}`));
    expect(sent.length).toBeLessThan(100);
    log.flush();
    expect(sent.flatMap(({ statements }) => statements).map(({ index }) => index)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  test('keeps messages back for the line that begins next', () => {
    const { log, sent } = makeLog();
    for (let i = 0; i < 1000; i++) log.statement(statement('SELECT 1'));
    log.at(9);
    expect(sent.at(-1)?.at).toEqual({ file: 'query.ts', line: 9 });
  });

  test('knows which statements belong to a value', () => {
    const { log, sent } = makeLog();
    log.at(3);
    log.statement(statement('SELECT 1'));
    log.at(7);
    log.statement(statement('SELECT 2'));
    log.statement(statement('SELECT 3'));
    log.block(block, performance.now());
    expect(sent.at(-1)?.blocks).toMatchObject([{ statements: [1, 2] }]);
  });

  test('counts what was written and not committed', () => {
    const { log, sent } = makeLog();
    log.statement(statement('INSERT INTO a VALUES (?)', { paramSets: [[1], [2]], rowCount: 2 }));
    log.statement(statement('SELECT 1'));
    log.statement(statement('UPDATE a SET b = 1', { error: new Error('no'), rowCount: 0 }));
    log.flush();
    expect(sent.at(-1)).toMatchObject({ uncommittedStatements: 2, commits: 0 });
    expect(log.commit()).toEqual({ file: 'query.ts', line: 7 });
    expect(sent.at(-1)).toMatchObject({ uncommittedStatements: 0, commits: 1 });
    expect(log.committedRows).toBe(2);
  });

  test('does not count what was rolled back, nor what the seed did', () => {
    const { log } = makeLog();
    log.statement(statement('INSERT INTO a VALUES (1)'));
    log.mark('rollback');
    log.commit();
    log.phase = 'seed';
    log.statement(statement('INSERT INTO a VALUES (1)'));
    expect(log.commit()).toBeNull();
    expect([log.commits, log.committedRows]).toEqual([1, 0]);
  });

  test('tells where transactions begin and end among the statements', () => {
    const { log, sent } = makeLog();
    log.mark('begin');
    log.statement(statement('SELECT 1'));
    log.mark('commit');
    log.flush();
    const place = { phase: 'run', file: 'query.ts', line: 7 };
    expect(sent.flatMap(({ transactions }) => transactions)).toEqual([
      { kind: 'begin', before: 0, ...place },
      { kind: 'commit', before: 1, ...place },
    ]);
  });

  test('a value larger than a message is cut to what fits, and still says how many rows there are', () => {
    const { log, sent, lengths } = makeLog();
    const rows = Array.from({ length: 1000 }, () => ['x'.repeat(9000)]);
    log.block({ ...block, value: { kind: 'rows', columns: [{ name: 'a', type: '', role: 'value' }], rows, total: 1000 } }, 0);
    log.flush();
    const shown = sent.flatMap(({ blocks }) => blocks)[0]?.value;
    if (shown?.kind !== 'rows') throw new Error('no rows');
    expect(shown.total).toBe(1000);
    expect(shown.rows.length).toBe(250);
    expect(Math.max(...lengths)).toBeLessThan(4 * 1024 * 1024);
  });

  test('many large values go out in several messages, each of which fits', () => {
    const { log, sent, lengths } = makeLog();
    for (let i = 0; i < 300; i++) log.block({ ...block, value: { kind: 'object', text: 'x'.repeat(100_000) } }, 0);
    log.flush();
    expect(sent.flatMap(({ blocks }) => blocks).length).toBe(300);
    expect(Math.max(...lengths)).toBeLessThan(4 * 1024 * 1024);
  });

  test('statements beyond the first five thousand are counted', () => {
    const { log, sent } = makeLog();
    for (let i = 0; i < 5002; i++) log.statement(statement('SELECT 1'));
    log.flush();
    expect(sent.flatMap(({ statements }) => statements).length).toBe(5000);
    expect(sent.at(-1)?.statementCount).toBe(5002);
  });

  test('console lines have their place, and end with a word when there are too many', () => {
    const { log, sent } = makeLog();
    for (let i = 0; i < 6000; i++) log.console('log', `line ${i}`);
    log.flush();
    const lines = sent.flatMap((event) => event.console);
    expect(lines[0]).toEqual({ level: 'log', text: 'line 0', file: 'query.ts', line: 7 });
    expect(lines.length).toBe(5001);
    expect(lines.at(-1)?.text).toBe('More than 5,000 lines: the rest is not shown.');
  });
});

test('a budget fills up again with time, and never beyond a burst', () => {
  let now = 0;
  const budget = new MessageBudget(() => now);
  const takeAll = () => {
    let taken = 0;
    while (budget.take(0)) taken += 1;
    return taken;
  };
  expect(takeAll()).toBe(100);
  now = 1000;
  expect(takeAll()).toBe(50);
  now = 1_000_000;
  expect(takeAll()).toBe(100);
});
