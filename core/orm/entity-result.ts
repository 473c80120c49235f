import { Result, ScalarResult } from '../engine/result.ts';
import { Row, type RowShape } from '../engine/row.ts';
import { InvalidRequestError } from '../errors.ts';
import { keepLayout } from '../util/keep-layout.ts';
import type { LoadedRows } from './execute-in-session.ts';
import { rowShape } from './read-rows.ts';

/** The result of a statement that loads entities. */
export function resultOfRows(loaded: LoadedRows, byLabel: boolean): Result {
  return new LoadedResult(loaded, rowShape(loaded.plan, loaded.compiled, byLabel));
}

/** Whether the caller has said that repeated entities are to be left out. */
interface Uniqueness {
  isAsked: boolean;
}

/**
 * Rows whose values are read already. Where collections were joined an entity comes once for every member, and the caller must say `unique()`.
 */
class LoadedResult extends Result {
  readonly #uniqueness: Uniqueness;
  readonly #keys: readonly string[];
  readonly #isFlat: boolean;

  constructor({ plan, rows }: LoadedRows, shape: RowShape) {
    const uniqueness: Uniqueness = { isAsked: !plan.joinsCollections };
    const isFlat = plan.items.length === 1;
    const create = (values: unknown): ReturnType<RowShape['create']> => {
      if (!uniqueness.isAsked) throw notUnique();
      return shape.create(isFlat ? [values] : (values as unknown[]));
    };
    super({ ...shape, create }, rows as readonly unknown[][]);
    this.#uniqueness = uniqueness;
    this.#keys = shape.keys;
    this.#isFlat = isFlat;
  }

  override unique(identify?: (item: any) => unknown): this {
    this.#uniqueness.isAsked = true;
    return super.unique(identify);
  }

  override scalars<T = any>(column: number | string = 0): ScalarResult<T> {
    const index = typeof column === 'number' ? column : this.#keys.indexOf(column);
    if (index < 0 || index >= this.#keys.length) return super.scalars<T>(column);
    return new LoadedScalars<T>(this.cursor, this.#isFlat ? -1 : index, this.#uniqueness);
  }
}

class LoadedScalars<T> extends ScalarResult<T> {
  readonly #uniqueness: Uniqueness;

  /** @param index - the value's place in a row; -1 where a row is its only value */
  constructor(cursor: ConstructorParameters<typeof ScalarResult>[0], index: number, uniqueness: Uniqueness) {
    const value = index < 0 ? null : (row: unknown): T => (row as unknown[])[index] as T;
    super(
      cursor,
      uniqueness.isAsked
        ? value
        : (row) => {
            if (!uniqueness.isAsked) throw notUnique();
            return value === null ? (row as T) : value(row);
          },
    );
    this.#uniqueness = uniqueness;
  }

  override unique(identify?: (item: T) => unknown): this {
    this.#uniqueness.isAsked = true;
    return super.unique(identify);
  }
}

function notUnique(): InvalidRequestError {
  return new InvalidRequestError(
    'The unique() method must be invoked on this Result, as it contains results that need to be deduplicated: a joined collection repeats its owner. Write session.scalars(…).unique().all()',
  );
}

const empty = new LoadedResult({ plan: { items: [], joinsCollections: false }, compiled: null as never, rows: [] }, Row.shape(['value']));
keepLayout(empty);
keepLayout(empty.scalars());
