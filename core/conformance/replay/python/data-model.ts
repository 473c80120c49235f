import type { Host } from '../host.ts';
import type { Journal } from '../journal.ts';
import { entriesOf, isDict, isPlain, Tuple } from './containers.ts';
import { NotReadable, PythonError } from './errors.ts';

const isNumber = (value: unknown): value is bigint | number | boolean =>
  typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean';

/** Numbers of both kinds and booleans, compared exactly: `1n` and `1` are equal, `2n ** 53n + 1n` and `2 ** 53` are not. */
const sameNumber = (a: bigint | number | boolean, b: bigint | number | boolean): boolean => {
  const [x, y] = [a, b].map((value) => (typeof value === 'boolean' ? Number(value) : value)) as [bigint | number, bigint | number];
  return !(x < y) && !(x > y) && Number(x) === Number(y);
};

/** What Python can ask of every value: is it true, what does it contain, is it equal to another or less, how does it print. */
export class DataModel {
  readonly #host: Host;
  readonly #journal: Journal;

  constructor(host: Host, journal: Journal) {
    this.#host = host;
    this.#journal = journal;
  }

  truth(value: unknown): boolean {
    if (this.#host.isSql(value)) throw new PythonError('TypeError', 'Boolean value of this clause is not defined');
    if (Array.isArray(value) || typeof value === 'string') return value.length > 0;
    if (value instanceof Set || value instanceof Map) return value.size > 0;
    if (isPlain(value)) return Object.keys(value).length > 0;
    return Boolean(value);
  }

  iterate(value: unknown): Iterable<unknown> {
    const rows = this.#journal.step(() => this.#host.rows?.(value));
    if (rows !== undefined) return rows as unknown as Iterable<unknown>;
    if (isPlain(value)) return Object.keys(value);
    if (value instanceof Map) return value.keys();
    if (value !== null && value !== undefined && typeof (value as Iterable<unknown>)[Symbol.iterator] === 'function')
      return value as Iterable<unknown>;
    throw new NotReadable('iteration');
  }

  list(value: unknown): unknown[] {
    return [...this.iterate(value)];
  }

  contains(container: unknown, item: unknown): boolean {
    if (typeof container === 'string') return container.includes(item as string);
    const has = (container as { has?(value: unknown): boolean }).has;
    if (typeof has === 'function' && !Array.isArray(container)) return has.call(container, item);
    if (isPlain(container)) return Object.hasOwn(container, item as string);
    return this.list(container).some((value) => this.equal(value, item));
  }

  equal(left: unknown, right: unknown): boolean {
    const [a, b] = [left ?? null, right ?? null];
    if (a === b) return true;
    if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((value) => this.contains([...b], value));
    if (a && b && typeof a === 'object' && typeof b === 'object') {
      const ordered = this.#host.operate?.('Order', a, b);
      if (ordered !== undefined) return ordered === 0;
      const equals = (a as { equals?(other: unknown): boolean }).equals;
      if (typeof equals === 'function') return a.constructor === b.constructor && equals.call(a, b);
      if (isPlain(a) && isPlain(b)) {
        const keys = Object.keys(a);
        return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && this.equal(a[key], b[key]));
      }
      // lists, tuples, rows, bytes
      if ((Array.isArray(a) || Array.isArray(b) || ArrayBuffer.isView(a)) && Symbol.iterator in a && Symbol.iterator in b) {
        const [x, y] = [this.list(a), this.list(b)];
        return x.length === y.length && x.every((value, i) => this.equal(value, y[i]));
      }
    }
    return isNumber(a) && isNumber(b) && sameNumber(a, b); // 1 == True, 1n == 1
  }

  /** Negative where `a` is less than `b`, 0 where neither is less. */
  order(a: unknown, b: unknown): number {
    if (Array.isArray(a) && Array.isArray(b)) {
      for (const [i, value] of a.entries()) {
        if (i >= b.length) return 1;
        const order = this.order(value, b[i]);
        if (order) return order;
      }
      return a.length - b.length;
    }
    if (a === null || b === null || a === undefined || b === undefined)
      throw new PythonError('TypeError', `'<' not supported between ${this.repr(a)} and ${this.repr(b)}`);
    const own = typeof a === 'object' || typeof b === 'object' ? this.#host.operate?.('Order', a, b) : undefined;
    if (own !== undefined) return own as number;
    return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
  }

  repr(value: unknown): string {
    const own = this.#host.repr?.(value);
    if (own !== undefined) return own;
    if (value === null || value === undefined) return 'None';
    if (value === true || value === false) return value ? 'True' : 'False';
    if (typeof value === 'string')
      return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replace(/[\\']/g, '\\$&')}'`;
    const items = (list: Iterable<unknown>): string => Array.from(list, (item) => this.repr(item)).join(', ');
    if (value instanceof Tuple) return `(${items(value)}${value.length === 1 ? ',' : ''})`;
    if (Array.isArray(value)) return `[${items(value)}]`;
    if (value instanceof Set) return value.size ? `{${items(value)}}` : 'set()';
    if (isDict(value)) return `{${Array.from(entriesOf(value), ([key, item]) => `${this.repr(key)}: ${this.repr(item)}`).join(', ')}}`;
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
    return String(value);
  }

  /** Python's `str`. */
  text(value: unknown): string {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return value.message;
    const isContainer = Array.isArray(value) || value instanceof Set || isDict(value);
    return value !== null && typeof value === 'object' && !isContainer ? String(value) : this.repr(value);
  }
}
