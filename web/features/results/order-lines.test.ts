import { expect, test } from 'vitest';
import type { ConsoleLine, ResultBlock } from '../../runtime/protocol.ts';
import { orderLines } from './order-lines.ts';

const block = (line: number, endLine = line): ResultBlock => ({
  line,
  endLine,
  source: `at ${line}`,
  name: null,
  value: { kind: 'value', value: line },
  statements: [],
  durationMs: 0,
});
const said = (text: string, line: number | null, file: string | null = 'query.ts'): ConsoleLine => ({ level: 'log', text, file, line });
const shown = (blocks: ResultBlock[], lines: ConsoleLine[]): string[] =>
  orderLines('query.ts', blocks, lines).map((line) => (line.kind === 'block' ? line.block.source : line.line.text));

test('console lines stand between the values of the lines around them', () => {
  expect(shown([block(4), block(9)], [said('six', 6), said('twelve', 12)])).toEqual(['at 4', 'six', 'at 9', 'twelve']);
});

test('what a statement prints comes before its value, and what the seed prints before all', () => {
  expect(shown([block(4, 7)], [said('in the middle', 5), said('seeding', 3, 'seed.ts'), said('unknown place', null, null)])).toEqual([
    'seeding',
    'unknown place',
    'in the middle',
    'at 4',
  ]);
});
