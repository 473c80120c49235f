import { ArgumentError } from '../errors.ts';
import type { ClauseElement } from '../sql/clause-element.ts';
import type { TypeEngine } from '../sql/types/type-engine.ts';
import type { Column } from './column.ts';
import { ForeignKey, type ForeignKeyOptions, type ForeignKeyTarget } from './foreign-key.ts';
import { conventionalName, DEFAULT_NAMING_CONVENTION, type GivenName, type NamedKind, type NamingFacts } from './naming.ts';
import { type DialectOptions, SchemaItem } from './schema-item.ts';
import type { AnyTable } from './table.ts';

/** What every constraint may be given. */
export interface ConstraintOptions extends DialectOptions {
  readonly name?: GivenName;
  readonly deferrable?: boolean | null;
  /** `'DEFERRED'` or `'IMMEDIATE'`. */
  readonly initially?: string | null;
  readonly comment?: string | null;
  readonly info?: Record<string, unknown>;
}

/** A column by name, or itself. */
export type ColumnArgument = string | Column;

/** A rule that the database enforces. */
export abstract class Constraint extends SchemaItem {
  abstract readonly kind: NamedKind;
  readonly options: ConstraintOptions;
  readonly deferrable: boolean | null;
  readonly initially: string | null;
  readonly comment: string | null;

  constructor(options: ConstraintOptions = {}) {
    super();
    this.options = options;
    this.deferrable = options.deferrable ?? null;
    this.initially = options.initially ?? null;
    this.comment = options.comment ?? null;
  }

  /** The columns it is about. */
  abstract get columns(): readonly Column[];

  /**
   * Its name in the database; `null` where it has none.
   *
   * @throws InvalidRequestError when the naming convention cannot be applied
   */
  get name(): string | null {
    return conventionalName(this.options.name, this.convention, () => this.namingFacts(), this.kind);
  }

  /** @internal The name as it was given, without a convention. */
  get givenName(): string | null {
    return this.options.name == null ? null : String(this.options.name);
  }

  /** An unattached copy, for another table with equal columns. */
  abstract copy(): Constraint;

  protected get convention() {
    return this.table?.metadata.namingConvention ?? DEFAULT_NAMING_CONVENTION;
  }

  protected namingFacts(): NamingFacts {
    return {
      kind: this.kind,
      ...tableFacts(this.table),
      columns: this.columns,
      constraintName: this.givenName,
      referredTableName: null,
      referredColumns: [],
    };
  }
}

/** @internal */
export function tableFacts(table: AnyTable | null): Pick<NamingFacts, 'tableName' | 'tableLabel'> {
  const name = table?.name ?? '';
  return { tableName: name, tableLabel: table?.schema ? `${table.schema}_${name}` : name };
}

/** A constraint over columns of its table. */
export abstract class ColumnConstraint extends Constraint {
  readonly #given: readonly ColumnArgument[];
  #columns: readonly Column[] = [];

  constructor(given: readonly ColumnArgument[], options: ConstraintOptions) {
    super(options);
    this.#given = given;
  }

  override get columns(): readonly Column[] {
    return this.#columns;
  }

  /** @internal Names or columns, as they were given. */
  protected get given(): readonly ColumnArgument[] {
    return this.#given;
  }

  /** @throws ArgumentError when the table has no such column */
  override attach(table: AnyTable): void {
    super.attach(table);
    this.#columns = this.#given.map((column) => table.columnOf(column, this.constructor.name));
  }

