import type { ClauseElement } from './clause-element.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** A statement as the language itself understands it, and what its maker wants back with the compiled one. */
export interface PreparedStatement {
  readonly statement: ClauseElement;
  /** Comes back as `compiled.state`: how to read the rows. */
  readonly state: unknown;
}

/**
 * Compiles statements that hold more than the language knows: entities, relationships, loader options. It is asked only when no compiled statement of
 * the same structure is known.
 */
export interface StatementPlugin {
  readonly name: string;
  /** @param isNested - true for a SELECT inside another statement */
  prepare(statement: ClauseElement, dialect: SqlDialect, isNested: boolean): PreparedStatement;
}
