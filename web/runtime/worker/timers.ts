type Timer = ReturnType<typeof setTimeout>;

/** The timers of the user's program: what it leaves behind is cleared when its run ends, or it would work on the data of a later one. */
export class Timers {
  readonly #pending = new Set<Timer>();

  /** Replaces the global functions by ones that note what they start. */
  install(): void {
    const { setTimeout, setInterval, clearTimeout } = globalThis;
    const forget = (timer: Timer | undefined): void => {
      if (timer !== undefined) this.#pending.delete(timer);
      clearTimeout(timer);
    };
    const clear = forget as typeof clearTimeout;
    const later = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): Timer => {
      const timer = setTimeout(() => {
        this.#pending.delete(timer);
        callback(...args);
      }, ms);
      this.#pending.add(timer);
      return timer;
    };
    const again = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): Timer => {
      const timer = setInterval(() => callback(...args), ms);
      this.#pending.add(timer);
      return timer;
    };
    this.clearAll = () => {
      for (const timer of this.#pending) clearTimeout(timer);
      this.#pending.clear();
    };
    Object.assign(globalThis, { setTimeout: later, setInterval: again, clearTimeout: clear, clearInterval: clear });
  }

  clearAll: () => void = () => {};
}
