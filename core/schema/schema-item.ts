import type { AnyTable } from './table.ts';

let created = 0;

/** A number that grows: constraints are written in the order in which they were made. */
export function nextCreationOrder(): number {
  created += 1;
  return created;
}

/** Options whose names begin with a dialect's: `sqliteAutoincrement`, `postgresqlWhere`. Other dialects pass over them. */
export type DialectOptions = { readonly [option: `sqlite${string}` | `postgresql${string}` | `mysql${string}`]: unknown };

/** Something that may stand in a table beside its columns. */
export abstract class SchemaItem {
  /** @internal */
  readonly creationOrder = nextCreationOrder();
  #table: AnyTable | null = null;

  /** The table it belongs to; `null` until a table takes it. */
  get table(): AnyTable | null {
    return this.#table;
  }

  /** @internal Called once, by the table. */
  attach(table: AnyTable): void {
    this.#table = table;
  }
}
