import { StatementError } from '../errors.ts';
import type { DriverValue, Io, Origin, Reply } from '../io.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import { compile } from '../sql/compile.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import type { ObjectState } from './object-state.ts';
import type { WrittenColumn } from './row-plan.ts';
import type { RowStatements } from './row-statements.ts';

/** How many rows one INSERT carries: beyond this a longer text costs more than it saves. */
export const rowsPerStatement = 50;

/** How many rows one DELETE … IN names: its text is short whatever their number. */
export const keysPerDelete = 500;

/** Where the rows of a flush go. */
export interface RowTarget {
  readonly dialect: SqlDialect;
  readonly statements: RowStatements;
  readonly origin: Origin;
  send(sql: string, paramSets: readonly (readonly DriverValue[])[], origin: Origin): Io<readonly Reply[]>;
  /** Sends a statement that gives nothing back, once for each list; answers how many rows were concerned, all together. */
  change(sql: string, paramSets: readonly (readonly DriverValue[])[]): Io<number>;
  /** Loads the columns of an expired object. */
  loadColumns(state: ObjectState): Io<void>;
  /** Objects whose row an ON UPDATE CASCADE has given its new primary key already. */
  readonly cascadedKeys: ReadonlySet<ObjectState>;
  warn(message: string): void;
}

/** A value as the driver takes it. @throws StatementError where its type refuses it */
export function bound(written: WrittenColumn, value: unknown): DriverValue {
  if (value === null || value === undefined)
    return written.bindsNull && written.bind !== null && value === null ? written.bind(null) : null;
  if (written.bind === null) return value as DriverValue;
  try {
    return written.bind(value);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StatementError(`${written.property}: ${why}`, null, null, error);
  }
}

/** Sends a statement that holds SQL expressions among its values. */
export function* sendStatement(target: RowTarget, statement: ClauseElement): Io<Reply> {
  const { sql, params } = compile(statement, target.dialect).construct();
  const [reply] = yield* target.send(sql, [params], target.origin);
  return reply!;
}
