import { ArgumentError, SQLAlchemyError } from './base.ts';

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

/** A stored value is not among those its type knows. */
export class LookupError extends SQLAlchemyError {
  override get name(): string {
    return 'LookupError';
  }
  override get code(): string {
    return 'lookup';
  }
}
