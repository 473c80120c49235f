import type { Departure } from './departures.ts';

const wrong =
  'a value of the wrong kind is refused when it is bound, with column, type and value; SQLite would store some of them as they are';
const bad = 'a bad value is refused when it is bound';
const taken = 'a type also takes the plain forms that JavaScript programs have: ISO text for dates and times, milliseconds for spans';

/** The column types where they differ by decision. */
export const typeDepartures: readonly Departure[] = [
  { id: 'types/invalid-integer-text', because: bad, instead: "Sample.c_integer: INTEGER takes a whole number up to 2^53, not 'abc'" },
  { id: 'types/invalid-integer-float', because: bad, instead: 'Sample.c_integer: INTEGER takes a whole number up to 2^53, not 3.7' },
  { id: 'types/invalid-integer-bool', because: bad, instead: 'Sample.c_integer: INTEGER takes a whole number up to 2^53, not true' },
  { id: 'types/invalid-string-int', because: wrong, instead: 'Sample.c_string: VARCHAR(50) takes a string, not 5' },
  { id: 'types/invalid-string-bytes', because: wrong, instead: 'Sample.c_string: VARCHAR(50) takes a string, not <3 bytes>' },
  {
    id: 'types/invalid-date-datetime',
    because: wrong,
    instead: 'Sample.c_date: DATE takes a Temporal.PlainDate, a Date or text such as 2021-03-04, not 2020-01-02T03:04:05',
  },
  { id: 'types/invalid-enum-unknown', because: bad, instead: "StatementError (Sample.c_enum: 'nope' is not among" },
  {
    id: 'types/stored-integer',
    because: 'a stored integer beyond 2^53 when that attribute is read',
    instead: 'Sample.c_integer: The stored integer 9007199254740993 is beyond what a number holds exactly',
  },
  { id: 'types/invalid-date-text', because: taken, instead: 'no error; recorded StatementError' },
  { id: 'types/invalid-time-text', because: taken, instead: 'no error; recorded StatementError' },
  { id: 'types/invalid-interval-number', because: taken, instead: 'no error; recorded StatementError' },
  {
    id: 'types/invalid-json-none-is-json-null',
    because: 'null is NULL, always; the JSON text null is written JSON.NULL',
    instead: 'c_pickle, c_binary, c_json) VALUES',
  },
  {
    id: 'types/garbage-pickle',
    because: 'PickleType stores the text of devalue; a Python pickle raises an error that says so',
    instead: 'is not one that PickleType wrote',
  },
  {
    id: 'types/inline-literal-rendering',
    because:
      'parameters are not written as %s here, so that % is not doubled; PostgreSQL texts take a backslash as it is; every dialect has literals of dates and bytes',
    instead: "%% \\\\\\\\ :x'\" ≠ \"'it''s 50% \\\\ :x'",
  },
];
