import type { Host } from '../host.ts';
import type { Journal } from '../journal.ts';
import { PythonError } from './errors.ts';
import type { Methods } from './methods.ts';
import { attributeName } from './names.ts';

/** A method as `object.name` gives it: bound, and knowing what it was taken from. */
export interface BoundMethod {
  (...args: unknown[]): unknown;
  readonly receiver: unknown;
  readonly method: unknown;
}

export const isClass = (value: unknown): value is new (...args: unknown[]) => object =>
  typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));

/** `object.name` read, written and deleted. */
export class Attributes {
  readonly #host: Host;
  readonly #journal: Journal;
  readonly #methods: Methods;

  constructor(host: Host, journal: Journal, methods: Methods) {
    this.#host = host;
    this.#journal = journal;
    this.#methods = methods;
  }

  get(owner: unknown, name: string): unknown {
    const answered = this.#host.attribute?.(owner, name);
    if (answered) return answered.value;
    if (owner === null || owner === undefined) throw new PythonError('AttributeError', `'NoneType' object has no attribute '${name}'`);
    if (name === '__name__' && typeof owner === 'function') return this.#className(owner);
    if (name === '__class__') return (owner as object).constructor;
    return this.#methods.bound(owner, name) ?? this.#own(owner, name);
  }

  /** The attribute's value in a box; `undefined` where there is no such attribute. */
  find(owner: unknown, name: string): { readonly value: unknown } | undefined {
    try {
      return { value: this.get(owner, name) };
    } catch (error) {
      if (error instanceof PythonError && error.name === 'AttributeError') return undefined;
      throw error;
    }
  }

  set(owner: Record<string, unknown>, name: string, value: unknown): void {
    this.#journal.step(
      () => {
        if (!this.#host.setAttribute?.(owner, name, value)) owner[attributeName(owner, name)] = value;
      },
      () => this.#host.load?.(owner, name),
    );
  }

  delete(owner: Record<string, unknown>, name: string): void {
    const key = attributeName(owner, name);
    if (!this.#host.deleteAttribute?.(owner, key)) delete owner[key];
  }

  #own(owner: object, name: string): unknown {
    // `func.schema.name`: the function itself, not its bound form
    const unbound = typeof owner === 'function' && Object.hasOwn(owner, 'method') ? (owner as BoundMethod).method : owner;
    const object = Object(unbound) as Record<string, unknown>;
    const key = attributeName(object, name);
    if (!(key in object)) {
      const type =
        typeof owner === 'function' ? `type object '${this.#className(owner)}'` : `'${this.#className(object.constructor)}' object`;
      throw new PythonError('AttributeError', `${type} has no attribute '${name}'`);
    }
    const value = this.#journal.step(
      () => object[key],
      () => this.#host.load?.(owner, key),
    );
    if (typeof value !== 'function' || isClass(value) || this.#host.isSql(value)) return value;
    return Object.assign((...args: unknown[]) => Reflect.apply(value, owner, args), { receiver: owner, method: value });
  }

  #className(type: unknown): string {
    return (
      this.#host.className?.(type) ??
      /^class\s+(?!extends\b)([\w$]+)/.exec(Function.prototype.toString.call(type))?.[1] ??
      String((type as { name?: unknown }).name)
    );
  }
}