  /** @internal Joins the table at once where all columns have one. */
  protected attachByColumns(): void {
    const table = commonTable(this.#given);
    table?.appendConstraint(this);
  }
}

/** @internal The table all given columns belong to, if they are columns and have one. */
function commonTable(given: readonly unknown[]): AnyTable | null {
  const tables = new Set(given.map((column) => (typeof column === 'object' && column !== null ? (column as Column).table : null)));
  const [table] = tables;
  return tables.size === 1 && table ? (table as AnyTable) : null;
}

/** Separates trailing options from columns. */
export function splitOptions<O extends object>(args: readonly unknown[], optional = true): [items: unknown[], options: O] {
  const last = args.at(-1);
  if (optional && isPlainObject(last)) return [args.slice(0, -1), last as O];
  return [[...args], {} as O];
}

/** @internal */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function checkColumns(items: readonly unknown[], what: string): ColumnArgument[] {
  for (const item of items) {
    if (typeof item !== 'string' && !(typeof item === 'object' && item !== null && 'name' in item)) {
      throw new ArgumentError(`${what} takes names of columns or columns, not ${String(item)}`);
    }
  }
  return items as ColumnArgument[];
}

/** The primary key of a table: `new PrimaryKeyConstraint('id')`. */
export class PrimaryKeyConstraint extends ColumnConstraint {
  override readonly kind = 'pk';
  #implicit: Column[] | null = null;

  constructor(...args: readonly (ColumnArgument | ConstraintOptions)[]) {
    const [items, options] = splitOptions<ConstraintOptions>(args);
    super(checkColumns(items, 'PrimaryKeyConstraint'), options);
    this.attachByColumns();
  }

  override get columns(): readonly Column[] {
    return this.#implicit ?? super.columns;
  }

