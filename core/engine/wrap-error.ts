import * as errors from '../errors.ts';
import type { Request } from '../io.ts';
import type { DatabaseErrorName, Dialect } from './dialect.ts';

const CLASSES: Readonly<Record<DatabaseErrorName, typeof errors.DBAPIError>> = {
  InterfaceError: errors.InterfaceError,
  DatabaseError: errors.DatabaseError,
  DataError: errors.DataError,
  OperationalError: errors.OperationalError,
  IntegrityError: errors.IntegrityError,
  InternalError: errors.InternalError,
  ProgrammingError: errors.ProgrammingError,
  NotSupportedError: errors.NotSupportedError,
};

/** A driver's error as SQLAlchemy's hierarchy has it, with the statement and its parameters; errors of our own pass as they are. */
export function wrapError(dialect: Dialect, error: unknown, request: Request): unknown {
  if (error instanceof errors.StatementError && error.statement === null && request.sql !== '' && error instanceof errors.DBAPIError) {
    return new CLASSES[error.name as DatabaseErrorName](error.detail, request.sql, parametersOf(request), error.orig);
  }
  if (error instanceof errors.SQLAlchemyError) return error;
  const failure = dialect.classifyError(error);
  const statement = request.kind === 'execute' ? request.sql : null;
  return new CLASSES[failure.name](`(${dialect.errorSource}.${failure.name}) ${failure.message}`, statement, parametersOf(request), error);
}

function parametersOf(request: Request): unknown {
  return request.paramSets.length > 1 ? request.paramSets : (request.paramSets[0] ?? null);
}
