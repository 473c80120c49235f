import type { CacheKey, KeyPart } from './cache-key.ts';
import type { Compiled } from './compiled.ts';

interface Entry {
  readonly parts: readonly KeyPart[];
  readonly hash: number;
  readonly compiled: Compiled;
  /** When it was asked for last, counted in questions. */
  used: number;
  /** Another one of the same hash. */
  next: Entry | null;
}

/** Compiled statements by their structure. When there are too many, the half that was not used for the longest time goes. */
export class StatementCache {
  readonly #limit: number;
  readonly #entries = new Map<number, Entry>();
  #size = 0;
  #questions = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  get(key: CacheKey): Compiled | undefined {
    this.#questions += 1;
    let entry = this.#entries.get(key.hash) ?? null;
    while (entry !== null && !isKnown(entry.parts, key)) entry = entry.next;
    if (entry === null) return undefined;
    entry.used = this.#questions;
    return entry.compiled;
  }

  /** Keeps what `get` did not find. */
  set(hash: number, parts: readonly KeyPart[], compiled: Compiled): void {
    if (this.#size >= this.#limit) this.#halve();
    this.#put({ parts, hash, compiled, used: this.#questions, next: null });
  }

  /** All that are known. */
  *values(): IterableIterator<Compiled> {
    for (const entry of this.#all()) yield entry.compiled;
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }

  #put(entry: Entry): void {
    entry.next = this.#entries.get(entry.hash) ?? null;
    this.#entries.set(entry.hash, entry);
    this.#size += 1;
  }

  #all(): Entry[] {
    const all: Entry[] = [];
    for (const first of this.#entries.values()) for (let entry: Entry | null = first; entry !== null; entry = entry.next) all.push(entry);
    return all;
  }

  #halve(): void {
    const kept = this.#all()
      .sort((a, b) => b.used - a.used)
      .slice(0, this.#limit >> 1);
    this.clear();
    for (const entry of kept) this.#put(entry);
  }
}

function isKnown(known: readonly KeyPart[], { parts, length }: CacheKey): boolean {
  if (known.length !== length) return false;
  for (let i = 0; i < length; i += 1) if (known[i] !== parts[i]) return false;
  return true;
}