  override attach(table: AnyTable): void {
    super.attach(table);
    if (this.given.length === 0) this.#implicit = [];
    const named = super.columns;
    for (const column of named) column.becomePrimaryKey();
    // A key that names no columns consists of those that say it of themselves.
    if (this.#implicit) this.#implicit = table.columnList.filter((column) => column.primaryKey);
  }

  /** @internal A column that says of itself that it is part of the key. */
  addColumn(column: Column): void {
    if (this.#implicit && !this.#implicit.includes(column)) this.#implicit.push(column);
  }

  /** @internal */
  forgetColumn(gone: Column): void {
    if (this.#implicit) this.#implicit = this.#implicit.filter((column) => column !== gone);
  }

  /**
   * The column whose values the database counts up, `null` where there is none: the only integer of the key, without a default or a foreign key,
   * or the one that says `autoincrement: true`.
   *
   * @throws ArgumentError when several columns say it, or one whose type cannot count
   */
  get autoincrementColumn(): Column | null {
    const [first, second] = this.columns;
    if (first && !second && first.autoincrement !== true) {
      return first.autoincrement !== false && countsByItself(first) ? first : null;
    }
    const asked = this.columns.filter((column) => column.autoincrement === true);
    if (asked.length > 1) {
      throw new ArgumentError(
        `only one column of table '${this.table?.name}' may say autoincrement: ${asked.map((c) => c.name).join(', ')} do`,
      );
    }
    const column = asked[0] ?? null;
    if (column && !isCountable(column.type)) {
      throw new ArgumentError(`the type ${column.type} of column '${column.name}' cannot count: autoincrement needs an integer type`);
    }
    return column;
  }

  override copy(): PrimaryKeyConstraint {
    return new PrimaryKeyConstraint(...this.columns.map((column) => column.name), this.options);
  }
}

function isCountable(type: TypeEngine): boolean {
  return type.affinity === 'integer' || type.affinity === 'numeric' || type.affinity === 'float';
}

function countsByItself(column: Column): boolean {
  if (!isCountable(column.type) || (column.default !== null && column.sequence !== column.default)) return false;
  if (column.serverDefault !== null && !column.generatedIdentity) return false;
  return column.foreignKeys.length === 0 || column.autoincrement === 'ignoreFk';
}

/** No two rows have the same values in these columns: `new UniqueConstraint('a', 'b', { name: 'uq_ab' })`. */
export class UniqueConstraint extends ColumnConstraint {
  override readonly kind = 'uq';

  constructor(...args: readonly (ColumnArgument | ConstraintOptions)[]) {
    const [items, options] = splitOptions<ConstraintOptions>(args);
    super(checkColumns(items, 'UniqueConstraint'), options);
    this.attachByColumns();
  }

  override copy(): UniqueConstraint {
    return new UniqueConstraint(...this.given.map((column) => (typeof column === 'string' ? column : column.key)), this.options);
  }
}

/** Every row satisfies a condition: `new CheckConstraint('price > 0')`, or an expression over the table's columns. */
export class CheckConstraint extends Constraint {
  override readonly kind = 'ck';
  /** SQL text, or an expression. */
  readonly sqltext: string | ClauseElement;
  /** The type that wants it (Boolean and Enum on databases that do not know them), `null` for one written by hand. */
  readonly fromType: TypeEngine | null;
  #columns: readonly Column[] = [];

  constructor(sqltext: string | ClauseElement, options: ConstraintOptions & { readonly fromType?: TypeEngine | null } = {}) {
    super(options);
    if (sqltext === undefined || sqltext === null || sqltext === '') {
      throw new ArgumentError("CheckConstraint needs a condition: CheckConstraint('price > 0')");
    }
    this.sqltext = sqltext;
    this.fromType = options.fromType ?? null;
  }

  override get columns(): readonly Column[] {
    return this.#columns;
  }

  /** @internal The one column of a constraint that a type or a column brings along. */
  aboutColumn(column: Column): this {
    this.#columns = [column];
    return this;
  }

  override copy(): CheckConstraint {
    return new CheckConstraint(this.sqltext, { ...this.options, fromType: this.fromType });
  }
}

/** Columns that refer to columns of another table: `new ForeignKeyConstraint(['x', 'y'], ['p.a', 'p.b'])`. */
export class ForeignKeyConstraint extends ColumnConstraint {
  override readonly kind = 'fk';
  readonly elements: readonly ForeignKey[];
  readonly ondelete: string | null;
  readonly onupdate: string | null;
  readonly match: string | null;
  readonly useAlter: boolean;
  readonly #fkOptions: ForeignKeyOptions;

  /** @throws ArgumentError when the two lists differ in length or are empty */
  constructor(
    columns: readonly ColumnArgument[],
    refcolumns: readonly ForeignKeyTarget[],
    options: ForeignKeyOptions = {},
    elements?: readonly ForeignKey[],
  ) {
    super(checkColumns(columns, 'ForeignKeyConstraint'), options);
    if (columns.length !== refcolumns.length || columns.length === 0) {
      throw new ArgumentError(
        `ForeignKeyConstraint number of constrained columns must match the number of referenced columns: there are ${columns.length} and ${refcolumns.length}`,
      );
    }
    this.elements = elements ?? refcolumns.map((target) => new ForeignKey(target, options));
    this.ondelete = options.ondelete ?? null;
    this.onupdate = options.onupdate ?? null;
    this.match = options.match ?? null;
    this.useAlter = options.useAlter ?? false;
    this.#fkOptions = options;
    for (const element of this.elements) element.joinConstraint(this);
    if (!elements) this.attachByColumns();
  }

  override attach(table: AnyTable): void {
    super.attach(table);
    for (const [index, element] of this.elements.entries()) this.columns[index]!.takeForeignKey(element);
  }

  /**
   * The table referred to.
   *
   * @throws NoReferencedTableError, NoReferencedColumnError when it is not there
   */
  get referredTable(): AnyTable {
    return this.elements[0]!.column.table as AnyTable;
  }

  /** Name (with schema) of the table referred to, without asking whether it is there. */
  get referredTableKey(): string {
    return this.elements[0]!.targetTableKey;
  }

  protected override namingFacts(): NamingFacts {
    return {
      ...super.namingFacts(),
      referredTableName: this.referredTableKey.split('.').at(-1)!,
      referredColumns: this.elements.map((element) => element.targetColumnName ?? element.parent.name),
    };
  }

  override copy(): ForeignKeyConstraint {
    return new ForeignKeyConstraint(
      this.given.map((column) => (typeof column === 'string' ? column : column.key)),
      this.elements.map((element) => element.targetFullname),
      this.#fkOptions,
    );
  }
}
