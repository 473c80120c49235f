import { ArgumentError, InvalidRequestError } from '../errors.ts';
import { keepLayout } from '../util/keep-layout.ts';

/** Whom a collection reports to: the relationship of one object. */
export interface CollectionHome {
  /** Checks what is about to join. @throws ArgumentError for what cannot be a member */
  prepare(value: unknown): object;
  /** Keeps the members as they are now for the history, before the first change. */
  keep(): void;
  added(member: object): void;
  removed(member: object): void;
}

/** A collection of related objects that tells its home what comes and goes. */
export type RelatedCollection = RelatedList<object> | RelatedSet<object>;

/** `collection[addQuietly](member)`: what a load or the other side adds; nothing is reported. */
export const addQuietly: unique symbol = Symbol('addQuietly');
/** `collection[removeQuietly](member)` takes one occurrence away; nothing is reported. True where there was one. */
export const removeQuietly: unique symbol = Symbol('removeQuietly');
/** `collection[leaveHome]()`: it was replaced, its changes concern nobody any more. */
export const leaveHome: unique symbol = Symbol('leaveHome');
/** `collection[outdate]()`: its object forgot it and will load another; a change of it is an error. */
export const outdate: unique symbol = Symbol('outdate');
/** `collection[isCurrent]`: it still reports to its object. */
export const isCurrent: unique symbol = Symbol('isCurrent');
/** `collection[watch]()`: user code gets hold of it. True the first time. */
export const watch: unique symbol = Symbol('watch');
/** `collection[reconcile]()` reports what was changed by index or length since the last report. */
export const reconcile: unique symbol = Symbol('reconcile');

/** The members as a plain array; quicker than spreading a class of arrays. */
export function copyOf<T>(members: Iterable<T>): T[] {
  if (!Array.isArray(members)) return [...members];
  const copy: T[] = [];
  for (let i = 0; i < members.length; i += 1) copy.push(members[i] as T);
  return copy;
}

/** The home of a collection that its object has forgotten. */
const outdated: CollectionHome = {
  prepare: refuseOutdated,
  keep: refuseOutdated,
  added: () => {},
  removed: () => {},
};

function refuseOutdated(): never {
  throw new InvalidRequestError(
    'This collection was read before its object was expired (by a commit, a rollback, expire or refresh): read the attribute again and change what it gives',
  );
}

/**
 * The list of a relationship. It is an Array; the methods that change it report every member that comes or goes. `list[i] = x` and
 * `list.length = n` are found by comparison with what was last reported.
 */
export class RelatedList<T extends object> extends Array<T> {
  #home: CollectionHome | null = null;
  /** The members as last reported; kept from the moment user code can see the list. */
  #reported: readonly T[] | null = null;
  /** What the list was made of, while it still is just that: it serves as `#reported` without a copy. */
  #source: readonly T[] | null = null;
  /** True where `#reported` belongs to this list alone. */
  #ownsReported = false;

  /** What `map`, `filter` and `slice` make are plain arrays. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  static around<T extends object>(home: CollectionHome, members: Iterable<T>): RelatedList<T> {
    const list = new RelatedList<T>();
    const source = Array.isArray(members) && !(members instanceof RelatedList) ? (members as readonly T[]) : [...members];
    for (let i = 0; i < source.length; i += 1) list[i] = source[i]!;
    list.#source = source;
    list.#home = home;
    return list;
  }

  /** What was reported last, to be changed along with the list; null before user code can see it. */
  #alongside(): T[] | null {
    this.#source = null;
    if (this.#reported === null) return null;
    if (!this.#ownsReported) this.#reported = this.#reported.slice();
    this.#ownsReported = true;
    return this.#reported as T[];
  }

  #report(members: T[]): void {
    this.#reported = members;
    this.#ownsReported = true;
  }

  /** As an array's own, without what a class of arrays costs there. */
  override map<U>(change: (value: T, index: number, array: T[]) => U, thisArg?: unknown): U[] {
    const call = thisArg === undefined ? change : change.bind(thisArg);
    const made = new Array<U>(this.length);
    for (let i = 0; i < made.length; i += 1) made[i] = call(this[i]!, i, this);
    return made;
  }

