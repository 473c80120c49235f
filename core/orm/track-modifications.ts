import type { ListenerMap } from './events.ts';
import type { ObjectState } from './object-state.ts';
import type { SessionRecords } from './session-records.ts';

/** What a commit did to one object. */
export interface ModelChange {
  readonly object: object;
  readonly operation: 'insert' | 'update' | 'delete';
}

/** The two moments: before a commit, where a listener may still prevent it by throwing, and after it. */
export const modelEvents = ['beforeModelsCommitted', 'modelsCommitted'] as const;
export type ModelEvent = (typeof modelEvents)[number];
export type ModelListener = (changes: readonly ModelChange[]) => void;

/** Notes what happens to objects until the transaction ends, and tells it at its end. A session of a database with `trackModifications` has one. */
export class ModificationTracker {
  readonly #listeners: ListenerMap;
  readonly #changes = new Map<ObjectState, ModelChange>();

  constructor(listeners: ListenerMap) {
    this.#listeners = listeners;
  }

  /** Before each flush. */
  note(records: SessionRecords): void {
    for (const state of records.pending) this.#put(state, 'insert');
    for (const state of records.modified) if (!records.marked.has(state)) this.#put(state, 'update');
    for (const state of records.marked) this.#put(state, 'delete');
  }

  #put(state: ObjectState, operation: ModelChange['operation']): void {
    this.#changes.set(state, { object: state.object, operation });
  }

  beforeCommit(): void {
    this.#tell('beforeModelsCommitted');
  }

  afterCommit(): void {
    this.#tell('modelsCommitted');
    this.#changes.clear();
  }

  forget(): void {
    this.#changes.clear();
  }

  #tell(event: ModelEvent): void {
    if (this.#changes.size === 0) return;
    const changes = [...this.#changes.values()];
    for (const listener of this.#listeners.of(event)) (listener as ModelListener)(changes);
  }
}
