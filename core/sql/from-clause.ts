import { ArgumentError } from '../errors.ts';
import { bareRecord } from '../util/own.ts';
import type { Alias } from './alias.ts';
import type { CacheKey } from './cache-key.ts';
import { ClauseElement, type FromCollector } from './clause-element.ts';
import { type AnonymousName, ColumnClause, type ForeignKeyLike } from './column-clause.ts';
import type { ColumnElement, Criterion } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import type { Join, JoinOptions } from './join.ts';
import { late } from './late.ts';
import { collectFroms, compileTo, keyTo, type tableType } from './protocol.ts';
import type { Select } from './select.ts';

/** The columns of something, by key, and in order when iterated. Without a prototype, so that any name is free for a column. */
export type ColumnCollection<C> = { readonly [K in keyof C]: C[K] } & Iterable<ColumnClause<any, any>>;

/** Columns that nothing is known of but that they are columns. */
export type AnyColumns = Record<string, ColumnClause<any, any>>;

/** The same columns as those of another table: what an alias has. */
export type Rebranded<C, Table extends string> = {
  [K in keyof C]: C[K] extends ColumnClause<infer Out, infer In, infer Name, any> ? ColumnClause<Out, In, Name, Table> : C[K];
};

const nothing: readonly never[] = Object.freeze([]);

/** Something that rows come from: a table, a join, a subquery. */
export abstract class FromClause<C = any, Table extends string = any> extends ClauseElement {
  declare readonly [tableType]: Table;

  /** What it is called in a statement; null for a join. */
  abstract readonly name: string | AnonymousName | null;

  /** True for what lives as long as the program and is known by identity: a table of a schema. */
  get isPermanent(): boolean {
    return false;
  }

  /** The columns in order. */
  abstract get columnList(): readonly ColumnClause<any, any>[];

  /** @internal Made at first use; a subclass whose columns change sets it back to null. */
  protected collection: ColumnCollection<any> | null = null;

  /** The columns by key: `users.c.name`. */
  get c(): ColumnCollection<C> {
    this.collection ??= makeCollection(this.columnList, (column) => column.key);
    return this.collection as ColumnCollection<C>;
  }

  /** The columns by key, as `c`. */
  get columns(): ColumnCollection<C> {
    return this.c;
  }

  /** The columns of the primary key, in order. */
  get primaryKey(): Iterable<ColumnClause<any, any>> {
    return this.columnList.filter((column) => column.primaryKey);
  }

  /** The foreign keys of all columns. */
  get foreignKeys(): readonly ForeignKeyLike[] {
    return this.columnList.flatMap((column) => column.foreignKeys);
  }

  /** @internal What a SELECT from this need not name besides: the two sides of a join. */
  get hides(): readonly FromClause[] {
    return nothing;
  }

  /** @internal This and what it is made of, down to tables and subqueries. */
  get leaves(): readonly FromClause[] {
    return [this];
  }

  /** @internal This in the place of the right side of a join: a join is put into parentheses. */
  get needsGroup(): boolean {
    return false;
  }

  /** @internal What stands in the text before the name: what the name stands for. */
  abstract override [compileTo](compiler: SQLCompiler): void;

  override [collectFroms](froms: FromCollector): void {
    froms.add(this);
  }

  /**
   * The column of this that stands for `column`: for a column of a table the one of its alias, of a subquery the one that shows it.
   *
   * @returns undefined where there is none
   */
  correspondingColumn(column: ColumnElement): ColumnClause<any, any> | undefined {
    const { columnList } = this;
    if (column instanceof ColumnClause && column.table === this) return columnList.find((own) => own.origin === column.origin);
    const wanted = column.identity;
    const direct = columnList.find((own) => own.proxies.some((proxy) => proxy.identity === wanted));
    if (direct) return direct;
    const ancestor = columnList.find((own) => own.lineage.has(wanted));
    if (ancestor) return ancestor;
    if (!(column instanceof ColumnClause) || column.proxies.length === 0) return undefined;
    const lineage = column.lineage;
    return columnList.find((own) => [...own.lineage].some((origin) => lineage.has(origin)));
  }

  /** `this AS name`. Without a name one is made: `users_1`. */
  alias<const Name extends string>(name: Name): Alias<Rebranded<C, Name>, Name>;
  alias(): Alias<C, Table>;
  alias(name?: string): Alias<any, any> {
    return late.alias(this, name);
  }

  /** `this JOIN right ON …`. Without a condition the foreign keys tell it. @throws NoForeignKeysError, AmbiguousForeignKeysError */
  join(right: FromClause<any, any>, onclause?: Criterion | null, options?: JoinOptions): Join {
    return late.join(this, right, onclause ?? null, options);
  }

  /** `this LEFT OUTER JOIN right ON …` */
  outerjoin(right: FromClause<any, any>, onclause?: Criterion | null, options?: { full?: boolean }): Join {
    return late.join(this, right, onclause ?? null, { ...options, isouter: true });
  }

  /** `SELECT` of all columns. */
  select(): Select<[FromClause<C, Table>]> {
    return late.select([this]);
  }
}

/** Columns by a key of each; the first of equal keys wins. */
export function makeCollection(
  columns: readonly ColumnClause<any, any>[],
  keyOf: (column: ColumnClause<any, any>) => string,
): ColumnCollection<any> {
  const record = bareRecord<ColumnClause<any, any>>();
  for (const column of columns) {
    const key = keyOf(column);
    if (!(key in record)) record[key] = column;
  }
  Object.defineProperty(record, Symbol.iterator, { value: () => columns[Symbol.iterator]() });
  return record as ColumnCollection<any>;
}

/** A table by its name and some columns, without a schema: `table('t', column('a'))`. The schema's tables extend it. */
export class TableClause<C = AnyColumns, Table extends string = string> extends FromClause<C, Table> {
  protected readonly ownColumns: ColumnClause<any, any>[] = [];

  constructor(
    readonly name: Table,
    columns: readonly ColumnClause<any, any>[] = [],
    readonly schema: string | null = null,
  ) {
    super();
    for (const column of columns) this.appendColumn(column);
  }

  /** Adds a column. @throws ArgumentError where it belongs to another table */
  appendColumn(column: ColumnClause<any, any>): void {
    if (column.table !== null && column.table !== this)
      throw new ArgumentError(`Column '${column.name}' already belongs to ${column.table.name ?? 'a join'}`);
    column.table = this;
    this.ownColumns.push(column);
    this.collection = null;
  }

  override get columnList(): readonly ColumnClause<any, any>[] {
    return this.ownColumns;
  }

  /** The name with the schema before it: `other.t`. */
  get fullname(): string {
    return this.schema === null ? this.name : `${this.schema}.${this.name}`;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitTable(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put('t');
    key.put(this.fullname);
  }
}

/** A table by its name: `table('t', column('a'), column('b'))`. */
export function table<const Name extends string>(
  name: Name,
  ...columns: ColumnClause<any, any, any, any>[]
): TableClause<AnyColumns, Name> {
  return new TableClause<AnyColumns, Name>(name, columns);
}
