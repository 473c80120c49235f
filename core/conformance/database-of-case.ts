import initSqlJs from 'sql.js';
import type { SqlJsConnection } from '../dialects/sqlite/sql-js-connection.ts';
import { sqlJsDriver } from '../dialects/sqlite/sql-js-driver.ts';
import { createDatabase, type Database } from '../orm/database.ts';
import { blog } from '../testing/models/blog.ts';
import { flasky } from '../testing/models/flasky.ts';
import { music } from '../testing/models/music.ts';
import { pickles, types } from '../testing/models/types.ts';
import { type Case, modelSql, type TableContents } from './load-cases.ts';
import type { Json, Recorded } from './replay/compare.ts';

export const modelSets = { flasky, blog, types, music } as const;
export const sqlJs = await initSqlJs({ useOldExtensionFunctions: false });
const images = new Map<string, Uint8Array>();

/** The database file of a shared model set, with its rows. */
export function imageOf(set: keyof typeof modelSets): Uint8Array {
  const kept = images.get(set);
  if (kept) return kept;
  const database = new sqlJs.Database();
  database.exec(modelSql(set));
  const image = database.export();
  database.close();
  images.set(set, image);
  return image;
}

/** A fresh database for one case, and what was sent to it. */
export interface CaseDatabase {
  readonly db: Database;
  readonly models: Readonly<Record<string, unknown>>;
  /** Statements and transaction marks in order, in the recordings' form. */
  readonly log: Recorded[];
  /** The rows of a table as SQLite holds them; `undefined` where there is no such table. */
  contents(table: string): TableContents | undefined;
  /** `type, name, tbl_name, sql` of everything in the file. */
  master(): (string | null)[][];
  close(): void;
}

export function openCase(recorded: Case): CaseDatabase {
  const shared = recorded.models === 'inline' ? null : recorded.models;
  const driver = sqlJsDriver(sqlJs, { open: () => ({ image: shared ? imageOf(shared) : null }) });
  const db = createDatabase('sqlite://', { driver, foreignKeys: recorded.foreign_keys_pragma === true });
  const models = shared ? modelSets[shared](db) : {};
  if (shared === 'types') writePickles(db, models as ReturnType<typeof types>);
  const log: Recorded[] = [];
  const { events } = db.engine;
  events.on('statement', ({ sql, paramSets }) => {
    const sets = paramSets.map((params) => params.map(cell));
    log.push(sets.length === 1 ? [sql, sets[0] as Json[]] : [sql, sets, 'many']);
  });
  events.on('begin', () => log.push(['BEGIN (implicit)']));
  events.on('commit', () => log.push(['COMMIT']));
  events.on('rollback', () => log.push(['ROLLBACK']));
  const raw = () => (db.engine.rawConnection() as SqlJsConnection).handle;
  return {
    db,
    models,
    log,
    contents(table) {
      const [found] = raw().exec(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '${table}'`);
      if (!found?.values[0]?.[0]) return undefined;
      const [columns] = raw().exec(`SELECT name FROM pragma_table_info('${table}')`);
      const [rows] = raw().exec(`SELECT * FROM "${table}"`, [], { useBigInt: true });
      return { columns: columns?.values.map(([name]) => name as string) ?? [], rows: rows?.values.map((row) => row.map(cell)) ?? [] };
    },
    master() {
      const [rows] = raw().exec('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid');
      return (rows?.values ?? []) as (string | null)[][];
    },
    close: () => db.engine.dispose(),
  };
}

/** A driver's value in the recordings' form. */
export function cell(value: unknown): Json {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : { __int__: String(value) };
  if (value instanceof Uint8Array) return { __bytes__: Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  return value as Json;
}

/** Python's pickles cannot be read here: the column is written anew with the values the recordings had. */
export function writePickles(db: Database, { Sample }: ReturnType<typeof types>): void {
  const [first] = pickles.values();
  for (const sample of db.session.scalars(db.select(Sample)).all()) {
    const value = pickles.has(sample.label) ? pickles.get(sample.label) : first;
    sample.c_pickle = value;
    if (value !== null) db.flagModified(sample, 'c_pickle');
  }
  db.session.commit();
  db.session.remove();
}
