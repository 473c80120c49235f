import { ArgumentError } from '../errors.ts';
import { ClauseElement } from '../sql/clause-element.ts';
import { ColumnClause } from '../sql/column-clause.ts';
import { nullType } from '../sql/types/null-type.ts';
import { isTypeArg, type TypeArg, type TypeEngine, toType } from '../sql/types/type-engine.ts';
import { CheckConstraint, isPlainObject } from './constraints.ts';
import { ForeignKey, isColumnMark } from './foreign-key.ts';
import { Computed, DefaultClause, FetchedValue, Identity, Sequence, type ServerDefault } from './generated.ts';
import type { DialectOptions } from './schema-item.ts';
import type { AnyTable } from './table.ts';

/** What a default function may look at: the values of the row that is being written. */
export interface DefaultContext {
  /** The parameters of the current row by column key, also those given by other defaults before. */
  getCurrentParameters(): Readonly<Record<string, any>>;
}

/** A value, a function that gives one, or an SQL expression. */
export type ColumnDefault<In = any> = In | ((context: DefaultContext) => In) | ClauseElement | Sequence;

/** Options of a column. */
export interface ColumnOptions<In = any> extends DialectOptions {
  readonly primaryKey?: boolean;
  readonly unique?: boolean | null;
  readonly index?: boolean | null;
  readonly nullable?: boolean;
  /** Used by INSERT where no value is given: a value, a function, an expression. */
  readonly default?: ColumnDefault<In>;
  /** Used by UPDATE where no value is given. */
  readonly onupdate?: ColumnDefault<In>;
  /** Written into the table's DDL: a string is a literal value, `text('…')` and functions are SQL. */
  readonly serverDefault?: ServerDefault | FetchedValue;
  readonly serverOnupdate?: FetchedValue;
  /** `'auto'`: the only integer of the key counts by itself. `true` also in a key of several columns; `false` never. */
  readonly autoincrement?: boolean | 'auto' | 'ignoreFk';
  readonly comment?: string | null;
  /** The name under `table.c`, where it differs from the name in the database. */
  readonly key?: string;
  /** Always or never quote the name. */
  readonly quote?: boolean | null;
  readonly info?: Record<string, unknown>;
  /** What a higher floor keeps with the column (`deferred`, `group`). */
  readonly [option: string]: any;
}

/** What may be given to a column besides name, type and options. */
export type ColumnItem = ForeignKey | CheckConstraint | Computed | Identity | Sequence | FetchedValue;

/** Arguments of a column: `[name], [type], …items, [options]`. */
export type ColumnArguments = readonly (string | null | TypeArg | ColumnItem | ColumnOptions)[];

interface ParsedColumn {
  name: string | null;
  type: TypeEngine | null;
  items: ColumnItem[];
  options: ColumnOptions;
}

/**
 * A column of a table: `new Column('name', String(64), { unique: true })`.
 *
 * It belongs to nobody until a {@link Table} takes it. A column without a type takes the type of the column it refers to.
 */
export class Column<Out = any, In = any, Name extends string = string, TableName extends string = string> extends ColumnClause<
  Out,
  In,
  Name,
  TableName
