import type { DriverValue, Origin } from '../io.ts';

/** One statement that was sent. A batch is one event with several parameter lists. */
export interface StatementEvent {
  readonly sql: string;
  /** One list per execution of the statement. */
  readonly paramSets: readonly (readonly DriverValue[])[];
  /** Rows returned, or inserted, updated and deleted; 0 where it failed. */
  readonly rowCount: number;
  readonly durationMs: number;
  readonly origin: Origin;
  /** The error it ended with, as the caller gets it; `null` where it worked. */
  readonly error: unknown;
  /** The call stack at the time it was sent; `null` unless a listener asked for it. */
  readonly stack: string | null;
}

/** A transaction that began or ended. */
export interface TransactionEvent {
  readonly origin: Origin;
  readonly durationMs: number;
  /** As in {@link StatementEvent}. */
  readonly stack: string | null;
}

/** What an engine tells its listeners. */
export interface EngineEventMap {
  statement: StatementEvent;
  begin: TransactionEvent;
  commit: TransactionEvent;
  rollback: TransactionEvent;
}

/** How to listen. */
export interface ListenOptions {
  /** Take the call stack of every event. It costs some microseconds a statement, so nobody pays for it unasked. */
  readonly stack?: boolean;
}

type Listener<E> = (event: E) => void;
interface Entry {
  readonly listener: Listener<never>;
  readonly wantsStack: boolean;
}

/** Where the SQL pane, `echo` and tests hear what an engine does. */
export class EngineEvents {
  readonly #entries = new Map<keyof EngineEventMap, readonly Entry[]>();
  readonly #all: EngineEvents | null;

  /** @param all - hears everything too: what one engine does is told to the listeners of all engines */
  constructor(all: EngineEvents | null = null) {
    this.#all = all;
  }

  /**
   * Calls `listener` for every event of that name, in order of arrival. Gives a function that ends it.
   *
   * @example const stop = engine.events.on('statement', (event) => console.log(event.sql));
   */
  on<K extends keyof EngineEventMap>(name: K, listener: (event: EngineEventMap[K]) => void, options: ListenOptions = {}): () => void {
    const entry: Entry = { listener, wantsStack: options.stack === true };
    this.#entries.set(name, [...(this.#entries.get(name) ?? []), entry]);
    return () => {
      this.#entries.set(
        name,
        (this.#entries.get(name) ?? []).filter((other) => other !== entry),
      );
    };
  }

  /** True when somebody listens: who emits can save itself the work. */
  has(name: keyof EngineEventMap): boolean {
    return (this.#entries.get(name)?.length ?? 0) > 0 || (this.#all?.has(name) ?? false);
  }

  /** True when a listener of this event asked for the call stack. */
  wantsStack(name: keyof EngineEventMap): boolean {
    return (this.#entries.get(name)?.some((entry) => entry.wantsStack) ?? false) || (this.#all?.wantsStack(name) ?? false);
  }

  /** Tells all listeners, in the order they came. */
  emit<K extends keyof EngineEventMap>(name: K, event: EngineEventMap[K]): void {
    for (const entry of this.#entries.get(name) ?? []) (entry.listener as Listener<EngineEventMap[K]>)(event);
    this.#all?.emit(name, event);
  }
}

/** The current call stack, deep enough to reach the caller's own code through the core's generators. */
export function takeStack(): string {
  const errors = Error as { stackTraceLimit?: number };
  const before = errors.stackTraceLimit;
  errors.stackTraceLimit = 100;
  const stack = new Error('stack').stack ?? '';
  if (before !== undefined) errors.stackTraceLimit = before;
  return stack;
}
