import type { SqlJsConnection } from '../dialects/sqlite/sql-js-connection.ts';
import { sqlJsDriver } from '../dialects/sqlite/sql-js-driver.ts';
import { createDatabase, type Database, type DatabaseOptions } from '../orm/database.ts';
import type { EntityClass } from '../orm/relationship-definition.ts';
import { sqlJs } from './sql-js.ts';

/** A database in memory, with what was sent to it. */
export interface OpenedDatabase {
  readonly db: Database;
  /** The statements since the last call, each on one line with its parameters: `SELECT … WHERE users.id = ? [1]`. */
  statements(): string[];
  /** As {@link statements}, with `BEGIN`, `COMMIT` and `ROLLBACK`. */
  conversation(): string[];
  /** Makes the classes known and creates their tables; what that sends is not among the statements. */
  createTables(...classes: readonly EntityClass[]): void;
  /** What SQLite holds: the rows of a query that bypasses the core. */
  rows(sql: string): unknown[][];
}

/** Opens an empty database on the real sql.js. */
export function openDatabase(options: DatabaseOptions = {}): OpenedDatabase {
  const db = createDatabase('sqlite://', { ...options, driver: sqlJsDriver(sqlJs) });
  let sent: string[] = [];
  const { events } = db.engine;
  events.on('statement', ({ sql, paramSets }) => sent.push(oneLine(sql, paramSets)));
  events.on('begin', () => sent.push('BEGIN'));
  events.on('commit', () => sent.push('COMMIT'));
  events.on('rollback', () => sent.push('ROLLBACK'));
  const take = (): string[] => {
    const taken = sent;
    sent = [];
    return taken;
  };
  return {
    db,
    conversation: take,
    statements: () => take().filter((line) => !['BEGIN', 'COMMIT', 'ROLLBACK'].includes(line)),
    createTables(...classes) {
      db.register(...classes);
      db.createAll();
      take();
    },
    rows: (sql) => (db.engine.rawConnection() as SqlJsConnection).handle.exec(sql)[0]?.values ?? [],
  };
}

function oneLine(sql: string, paramSets: readonly (readonly unknown[])[]): string {
  const text = sql.replaceAll(/\s*\n\s*/g, ' ').trim();
  const sets = paramSets.map((params) =>
    JSON.stringify(params, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
  );
  return sets.every((set) => set === '[]') ? text : `${text} ${sets.join(' ')}`;
}
