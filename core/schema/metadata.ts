import { InvalidRequestError } from '../errors.ts';
import { nullType } from '../sql/types/null-type.ts';
import { type CreateOptions, createAll, dropAll } from './create-all.ts';
import type { Sequence } from './generated.ts';
import { DEFAULT_NAMING_CONVENTION, type NamingConvention } from './naming.ts';
import type { SchemaAnswer, SchemaMode, SchemaRunner } from './schema-target.ts';
import { sortTables } from './sort-tables.ts';
import type { AnyTable } from './table.ts';

/** What all tables of a metadata have in common. */
export interface MetaDataOptions {
  /** The schema of tables that name none. */
  readonly schema?: string | null;
  readonly namingConvention?: NamingConvention;
  readonly info?: Record<string, unknown>;
}

/** A set of tables that may refer to each other. */
export class MetaData {
  readonly schema: string | null;
  readonly namingConvention: NamingConvention;
  readonly info: Record<string, unknown>;
  readonly #tables = new Map<string, AnyTable>();
  readonly #sequences = new Map<string, Sequence>();

  constructor(options: MetaDataOptions = {}) {
    this.schema = options.schema ?? null;
    this.namingConvention = { ...DEFAULT_NAMING_CONVENTION, ...options.namingConvention };
    this.info = options.info ?? {};
  }

  /** The tables by key (name, or `schema.name`), in order of declaration. */
  get tables(): ReadonlyMap<string, AnyTable> {
    return this.#tables;
  }

  /** The sequences by key. */
  get sequences(): ReadonlyMap<string, Sequence> {
    return this.#sequences;
  }

  /**
   * The tables by name, each after those it refers to.
   *
   * @throws NoReferencedTableError when a foreign key refers to a table that is not here
   */
  get sortedTables(): readonly AnyTable[] {
    return sortTables([...this.#tables.values()].sort((a, b) => (a.key < b.key ? -1 : 1)));
  }

  /** Takes a table out; tables that refer to it keep their foreign keys. */
  remove(table: AnyTable): void {
    if (this.#tables.get(table.key) === table) this.#tables.delete(table.key);
  }

  /** Takes all tables out. */
  clear(): void {
    this.#tables.clear();
    this.#sequences.clear();
  }

  /**
   * Creates all tables that the database does not have, those referred to first, in one transaction.
   *
   * @example metadata.createAll(engine) // PRAGMA main.table_info("roles") … CREATE TABLE roles ( … )
   * @throws NoReferencedTableError when a foreign key refers to a table that is not here
   * @throws DBAPIError by what the database says; nothing is created then
   */
  createAll<M extends SchemaMode>(runner: SchemaRunner<M>, options?: CreateOptions): SchemaAnswer<M, void> {
    return runner.runSchema((target) => createAll(target, this, options));
  }

  /**
   * Drops all tables that the database has, those that refer to others first, in one transaction.
   *
   * @throws CircularDependencyError when unnamed foreign keys form a circle and the database enforces them
   */
  dropAll<M extends SchemaMode>(runner: SchemaRunner<M>, options?: CreateOptions): SchemaAnswer<M, void> {
    return runner.runSchema((target) => dropAll(target, this, options));
  }

  /** @internal @throws InvalidRequestError when a table of this key is here */
  checkFree(key: string): void {
    if (!this.#tables.has(key)) return;
    throw new InvalidRequestError(
      `Table '${key}' is already defined for this MetaData instance. Give one of them another name, or take the old one out by metadata.remove(table).`,
    );
  }

  /** @internal */
  register(table: AnyTable): void {
    this.#tables.set(table.key, table);
    this.resolveTypes(table);
  }

  /** @internal */
  registerSequence(sequence: Sequence): void {
    this.#sequences.set(sequence.key, sequence);
  }

  /** @internal Columns without a type take the type of the column they refer to, as soon as that is known. */
  resolveTypes(changed: AnyTable): void {
    const open = [...new Set([changed, ...this.#tables.values()])].flatMap((table) =>
      table.columnList.filter((column) => column.isTypeOpen),
    );
    let progress = open.length > 0;
    while (progress) {
      progress = false;
      for (const column of open) {
        const referred = column.foreignKeys.map((key) => key.columnIfKnown).find((found) => found && found.type !== nullType);
        if (!referred || !column.isTypeOpen) continue;
        column.type = referred.type;
        progress = true;
      }
    }
  }

  toString(): string {
    return 'MetaData()';
  }
}