  override push(...items: T[]): number {
    if (this.#home === null) return super.push(...items);
    for (const item of this.#prepare(items)) {
      this.#home.keep();
      this[this.length] = item;
      this.#alongside()?.push(item);
      this.#home.added(item);
    }
    return this.length;
  }

  override pop(): T | undefined {
    return this.length === 0 ? undefined : this.splice(this.length - 1, 1)[0];
  }

  override shift(): T | undefined {
    return this.length === 0 ? undefined : this.splice(0, 1)[0];
  }

  override unshift(...items: T[]): number {
    this.splice(0, 0, ...items);
    return this.length;
  }

  override splice(start: number, deleteCount: number = Number.POSITIVE_INFINITY, ...items: T[]): T[] {
    if (this.#home === null) return super.splice(start, deleteCount, ...items);
    this[reconcile]();
    const joining = this.#prepare(items);
    this.#home.keep();
    const leaving = super.splice(start, deleteCount, ...joining);
    this.#alongside()?.splice(start, deleteCount, ...joining);
    for (const item of joining) this.#home?.added(item);
    for (const item of leaving) this.#home?.removed(item);
    return leaving;
  }

  override sort(compare?: (a: T, b: T) => number): this {
    super.sort(compare);
    this.#source = null;
    if (this.#reported !== null) this.#report([...this]);
    return this;
  }

  override reverse(): T[] {
    super.reverse();
    this.#alongside()?.reverse();
    return this;
  }

  override fill(value: T, start?: number, end?: number): this {
    return this.#rewrite(() => super.fill(value, start, end));
  }

  override copyWithin(target: number, start: number, end?: number): this {
    return this.#rewrite(() => super.copyWithin(target, start, end));
  }

  /** Takes the first occurrence of a member out, as Python's `list.remove`. @throws ArgumentError where it is no member */
  remove(item: T): void {
    const index = this.indexOf(item);
    if (index < 0) throw new ArgumentError('remove(x): x is not in the list');
    this.splice(index, 1);
  }

  #rewrite(change: () => void): this {
    this[watch]();
    this[reconcile]();
    change();
    this[reconcile]();
    return this;
  }

  #prepare(items: readonly unknown[]): T[] {
    const home = this.#home!;
    const prepared: T[] = [];
    for (const item of items) prepared.push(home.prepare(item) as T);
    return prepared;
  }

  /** @internal */
  [addQuietly](item: T): void {
    super.push(item);
    this.#alongside()?.push(item);
  }

  /** @internal */
  [removeQuietly](item: T): boolean {
    const index = this.indexOf(item);
    if (index < 0) return false;
    super.splice(index, 1);
    const reported = this.#alongside();
    const place = reported?.indexOf(item) ?? -1;
    if (place >= 0) reported!.splice(place, 1);
    return true;
  }

  /** @internal */
  [leaveHome](): void {
    this.#home = null;
    this.#reported = null;
    this.#source = null;
  }

  /** @internal */
  [outdate](): void {
    this[leaveHome]();
    this.#home = outdated;
  }

  /** @internal */
  get [isCurrent](): boolean {
    return this.#home !== null && this.#home !== outdated;
  }

  /** @internal */
  [watch](): boolean {
    if (this.#reported !== null || this.#home === null) return false;
    this.#ownsReported = this.#source === null;
    this.#reported = this.#source ?? Array.from(this);
    this.#source = null;
    return true;
  }

  /** @internal */
  [reconcile](): boolean {
    const before = this.#reported;
    const home = this.#home;
    if (before === null || home === null || isSame(this, before)) return false;
    const now = Array.from(this, (item) => home.prepare(item) as T);
    const { joined, left } = difference(before, now);
    Array.prototype.splice.call(this, 0, this.length, ...before);
    if (joined.length > 0 || left.length > 0) home.keep();
    Array.prototype.splice.call(this, 0, this.length, ...now);
    this.#report(now);
    for (const item of joined) home.added(item);
    for (const item of left) home.removed(item);
    return true;
  }
}

keepLayout(RelatedList.around(outdated, [{}]));

/** The set of a relationship with `collectionClass: Set`. */
export class RelatedSet<T extends object> extends Set<T> {
  #home: CollectionHome | null = null;

  static around<T extends object>(home: CollectionHome, members: Iterable<T>): RelatedSet<T> {
    const set = new RelatedSet<T>();
    for (const member of members) Set.prototype.add.call(set, member);
    set.#home = home;
    return set;
  }

  override add(item: T): this {
    const home = this.#home ?? null;
    if (home === null) return super.add(item);
    const member = home.prepare(item) as T;
    if (this.has(member)) return this;
    home.keep();
    super.add(member);
    home.added(member);
    return this;
  }

  override delete(item: T): boolean {
    if (this.#home === null) return super.delete(item);
    if (!this.has(item)) return false;
    this.#home.keep();
    super.delete(item);
    this.#home.removed(item);
    return true;
  }

  override clear(): void {
    for (const item of [...this]) this.delete(item);
  }

  /** @internal */
  [addQuietly](item: T): void {
    super.add(item);
  }

  /** @internal */
  [removeQuietly](item: T): boolean {
    return super.delete(item);
  }

  /** @internal */
  [leaveHome](): void {
    this.#home = null;
  }

  /** @internal */
  [outdate](): void {
    this.#home = outdated;
  }

  /** @internal */
  get [isCurrent](): boolean {
    return this.#home !== null && this.#home !== outdated;
  }

  /** @internal A set has no other way to change than its methods. */
  [watch](): boolean {
    return false;
  }

  /** @internal */
  [reconcile](): boolean {
    return false;
  }
}

keepLayout(RelatedSet.around(outdated, []));

function isSame(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

/** What came and what went between two lists, each occurrence counted. */
function difference<T>(before: readonly T[], now: readonly T[]): { joined: T[]; left: T[] } {
  const counts = new Map<T, number>();
  for (const item of before) counts.set(item, (counts.get(item) ?? 0) + 1);
  const joined: T[] = [];
  for (const item of now) {
    const count = counts.get(item) ?? 0;
    if (count === 0) joined.push(item);
    else counts.set(item, count - 1);
  }
  const left = [...counts].flatMap(([item, count]) => new Array<T>(count).fill(item));
  return { joined, left };
}
