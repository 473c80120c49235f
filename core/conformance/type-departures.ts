import type { Departure } from './departures.ts';

const early =
  'a value of the wrong kind is refused where it is assigned, with column, type and value, not at the flush; SQLite would store some of them as they are';
const taken = 'a type also takes the plain forms that JavaScript programs have: ISO text for dates and times, milliseconds for spans';
const reserved = "reserved attribute names: 'c' is the collection of a model's columns";

/** The column types where they differ by decision. */
export const typeDepartures: readonly Departure[] = [
  {
    id: 'types/stored-numeric',
    because: 'newer releases of SQLite write a REAL as text with up to 17 digits; the stored number is the same',
    instead: '"9999999999.9999" ≠ "9999999999.9999008"',
  },
  { id: 'types/invalid-integer-text', because: early, instead: "Sample.c_integer: INTEGER takes a whole number up to 2^53, not 'abc'" },
  { id: 'types/invalid-integer-float', because: early, instead: 'Sample.c_integer: INTEGER takes a whole number up to 2^53, not 3.7' },
  { id: 'types/invalid-integer-bool', because: early, instead: 'Sample.c_integer: INTEGER takes a whole number up to 2^53, not true' },
  { id: 'types/invalid-string-int', because: early, instead: 'Sample.c_string: VARCHAR(50) takes a string, not 5' },
  { id: 'types/invalid-string-bytes', because: early, instead: 'Sample.c_string: VARCHAR(50) takes a string, not <3 bytes>' },
  { id: 'types/invalid-boolean-text', because: early, instead: "Sample.c_boolean: Boolean takes true or false, not 'yes'" },
  {
    id: 'types/invalid-date-datetime',
    because: early,
    instead: 'Sample.c_date: DATE takes a Temporal.PlainDate, a Date or text such as 2021-03-04, not 2020-01-02T03:04:05',
  },
  { id: 'types/invalid-enum-unknown', because: early, instead: 'did not run' },
  { id: 'types/invalid-pickle-lambda', because: early, instead: 'PickleType cannot store' },
  { id: 'types/invalid-date-text', because: taken, instead: 'no error; recorded StatementError' },
  { id: 'types/invalid-time-text', because: taken, instead: 'no error; recorded StatementError' },
  { id: 'types/invalid-interval-number', because: taken, instead: 'no error; recorded StatementError' },
  {
    id: 'types/invalid-json-tuple-and-int-keys',
    because: 'a dictionary with numbers as keys is a Map here, and JSON has no Map: it is refused instead of stored as an empty object',
    instead: 'JSON cannot hold',
  },
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
  { id: 'types/inline-enum-python-class', because: reserved, instead: "Attribute name 'c' is reserved" },
  { id: 'types/inline-enum-check-constraint-enforced', because: reserved, instead: "Attribute name 'c' is reserved" },
  { id: 'types/inline-boolean-check-constraint', because: reserved, instead: "Attribute name 'c' is reserved" },
  { id: 'types/inline-type-decorator', because: reserved, instead: "Attribute name 'c' is reserved" },
  {
    id: 'types/inline-literal-rendering',
    because:
      'parameters are not written as %s here, so that % is not doubled; PostgreSQL texts take a backslash as it is; every dialect has literals of dates and bytes',
    instead: "%% \\\\\\\\ :x'\" ≠ \"'it''s 50% \\\\ :x'",
  },
];
