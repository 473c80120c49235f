import { SHOWN_ITEMS, showValue } from '../util/show-value.ts';
import { ArgumentError, InvalidRequestError, SQLAlchemyError } from './base.ts';

/** A URL names a dialect or a driver that does not exist. */
export class NoSuchModuleError extends ArgumentError {
  override get name(): string {
    return 'NoSuchModuleError';
  }
  override get code(): string {
    return 'no-such-module';
  }
}

/** What was given to `execute` is no statement. */
export class ObjectNotExecutableError extends ArgumentError {
  override get name(): string {
    return 'ObjectNotExecutableError';
  }
  override get code(): string {
    return 'not-executable';
  }
}

/** `inspect` was given something it cannot look into. */
export class NoInspectionAvailable extends InvalidRequestError {
  override get name(): string {
    return 'NoInspectionAvailable';
  }
  override get code(): string {
    return 'no-inspection';
  }
}

/** A statement was executed without a database to send it to. */
export class UnboundExecutionError extends InvalidRequestError {
  override get name(): string {
    return 'UnboundExecutionError';
  }
  override get code(): string {
    return 'unbound';
  }
}

/** The connection is gone. */
export class DisconnectionError extends SQLAlchemyError {
  override get name(): string {
    return 'DisconnectionError';
  }
  override get code(): string {
    return 'disconnected';
  }
}

/** A connection could not be had in time. */
export class TimeoutError extends SQLAlchemyError {
  override get name(): string {
    return 'TimeoutError';
  }
  override get code(): string {
    return 'timeout';
  }
}

/** A connection, transaction or result is used after it was closed. */
export class ResourceClosedError extends InvalidRequestError {
  override get name(): string {
    return 'ResourceClosedError';
  }
  override get code(): string {
    return 'resource-closed';
  }
}

/** A row has no such column. */
export class NoSuchColumnError extends InvalidRequestError {
  override get name(): string {
    return 'NoSuchColumnError';
  }
  override get code(): string {
    return 'no-such-column';
  }
}

/** A row was required and none was found. */
export class NoResultFound extends InvalidRequestError {
  override get name(): string {
    return 'NoResultFound';
  }
  override get code(): string {
    return 'no-result';
  }
}

/** One row was required and several were found. */
export class MultipleResultsFound extends InvalidRequestError {
  override get name(): string {
    return 'MultipleResultsFound';
  }
  override get code(): string {
    return 'multiple-results';
  }
}

/** What went wrong while a statement was prepared or executed: carries the statement and its parameters. */
export class StatementError extends SQLAlchemyError {
  readonly detail: string;
  /**
   * @param detail - what happened, in one line
   * @param statement - the SQL text, or null where none was made
   * @param params - the parameters as they were given or bound
   * @param orig - the error underneath
   */
  constructor(
    detail: string,
    readonly statement: string | null,
    readonly params: unknown,
    orig?: unknown,
  ) {
    super(
      `${detail}${statement === null ? '' : `\n[SQL: ${statement}]`}${showParams(params)}`,
      orig === undefined ? undefined : { cause: orig },
    );
    this.detail = detail;
  }
  /** The error underneath: the driver's own, or that of a type refusing a value. */
  get orig(): unknown {
    return this.cause;
  }
  override get name(): string {
    return 'StatementError';
  }
  override get code(): string {
    return 'statement';
  }
}

/** The database or its driver refused a statement. */
export class DBAPIError extends StatementError {
  override get name(): string {
    return 'DBAPIError';
  }
  override get code(): string {
    return 'dbapi';
  }
}

/** The driver, rather than the database, failed. */
export class InterfaceError extends DBAPIError {
  override get name(): string {
    return 'InterfaceError';
  }
  override get code(): string {
    return 'interface';
  }
}

/** The database refused a statement. */
export class DatabaseError extends DBAPIError {
  override get name(): string {
    return 'DatabaseError';
  }
  override get code(): string {
    return 'database';
  }
}

/** A value does not fit: out of range, division by zero. */
export class DataError extends DatabaseError {
  override get name(): string {
    return 'DataError';
  }
  override get code(): string {
    return 'data';
  }
}

/** The database could not do its work: no such table, syntax, locked, disk full. */
export class OperationalError extends DatabaseError {
  override get name(): string {
    return 'OperationalError';
  }
  override get code(): string {
    return 'operational';
  }
}

/** A constraint of the database is violated. */
export class IntegrityError extends DatabaseError {
  override get name(): string {
    return 'IntegrityError';
  }
  override get code(): string {
    return 'integrity';
  }
}

/** The database is in a state of its own that forbids the statement. */
export class InternalError extends DatabaseError {
  override get name(): string {
    return 'InternalError';
  }
  override get code(): string {
    return 'internal';
  }
}

/** The statement is wrong: a table that is missing, a wrong number of parameters. */
export class ProgrammingError extends DatabaseError {
  override get name(): string {
    return 'ProgrammingError';
  }
  override get code(): string {
    return 'programming';
  }
}

/** The database does not know this feature. */
export class NotSupportedError extends DatabaseError {
  override get name(): string {
    return 'NotSupportedError';
  }
  override get code(): string {
    return 'not-supported';
  }
}

/** The parameters as a line of their own; long lists and values are cut. */
function showParams(params: unknown): string {
  if (params === null || params === undefined) return '';
  if (Array.isArray(params)) {
    if (params.length === 0) return '';
    const shown = params.slice(0, SHOWN_ITEMS).map(showValue).join(', ');
    const more = params.length > SHOWN_ITEMS ? `, … and ${params.length - SHOWN_ITEMS} more` : '';
    return `\n[parameters: (${shown}${more})]`;
  }
  return `\n[parameters: ${showValue(params)}]`;
}
