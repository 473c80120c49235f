import type { EndedRun } from '../../runtime/client.ts';
import type { RunLog, RunSummary, ShownValue, TableCount } from '../../runtime/protocol.ts';

/** What a run gave, with the text that ran. */
export interface RecordedRun {
  readonly entry: string;
  readonly at: number;
  readonly sourcesHash: string;
  readonly log: RunLog;
  readonly summary: RunSummary | null;
  readonly ended: EndedRun | null;
  readonly durationMs: number;
  /** Rows of each table before it, where it ran on data that are kept. */
  readonly countsBefore?: readonly TableCount[] | null;
  /** The text of the file as it ran; absent in runs that came with the page. */
  readonly text?: string;
  /** The lines that ran, where not all of the file did. */
  readonly range?: { readonly from: number; readonly to: number } | null;
}

/** A run of the project as it is remembered: of very long values and logs the beginning. */
export interface KeptRun extends RecordedRun {
  readonly text: string;
  readonly outcome: 'done' | 'failed' | 'ended';
  /** Rows of all its values. */
  readonly rows: number;
  /** Whether less is kept than it gave. */
  readonly isCut: boolean;
}

/** So many runs a project remembers. */
export const runsKept = 20;
const rowsKept = 200;
const statementsKept = 300;
const linesKept = 300;
/** Characters of one remembered run, about. */
const charactersKept = 400_000;

/** What is remembered of a run. */
export function keepRun(run: RecordedRun): KeptRun {
  const rows = run.log.blocks.reduce((sum, { value }) => sum + rowsOf(value), 0);
  const outcome = run.ended ? 'ended' : run.summary?.error ? 'failed' : 'done';
  let kept = cut(run, rowsKept, statementsKept, linesKept);
  for (let share = rowsKept; kept.size > charactersKept && share > 1; share = Math.floor(share / 4))
    kept = cut(run, Math.floor(share / 4), Math.max(10, share), Math.max(10, share));
  // Nothing of it is small: then only how it went.
  if (kept.size > 4 * charactersKept) kept = cut(run, 0, 0, 0, 0);
  const { log, isCut } = kept;
  const { text = '', ended } = run;
  return { ...run, text, log, ended: ended && { ...ended, ...log }, outcome, rows, isCut };
}

function cut(
  run: RecordedRun,
  rows: number,
  statements: number,
  lines: number,
  values = linesKept,
): { log: RunLog; isCut: boolean; size: number } {
  const { blocks, statements: sent, console: printed } = run.log;
  const log: RunLog = {
    ...run.log,
    blocks: blocks.slice(0, values).map((block) => ({ ...block, value: firstRows(block.value, rows) })),
    statements: sent.slice(0, statements).map((one) => (one.params.length > 5 ? { ...one, params: one.params.slice(0, 5) } : one)),
    console: printed.slice(0, lines),
  };
  const isCut =
    blocks.length > values ||
    printed.length > lines ||
    sent.length > statements ||
    blocks.some(({ value }, at) => at < values && shownRows(value) > shownRows(log.blocks[at]!.value));
  return { log, isCut, size: JSON.stringify(log).length };
}

function firstRows(value: ShownValue, rows: number): ShownValue {
  if (value.kind === 'entities' || value.kind === 'rows')
    return value.rows.length > rows ? { ...value, rows: value.rows.slice(0, rows) } : value;
  return value.kind === 'list' && value.items.length > rows ? { ...value, items: value.items.slice(0, rows) } : value;
}

const shownRows = (value: ShownValue): number =>
  value.kind === 'entities' || value.kind === 'rows' ? value.rows.length : value.kind === 'list' ? value.items.length : 0;

const rowsOf = (value: ShownValue): number =>
  value.kind === 'entities' || value.kind === 'rows' || value.kind === 'list' ? value.total : value.kind === 'entity' ? 1 : 0;

/** The runs of a project, the newest first, as many as are remembered. */
export const withRun = (runs: readonly KeptRun[], run: KeptRun): readonly KeptRun[] =>
  [run, ...runs.filter(({ at }) => at !== run.at)].slice(0, runsKept);
