import type { Host } from '../host.ts';
import type { Journal } from '../journal.ts';
import { hasKey, isDict, positionOf, setKey, valueAt } from './containers.ts';
import type { DataModel } from './data-model.ts';
import { PythonError } from './errors.ts';
import { callSql } from './operators.ts';

/** `from:to` between brackets; a bound that is not written is `undefined`. */
export class Slice {
  constructor(
    readonly from: unknown,
    readonly to: unknown,
  ) {}

  /** Its bounds in a sequence of this length. */
  within(length: number): [from: number, to: number] {
    const bound = (value: unknown, otherwise: number): number => {
      if (value === undefined) return otherwise;
      return Math.max(0, Math.min(length, positionOf(value as number, length)));
    };
    return [bound(this.from, 0), bound(this.to, length)];
  }
}

/** What a port's query answers to an index. */
interface Sliceable {
  all?(): unknown[];
  slice?(from: unknown, to: unknown): unknown;
  readonly [key: string]: unknown;
}

/** `object[key]` and `object[from:to]` read, written and deleted. */
export class Items {
  readonly #host: Host;
  readonly #journal: Journal;
  readonly #data: DataModel;

  constructor(host: Host, journal: Journal, data: DataModel) {
    this.#host = host;
    this.#journal = journal;
    this.#data = data;
  }

  get(owner: unknown, key: unknown): unknown {
    if (key instanceof Slice) {
      if (typeof owner === 'string' || Array.isArray(owner)) return owner.slice(...key.within(owner.length));
      return this.#data.list((owner as Required<Sliceable>).slice(key.from ?? 0, key.to)); // a slice of a query is a list
    }
    if (this.#host.isSql(owner)) return callSql(owner, 'at', [key]);
    if (typeof owner === 'string' || Array.isArray(owner)) {
      const at = positionOf(key as number, owner.length);
      if (!(at in Object(owner))) throw new PythonError('IndexError', 'index out of range');
      return owner[at];
    }
    if (isDict(owner)) {
      if (!hasKey(owner, key)) throw new PythonError('KeyError', this.#data.repr(key));
      return valueAt(owner, key);
    }
    const object = owner as Sliceable;
    if (typeof key === 'number' && typeof object.all === 'function' && typeof object.slice === 'function')
      return key < 0 ? object.all().at(key) : this.#data.list(object.slice(key, key + 1))[0];
    return typeof key === 'number' && key < 0 ? this.#data.list(owner).at(key) : object[key as string];
  }

  set(owner: object, key: unknown, value: unknown): void {
    if (key instanceof Slice) {
      const items = this.#data.list(value);
      this.#journal.step(() => replaceSlice(owner as unknown[], key, items));
      return;
    }
    this.#journal.step(() => {
      if (Array.isArray(owner)) owner[positionOf(key as number, owner.length)] = value;
      else setKey(owner as Record<string, unknown>, key, value);
    });
  }

  delete(owner: object, key: unknown): void {
    if (Array.isArray(owner)) {
      if (key instanceof Slice) replaceSlice(owner, key, []);
      else owner.splice(positionOf(key as number, owner.length), 1);
    } else if (owner instanceof Map) owner.delete(key);
    else delete (owner as Record<string, unknown>)[key as string];
  }
}

function replaceSlice(list: unknown[], slice: Slice, items: readonly unknown[]): void {
  const [from, to] = slice.within(list.length);
  list.splice(from, Math.max(0, to - from), ...items);
}
