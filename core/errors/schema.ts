import { ArgumentError, InvalidRequestError, SQLAlchemyError } from './base.ts';

/** A table already has a column of this name. */
export class DuplicateColumnError extends ArgumentError {
  override get name(): string {
    return 'DuplicateColumnError';
  }
  override get code(): string {
    return 'duplicate-column';
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

/** The database has no table of this name. */
export class NoSuchTableError extends InvalidRequestError {
  override get name(): string {
    return 'NoSuchTableError';
  }
  override get code(): string {
    return 'no-such-table';
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

/** A migration command cannot be carried out. */
export class CommandError extends SQLAlchemyError {
  override get name(): string {
    return 'CommandError';
  }
  override get code(): string {
    return 'command';
  }
}
