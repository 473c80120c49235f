import { ArgumentError } from '../errors.ts';
import type { CacheKey } from '../sql/cache-key.ts';
import type { ColumnClause } from '../sql/column-clause.ts';
import { type AnyColumns, TableClause } from '../sql/from-clause.ts';
import { keyTo } from '../sql/protocol.ts';
// The whole language stands behind the columns of a table: `users.c.name.eq(…)`.
import '../sql/sql.ts';
import { Column } from './column.ts';
import {
  type ColumnArgument,
  Constraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  splitOptions,
  UniqueConstraint,
} from './constraints.ts';
import type { ForeignKey } from './foreign-key.ts';
import type { MetaData } from './metadata.ts';
import { type DialectOptions, nextCreationOrder } from './schema-item.ts';
import { Index } from './table-index.ts';
import { typeConstraint } from './type-constraint.ts';

/** Options of a table. Those of one dialect begin with its name: `sqliteAutoincrement`, `sqliteWithRowid`, `mysqlEngine`. */
export interface TableOptions extends DialectOptions {
  readonly schema?: string | null;
  readonly comment?: string | null;
  /** Always or never quote the name. */
  readonly quote?: boolean | null;
  /** Words between CREATE and TABLE: `['TEMPORARY']`. */
  readonly prefixes?: readonly string[];
  /** A table of this name that is there already is returned as it is, or changed by what is given. */
  readonly keepExisting?: boolean;
  readonly extendExisting?: boolean;
  readonly info?: Record<string, unknown>;
}

/** A table whose columns nothing is known of in types. */
export type AnyTable = Table<any, any>;

/** What stands in a table: columns (with the key they have, or by themselves), constraints, indexes. */
export type TableItem = Column | readonly [key: string, column: Column] | Constraint | Index;

/**
 * A table and everything known of it.
 *
 * ```ts
 * const users = new Table('users', metadata, new Column('id', Integer, { primaryKey: true }), new Column('name', String(64)));
 * ```
 */
export class Table<C = AnyColumns, Name extends string = string> extends TableClause<C, Name> {
  readonly metadata: MetaData;
  readonly options: TableOptions;
  comment: string | null;
  readonly quote: boolean | null;
  readonly info: Record<string, unknown>;
  /** Constraints in the order they were made, the primary key among them. */
  readonly constraints: Constraint[] = [];
  readonly indexes: Index[] = [];
  /** Unlike any other table's. */
  readonly serial = nextCreationOrder();
  /** The primary key as a constraint; `primaryKey` is the list of its columns. */
  primaryKeyConstraint: PrimaryKeyConstraint;

  /**
   * Declares a table and registers it with `metadata`.
   *
   * @throws InvalidRequestError when the metadata has a table of this name (unless `extendExisting`)
   * @throws ArgumentError when a constraint names a column that is not there
   */
  constructor(name: Name, metadata: MetaData, ...args: readonly (TableItem | TableOptions)[]) {
    if (typeof name !== 'string' || name === '')
      throw new ArgumentError(`a table needs a name: Table('users', metadata, …), not ${String(name)}`);
    const [items, options] = splitOptions<TableOptions>(args);
    const schema = options.schema === undefined ? metadata.schema : options.schema;
    super(name, [], schema);
    this.metadata = metadata;
    this.options = options;
    this.comment = options.comment ?? null;
    this.quote = options.quote ?? null;
    this.info = options.info ?? {};
    this.primaryKeyConstraint = new PrimaryKeyConstraint();
    metadata.checkFree(this.key);
    this.#takeConstraint(this.primaryKeyConstraint);
    this.#takeAll(items as TableItem[]);
    metadata.register(this);
  }

  override get isPermanent(): boolean {
    return true;
  }

  override get columnList(): readonly Column[] {
    return this.ownColumns as Column[];
  }

  /** The columns of the primary key, in the order of the key. */
  override get primaryKey(): readonly Column[] {
    return this.primaryKeyConstraint.columns;
  }

  override get foreignKeys(): readonly ForeignKey[] {
    return this.columnList.flatMap((column) => column.foreignKeys);
  }

  /** Two tables of one name in two metadata are two tables to a cache of statements. */
  override [keyTo](key: CacheKey): void {
    key.put('T');
    key.putNumber(this.serial);
  }

  /** Name with schema: the key in `metadata.tables`. */
  get key(): string {
    return tableKey(this.name, this.schema);
  }

  /** The foreign key constraints, in order of declaration. */
  get foreignKeyConstraints(): readonly ForeignKeyConstraint[] {
    return this.constraints.filter((constraint) => constraint instanceof ForeignKeyConstraint);
  }

  /** The constraints and indexes as DDL writes them: the primary key first, then in the order they were made. */
  get sortedConstraints(): readonly Constraint[] {
    const rest = this.constraints.filter((constraint) => constraint !== this.primaryKeyConstraint);
    return [this.primaryKeyConstraint, ...rest.sort((a, b) => a.creationOrder - b.creationOrder)];
  }

  /** The column whose values the database counts up, or `null`. @throws ArgumentError as PrimaryKeyConstraint.autoincrementColumn */
  get autoincrementColumn(): Column | null {
    return this.primaryKeyConstraint.autoincrementColumn;
  }

