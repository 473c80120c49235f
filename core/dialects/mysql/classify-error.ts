import type { DatabaseErrorName, DriverFailure } from '../../engine/dialect.ts';

/** By MySQL's error number, as Python's mysqlclient tells them apart. */
const CLASSES: ReadonlyMap<number, DatabaseErrorName> = new Map<number, DatabaseErrorName>([
  [1048, 'IntegrityError'],
  [1062, 'IntegrityError'],
  [1169, 'IntegrityError'],
  [1216, 'IntegrityError'],
  [1217, 'IntegrityError'],
  [1364, 'IntegrityError'],
  [1451, 'IntegrityError'],
  [1452, 'IntegrityError'],
  [3819, 'IntegrityError'],
  [1264, 'DataError'],
  [1265, 'DataError'],
  [1366, 'DataError'],
  [1406, 'DataError'],
  [1007, 'ProgrammingError'],
  [1008, 'ProgrammingError'],
  [1051, 'ProgrammingError'],
  [1064, 'ProgrammingError'],
  [1103, 'ProgrammingError'],
  [1146, 'ProgrammingError'],
  [1235, 'NotSupportedError'],
]);

/** The class of an error of MySQL by its number; what has none is operational. */
export function classifyMysqlError(error: unknown): DriverFailure {
  const number = (error as { readonly errno?: unknown } | null)?.errno;
  const message = error instanceof Error ? error.message : String(error);
  return { name: (typeof number === 'number' && CLASSES.get(number)) || 'OperationalError', message };
}
