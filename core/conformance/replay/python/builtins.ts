import type { Host } from '../host.ts';
import type { Attributes } from './attributes.ts';
import { dictOf, isDict, isList, isPlain, Tuple } from './containers.ts';
import type { DataModel } from './data-model.ts';
import { PythonError } from './errors.ts';
import type { Methods, SortOptions } from './methods.ts';
import { attributeName } from './names.ts';
import type { Operators } from './operators.ts';

/** What the built-in functions are made of. */
export interface BuiltinParts {
  readonly host: Host;
  readonly data: DataModel;
  readonly operators: Operators;
  readonly methods: Methods;
  readonly attributes: Attributes;
}

type Builtin = (...args: never[]) => unknown;
type KeyFunction = (value: unknown) => unknown;

/** Python's built-in functions and the types that are called like functions. */
export class Builtins {
  readonly #byName: Readonly<Record<string, Builtin>>;
  /** `str`, `list` … are functions here: what `isinstance` asks of them. */
  readonly #instanceTests: ReadonlyMap<Builtin, (value: unknown) => boolean>;

  constructor(parts: BuiltinParts) {
    this.#byName = { ...ofContainers(parts), ...ofValues(parts), ...ofObjects(parts, (type) => this.#instanceTests.get(type as Builtin)) };
    this.#instanceTests = new Map(Object.entries(instanceTests).map(([name, test]) => [this.#byName[name]!, test]));
  }

  find(name: string): Builtin | undefined {
    return Object.hasOwn(this.#byName, name) ? this.#byName[name] : undefined;
  }

  /** Whether calling it changes nothing and prints nothing, so that it may be called twice. */
  isPure(callee: unknown): boolean {
    return callee !== this.#byName['print'] && Object.values(this.#byName).includes(callee as Builtin);
  }
}

const instanceTests: Readonly<Record<string, (value: unknown) => boolean>> = {
  str: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  int: (value) => typeof value === 'bigint' || Number.isInteger(value),
  float: (value) => typeof value === 'number' && !Number.isInteger(value),
  tuple: (value) => value instanceof Tuple,
  list: isList,
  dict: isDict,
};

/** Makes, counts and rearranges containers. */
function ofContainers({ data, methods }: BuiltinParts): Record<string, Builtin> {
  const listOf = (value?: unknown): unknown[] => (value === undefined ? [] : data.list(value));
  const columns = (lists: readonly unknown[]): unknown[][] => {
    const rows = lists.map((list) => data.list(list));
    return Array.from({ length: Math.min(...rows.map((row) => row.length)) }, (_, i) => rows.map((row) => row[i]));
  };
  const extreme = (args: readonly unknown[], sign: 1 | -1): unknown => {
    const options = args.length > 1 && isPlain(args.at(-1)) ? (args.at(-1) as { key?: KeyFunction; default?: unknown }) : undefined;
    const given = options ? args.slice(0, -1) : args;
    const [first, ...others] = given.length === 1 ? data.list(given[0]) : given;
    if (first === undefined) {
      if (options && 'default' in options) return options.default;
      throw new PythonError('ValueError', 'empty sequence');
    }
    const key = options?.key ?? ((value: unknown) => value);
    return others.reduce((best, value) => (sign * data.order(key(value), key(best)) < 0 ? value : best), first);
  };
  return {
    len: (value: { length?: number; size?: number }) => value.length ?? value.size ?? data.list(value).length,
    list: listOf,
    tuple: (value?: unknown) => Tuple.of(...listOf(value)),
    set: (value?: unknown) => new Set(listOf(value)),
    frozenset: (value?: unknown) => new Set(listOf(value)),
    dict: (value?: unknown) => {
      if (value instanceof Map) return new Map(value);
      return value === undefined || isPlain(value) ? { ...value } : dictOf(data.list(value) as [unknown, unknown][]);
    },
    range: (...bounds: number[]) => {
      const [from, to, step] = bounds.length === 1 ? [0, bounds[0]!, 1] : [bounds[0]!, bounds[1]!, bounds[2] ?? 1];
      return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
    },
    reversed: (value: unknown) => data.list(value).reverse(),
    sorted: (value: unknown, options?: SortOptions) => {
      const copy = data.list(value);
      methods.sort(copy, options);
      return copy;
    },
    enumerate: (value: unknown, start = 0) => Array.from(data.iterate(value), (item, i) => Tuple.of(i + start, item)),
    zip: (...lists: unknown[]) => columns(lists).map((column) => Tuple.of(...column)),
    map: (f: (...items: unknown[]) => unknown, ...lists: unknown[]) => columns(lists).map((column) => f(...column)),
    filter: (f: KeyFunction | null, value: unknown) => data.list(value).filter((item) => data.truth(f ? f(item) : item)),
    min: (...args: unknown[]) => extreme(args, 1),
    max: (...args: unknown[]) => extreme(args, -1),
    any: (value: unknown) => data.list(value).some((item) => data.truth(item)),
    all: (value: unknown) => data.list(value).every((item) => data.truth(item)),
    iter: (value: unknown) => data.iterate(value)[Symbol.iterator](),
    next: (value: Iterator<unknown>, ...otherwise: unknown[]) => {
      const step = value.next();
      if (!step.done) return step.value;
      if (otherwise.length) return otherwise[0];
      throw new PythonError('StopIteration', '');
    },
  };
}

/** Converts, prints and calculates. */
function ofValues({ host, data, operators }: BuiltinParts): Record<string, Builtin> {
  return {
    str: (value: unknown) => data.text(value),
    repr: (value: unknown) => data.repr(value),
    bool: (value: unknown) => data.truth(value),
    int: (value: unknown) => Math.trunc(Number(value)),
    float: (value: unknown) => (value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value === 'nan' ? NaN : Number(value)),
    abs: (value: number | bigint) => (value < 0 ? -value : value),
    round: (value: number, digits = 0) => Number(`${Math.round(Number(`${value}e${digits}`))}e${-digits}`),
    sum: (value: unknown) => data.list(value).reduce((a, b) => operators.binary('Add', a, b), 0),
    print: (...values: unknown[]) => {
      host.print?.(values.map((value) => data.text(value)).join(' '));
      return null;
    },
  };
}

/** Asks objects for their attributes and types. */
function ofObjects(
  { attributes }: BuiltinParts,
  instanceTest: (type: unknown) => ((value: unknown) => boolean) | undefined,
): Record<string, Builtin> {
  const isInstance = (value: unknown, type: unknown): boolean =>
    instanceTest(type)?.(value) ?? value instanceof (type as abstract new (...args: never[]) => unknown);
  return {
    callable: (value: unknown) => typeof value === 'function',
    hasattr: (owner: unknown, name: string) => attributes.find(owner, name) !== undefined,
    getattr: (owner: unknown, name: string, ...otherwise: unknown[]) => {
      if (!otherwise.length) return attributes.get(owner, name);
      const found = attributes.find(owner, name);
      return found ? found.value : otherwise[0];
    },
    setattr: (owner: Record<string, unknown>, name: string, value: unknown) => {
      owner[attributeName(owner, name)] = value;
      return null;
    },
    isinstance: (value: unknown, type: unknown): boolean =>
      Array.isArray(type) ? type.some((one) => isInstance(value, one)) : isInstance(value, type),
    type: (value: unknown) => (value as object).constructor,
  };
}
