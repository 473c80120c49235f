import { ArgumentError, NoReferencedColumnError, NoReferencedTableError } from '../errors.ts';
import type { Column } from './column.ts';
import type { ForeignKeyConstraint } from './constraints.ts';
import type { GivenName } from './naming.ts';
import type { DialectOptions } from './schema-item.ts';
import type { AnyTable } from './table.ts';

/** What happens to a row when the row it refers to goes or changes its key. */
export type ReferentialAction = 'CASCADE' | 'SET NULL' | 'SET DEFAULT' | 'RESTRICT' | 'NO ACTION' | (string & {});

/** Options of a foreign key. */
export interface ForeignKeyOptions extends DialectOptions {
  readonly name?: GivenName;
  readonly ondelete?: ReferentialAction | null;
  readonly onupdate?: ReferentialAction | null;
  readonly deferrable?: boolean | null;
  /** `'DEFERRED'` or `'IMMEDIATE'`. */
  readonly initially?: string | null;
  readonly match?: string | null;
  /** Made by ALTER TABLE after all tables, where the database can: needed for tables that refer to each other. */
  readonly useAlter?: boolean;
  readonly comment?: string | null;
  readonly info?: Record<string, unknown>;
}

/** What a foreign key refers to: `'table.column'`, `'schema.table.column'`, a column, or a function that gives one. */
export type ForeignKeyTarget = string | Column | (() => Column);

/** Tells a foreign key from everything else a column takes, in types. */
declare const foreignKeyBrand: unique symbol;

/** One column that refers to a column of another table: `Column('role_id', Integer, new ForeignKey('roles.id'))`. */
export class ForeignKey {
  declare readonly [foreignKeyBrand]: true;
  readonly options: ForeignKeyOptions;
  readonly #target: ForeignKeyTarget;
  #parent: Column | null = null;
  #constraint: ForeignKeyConstraint | null = null;
  #column: Column | null = null;

  /** @throws ArgumentError when the target is neither text nor a column */
  constructor(target: ForeignKeyTarget, options: ForeignKeyOptions = {}) {
    if (typeof target === 'string' ? target === '' : !isColumn(target) && typeof target !== 'function') {
      throw new ArgumentError(`ForeignKey refers to a column: ForeignKey('roles.id') or ForeignKey(roles.c.id), not ${String(target)}`);
    }
    this.#target = target;
    this.options = options;
  }

  /** The column that refers; `null` until a column takes the key. */
  get parent(): Column {
    if (this.#parent === null) throw new ArgumentError(`the ForeignKey to '${this.targetFullname}' belongs to no column yet`);
    return this.#parent;
  }

  /** The constraint it is a part of; `null` until a table takes the column. */
  get constraint(): ForeignKeyConstraint | null {
    return this.#constraint;
  }

  /** `'roles.id'`. */
  get targetFullname(): string {
    const target = this.#resolveTarget();
    if (typeof target !== 'string') return `${target.table ? `${target.table.fullname}.` : ''}${target.key}`;
    const schema = this.#parent?.table?.metadata.schema;
    return schema != null && target.split('.').length < 3 ? `${schema}.${target}` : target;
  }

  /** Key of the referred table in its metadata (`schema.table`), without asking whether it is there. */
  get targetTableKey(): string {
    const target = this.#resolveTarget();
    if (typeof target !== 'string') return target.table?.key ?? '';
    return this.#split().table;
  }

  /** Name of the referred column, `null` where the target named only a table. */
  get targetColumnName(): string | null {
    const target = this.#resolveTarget();
    return typeof target === 'string' ? this.#split().column : target.name;
  }

  /**
   * The column referred to.
   *
   * @throws NoReferencedTableError, NoReferencedColumnError when it is not (yet) in the same metadata
   */
  get column(): Column {
    this.#column ??= this.#findColumn();
    return this.#column;
  }

  /** The column referred to, or `null` as long as it is not there. */
  get columnIfKnown(): Column | null {
    const target = this.#resolveTarget();
    if (typeof target !== 'string') return target;
    const { table, column } = this.#split();
    return findColumn(this.#parent?.table?.metadata.tables.get(table), column ?? this.#parent!.key);
  }

  /** True where the key refers to a column of `table`. */
  references(table: AnyTable): boolean {
    return this.columnIfKnown?.table === table;
  }

  /** A key of its own with the same target; `schema` moves it. */
  copy(): ForeignKey {
    return new ForeignKey(this.#target, this.options);
  }

  /** @internal */
  attachTo(column: Column): void {
    this.#parent = column;
  }

  /** @internal */
  joinConstraint(constraint: ForeignKeyConstraint): void {
    this.#constraint = constraint;
  }

  /** Functions are called once, when the target is needed: the table may be declared further down. */
  #resolved: string | Column | null = null;
  #resolveTarget(): string | Column {
    if (typeof this.#target !== 'function') return this.#target;
    this.#resolved ??= (this.#target as () => Column)();
    if (!isColumn(this.#resolved))
      throw new ArgumentError('the function given to ForeignKey must return a column, such as () => roles.c.id');
    return this.#resolved;
  }

  #findColumn(): Column {
    const found = this.columnIfKnown;
    if (found) return found;
    const { table, column } = this.#split();
    const parent = this.#parent;
    const from = parent ? `${parent.table ? `${parent.table.name}.` : ''}${parent.name}` : '?';
    if (!parent?.table?.metadata.tables.has(table)) {
      throw new NoReferencedTableError(
        `Foreign key associated with column '${from}' could not find table '${table}' with which to generate a foreign key to target column '${column ?? 'None'}'`,
        table,
      );
    }
    throw new NoReferencedColumnError(
      `Could not initialize target column for ForeignKey '${this.targetFullname}' on table '${parent.table.name}': table '${table}' has no column named '${column ?? parent.key}'`,
      table,
      column ?? parent.key,
    );
  }

  /** `table` or `table.column` or `schema.table.column`; a schema may hold dots itself. */
  #split(): { table: string; column: string | null } {
    const parts = (this.#resolveTarget() as string).split('.');
    if (parts.length === 1) return { table: this.#withSchema(parts[0]!), column: null };
    const column = parts.pop()!;
    return { table: parts.length === 1 ? this.#withSchema(parts[0]!) : parts.join('.'), column };
  }

  #withSchema(table: string): string {
    const schema = this.#parent?.table?.metadata.schema;
    return schema == null ? table : `${schema}.${table}`;
  }
}

function findColumn(table: AnyTable | undefined, name: string): Column | null {
  if (!table) return null;
  return table.columnList.find((column) => column.key === name) ?? table.columnList.find((column) => column.name === name) ?? null;
}

/** Columns are known by a symbol: their class lives on top of this one. */
export const isColumnMark: unique symbol = Symbol('Column');

function isColumn(value: unknown): value is Column {
  return typeof value === 'object' && value !== null && isColumnMark in value;
}
