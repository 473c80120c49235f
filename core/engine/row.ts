import { InvalidRequestError } from '../errors.ts';

/** Turns one driver value into what the column's type gives. It is shown NULL too. */
export type Converter = (value: unknown) => unknown;

/**
 * One row of a result: `row[0]`, `row.name`, `const [id, name] = row`.
 *
 * Not an Array, so that a column named `length` or `map` is reachable; its only members besides the columns are `asObject` and the iterator.
 * Values whose type converts them (dates, decimals, JSON) are converted when they are first read.
 */
export abstract class Row {
  #values: unknown[];
  /** Per column whether its value was converted already; made at the first conversion. */
  #converted: boolean[] | null = null;

  constructor(values: unknown[]) {
    this.#values = values;
  }

  /**
   * The row as a plain object, one property a column.
   *
   * @throws InvalidRequestError when two columns have one name
   */
  declare asObject: () => Record<string, any>;

  /** The values in order of the columns. */
  declare [Symbol.iterator]: () => IterableIterator<any>;

  /** Makes the row class of one result: its columns become getters of the prototype. */
  static shape(names: readonly string[], converters: readonly (Converter | null)[] | null = null): RowShape {
    class ShapedRow extends Row {
      /** What reads rows of this shape stays optimised while there are none: see `keepLayout`. */
      static readonly kept = new ShapedRow([]);
    }
    const keys = distinctNames(names);
    const reader = (index: number): ((row: Row) => unknown) => {
      const convert = converters?.[index] ?? null;
      return convert === null ? (row) => row.#values[index] : (row) => row.#convert(index, convert);
    };
    const readers = names.map((_, index) => reader(index));
    const valuesOf = converters?.some(Boolean) ? (row: Row) => readers.map((read) => read(row)) : (row: Row) => row.#values;
    const define = (key: PropertyKey, descriptor: PropertyDescriptor) =>
      Object.defineProperty(ShapedRow.prototype, key, { configurable: true, ...descriptor });
    define('asObject', {
      value(this: Row) {
        const repeated = names.find((name, index) => names.indexOf(name) !== index);
        if (repeated !== undefined) {
          throw new InvalidRequestError(`the row has two columns named '${repeated}': label one of them, or read the row by index`);
        }
        const values = valuesOf(this);
        return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
      },
    });
    define(Symbol.iterator, {
      value(this: Row) {
        return valuesOf(this)[Symbol.iterator]();
      },
    });
    define('toString', {
      value(this: Row) {
        return `(${valuesOf(this).map(printValue).join(', ')}${names.length === 1 ? ',' : ''})`;
      },
    });
    readers.forEach((read, index) => {
      const descriptor = {
        enumerable: true,
        get(this: Row) {
          return read(this);
        },
      };
      define(index, descriptor);
      define(keys[index]!, descriptor);
    });
    define(INSPECT, {
      value(this: Row) {
        return String(valuesOf(this) && ShapedRow.prototype.toString.call(this));
      },
    });
    return { keys, readers, create: (values) => new ShapedRow(values) };
  }

  #convert(index: number, convert: Converter): unknown {
    this.#converted ??= [];
    if (!this.#converted[index]) {
      this.#values[index] = convert(this.#values[index]);
      this.#converted[index] = true;
    }
    return this.#values[index];
  }
}

/** What the rows of one result have in common. */
export interface RowShape {
  /** Names of the columns; a second column of one name is `id_1`. */
  readonly keys: readonly string[];
  /** Per column how it is read from a row. */
  readonly readers: readonly ((row: Row) => unknown)[];
  /** Makes a row over an array of driver values, which then belongs to it. */
  create(values: unknown[]): Row;
}

/** Where Node's console asks for an object's own text. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

function distinctNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    if (!seen.has(name)) {
      seen.add(name);
      return name;
    }
    let number = 1;
    while (taken.has(`${name}_${number}`)) number += 1;
    const key = `${name}_${number}`;
    taken.add(key);
    return key;
  });
}

function printValue(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "\\'")}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  return String(value);
}
