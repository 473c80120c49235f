import type { DatabaseErrorName, DriverFailure } from '../../engine/dialect.ts';

/** sql.js tells its errors by text only. First match wins; what matches nothing is operational, as most of SQLite's plain errors are. */
const PATTERNS: readonly (readonly [RegExp, DatabaseErrorName])[] = [
  [/constraint failed|datatype mismatch/i, 'IntegrityError'],
  [/^(?:database disk image is malformed|file is not a database|file is encrypted)/i, 'DatabaseError'],
  [/too big/i, 'DataError'],
  [
    /^(?:column index out of range|bind or column index out of range|bad parameter|library routine called out of sequence)/i,
    'ProgrammingError',
  ],
  [/^(?:Wrong API use|Statement closed|Database closed|Nothing to prepare)/i, 'ProgrammingError'],
];

/** The class of an error of SQLite, as Python's sqlite3 module tells it. */
export function classifySqliteError(error: unknown): DriverFailure {
  const message = error instanceof Error ? error.message : String(error);
  for (const [pattern, name] of PATTERNS) if (pattern.test(message)) return { name, message };
  return { name: 'OperationalError', message };
}
