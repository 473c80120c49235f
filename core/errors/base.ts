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

/** Something was asked at a time or in a way that has no meaning. */
export class InvalidRequestError extends SQLAlchemyError {
  override get name(): string {
    return 'InvalidRequestError';
  }
  override get code(): string {
    return 'invalid-request';
  }
}
