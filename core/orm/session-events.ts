import { ArgumentError } from '../errors.ts';

const names = [
  'afterBegin',
  'beforeFlush',
  'afterFlush',
  'afterFlushPostexec',
  'beforeCommit',
  'afterCommit',
  'afterRollback',
  'afterSoftRollback',
  'warning',
] as const;

/** What a session tells its listeners. */
export type SessionEventName = (typeof names)[number];

/** Listeners get the session; those of `warning` get the text. */
export type SessionListener = (subject: any) => void;

/** The listeners of one session. */
export class SessionEvents {
  readonly #listeners = new Map<SessionEventName, SessionListener[]>();

  /**
   * Calls `listener` at every such event, and gives a function that ends it.
   *
   * @throws ArgumentError for a name that is no event of a session
   */
  on(name: SessionEventName, listener: SessionListener): () => void {
    if (!names.includes(name)) throw new ArgumentError(`A session has no event '${name}'; it has ${names.join(', ')}`);
    const listeners = this.#listeners.get(name);
    if (listeners === undefined) this.#listeners.set(name, [listener]);
    else listeners.push(listener);
    return () => {
      const left = this.#listeners.get(name)!.filter((other) => other !== listener);
      this.#listeners.set(name, left);
    };
  }

  has(name: SessionEventName): boolean {
    return (this.#listeners.get(name)?.length ?? 0) > 0;
  }

  emit(name: SessionEventName, subject: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(subject);
  }
}
