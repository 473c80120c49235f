import { loadingDepartures } from './loading-departures.ts';
import { typeDepartures } from './type-departures.ts';

/**
 * Where the core differs from a recording by decision. Each entry names the decision (a line of docs/departures.md, or a note of the case itself) and what
 * the core does instead: a part of the difference that the replay reports. The runner asserts it; an entry that starts to pass fails the run.
 */
export interface Departure {
  readonly id: string;
  readonly because: string;
  /** Text that the reported difference contains. */
  readonly instead: string;
}

export const departures: readonly Departure[] = [
  {
    id: 'select/select-where-python-true',
    because:
      'JavaScript compares before a method is called: a bare true in the place of a condition is a mistake, constants are sql.true() and sql.false()',
    instead: 'a condition was expected, not true',
  },
  {
    id: 'select/select-and-true-literal',
    because:
      'JavaScript compares before a method is called: a bare true in the place of a condition is a mistake, constants are sql.true() and sql.false()',
    instead: 'a condition was expected, not true',
  },
  {
    id: 'select/select-cast-same-column-twice',
    because: 'a defect of SQLAlchemy 1.4 by its own note: two casts of one column are two columns',
    instead: 'no error; recorded NoSuchColumnError',
  },
  {
    id: 'select/select-type-coerce',
    because: 'a Date column takes the text of a day',
    instead: '2020-01-02',
  },
  ...loadingDepartures,
  ...typeDepartures,
  {
    id: 'uow/failed-flush-pending-rollback-error',
    because: "the driver's own error is `cause`, also as `orig`",
    instead: 'printed[0]: "IntegrityError" ≠ "Error"',
  },
  {
    id: 'uow/delete-parent-nullify-one-to-many',
    because: 'where SQLAlchemy follows the order of a set, ours is the order of declaration, then of names',
    instead: '"UPDATE posts SET author_id=? WHERE posts.id = ?" ≠ "UPDATE comments SET author_id=? WHERE comments.id = ?"',
  },
  {
    id: 'uow/delete-batching',
    because:
      'nothing is loaded for a delete that no order depends on; SQLAlchemy loads the owners of all deleted objects where one of them has none',
    instead: 'missing: ["SELECT users.id',
  },
  {
    id: 'uow/delete-column-attribute',
    because: 'a defect of SQLAlchemy 1.4 by its own note: del of a loaded column attribute raises KeyError in the flush',
    instead: 'no error; recorded KeyError',
  },
  {
    id: 'uow/inline-default-callables',
    because: 'a default function sees the values of its row by column, and not the parameters of the statement',
    instead: '`calls` [0][1]: "length_1" ≠ "expr"',
  },
];
