/**
 * `npm run conformance [-- area …] [--case part-of-id] [--ratchet] [--quiet]`: replays the recordings and prints `area passed/total`, departures and failures.
 *
 * With `--ratchet` what passed once may not fail: `core/conformance/ratchet.json` lists per area `"complete"` or the cases that must pass; `--keep` writes the
 * list anew from this run.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Area } from '../core/conformance/load-cases.ts';
import { type AreaReport, replayed, runArea } from '../core/conformance/run.ts';
import { root } from './source-files.ts';

type Ratchet = Partial<Record<Area, 'complete' | readonly string[]>>;
const ratchetFile = join(root, 'core/conformance/ratchet.json');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { case: { type: 'string' }, ratchet: { type: 'boolean' }, keep: { type: 'boolean' }, quiet: { type: 'boolean' } },
});
const wanted = positionals.length ? positionals : replayed;
for (const area of wanted) {
  if (!(replayed as readonly string[]).includes(area)) {
    console.error(`There is no area '${area}': ${replayed.join(', ')}.`);
    process.exit(2);
  }
}

const reports = (wanted as readonly Area[]).map((area) => runArea(area, values.case));
for (const report of reports) printDetails(report);
console.log('');
for (const { area, total, passed, departed, failed } of reports)
  console.log(
    `${area} ${passed.length}/${total}${departed.length ? `, ${departed.length} departures` : ''}${failed.length ? `, ${failed.length} failed` : ''}`,
  );

const ratchet = existsSync(ratchetFile) ? (JSON.parse(readFileSync(ratchetFile, 'utf8')) as Ratchet) : {};
if (values.keep) {
  for (const { area, passed, failed } of reports) ratchet[area] = failed.length === 0 ? 'complete' : [...passed].sort();
  writeFileSync(ratchetFile, `${JSON.stringify(ratchet, null, 2)}\n`);
}
const broken = values.ratchet
  ? reports.flatMap((report) => slipped(report, ratchet[report.area] ?? []))
  : reports.flatMap(({ failed }) => failed.map(({ id }) => id));
if (values.ratchet) for (const id of broken) console.error(`slipped: ${id} passed once and fails now`);
const passedCount = reports.reduce((sum, { passed, departed }) => sum + passed.length + departed.length, 0);
if (process.env['CROWFOOT_REPORT'] && values.ratchet)
  writeFileSync(process.env['CROWFOOT_REPORT'], JSON.stringify({ passed: passedCount, failed: broken.length, failures: broken }));
process.exitCode = broken.length ? 1 : 0;

function slipped({ passed, departed, failed }: AreaReport, kept: 'complete' | readonly string[]): string[] {
  if (kept === 'complete') return failed.map(({ id }) => id);
  const good = new Set([...passed, ...departed.map(({ id }) => id)]);
  return kept.filter((id) => !good.has(id));
}

function printDetails({ area, departed, failed }: AreaReport): void {
  if (values.quiet || values.ratchet) return;
  for (const { id, departure } of departed) console.log(`departs  ${id}: ${departure}`);
  for (const { id, outcome, departure } of failed)
    console.log(
      `${outcome.kind === 'lacking' ? 'lacking' : 'failed '}  ${id}: ${departure ?? (outcome.kind === 'passed' ? '' : outcome.why)}`,
    );
  if (failed.length) console.log(`— ${area}: ${failed.length} of ${failed.length + departed.length} differ —`);
}