> {
  readonly [isColumnMark] = true;
  /** As it was given. */
  readonly options: ColumnOptions;
  readonly unique: boolean;
  readonly index: boolean;
  readonly default: ColumnDefault | null;
  readonly onupdate: ColumnDefault | null;
  readonly serverDefault: FetchedValue | null;
  readonly serverOnupdate: FetchedValue | null;
  readonly autoincrement: boolean | 'auto' | 'ignoreFk';
  readonly comment: string | null;
  readonly quote: boolean | null;
  readonly info: Record<string, unknown>;
  readonly computed: Computed | null;
  /** GENERATED … AS IDENTITY, where the column asks for it. */
  readonly generatedIdentity: Identity | null;
  readonly sequence: Sequence | null;
  /** CHECK constraints written with the column. */
  readonly constraints: readonly CheckConstraint[];
  /** @internal The items it was made with, for copies. */
  readonly items: readonly ColumnItem[];
  /** The table, where one has taken the column. */
  declare table: AnyTable | null;
  #hasOwnName: boolean;
  #foreignKeys: readonly ForeignKey[] = [];

  /**
   * @param args - `[name], [type], …(ForeignKey | CheckConstraint | Computed | Identity | Sequence), [options]`
   * @throws ArgumentError for anything else, and for options that contradict each other
   */
  constructor(...args: ColumnArguments) {
    const { name, type, items, options } = parseArguments(args);
    super(name ?? options.key ?? '', type);
    const find = <T extends ColumnItem>(kind: abstract new (...args: any[]) => T): T | null =>
      (items.find((item) => item instanceof kind) as T | undefined) ?? null;
    this.#hasOwnName = name !== null;
    this.options = options;
    this.items = items;
    if (options.key !== undefined) this.key = options.key;
    this.primaryKey = options.primaryKey ?? false;
    this.generatedIdentity = find(Identity);
    this.computed = find(Computed);
    this.sequence = find(Sequence) ?? (options.default instanceof Sequence ? options.default : null);
    this.nullable =
      options.nullable ??
      !(this.primaryKey || this.generatedIdentity?.onNull === false || (this.generatedIdentity && !this.generatedIdentity.onNull));
    this.unique = options.unique ?? false;
    this.index = options.index ?? false;
    this.default = options.default === undefined ? this.sequence : options.default;
    this.onupdate = options.onupdate ?? null;
    this.serverDefault =
      this.computed ?? this.generatedIdentity ?? serverDefaultOf(options.serverDefault) ?? find(DefaultClause) ?? plainFetched(items);
    this.serverOnupdate = this.computed ?? options.serverOnupdate ?? null;
    this.autoincrement = options.autoincrement ?? 'auto';
    this.comment = options.comment ?? null;
    this.quote = options.quote ?? null;
    this.info = options.info ?? {};
    this.constraints = items.filter((item) => item instanceof CheckConstraint).map((check) => check.aboutColumn(this));
    for (const item of items) {
      if (item instanceof ForeignKey) this.takeForeignKey(item);
      else if (item instanceof Computed || item instanceof Identity || item instanceof Sequence) item.column = this;
    }
    if (this.sequence) this.sequence.column = this;
    this.#checkGenerated(options);
  }

  /** True until a type is known: the column takes the type of the one it refers to. */
  get isTypeOpen(): boolean {
    return this.type === nullType && this.foreignKeys.length > 0;
  }

  /** The keys by which this column refers to others. */
  override get foreignKeys(): readonly ForeignKey[] {
    return (this.origin as this).#foreignKeys;
  }

  /** True where a foreign key of this column refers to `column`. */
  references(column: Column): boolean {
    return this.foreignKeys.some((key) => key.columnIfKnown === column);
  }

  /** A column of its own with the same properties, belonging to no table; foreign keys and constraints are copied too. */
  unattachedCopy(overrides: { readonly name?: string } = {}): Column<Out, In, Name, TableName> {
    const items = this.items.map((item) => ('copy' in item ? item.copy() : item));
    const name = overrides.name ?? (this.isNamed ? this.name : null);
    return new Column<Out, In, Name, TableName>(name, this.type === nullType ? null : this.type, ...items, this.options);
  }

  /** @internal Gives a column its name where it was made without one. @throws ArgumentError when it has none in the end */
  nameAs(key: string): void {
    if (this.#hasOwnName) {
      if (this.options.key === undefined) this.key = key;
      return;
    }
    this.name = key;
    this.key = this.options.key ?? key;
    this.#hasOwnName = true;
  }

  /** @internal */
  get isNamed(): boolean {
    return (this.origin as this).#hasOwnName;
  }

  /** @internal */
  takeForeignKey(key: ForeignKey): void {
    if (!this.#foreignKeys.includes(key)) this.#foreignKeys = [...this.#foreignKeys, key];
    key.attachTo(this);
  }

  /** @internal A primary key constraint named this column. */
  becomePrimaryKey(): void {
    this.primaryKey = true;
    if (this.options.nullable === undefined) this.nullable = false;
  }

  #checkGenerated(options: ColumnOptions): void {
    const name = this.name || '(unnamed)';
    if ((this.computed || this.generatedIdentity) && options.serverDefault !== undefined) {
      throw new ArgumentError(`column '${name}': a generated column takes no serverDefault`);
    }
    if (this.computed && this.generatedIdentity)
      throw new ArgumentError(`column '${name}' is either Computed or has an Identity, not both`);
  }
}

function parseArguments(args: readonly unknown[]): ParsedColumn {
  const rest = [...args];
  const parsed: ParsedColumn = { name: null, type: null, items: [], options: {} };
  if (isPlainObject(rest.at(-1))) parsed.options = rest.pop() as ColumnOptions;
  if (typeof rest[0] === 'string') parsed.name = rest.shift() as string;
  else if (rest[0] === null) rest.shift();
  if (isTypeArg(rest[0])) parsed.type = toType(rest.shift() as TypeArg);
  else if (rest[0] === null) rest.shift();
  for (const item of rest) parsed.items.push(checkItem(item, parsed.name));
  return parsed;
}

function checkItem(item: unknown, name: string | null): ColumnItem {
  if (item instanceof ForeignKey || item instanceof CheckConstraint || item instanceof Sequence || item instanceof FetchedValue)
    return item;
  const where = name === null ? 'Column' : `Column '${name}'`;
  if (item === undefined) throw new ArgumentError(`${where}: an argument is undefined; is something used before it is declared?`);
  throw new ArgumentError(
    `${where} takes a name, a type, foreign keys, constraints and one object of options, in this order; ${String(item)} is none of them`,
  );
}

function serverDefaultOf(given: ServerDefault | FetchedValue | undefined): FetchedValue | null {
  if (given === undefined || given === null) return null;
  if (given instanceof FetchedValue) return given;
  if (typeof given === 'string' || given instanceof ClauseElement) return new DefaultClause(given);
  throw new ArgumentError(
    `serverDefault is SQL: a string (a literal value) or text('…'), not ${String(given)}; a value for the program's side is 'default'`,
  );
}

function plainFetched(items: readonly ColumnItem[]): FetchedValue | null {
  return (items.find((item) => item instanceof FetchedValue) as FetchedValue | undefined) ?? null;
}
