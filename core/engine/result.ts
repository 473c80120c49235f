import { InvalidRequestError, MultipleResultsFound, NoResultFound, NoSuchColumnError, ResourceClosedError } from '../errors.ts';
import type { FirstOf } from '../sql/row-types.ts';
import { keepLayout } from '../util/keep-layout.ts';
import type { RowShape } from './row.ts';

/** The raw rows of one execution with a place in them; all views of one result share it. */
class Cursor {
  #position = 0;
  #closed = false;
  #rows: readonly unknown[][] | null;

  constructor(rows: readonly unknown[][] | null) {
    this.#rows = rows;
  }

  get returnsRows(): boolean {
    return this.#rows !== null;
  }

  get isClosed(): boolean {
    return this.#closed || this.#rows === null;
  }

  close(): void {
    this.#closed = true;
  }

  next(): unknown[] | undefined {
    const rows = this.#open();
    return rows[this.#position] === undefined ? undefined : rows[this.#position++];
  }

  /** The rows that were not read; they are the caller's own from then on. */
  rest(): readonly unknown[][] {
    const rows = this.#open();
    const rest = this.#position === 0 ? rows : rows.slice(this.#position);
    this.#rows = [];
    this.#position = 0;
    return rest;
  }

  #open(): readonly unknown[][] {
    if (this.#rows === null) {
      throw new ResourceClosedError('This result object does not return rows. It has been closed automatically.');
    }
    if (this.#closed) throw new ResourceClosedError('This result object is closed.');
    return this.#rows;
  }
}

/** What every view of a result can do; `T` is what one row gives in this view. */
export abstract class ResultView<T> implements Iterable<T> {
  protected readonly cursor: Cursor;
  /** Makes what is shown of a row; null where the row is that itself. */
  readonly #make: ((values: unknown[]) => T) | null;
  #seen: Set<unknown> | null = null;
  #identify: ((item: T) => unknown) | null = null;

  /** @internal */
  constructor(cursor: Cursor, make: ((values: unknown[]) => T) | null) {
    this.cursor = cursor;
    this.#make = make;
  }

  /**
   * Every remaining row.
   *
   * @throws ResourceClosedError when the statement returns no rows, or after `first`, `one` or `close`
   */
  all(): T[] {
    const rows = this.cursor.rest();
    const make = this.#make;
    if (this.#identify) return rows.map((values) => this.#show(values)).filter((item) => this.#isNew(item));
    if (make === null) return rows as unknown[] as T[];
    const items = new Array<T>(rows.length);
    for (let index = 0; index < rows.length; index += 1) items[index] = make(rows[index]!);
    return items;
  }

  /**
   * The first row or `null`; the rest is discarded.
   *
   * @throws ResourceClosedError when the statement returns no rows
   */
  first(): T | null {
    const item = this.#next();
    this.cursor.close();
    return item === END ? null : item;
  }

  /**
   * The only row.
   *
   * @throws NoResultFound when there is none
   * @throws MultipleResultsFound when there are several
   */
  one(): T {
    const item = this.#single('Multiple rows were found when exactly one was required');
    if (item === END) throw new NoResultFound('No row was found when one was required');
    return item;
  }

  /**
   * The only row, or `null` when there is none.
   *
   * @throws MultipleResultsFound when there are several
   */
  oneOrNone(): T | null {
    const item = this.#single('Multiple rows were found when one or none was required');
    return item === END ? null : item;
  }

  /** The next `size` rows, fewer at the end. */
  fetchMany(size: number): T[] {
    const items: T[] = [];
    while (items.length < size) {
      const item = this.#next();
      if (item === END) break;
      items.push(item);
    }
    return items;
  }

  /** The next row, or `null` at the end. */
  fetchOne(): T | null {
    const item = this.#next();
    return item === END ? null : item;
  }

  /**
   * The remaining rows in lists of `size`.
   *
   * @throws InvalidRequestError when `size` is not a whole number above 0
   */
  partitions(size: number): IterableIterator<T[]> {
    if (!Number.isInteger(size) || size < 1) {
      throw new InvalidRequestError(`partitions of ${size} rows cannot be made: give a whole number above 0`);
    }
    return iterate(() => {
      const part = this.fetchMany(size);
      return part.length > 0 ? part : END;
    });
  }

  /** Leaves out rows met before; `identify` says what two equal rows have in common (their values, where it is missing). */
  unique(identify?: (item: T) => unknown): this {
    this.#seen = new Set();
    this.#identify = identify ?? rowIdentity;
    return this;
  }

  /** Discards what was not read. */
  close(): void {
    this.cursor.close();
  }

  [Symbol.iterator](): IterableIterator<T> {
    return iterate(() => this.#next());
  }

  #next(): T | typeof END {
    for (let values = this.cursor.next(); values !== undefined; values = this.cursor.next()) {
      const item = this.#show(values);
      if (this.#identify === null || this.#isNew(item)) return item;
    }
    return END;
  }

  #show(values: unknown[]): T {
    return this.#make === null ? (values as T) : this.#make(values);
  }

  #single(message: string): T | typeof END {
    const item = this.#next();
    const more = item !== END && this.#next() !== END;
    this.cursor.close();
    if (more) throw new MultipleResultsFound(message);
    return item;
  }

  #isNew(item: T): boolean {
    const identity = this.#identify!(item);
    const seen = this.#seen!;
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  }
}

const END = Symbol('end of rows');

function iterate<T>(next: () => T | typeof END): IterableIterator<T> {
  return {
    next() {
      const value = next();
      return value === END ? { done: true, value: undefined } : { done: false, value };
    },
    [Symbol.iterator]() {
      return this;
    },
  };
}

