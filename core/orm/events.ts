import { ArgumentError } from '../errors.ts';

/** What may happen to an object as it is written and read. */
export const mapperEvents = [
  'init',
  'load',
  'refresh',
  'expire',
  'beforeInsert',
  'afterInsert',
  'beforeUpdate',
  'afterUpdate',
  'beforeDelete',
  'afterDelete',
] as const;
export type MapperEvent = (typeof mapperEvents)[number];

/** What may happen to an attribute: a value is set, a member joins or leaves a collection. */
export const attributeEvents = ['set', 'append', 'remove'] as const;
export type AttributeEvent = (typeof attributeEvents)[number];

export type Listener = (...args: any[]) => unknown;

/** Listeners by the name of what they listen to, in the order they were added. */
export class ListenerMap {
  readonly #byName = new Map<string, Listener[]>();

  /** Adds a listener; the result takes it away again. */
  add(name: string, listener: Listener): () => void {
    if (typeof listener !== 'function') throw new ArgumentError(`The listener of '${name}' is a function, not ${String(listener)}`);
    const listeners = this.#byName.get(name) ?? [];
    this.#byName.set(name, [...listeners, listener]);
    return () => this.remove(name, listener);
  }

  remove(name: string, listener: Listener): void {
    const left = (this.#byName.get(name) ?? []).filter((each) => each !== listener);
    if (left.length === 0) this.#byName.delete(name);
    else this.#byName.set(name, left);
  }

  of(name: string): readonly Listener[] {
    return this.#byName.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  get isEmpty(): boolean {
    return this.#byName.size === 0;
  }
}
