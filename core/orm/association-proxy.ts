import { ArgumentError, InvalidRequestError } from '../errors.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import type { AssociationProxyDefinition } from './association-proxy-definition.ts';
import type { Mapper } from './mapper.ts';
import { stateOf } from './object-state.ts';
import type { RelationshipAttribute } from './relationship-attribute.ts';

type Members = Iterable<object> & { readonly length?: number; readonly size?: number };

/** One proxy of one mapper: which relationship it looks through, and which attribute of the objects there it shows. */
class AssociationProxy<T> {
  readonly mapper: Mapper;
  readonly key: string;
  readonly definition: AssociationProxyDefinition<T>;

  constructor(mapper: Mapper, key: string, definition: AssociationProxyDefinition<T>) {
    this.mapper = mapper;
    this.key = key;
    this.definition = definition;
  }

  get relationship() {
    const { collection } = this.definition;
    this.mapper.registry.configure();
    const found = this.mapper.findRelationship(collection);
    if (found === undefined)
      throw new InvalidRequestError(
        `associationProxy ${this} looks through '${collection}', which is no relationship of ${this.mapper.name}`,
      );
    found.require();
    return found;
  }

  /** The object between, for a value that is added. */
  create(value: T): object {
    const { creator } = this.definition.options;
    if (creator !== undefined) return creator(value);
    return new (this.relationship.target.requireClass())({ [this.definition.attribute]: value });
  }

  valueIn(member: object): T {
    return (member as Record<string, T>)[this.definition.attribute]!;
  }

  toString(): string {
    return `${this.mapper.name}.${this.key}`;
  }
}

/**
 * The values of an association proxy: a live view of the collection behind it. Adding a value makes the object between, removing one removes
 * that object from the collection.
 */
export class AssociationList<T> implements Iterable<T> {
  readonly #owner: object;
  readonly #proxy: AssociationProxy<T>;

  constructor(owner: object, proxy: AssociationProxy<T>) {
    this.#owner = owner;
    this.#proxy = proxy;
  }

  get #members(): Members {
    return (this.#owner as Record<string, Members>)[this.#proxy.definition.collection]!;
  }

  get length(): number {
    return this.#members.length ?? this.#members.size ?? 0;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const member of this.#members) yield this.#proxy.valueIn(member);
  }

  at(index: number): T | undefined {
    return this.toArray().at(index);
  }
  includes(value: T): boolean {
    return this.toArray().includes(value);
  }
  indexOf(value: T): number {
    return this.toArray().indexOf(value);
  }
  map<R>(change: (value: T, index: number) => R): R[] {
    return this.toArray().map(change);
  }
  filter(keep: (value: T, index: number) => boolean): T[] {
    return this.toArray().filter(keep);
  }
  forEach(see: (value: T, index: number) => void): void {
    this.toArray().forEach(see);
  }
  join(separator?: string): string {
    return this.toArray().join(separator);
  }
  toArray(): T[] {
    return [...this];
  }
  toJSON(): T[] {
    return this.toArray();
  }
  toString(): string {
    return String(this.toArray());
  }

  /** Adds values at the end. */
  push(...values: T[]): number {
    for (const value of values) this.append(value);
    return this.length;
  }
  append(value: T): void {
    const member = this.#proxy.create(value);
    const members = this.#members;
    if (members instanceof Set) members.add(member);
    else (members as unknown as object[]).push(member);
  }
  extend(values: Iterable<T>): void {
    for (const value of values) this.append(value);
  }

  /** Removes the first member of this value. @throws ArgumentError where there is none */
  remove(value: T): void {
    for (const member of this.#members) {
      if (this.#proxy.valueIn(member) !== value) continue;
      this.#take(member);
      return;
    }
    throw new ArgumentError(`remove(x): ${String(value)} is not in ${this.#proxy}`);
  }

  clear(): void {
    for (const member of [...this.#members]) this.#take(member);
  }

  #take(member: object): void {
    const members = this.#members;
    if (members instanceof Set) members.delete(member);
    else (members as unknown as object[]).splice((members as unknown as object[]).indexOf(member), 1);
  }

  /** Makes the values equal to `values`: the objects behind values that stay are kept. */
  replace(values: Iterable<T>): void {
    const wanted = [...values];
    const missing = [...wanted];
    for (const member of [...this.#members]) {
      const place = missing.indexOf(this.#proxy.valueIn(member));
      if (place < 0) this.#take(member);
      else missing.splice(place, 1);
    }
    for (const value of missing) this.append(value);
  }
}

/** `User.tagNames`: conditions about the objects behind a proxy. */
export class AssociationAttribute<T> {
  readonly #proxy: AssociationProxy<T>;
  constructor(proxy: AssociationProxy<T>) {
    this.#proxy = proxy;
  }

  get #relationship(): RelationshipAttribute<any> {
    return this.#proxy.mapper.attribute(this.#proxy.relationship.key) as RelationshipAttribute<any>;
  }

  get #column(): ColumnElement {
    return this.#proxy.relationship.target.attribute(this.#proxy.definition.attribute) as ColumnElement;
  }

  /** EXISTS a member that meets `criterion`. */
  any(criterion?: ColumnElement<boolean | null, any>): ColumnElement<boolean, boolean> {
    return this.#relationship.any(criterion);
  }
  /** EXISTS a member of this value. */
  contains(value: T): ColumnElement<boolean, boolean> {
    return this.#exists(this.#column.eq(value));
  }
  eq(value: T | null): ColumnElement<boolean, boolean> {
    return this.#exists(this.#column.eq(value));
  }
  ne(value: T | null): ColumnElement<boolean, boolean> {
    return this.#exists(this.#column.ne(value));
  }

  #exists(criterion: ColumnElement<boolean, boolean>): ColumnElement<boolean, boolean> {
    return this.#proxy.relationship.uselist ? this.#relationship.any(criterion) : this.#relationship.has(criterion);
  }
}

/** Puts an association proxy on the class and the prototype of a mapper's base class. */
export function instrumentProxy(mapper: Mapper, key: string, definition: AssociationProxyDefinition): void {
  const proxy = new AssociationProxy(mapper, key, definition);
  Object.defineProperty(mapper.base.prototype, key, {
    configurable: true,
    enumerable: true,
    get(this: object): unknown {
      stateOf(this);
      if (proxy.relationship.uselist) return new AssociationList(this, proxy);
      const member = (this as Record<string, object | null>)[definition.collection];
      return member === null || member === undefined ? null : proxy.valueIn(member);
    },
    set(this: object, value: unknown): void {
      if (proxy.relationship.uselist) new AssociationList(this, proxy).replace(value as Iterable<unknown>);
      else assignScalar(this as Record<string, object | null>, proxy, value);
    },
  });
  Object.defineProperty(mapper.base, key, { configurable: true, get: () => new AssociationAttribute(proxy) });
}

function assignScalar(owner: Record<string, object | null>, proxy: AssociationProxy<any>, value: unknown): void {
  const { collection, attribute } = proxy.definition;
  const member = owner[collection];
  if (member === null || member === undefined) owner[collection] = proxy.create(value);
  else (member as Record<string, unknown>)[attribute] = value;
}
