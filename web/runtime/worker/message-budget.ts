const burst = 100;
const perSecond = 50;

/** What decides whether a message may go now. */
export interface Budget {
  take(keep: number): boolean;
  force(): void;
}

/** Holds everything back until it must go. */
export const onlyAtTheEnd: Budget = { take: () => false, force: () => {} };

/**
 * How many messages may be sent now, so that the frame, which allows more, never takes a busy program for a flood. What matters more may use
 * up what is kept back from the rest.
 */
export class MessageBudget implements Budget {
  readonly #now: () => number;
  #left = burst;
  #last: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#last = now();
  }

  /** Takes one message if more than `keep` would be left. */
  take(keep: number): boolean {
    const now = this.#now();
    this.#left = Math.min(burst, this.#left + ((now - this.#last) / 1000) * perSecond);
    this.#last = now;
    if (this.#left < keep + 1) return false;
    this.#left -= 1;
    return true;
  }

  /** Takes one message whatever is left: the last ones of a run must go. */
  force(): void {
    this.#left -= 1;
  }
}
