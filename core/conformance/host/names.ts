import { isTypeArg } from '../../sql/types/type-engine.ts';
import { camel } from '../replay/python/names.ts';

/** Python's own functions: `any` is one, `any_` is SQL's. */
const builtins = new Set(
  'abs all any bool callable delattr dict enumerate filter float frozenset getattr hasattr id int isinstance issubclass iter len list map max min next object print range repr reversed round set setattr slice sorted str sum super tuple type zip'.split(
    ' ',
  ),
);

/** Where a Python name is looked up: names given one by one first, then the camelCase twin in each namespace. */
export class Names extends Map<string, unknown> {
  readonly #namespaces: readonly object[];

  constructor(own: Iterable<readonly [string, unknown]>, namespaces: readonly object[]) {
    super(own);
    this.#namespaces = namespaces;
  }

  override has(name: string): boolean {
    return super.has(name) || this.#owner(name) !== undefined;
  }

  override get(name: string): unknown {
    if (super.has(name)) return super.get(name);
    const owner = this.#owner(name);
    if (!owner) return undefined;
    const value = (owner as Record<string, unknown>)[camel(name)];
    return typeof value === 'function' && !isTypeArg(value) && !isConstructor(value) ? value.bind(owner) : value;
  }

  #owner(name: string): object | undefined {
    if (builtins.has(name)) return undefined;
    const key = camel(name);
    return this.#namespaces.find((namespace) => key in namespace);
  }
}

const isConstructor = (value: object): boolean =>
  /^class\b/.test(Function.prototype.toString.call(value)) ||
  // a column type usable without a call
  Object.getOwnPropertySymbols(value).length > 0 ||
  Object.getOwnPropertySymbols(value).length > 0 ||
  Object.getOwnPropertyNames(value).some((key) => !['length', 'name', 'prototype', 'arguments', 'caller'].includes(key));
