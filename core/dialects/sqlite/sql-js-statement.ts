import type { DriverValue } from '../../io.ts';
import type { SqlJsDatabase } from './sql-js-api.ts';

/** A statement kept ready. Which implementation serves is chosen when a database is opened. */
export interface PreparedStatement {
  /** Names of the columns, read once; empty where it returns no rows. */
  readonly columns: readonly string[];
  /** Binds, runs to the end and gives the rows. Ready for the next call, also after an error. */
  rows(params: readonly DriverValue[]): DriverValue[][];
  /** Ends its life. */
  free(): void;
}

/** Prepares statements of one open database. */
export type PrepareStatement = (sql: string) => PreparedStatement;

/** Statements through the public interface of sql.js. */
export function publicStatements(database: SqlJsDatabase): PrepareStatement {
  return (sql) => {
    const statement = database.prepare(sql);
    const columns: readonly string[] = statement.getColumnNames();
    return {
      columns,
      rows(params) {
        const rows: DriverValue[][] = [];
        try {
          if (params.length > 0) statement.bind(params);
          while (statement.step()) {
            let row = statement.get();
            if (hasInexactNumber(row)) row = statement.get(null, EXACT).map(shrink);
            rows.push(row);
          }
        } finally {
          statement.reset();
        }
        return rows;
      },
      free() {
        statement.free();
      },
    };
  };
}

const EXACT = { useBigInt: true } as const;

/** An integer beyond 2^53 arrives rounded: the row must be read again with exact integers. */
function hasInexactNumber(row: readonly DriverValue[]): boolean {
  for (let index = 0; index < row.length; index += 1) {
    const value = row[index];
    if (typeof value === 'number' && (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)) return true;
  }
  return false;
}

function shrink(value: DriverValue): DriverValue {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