  /**
   * Adds a column, with the index, the unique constraint and the foreign keys it asks for. A column of the same key is replaced.
   *
   * @throws ArgumentError when the column has no name or belongs to another table
   */
  override appendColumn(column: ColumnClause<any, any>, key?: string): void {
    if (!(column instanceof Column)) throw new ArgumentError(`table '${this.name}' takes Column objects, not ${String(column)}`);
    if (key !== undefined) column.nameAs(key);
    if (!column.isNamed) throw new ArgumentError(`a column of table '${this.name}' has no name: Column('name', String(64))`);
    if (column.table && column.table !== this) {
      throw new ArgumentError(
        `Column object '${column.name}' already assigned to Table '${column.table.name}': give each table its own, a copy by column.unattachedCopy()`,
      );
    }
    const place = this.columnList.findIndex((other) => other.key === column.key);
    const before = this.columnList[place];
    if (before === column) return;
    super.appendColumn(column);
    if (before) this.#replace(place, before, column);
    if (column.primaryKey) this.primaryKeyConstraint.addColumn(column);
    this.#takeRequests(column);
    if (this.metadata.tables.get(this.key) === this) this.metadata.resolveTypes(this);
  }

  /** Adds a constraint; one that is here already stays. @throws ArgumentError when it names a column that is not there */
  appendConstraint(constraint: Constraint): void {
    if (constraint.table === this) return;
    if (constraint.table)
      throw new ArgumentError(`this ${constraint.constructor.name} belongs to table '${constraint.table.name}' already`);
    if (constraint instanceof PrimaryKeyConstraint) this.#replacePrimaryKey(constraint);
    else this.#takeConstraint(constraint);
  }

  /** Adds an index; one that is here already stays. @throws ArgumentError when it names a column that is not there */
  appendIndex(index: Index): void {
    if (index.table === this) return;
    if (index.table) throw new ArgumentError(`the index '${index.name}' belongs to table '${index.table.name}' already`);
    index.attach(this);
    this.indexes.push(index);
  }

  /** @internal The column an argument means. @throws ArgumentError when it is not there */
  columnOf(argument: ColumnArgument, what: string): Column {
    const columns = this.columnList;
    const found =
      typeof argument === 'string'
        ? (columns.find((column) => column.key === argument) ?? columns.find((column) => column.name === argument))
        : columns.find((column) => column === argument);
    if (found) return found;
    const name = typeof argument === 'string' ? argument : argument.name;
    throw new ArgumentError(`Can't create ${what} on table '${this.name}': no column named '${name}' is present.`);
  }

  override toString(): string {
    return this.key;
  }

  #takeAll(items: readonly TableItem[]): void {
    for (const item of items) {
      if (item instanceof Column) this.appendColumn(item);
      else if (Array.isArray(item)) this.appendColumn(item[1] as Column, item[0] as string);
    }
    for (const item of items) {
      if (item instanceof Constraint) this.appendConstraint(item);
      else if (item instanceof Index) this.appendIndex(item);
      else if (!(item instanceof Column) && !Array.isArray(item)) {
        throw new ArgumentError(`Table '${this.name}' takes columns, constraints and indexes, not ${String(item)}`);
      }
    }
  }

  #takeRequests(column: Column): void {
    if (column.index) this.appendIndex(new Index(null, column.key, { unique: column.unique }));
    else if (column.unique) this.#takeConstraint(new UniqueConstraint(column.key));
    for (const key of column.foreignKeys) this.#constrainBy(column, key);
    const check = typeConstraint(column);
    if (check) this.#takeConstraint(check);
    if (column.sequence) this.metadata.registerSequence(column.sequence);
  }

  /** A foreign key written with its column becomes a constraint of one column. */
  #constrainBy(column: Column, key: ForeignKey): void {
    if (key.constraint) return;
    this.#takeConstraint(new ForeignKeyConstraint([column.key], [key.targetFullname], key.options, [key]));
  }

  #takeConstraint(constraint: Constraint): void {
    constraint.attach(this);
    this.constraints.push(constraint);
  }

  #replacePrimaryKey(constraint: PrimaryKeyConstraint): void {
    const place = this.constraints.indexOf(this.primaryKeyConstraint);
    constraint.attach(this);
    this.constraints[place] = constraint;
    this.primaryKeyConstraint = constraint;
  }

  /** The new column takes the old one's place; what the old one brought along goes with it. */
  #replace(place: number, column: Column, replacement: Column): void {
    this.ownColumns.pop();
    this.ownColumns[place] = replacement;
    column.table = null;
    this.primaryKeyConstraint.forgetColumn(column);
    const isGone = (columns: readonly Column[]): boolean => columns.length === 1 && columns[0] === column;
    remove(this.constraints, (constraint) => constraint !== this.primaryKeyConstraint && isGone(constraint.columns));
    remove(this.indexes, (index) => isGone(index.columns));
  }
}

function remove<T>(list: T[], isGone: (item: T) => boolean): void {
  for (let index = list.length - 1; index >= 0; index -= 1) if (isGone(list[index]!)) list.splice(index, 1);
}

/** @internal `schema.name`, or `name` without a schema. */
function tableKey(name: string, schema: string | null): string {
  return schema === null ? name : `${schema}.${name}`;
}
