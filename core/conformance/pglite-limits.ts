import type { Way } from './pglite-cases.ts';

/** A recorded case that PostgreSQL cannot run as SQLite did, and what happens instead. */
export interface Limit {
  readonly id: string;
  readonly because: string;
  /** A part of the difference that the replay reports. */
  readonly instead: string;
  /** Where it holds for one way of answering only. */
  readonly way?: Way;
}

/** Model sets whose rows SQLite stores and PostgreSQL's types refuse: integers beyond 32 bits in an INTEGER, texts longer than their column. */
export const unstorable: readonly string[] = ['types'];

const foreignKeys = 'PostgreSQL always enforces foreign keys; the case was recorded without';
const ownText = "the snippet prints the database's own words";

export const limits: readonly Limit[] = [
  { id: 'uow/refresh-deleted-row', because: foreignKeys, instead: 'violates foreign key constraint "memberships_user_id_fkey"' },
  {
    id: 'uow/inline-pk-update-passive-updates-false',
    because: foreignKeys,
    instead: 'violates foreign key constraint "kids_parent_code_fkey"',
  },
  { id: 'uow/failed-flush-then-use', because: ownText, instead: 'step 1' },
  { id: 'uow/failed-flush-pending-rollback-error', because: ownText, instead: 'step 2' },
  { id: 'uow/nested-integrity-error-keeps-outer', because: ownText, instead: 'step 1' },
  {
    id: 'uow/insert-known-pk-mixed-with-unknown',
    because: 'a sequence does not see keys that were given: SQLite goes on from the highest',
    instead: 'table tags: [3][0]: 201 ≠ 3',
  },
  { id: 'uow/delete-column-attribute', because: 'as on SQLite, by decision', instead: 'no error; recorded KeyError' },
  { id: 'uow/inline-default-callables', because: 'as on SQLite, by decision', instead: '"length_1" ≠ "expr"' },
  {
    id: 'uow/inline-association-proxy',
    because: 'a proxy reads a relationship that is not loaded, and a getter cannot wait',
    instead: 'MissingAwaitError: Parent.kids is not loaded',
    way: 'waiting',
  },
];
