import { Result, ScalarResult } from '../engine/result.ts';
import { Row, type RowShape } from '../engine/row.ts';
import { InvalidRequestError } from '../errors.ts';
import type { LoadedRows } from './execute-in-session.ts';

/** The result of a statement that loads entities. */
export function resultOfRows({ plan, keys, rows }: LoadedRows): Result {
  const shape = Row.shape(keys);
  return plan.joinsCollections ? new JoinedResult(shape, rows) : new Result(shape, rows);
}

/** Whether the caller has said that repeated entities are to be left out. */
interface Uniqueness {
  isAsked: boolean;
}

/**
 * Rows of a statement that joins collections: an entity comes once for every member, and the caller must say `unique()`.
 */
class JoinedResult extends Result {
  readonly #uniqueness: Uniqueness;
  readonly #row: RowShape;

  constructor(shape: RowShape, rows: readonly unknown[][]) {
    const uniqueness: Uniqueness = { isAsked: false };
    const guarded: RowShape = {
      ...shape,
      create(values) {
        if (!uniqueness.isAsked) throw notUnique();
        return shape.create(values);
      },
    };
    super(guarded, rows);
    this.#uniqueness = uniqueness;
    this.#row = guarded;
  }

  override unique(identify?: (item: any) => unknown): this {
    this.#uniqueness.isAsked = true;
    return super.unique(identify);
  }

  override scalars<T = any>(column: number | string = 0): ScalarResult<T> {
    const index = typeof column === 'number' ? column : this.#row.keys.indexOf(column);
    const read = this.#row.readers[index];
    if (read === undefined) return super.scalars<T>(column);
    return new JoinedScalars<T>(this.cursor, (values) => read(this.#row.create(values)) as T, this.#uniqueness);
  }
}

class JoinedScalars<T> extends ScalarResult<T> {
  readonly #uniqueness: Uniqueness;

  constructor(cursor: ConstructorParameters<typeof ScalarResult>[0], make: (values: unknown[]) => T, uniqueness: Uniqueness) {
    super(cursor, make);
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
