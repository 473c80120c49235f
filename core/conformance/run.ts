import { departures } from './departures.ts';
import { type Area, areas, loadCases } from './load-cases.ts';
import type { Outcome } from './outcome.ts';
import { replayDdl } from './replay-ddl.ts';
import { replaySelect } from './replay-select.ts';
import { replaySteps } from './replay-steps.ts';

/** Areas that can be replayed. Migrations have no replay yet. */
export const replayed: readonly Area[] = areas.filter((area) => area !== 'migrate');

export interface CaseReport {
  readonly id: string;
  readonly outcome: Outcome;
  /** The decision by which it may differ. */
  readonly departure: string | null;
}

export interface AreaReport {
  readonly area: Area;
  readonly total: number;
  readonly passed: readonly string[];
  readonly departed: readonly CaseReport[];
  readonly failed: readonly CaseReport[];
}

/** Replays the cases of one area; `only` picks cases by a part of their id. */
export function runArea(area: Area, only = ''): AreaReport {
  const replay = area === 'ddl' ? replayDdl : area === 'select' ? replaySelect : replaySteps;
  const reports = loadCases(area)
    .filter(({ recorded }) => recorded.id.includes(only))
    .map(
      ({ recorded, tree }): CaseReport =>
        judge(
          recorded.id,
          attempt(() => replay(recorded, tree)),
        ),
    );
  return {
    area,
    total: reports.length,
    passed: reports.filter(({ outcome, departure }) => outcome.kind === 'passed' && departure === null).map(({ id }) => id),
    departed: reports.filter(({ outcome, departure }) => outcome.kind !== 'passed' && departure !== null),
    failed: reports.filter(({ outcome, departure }) => (outcome.kind === 'passed') === (departure !== null)),
  };
}

function attempt(replay: () => Outcome): Outcome {
  try {
    return replay();
  } catch (error) {
    return { kind: 'failed', why: `the replay broke: ${(error as Error).stack ?? String(error)}` };
  }
}

function judge(id: string, outcome: Outcome): CaseReport {
  const departure = departures.find((one) => one.id === id);
  if (!departure) return { id, outcome, departure: null };
  if (outcome.kind === 'passed')
    return { id, outcome: { kind: 'passed' }, departure: `listed as a departure, and it passes: take it off the list` };
  if (!outcome.why.includes(departure.instead))
    return {
      id,
      outcome: { kind: 'failed', why: `departs otherwise than listed («${departure.instead}»): ${outcome.why}` },
      departure: null,
    };
  return { id, outcome, departure: departure.because };
}
