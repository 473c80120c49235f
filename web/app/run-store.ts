import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Snapshot } from '../features/project/project-storage.ts';
import type { EndedRun } from '../runtime/client.ts';
import type { RunLog, RunSummary, TableCount } from '../runtime/protocol.ts';

/** What is shown of the last run: it came to its end, or it was ended before. */
export interface ShownRun {
  readonly entry: string;
  readonly at: number;
  readonly sourcesHash: string;
  readonly log: RunLog;
  readonly summary: RunSummary | null;
  readonly ended: EndedRun | null;
  readonly durationMs: number;
  /** Rows of each table before it, where it ran on data that are kept. */
  readonly countsBefore?: readonly TableCount[] | null;
}

export interface RunningState {
  readonly entry: string;
  readonly startedAt: number;
  /** All of it so far. */
  readonly log: RunLog | null;
}

export interface RunState {
  readonly shown: ShownRun | null;
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
    running: null,
    counts: null,
    databaseBytes: 0,
    engine: '',
    snapshots: [],
    liveAt: null,
  }));
