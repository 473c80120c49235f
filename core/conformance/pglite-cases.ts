import { PGlite } from '@electric-sql/pglite';
import { pgliteDriver, pgliteSyncDriver } from '../dialects/postgres/pglite-driver.ts';
import { createAsyncDatabase, createDatabase, type Database } from '../orm/database.ts';
import type { Table } from '../schema/table.ts';
import { insert } from '../sql/insert.ts';
import { select } from '../sql/select.ts';
import { modelSets, openCase } from './database-of-case.ts';
import type { Case, TableContents } from './load-cases.ts';
import type { Json } from './replay/compare.ts';

/** How the driver answers. */
export type Way = 'blocking' | 'waiting';

/** A PostgreSQL with the shared model sets, each in a schema of its own; a case starts with fresh rows. */
export class PgliteCases {
  readonly #instance: PGlite;
  /** What gives a set its rows anew. */
  readonly #scripts = new Map<string, string>();

  private constructor(instance: PGlite) {
    this.#instance = instance;
  }

  static async start(): Promise<PgliteCases> {
    return new PgliteCases(await PGlite.create());
  }

  close(): Promise<void> {
    return this.#instance.close();
  }

  /** A database for one case. */
  async open(recorded: Case, way: Way): Promise<{ readonly db: Database<any>; readonly models: Readonly<Record<string, unknown>> }> {
    const shared = recorded.models === 'inline' ? null : recorded.models;
    if (shared === null) await this.#instance.exec('DROP SCHEMA IF EXISTS inline CASCADE; CREATE SCHEMA inline; SET search_path TO inline');
    else await this.#refresh(shared, recorded);
    const db: Database<any> =
      way === 'blocking'
        ? createDatabase('pglite://', { driver: pgliteSyncDriver(this.#instance) })
        : createAsyncDatabase('pglite://', { driver: pgliteDriver(this.#instance) });
    return { db, models: shared === null ? {} : modelSets[shared](db as never) };
  }

  /** The rows of a table as PostgreSQL holds them, in the recordings' form; undefined where there is no such table. */
  async contents(table: string): Promise<TableContents | undefined> {
    const found = await this.#instance.query<{ oid: string | null }>('SELECT to_regclass($1) AS oid', [table]);
    if (found.rows[0]!.oid === null) return undefined;
    const result = await this.#instance.query<unknown[]>(`SELECT * FROM "${table}"`, [], { rowMode: 'array', parsers: asText });
    return { columns: result.fields.map(({ name }) => name), rows: result.rows.map((row) => row.map(cell)) };
  }

  async #refresh(set: keyof typeof modelSets, recorded: Case): Promise<void> {
    let script = this.#scripts.get(set);
    if (script === undefined) this.#scripts.set(set, (script = await this.#prepare(set, recorded)));
    await this.#instance.exec(script);
  }

  /** Makes the tables and keeps the rows that SQLite's file of the set has. Gives what brings them back. */
  async #prepare(set: keyof typeof modelSets, recorded: Case): Promise<string> {
    await this.#instance.exec(`CREATE SCHEMA ${set}; CREATE SCHEMA seed_${set}; SET search_path TO ${set}`);
    const db = createDatabase('pglite://', { driver: pgliteSyncDriver(this.#instance) });
    modelSets[set](db);
    db.createAll();
    const source = openCase(recorded);
    for (const table of db.metadata.sortedTables) {
      const known = source.db.metadata.tables.get(table.name)!;
      const rows = source.db.session
        .execute(select(known))
        .all()
        .map((row) => row.asObject());
      await this.#instance.exec(`ALTER TABLE ${table.name} DISABLE TRIGGER ALL`);
      for (const row of rows) db.session.execute(insert(table).values(row));
      db.session.commit();
      await this.#instance.exec(
        `ALTER TABLE ${table.name} ENABLE TRIGGER ALL; CREATE TABLE seed_${set}.${table.name} AS TABLE ${set}.${table.name}`,
      );
    }
    source.close();
    db.session.remove();
    const tables = db.metadata.sortedTables;
    return [
      `SET search_path TO ${set}`,
      `TRUNCATE ${tables.map(({ name }) => name).join(', ')} CASCADE`,
      ...tables.map(({ name }) => `INSERT INTO ${name} SELECT * FROM seed_${set}.${name}`),
      ...tables.map(restart),
    ].join(';\n');
  }
}

/** New rows get the keys that follow the highest one, as on SQLite. */
function restart(table: Table): string {
  const [key, ...more] = table.primaryKey;
  if (key === undefined || more.length > 0 || key.foreignKeys.length > 0 || key.type.affinity !== 'integer') return 'SELECT 1';
  return `SELECT setval(pg_get_serial_sequence('${table.name}', '${key.name}'), coalesce((SELECT max(${key.name}) FROM ${table.name}), 0) + 1, false)`;
}

const asText = Object.fromEntries([1082, 1083, 1114, 1184, 1186, 1700, 114, 3802].map((oid) => [oid, (text: string) => text]));

/** A value of the driver as SQLite would have stored it. */
function cell(value: unknown): Json {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : { __int__: String(value) };
  if (value instanceof Uint8Array) return { __bytes__: Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(value)) {
    const [seconds, fraction = ''] = value.split('.');
    return `${seconds}.${fraction.padEnd(6, '0')}`;
  }
  return value as Json;
}
