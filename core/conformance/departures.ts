/**
 * Where the core differs from a recording by decision. Each entry names the decision (a line of docs/departures.md, or a note of the case itself) and what
 * the core does instead: a part of the difference that the replay reports. The runner asserts it; an entry that starts to pass fails the run.
 */
export interface Departure {
  readonly id: string;
  readonly because: string;
  /** Text that the reported difference contains. */
  readonly instead: string;
}

export const departures: readonly Departure[] = [];