let nextIdentity = 0;
const identities = new WeakMap<object, number>();

/** Rows are equal when their values are; objects are equal only to themselves. */
function rowIdentity(item: unknown): unknown {
  if (item === null || typeof item !== 'object' || !(Symbol.iterator in item)) return item;
  return Array.from(item as Iterable<unknown>, (value) => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return `${typeof value}:${String(value)}`;
    if (!identities.has(value)) identities.set(value, (nextIdentity += 1));
    return `#${identities.get(value)}`;
  }).join('\u0000');
}

/** Only one column of each row. */
export class ScalarResult<T> extends ResultView<T> {}

/** Each row as a plain object. */
export class MappingResult extends ResultView<Record<string, any>> {
  readonly #keys: readonly string[];

  /** @internal */
  constructor(cursor: Cursor, make: (values: unknown[]) => Record<string, any>, keys: readonly string[]) {
    super(cursor, make);
    this.#keys = keys;
  }

  /** The names of the columns. */
  keys(): readonly string[] {
    return this.#keys;
  }
}

/** What one execution gave besides rows. */
export interface Outcome {
  /** Rows inserted, updated or deleted; -1 where a driver cannot say. */
  readonly rowCount: number;
  readonly lastInsertId: number | bigint | null;
  /** The new row's primary key, where an INSERT of one row knows it. */
  readonly insertedPrimaryKey: readonly unknown[] | null;
}

/**
 * What a statement gave: rows of type `R`, read once, in order. `all first one scalar scalars mappings partitions` as in SQLAlchemy.
 */
export class Result<R = any> extends ResultView<R> {
  readonly #shape: RowShape | null;
  readonly #outcome: Outcome;

  /**
   * @param shape - the rows' class, `null` where the statement returns none
   * @param rows - raw rows in driver order; each array then belongs to its row
   */
  constructor(shape: RowShape | null, rows: readonly unknown[][], outcome: Outcome = NOTHING_CHANGED) {
    super(new Cursor(shape === null ? null : rows), (shape === null ? unreachable : shape.create) as (values: unknown[]) => R);
    this.#shape = shape;
    this.#outcome = outcome;
  }

  /** True where the statement returns rows (SELECT, RETURNING). */
  get returnsRows(): boolean {
    return this.cursor.returnsRows;
  }

  /** True when nothing more can be read. */
  get closed(): boolean {
    return this.cursor.isClosed;
  }

  /** Rows inserted, updated or deleted. */
  get rowcount(): number {
    return this.#outcome.rowCount;
  }

  /** The rowid of the last inserted row, where the engine has one. */
  get lastrowid(): number | bigint | null {
    return this.#outcome.lastInsertId;
  }

  /**
   * The primary key of the one row an INSERT made.
   *
   * @throws InvalidRequestError when the statement was no INSERT of one row
   */
  get insertedPrimaryKey(): readonly unknown[] {
    if (this.#outcome.insertedPrimaryKey === null) {
      throw new InvalidRequestError('insertedPrimaryKey is known only after an INSERT of one row into a table with a primary key');
    }
    return this.#outcome.insertedPrimaryKey;
  }

  /** The names of the columns. */
  keys(): readonly string[] {
    return this.#columns().keys;
  }

  /**
   * The first column of the first row, or `null`.
   *
   * @throws ResourceClosedError when the statement returns no rows
   */
  scalar(): FirstOf<R> | null {
    const row = this.first();
    return row === null ? null : (this.#columns().readers[0]!(row as never) as FirstOf<R>);
  }

  /** The first column of the only row. @throws NoResultFound, MultipleResultsFound */
  scalarOne(): FirstOf<R> {
    return this.#columns().readers[0]!(this.one() as never) as FirstOf<R>;
  }

  /** The first column of the only row, or `null` when there is none. @throws MultipleResultsFound */
  scalarOneOrNone(): FirstOf<R> | null {
    const row = this.oneOrNone();
    return row === null ? null : (this.#columns().readers[0]!(row as never) as FirstOf<R>);
  }

  /**
   * One column of each row: the first, or the one at an index or of a name.
   *
   * @throws NoSuchColumnError when there is no such column
   */
  scalars<T = FirstOf<R>>(column: number | string = 0): ScalarResult<T> {
    const shape = this.#columns();
    const read = shape.readers[this.#indexOf(column)]!;
    return new ScalarResult<T>(this.cursor, (values) => read(shape.create(values)) as T);
  }

  /** Each row as a plain object. */
  mappings(): MappingResult {
    const shape = this.#columns();
    return new MappingResult(this.cursor, (values) => shape.create(values).asObject(), shape.keys);
  }

  #indexOf(column: number | string): number {
    const keys = this.#columns().keys;
    const index = typeof column === 'number' ? column : keys.indexOf(column);
    if (!Number.isInteger(index) || index < 0 || index >= keys.length) {
      throw new NoSuchColumnError(`the result has no column ${JSON.stringify(column)}; it has ${keys.join(', ')}`);
    }
    return index;
  }

  #columns(): RowShape {
    if (this.#shape === null) throw new ResourceClosedError('This result object does not return rows. It has been closed automatically.');
    return this.#shape;
  }
}

const NOTHING_CHANGED: Outcome = { rowCount: -1, lastInsertId: null, insertedPrimaryKey: null };

function unreachable(): never {
  throw new ResourceClosedError('This result object does not return rows. It has been closed automatically.');
}

keepLayout(new Result(null, []));
keepLayout(new ScalarResult(new Cursor(null), (values) => values));
