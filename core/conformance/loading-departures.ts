import type { Departure } from './departures.ts';

/** Where loading and queries differ by decision. */
export const loadingDepartures: readonly Departure[] = [
  {
    id: 'loading/option-unknown-attribute-string',
    because: 'transactions: BEGIN stands before the first statement; an option that is wrong is refused before anything is sent',
    instead: 'statement 0: missing: ["BEGIN (implicit)"',
  },
  {
    id: 'query-exec/execute-text-missing-parameter',
    because: 'transactions: BEGIN stands before the first statement; a statement without its values is never sent',
    instead: 'statement 0: missing: ["BEGIN (implicit)"',
  },
  {
    id: 'query-exec/get-string-key',
    because: "keys: get('1') on an Integer is an ArgumentError",
    instead: "INTEGER takes a whole number up to 2^53, not '1'",
  },
  {
    id: 'query-exec/paginate-request-args-invalid',
    because: 'paginate: page 1 and 20 rows unless the call says otherwise; there is no request that it would read them from',
    instead: 'no error; recorded NotFound',
  },
  {
    id: 'query-exec/bulk-update-evaluate-unsupported',
    because: "criteria evaluated in JavaScript: what cannot be evaluated goes to 'fetch'",
    instead: 'no error; recorded InvalidRequestError: Could not evaluate current criteria',
  },
];
