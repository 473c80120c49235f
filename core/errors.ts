/**
 * Every error of the core, under SQLAlchemy's names and in its hierarchy. An error has a fixed `code`, its facts as fields, and the error that
 * caused it as `cause`. The class name is written out in each class because a minifier changes `constructor.name`.
 */

/** The root of all errors of this library. */
export class SQLAlchemyError extends Error {
  override get name(): string {
    return 'SQLAlchemyError';
  }
  /** A short fixed word for this kind of error, for programs and for translated messages. */
  get code(): string {
    return 'error';
  }
}

/** A function was called with a wrong argument. */
export class ArgumentError extends SQLAlchemyError {
  override get name(): string {
    return 'ArgumentError';
  }
  override get code(): string {
    return 'argument';
  }
}

/** A URL names a dialect or a driver that does not exist. */
export class NoSuchModuleError extends ArgumentError {
  override get name(): string {
    return 'NoSuchModuleError';
  }
  override get code(): string {
    return 'no-such-module';
  }
}

/** No foreign key ties the two sides of a join together. */
export class NoForeignKeysError extends ArgumentError {
  override get name(): string {
    return 'NoForeignKeysError';
  }
  override get code(): string {
    return 'no-foreign-keys';
  }
}

/** More than one foreign key ties the two sides of a join together. */
export class AmbiguousForeignKeysError extends ArgumentError {
  override get name(): string {
    return 'AmbiguousForeignKeysError';
  }
  override get code(): string {
    return 'ambiguous-foreign-keys';
  }
}

