import { MissingAwaitError } from '../../errors.ts';

/** Thrown where a statement has to wait. The promise is awaited, then the statement is run again. */
export class Suspended {
  constructor(
    readonly promise: Promise<unknown>,
    /** False: what the promise gives is the result of the step that waits. True: the step is done anew. */
    readonly isRetry: boolean,
  ) {}
}

type Entry = { readonly value: unknown } | { readonly error: unknown };

/**
 * Lets a statement of a snippet wait on a driver that answers later, although the replay itself never waits: the statement is run again after each
 * wait, and what it did before comes from here instead of being done twice.
 */
export class Journal {
  readonly #entries: Entry[] = [];
  #at = 0;
  #isRunning = false;

  /** Runs one statement to its end. */
  async run<T>(statement: () => T): Promise<T> {
    this.#entries.length = 0;
    for (;;) {
      this.#at = 0;
      this.#isRunning = true;
      try {
        return statement();
      } catch (signal) {
        if (!(signal instanceof Suspended)) throw signal;
        this.#isRunning = false; // what listeners do while we wait is no part of the statement
        await this.#wait(signal);
      } finally {
        this.#isRunning = false;
      }
    }
  }

  async #wait({ promise, isRetry }: Suspended): Promise<void> {
    try {
      const value = await promise;
      if (!isRetry) this.#entries.push({ value });
    } catch (error) {
      this.#entries.push({ error });
    }
  }

  /**
   * Does a step once, however often the statement is run.
   *
   * @param load - loads what the step misses, on a session whose attributes cannot wait
   */
  step<T>(work: () => T, load?: () => Promise<unknown> | undefined): T {
    if (!this.#isRunning) return work();
    const known = this.#entries[this.#at];
    if (known !== undefined) {
      this.#at += 1;
      if ('error' in known) throw known.error;
      return known.value as T;
    }
    const entry = this.#try(work, load);
    this.#entries.push(entry);
    this.#at += 1;
    if ('error' in entry) throw entry.error;
    return entry.value as T;
  }

  #try(work: () => unknown, load?: () => Promise<unknown> | undefined): Entry {
    try {
      const value = work();
      if (value instanceof Promise) throw new Suspended(value, false);
      return { value };
    } catch (error) {
      if (error instanceof Suspended) throw error;
      const loading = error instanceof MissingAwaitError ? load?.() : undefined;
      if (loading !== undefined) throw new Suspended(loading, true);
      return { error };
    }
  }
}
