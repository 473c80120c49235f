import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KeptRun, RecordedRun } from '../features/project/run-history.ts';
import type { Snapshot } from '../features/project/snapshots.ts';
import type { RunLog, TableCount } from '../runtime/protocol.ts';

/** What is shown of the last run: it came to its end, or it was ended before. */
export type ShownRun = RecordedRun;

export interface RunningState {
  readonly entry: string;
  readonly startedAt: number;
  /** All of it so far. */
  readonly log: RunLog | null;
}

export interface RunState {
  /** The last run. */
  readonly shown: ShownRun | null;
  /** An earlier one that was chosen to be looked at again. */
  readonly past: KeptRun | null;
  /** The runs of the project that are remembered, the newest first. */
  readonly history: readonly KeptRun[];
  readonly running: RunningState | null;
  readonly counts: readonly TableCount[] | null;
  readonly databaseBytes: number;
  readonly engine: string;
  /** Data of earlier moments that can be had back, the oldest first. */
  readonly snapshots: readonly Snapshot[];
  /** When the run was made that the runtime can still be asked about; null after the page was loaded. */
  readonly liveAt: number | null;
}

export const createRunStore = (): StoreApi<RunState> =>
  createStore<RunState>(() => ({
    shown: null,
    past: null,
    history: [],
    running: null,
    counts: null,
    databaseBytes: 0,
    engine: '',
    snapshots: [],
    liveAt: null,
  }));

/** The run whose results are in sight. */
export const runInSight = (state: RunState): ShownRun | null => state.past ?? state.shown;
