import { expect, test } from 'vitest';
import type { ResultBlock, RunLog, RunSummary } from '../../runtime/protocol.ts';
import { type KeptRun, keepRun, type RecordedRun, runsKept, withRun } from './run-history.ts';

const block = (rows: number, cell = 'x'): ResultBlock => ({
  line: 1,
  endLine: 1,
  source: 'User.query.all()',
  name: null,
  value: {
    kind: 'rows',
    columns: [{ name: 'a', type: '', role: 'value' }],
    rows: Array.from({ length: Math.min(rows, 1000) }, () => [cell]),
    total: rows,
  },
  statements: [0],
  durationMs: 1,
});
const log = (parts: Partial<RunLog> = {}): RunLog => ({ blocks: [], statements: [], statementCount: 0, console: [], ...parts });
const run = (parts: Partial<RecordedRun> = {}): RecordedRun => ({
  entry: 'query.ts',
  at: 1,
  sourcesHash: '',
  log: log(),
  summary: { error: null } as RunSummary,
  ended: null,
  durationMs: 3,
  text: 'User.query.all();',
  ...parts,
});

test('a short run is kept whole, with its text and its rows', () => {
  const recorded = run({ log: log({ blocks: [block(3), block(2)] }) });
  expect(keepRun(recorded)).toEqual({ ...recorded, outcome: 'done', rows: 5, isCut: false });
});

test('of a long value the first rows are kept, and how many there were', () => {
  const kept = keepRun(run({ log: log({ blocks: [block(100_000)] }) }));
  const { value } = kept.log.blocks[0]!;
  expect(value.kind === 'rows' && [value.rows.length, value.total]).toEqual([200, 100_000]);
  expect(kept).toMatchObject({ rows: 100_000, isCut: true });
});

test('long cells make it fewer rows, not a record without end', () => {
  const kept = keepRun(run({ log: log({ blocks: Array.from({ length: 20 }, () => block(1000, 'x'.repeat(5000))) }) }));
  expect(JSON.stringify(kept.log).length).toBeLessThan(1_600_000);
  expect(kept.log.blocks).toHaveLength(20);
});

test('how it ended is known: by itself, by an error, by Stop', () => {
  const error = { name: 'Error', code: '', facts: {}, message: 'no', frames: [] };
  expect(keepRun(run({ summary: { error } as unknown as RunSummary })).outcome).toBe('failed');
  expect(keepRun(run({ summary: null, ended: { ...log(), reason: 'stopped' } as RecordedRun['ended'] })).outcome).toBe('ended');
});

test('the newest stand first, the oldest go', () => {
  let runs: readonly KeptRun[] = [];
  for (let at = 1; at <= runsKept + 3; at++) runs = withRun(runs, keepRun(run({ at })));
  expect(runs).toHaveLength(runsKept);
  expect(runs.map(({ at }) => at).slice(0, 2)).toEqual([runsKept + 3, runsKept + 2]);
});
