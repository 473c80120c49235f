import { type Dict, entriesOf, hasKey, isDict, positionOf, setKey, Tuple, valueAt } from './containers.ts';
import type { DataModel } from './data-model.ts';
import { NotReadable, PythonError } from './errors.ts';

export interface SortOptions {
  readonly key?: (value: unknown) => unknown;
  readonly reverse?: boolean;
}

type MethodTable = Readonly<Record<string, (self: never, ...rest: never[]) => unknown>>;

/** The methods of Python's lists (tuples have them too), strings, sets and dicts. */
export class Methods {
  readonly #data: DataModel;

  constructor(data: DataModel) {
    this.#data = data;
  }

  /** @returns the method bound to `owner`; `undefined` where `owner` is of none of these types or has no such method */
  bound(owner: unknown, name: string): ((...args: unknown[]) => unknown) | undefined {
    const table = this.#tableOf(owner);
    if (!table || !Object.hasOwn(table, name)) return undefined;
    const method = table[name] as (self: unknown, ...rest: unknown[]) => unknown;
    return (...args) => method(owner, ...args);
  }

  sort(list: unknown[], { key = (value) => value, reverse = false }: SortOptions = {}): void {
    list.sort((a, b) => (reverse ? -1 : 1) * this.#data.order(key(a), key(b)));
  }

  #tableOf(owner: unknown): MethodTable | undefined {
    if (Array.isArray(owner)) return this.#ofList;
    if (typeof owner === 'string') return this.#ofString;
    if (owner instanceof Set) return this.#ofSet;
    return isDict(owner) ? this.#ofDict : undefined;
  }

  readonly #ofList = {
    append: (list: unknown[], item: unknown) => {
      list.push(item);
      return null;
    },
    extend: (list: unknown[], items: unknown) => {
      list.push(...this.#data.iterate(items));
      return null;
    },
    insert: (list: unknown[], index: number, item: unknown) => {
      list.splice(index, 0, item);
      return null;
    },
    remove: (list: unknown[], item: unknown) => {
      list.splice(this.#find(list, item, 'list.remove(x): x not in list'), 1);
      return null;
    },
    pop: (list: unknown[], index = -1) => {
      if (!list.length) throw new PythonError('IndexError', 'pop from empty list');
      return list.splice(positionOf(index, list.length), 1)[0];
    },
    clear: (list: unknown[]) => {
      list.splice(0);
      return null;
    },
    copy: (list: unknown[]) => [...list],
    index: (list: unknown[], item: unknown) => this.#find(list, item, `${this.#data.repr(item)} is not in list`),
    count: (list: unknown[], item: unknown) => list.filter((value) => this.#data.equal(value, item)).length,
    reverse: (list: unknown[]) => {
      list.reverse();
      return null;
    },
    sort: (list: unknown[], options?: SortOptions) => {
      this.sort(list, options);
      return null;
    },
  };

  #find(list: unknown[], item: unknown, message: string): number {
    const at = list.findIndex((value) => this.#data.equal(value, item));
    if (at < 0) throw new PythonError('ValueError', message);
    return at;
  }

  readonly #ofString = {
    upper: (text: string) => text.toUpperCase(),
    lower: (text: string) => text.toLowerCase(),
    title: (text: string) => text.toLowerCase().replace(/\b\p{L}/gu, (letter) => letter.toUpperCase()),
    strip: (text: string) => text.trim(),
    split: (text: string, by?: string) => (by === undefined ? text.trim().split(/\s+/) : text.split(by)),
    replace: (text: string, from: string, to: string) => text.replaceAll(from, to),
    startswith: (text: string, part: string) => text.startsWith(part),
    endswith: (text: string, part: string) => text.endsWith(part),
    join: (text: string, parts: unknown) => this.#data.list(parts).join(text),
    format: () => {
      throw new NotReadable('str.format');
    },
  };

  readonly #ofSet = {
    remove: (set: Set<unknown>, item: unknown) => {
      if (!set.delete(item)) throw new PythonError('KeyError', this.#data.repr(item));
      return null;
    },
    discard: (set: Set<unknown>, item: unknown) => {
      set.delete(item);
      return null;
    },
    add: (set: Set<unknown>, item: unknown) => {
      set.add(item);
      return null;
    },
    update: (set: Set<unknown>, items: unknown) => {
      for (const item of this.#data.iterate(items)) set.add(item);
      return null;
    },
    clear: (set: Set<unknown>) => {
      set.clear();
      return null;
    },
  };

  readonly #ofDict = {
    keys: (dict: Dict) => this.#data.list(dict),
    values: (dict: Dict) => (dict instanceof Map ? [...dict.values()] : Object.values(dict)),
    items: (dict: Dict) => Array.from(entriesOf(dict), (pair) => Tuple.of(...pair)),
    get: (dict: Dict, key: unknown, otherwise: unknown = null) => (hasKey(dict, key) ? valueAt(dict, key) : otherwise),
    update: (dict: Dict, other: Dict) => {
      for (const key of this.#data.iterate(other)) setKey(dict, key, valueAt(other, key));
      return null;
    },
  };
}
