import { NotFound } from '../errors.ts';

export interface PaginateOptions {
  /** Counted from 1. */
  readonly page?: number;
  readonly perPage?: number;
  /** The largest `perPage` that is honoured. */
  readonly maxPerPage?: number | null;
  /** Raise `NotFound` for a page that does not exist; `false` gives an empty page and mends bad numbers. */
  readonly errorOut?: boolean;
  /** `false` leaves out the count: `total` and `pages` are then `null`. */
  readonly count?: boolean;
}

/** A checked request for one page. */
export interface PageRequest {
  readonly page: number;
  readonly perPage: number;
  readonly maxPerPage: number | null;
  readonly errorOut: boolean;
  readonly count: boolean;
}

const defaultPerPage = 20;

/**
 * Reads the options of `paginate`.
 *
 * @throws NotFound for a page or page size below one, unless `errorOut` is false: then the defaults are taken
 */
export function pageRequest(options: PaginateOptions): PageRequest {
  const errorOut = options.errorOut ?? true;
  const maxPerPage = options.maxPerPage ?? null;
  const page = naturalOr(options.page ?? 1, 1, errorOut, 'page');
  const perPage = naturalOr(options.perPage ?? defaultPerPage, defaultPerPage, errorOut, 'perPage');
  return {
    page,
    perPage: maxPerPage === null ? perPage : Math.min(perPage, maxPerPage),
    maxPerPage,
    errorOut,
    count: options.count ?? true,
  };
}

function naturalOr(value: number, otherwise: number, errorOut: boolean, name: string): number {
  if (Number.isInteger(value) && value >= 1) return value;
  if (errorOut)
    throw new NotFound(
      `paginate: ${name} is ${value}, and must be a whole number from 1 on. Give errorOut: false to fall back to ${otherwise}.`,
    );
  return otherwise;
}

/** How a page that does not exist is answered. */
export interface TurnOptions {
  readonly errorOut?: boolean;
}

/** The request for another page of the same query. @throws NotFound for a page below one, if `errorOut` is true */
export function turnedRequest(request: PageRequest, page: number, errorOut: boolean): PageRequest {
  return { ...request, page: naturalOr(page, 1, errorOut, 'page'), errorOut, count: false };
}

/** How many page numbers `iterPages` gives at each place. */
export interface IterPagesOptions {
  readonly leftEdge?: number;
  readonly leftCurrent?: number;
  readonly rightCurrent?: number;
  readonly rightEdge?: number;
}

/**
 * One page of a query's results.
 *
 * `P` is what `next()` and `prev()` give: a page, or the promise of one on an asynchronous database.
 */
export class Pagination<T, P> implements Iterable<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly perPage: number;
  readonly maxPerPage: number | null;
  /** All rows of the query; `null` when it was not counted. */
  readonly total: number | null;
  readonly #turn: (page: number, errorOut: boolean) => P;

  constructor(request: PageRequest, items: readonly T[], total: number | null, turn: (page: number, errorOut: boolean) => P) {
    this.page = request.page;
    this.perPage = request.perPage;
    this.maxPerPage = request.maxPerPage;
    this.items = items;
    this.total = total;
    this.#turn = turn;
  }

  /** The number of the first item of this page among all, counted from 1; 0 on an empty page. */
  get first(): number {
    return this.items.length === 0 ? 0 : (this.page - 1) * this.perPage + 1;
  }

  get last(): number {
    return this.items.length === 0 ? 0 : this.first + this.items.length - 1;
  }

  get pages(): number {
    return this.total === null || this.total === 0 ? 0 : Math.ceil(this.total / this.perPage);
  }

  get hasPrev(): boolean {
    return this.page > 1;
  }

  get prevNum(): number | null {
    return this.hasPrev ? this.page - 1 : null;
  }

  get hasNext(): boolean {
    return this.page < this.pages;
  }

  get nextNum(): number | null {
    return this.hasNext ? this.page + 1 : null;
  }

  /** The page before; rows are not counted again. @throws NotFound where there is none, if `errorOut` is true */
  prev(options: TurnOptions = {}): P {
    return this.#turn(this.page - 1, options.errorOut ?? false);
  }

  /** The page behind, empty at the end. @throws NotFound where there is none, if `errorOut` is true */
  next(options: TurnOptions = {}): P {
    return this.#turn(this.page + 1, options.errorOut ?? false);
  }

  /** Page numbers for a row of links; `null` stands for a gap. */
  iterPages(options: IterPagesOptions = {}): (number | null)[] {
    const { leftEdge = 2, leftCurrent = 2, rightCurrent = 4, rightEdge = 2 } = options;
    const { pages } = this;
    const numbers: (number | null)[] = range(1, Math.min(leftEdge, pages));
    const append = (from: number, to: number): void => {
      const next = (numbers.at(-1) ?? 0) + 1;
      if (from > next && from <= to) numbers.push(null);
      numbers.push(...range(Math.max(from, next), to));
    };
    append(this.page - leftCurrent, Math.min(this.page + rightCurrent, pages));
    append(pages - rightEdge + 1, pages);
    return numbers;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.items[Symbol.iterator]();
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
