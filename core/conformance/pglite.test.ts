import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCases } from './load-cases.ts';
import type { Outcome } from './outcome.ts';
import { PgliteCases, type Way } from './pglite-cases.ts';
import { limits, unstorable } from './pglite-limits.ts';
import { replayValues } from './replay-values.ts';

/*
 * The recordings of the unit of work on PostgreSQL, over a driver that blocks and over one that answers later: values, errors and final tables are
 * those of SQLite. What PostgreSQL cannot run as SQLite did stands in pglite-limits.ts.
 */

const areas = ['uow', 'relationship-config'] as const;
const ways: readonly Way[] = ['blocking', 'waiting'];

let cases: PgliteCases;
beforeAll(async () => {
  cases = await PgliteCases.start();
});
afterAll(() => cases.close());

describe.each(ways)('PGlite, %s', (way) => {
  test.each(areas)('%s', async (area) => {
    const faults: string[] = [];
    let passed = 0;
    for (const { recorded, tree } of loadCases(area)) {
      if (unstorable.includes(recorded.models)) continue;
      const fault = faultOf(recorded.id, way, await replayValues(cases, recorded, tree, way));
      if (fault === undefined) passed += 1;
      else faults.push(fault);
    }
    expect(faults).toEqual([]);
    expect(passed).toBeGreaterThan(30);
  });
});

function faultOf(id: string, way: Way, outcome: Outcome): string | undefined {
  const limit = limits.find((each) => each.id === id && (each.way === undefined || each.way === way));
  if (outcome.kind === 'passed') return limit === undefined ? undefined : `${id} passes: take it off the list of limits`;
  const isListed = limit !== undefined && outcome.why.includes(limit.instead);
  return isListed ? undefined : `${id}: ${outcome.why.slice(0, 400)}`;
}
