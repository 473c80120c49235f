/** Whether a database answers before a call returns, or later. */
export type Mode = 'sync' | 'async';

/** What a call gives in a mode: the value, or a promise of it. */
export type Answer<M extends Mode, T> = M extends 'sync' ? T : Promise<T>;
