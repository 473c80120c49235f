import { InvalidRequestError, SQLAlchemyError } from './base.ts';

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

/** An attribute has no such way of being loaded. */
export class LoaderStrategyException extends InvalidRequestError {
  override get name(): string {
    return 'LoaderStrategyException';
  }
  override get code(): string {
    return 'loader-strategy';
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

/** An attribute must be loaded and the object belongs to no session. */
export class DetachedInstanceError extends SQLAlchemyError {
  override get name(): string {
    return 'DetachedInstanceError';
  }
  override get code(): string {
    return 'detached-instance';
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

/** An object is gone although its state is still used. */
export class ObjectDereferencedError extends SQLAlchemyError {
  override get name(): string {
    return 'ObjectDereferencedError';
  }
  override get code(): string {
    return 'object-dereferenced';
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

/** A flush meets a state of objects that it cannot write. */
export class FlushError extends SQLAlchemyError {
  override get name(): string {
    return 'FlushError';
  }
  override get code(): string {
    return 'flush';
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