/** A table already has a column of this name. */
export class DuplicateColumnError extends ArgumentError {
  override get name(): string {
    return 'DuplicateColumnError';
  }
  override get code(): string {
    return 'duplicate-column';
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

/** A statement cannot be written as SQL. */
export class CompileError extends SQLAlchemyError {
  override get name(): string {
    return 'CompileError';
  }
  override get code(): string {
    return 'compile';
  }
}

/** A dialect has no SQL for this construct. */
export class UnsupportedCompilationError extends CompileError {
  override get name(): string {
    return 'UnsupportedCompilationError';
  }
  override get code(): string {
    return 'unsupported-compilation';
  }
}

/** A name is longer than the database allows. */
export class IdentifierError extends SQLAlchemyError {
  override get name(): string {
    return 'IdentifierError';
  }
  override get code(): string {
    return 'identifier';
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

/** Something was asked at a time or in a way that has no meaning. */
export class InvalidRequestError extends SQLAlchemyError {
  override get name(): string {
    return 'InvalidRequestError';
  }
  override get code(): string {
    return 'invalid-request';
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

/** A flush failed: the transaction must be rolled back before anything else. */
export class PendingRollbackError extends InvalidRequestError {
  override get name(): string {
    return 'PendingRollbackError';
  }
  override get code(): string {
    return 'pending-rollback';
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

/** A statement was executed without a database to send it to. */
export class UnboundExecutionError extends InvalidRequestError {
  override get name(): string {
    return 'UnboundExecutionError';
  }
  override get code(): string {
    return 'unbound';
  }
}

/** A table exists and cannot be reflected. */
export class UnreflectableTableError extends InvalidRequestError {
  override get name(): string {
    return 'UnreflectableTableError';
  }
  override get code(): string {
    return 'unreflectable-table';
  }
}

/** The database has no table of this name. */
export class NoSuchTableError extends InvalidRequestError {
  override get name(): string {
    return 'NoSuchTableError';
  }
  override get code(): string {
    return 'no-such-table';
  }
}

/** A mapping was expected and not found. */
export class UnmappedError extends InvalidRequestError {
  override get name(): string {
    return 'UnmappedError';
  }
  override get code(): string {
    return 'unmapped';
  }
}

/** An object is of no mapped class. */
export class UnmappedInstanceError extends UnmappedError {
  override get name(): string {
    return 'UnmappedInstanceError';
  }
  override get code(): string {
    return 'unmapped-instance';
  }
}

/** A class is not mapped. */
export class UnmappedClassError extends UnmappedError {
  override get name(): string {
    return 'UnmappedClassError';
  }
  override get code(): string {
    return 'unmapped-class';
  }
}

/** A mapping does not know this column. */
export class UnmappedColumnError extends InvalidRequestError {
  override get name(): string {
    return 'UnmappedColumnError';
  }
  override get code(): string {
    return 'unmapped-column';
  }
}

/** The row of an object is gone. */
export class ObjectDeletedError extends InvalidRequestError {
  override get name(): string {
    return 'ObjectDeletedError';
  }
  override get code(): string {
    return 'object-deleted';
  }
}

/** An attribute has no such way of being loaded. */
export class LoaderStrategyException extends InvalidRequestError {
  override get name(): string {
    return 'LoaderStrategyException';
  }
  override get code(): string {
    return 'loader-strategy';
  }
}

/** An attribute must be loaded and the object belongs to no session. */
export class DetachedInstanceError extends SQLAlchemyError {
  override get name(): string {
    return 'DetachedInstanceError';
  }
  override get code(): string {
    return 'detached-instance';
  }
}

/** An object is gone although its state is still used. */
export class ObjectDereferencedError extends SQLAlchemyError {
  override get name(): string {
    return 'ObjectDereferencedError';
  }
  override get code(): string {
    return 'object-dereferenced';
  }
}

/** Rows that should have been changed were not there. */
export class StaleDataError extends SQLAlchemyError {
  override get name(): string {
    return 'StaleDataError';
  }
  override get code(): string {
    return 'stale-data';
  }
}

/** A flush meets a state of objects that it cannot write. */
export class FlushError extends SQLAlchemyError {
  override get name(): string {
    return 'FlushError';
  }
  override get code(): string {
    return 'flush';
  }
}

/** A stored value is not among those its type knows. */
export class LookupError extends SQLAlchemyError {
  override get name(): string {
    return 'LookupError';
  }
  override get code(): string {
    return 'lookup';
  }
}

/** Nothing was found where the caller promised that something is: a web application answers 404. */
export class NotFound extends SQLAlchemyError {
  /** What a server answers with. */
  readonly status = 404;

  constructor(message = 'The requested row was not found in the database.', options?: ErrorOptions) {
    super(message, options);
  }
  override get name(): string {
    return 'NotFound';
  }
  override get code(): string {
    return 'not-found';
  }
}

/** A migration command cannot be carried out. */
export class CommandError extends SQLAlchemyError {
  override get name(): string {
    return 'CommandError';
  }
  override get code(): string {
    return 'command';
  }
}

/** Things depend on each other in a circle, so that they cannot be put in an order. */
export class CircularDependencyError extends SQLAlchemyError {
  /** @param cycle - what forms the circle, in order */
  constructor(
    message: string,
    readonly cycle: readonly unknown[] = [],
  ) {
    super(message);
  }
  override get name(): string {
    return 'CircularDependencyError';
  }
  override get code(): string {
    return 'circular-dependency';
  }
}

/** A foreign key refers to something that does not exist. */
export class NoReferenceError extends InvalidRequestError {
  /** @param tableName - the table referred to */
  constructor(
    message: string,
    readonly tableName: string,
  ) {
    super(message);
  }
  override get name(): string {
    return 'NoReferenceError';
  }
  override get code(): string {
    return 'no-reference';
  }
}

/** A foreign key refers to a table that the metadata does not hold. */
export class NoReferencedTableError extends NoReferenceError {
  override get name(): string {
    return 'NoReferencedTableError';
  }
  override get code(): string {
    return 'no-referenced-table';
  }
}

/** A foreign key refers to a column that its table does not have. */
export class NoReferencedColumnError extends NoReferenceError {
  /** @param columnName - the column referred to */
  constructor(
    message: string,
    tableName: string,
    readonly columnName: string,
  ) {
    super(message, tableName);
  }
  override get name(): string {
    return 'NoReferencedColumnError';
  }
  override get code(): string {
    return 'no-referenced-column';
  }
}

/** A lazy load on an asynchronous session: a getter cannot wait. */
export class MissingAwaitError extends InvalidRequestError {
  constructor(
    readonly entity: string,
    readonly attribute: string,
    advice = `Await object.load('${attribute}'), or query with an eager option such as selectinload.`,
  ) {
    super(`${entity}.${attribute} is not loaded. ${advice}`);
  }
  override get name(): string {
    return 'MissingAwaitError';
  }
  override get code(): string {
    return 'lazy-load-in-async-session';
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

const SHOWN_PARAMS = 20;
const SHOWN_CHARACTERS = 120;

/** The parameters as a line of their own; long lists and values are cut. */
function showParams(params: unknown): string {
  if (params === null || params === undefined) return '';
  if (Array.isArray(params)) {
    if (params.length === 0) return '';
    const shown = params.slice(0, SHOWN_PARAMS).map(showValue).join(', ');
    const more = params.length > SHOWN_PARAMS ? `, … and ${params.length - SHOWN_PARAMS} more` : '';
    return `\n[parameters: (${shown}${more})]`;
  }
  return `\n[parameters: ${showValue(params)}]`;
}

/** A value as one short piece of text for a message; never throws. */
export function showValue(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (typeof value === 'function') return `<function ${value.name || 'anonymous'}>`;
  if (typeof value === 'symbol') return String(value);
  let text: string;
  try {
    text =
      typeof value === 'string'
        ? `'${value}'`
        : Array.isArray(value)
          ? `[${value.slice(0, SHOWN_PARAMS).map(showValue).join(', ')}]`
          : showObject(value);
  } catch {
    text = '<unprintable>';
  }
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function showObject(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${showValue(item)}`)
    .join(', ')}}`;
}
