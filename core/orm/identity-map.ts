import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';

/** What the parts of a primary key are found by: the value itself where it is one, else text. */
export type IdentityKey = string | number | bigint | boolean;

/**
 * The identity of a row within its table. A key of one part stays a number or text; several parts become one text.
 *
 * @param key - the primary key's values in mapper order, of the attributes' own types
 */
export function identityKey(key: readonly unknown[]): IdentityKey {
  return key.length === 1 ? identityPart(key[0]) : key.map((part) => `${typeof part}:${String(identityPart(part))}`).join('\u0000');
}

function identityPart(part: unknown): IdentityKey {
  if (typeof part === 'number' || typeof part === 'string') return part;
  if (typeof part === 'bigint' || typeof part === 'boolean') return part;
  if (part instanceof Uint8Array) return Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return String(part);
}

/** The objects of one session, one for each row; strong, until they leave the session. */
export class IdentityMap {
  readonly #byRoot = new Map<Mapper, Map<IdentityKey, ObjectState>>();

  /** The objects of one inheritance hierarchy. Loading a result looks this up once, then each row in it. */
  of(mapper: Mapper): Map<IdentityKey, ObjectState> {
    let states = this.#byRoot.get(mapper.root);
    if (states === undefined) this.#byRoot.set(mapper.root, (states = new Map()));
    return states;
  }

  get(mapper: Mapper, key: readonly unknown[]): ObjectState | undefined {
    return this.#byRoot.get(mapper.root)?.get(identityKey(key));
  }

  /** Stores a state under its key, and gives the one that was there. */
  replace(state: ObjectState): ObjectState | undefined {
    const states = this.of(state.mapper);
    const key = state.identity;
    const before = states.get(key);
    states.set(key, state);
    return before === state ? undefined : before;
  }

  has(state: ObjectState): boolean {
    return state.hasRow && this.#byRoot.get(state.mapper.root)?.get(state.identity) === state;
  }

  /** Removes a state where it is the one stored under its key. */
  discard(state: ObjectState): void {
    if (!state.hasRow) return;
    const states = this.#byRoot.get(state.mapper.root);
    const { identity } = state;
    if (states?.get(identity) === state) states.delete(identity);
  }

  get size(): number {
    let size = 0;
    for (const states of this.#byRoot.values()) size += states.size;
    return size;
  }

  /** Every state, by class and then in order of arrival. */
  states(): ObjectState[] {
    const all: ObjectState[] = [];
    for (const states of this.#byRoot.values()) for (const state of states.values()) all.push(state);
    return all;
  }

  clear(): void {
    this.#byRoot.clear();
  }
}
