import type { CacheKey } from './cache-key.ts';
import type { FromCollector } from './clause-element.ts';
import { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import type { FromClause } from './from-clause.ts';
import { collectFroms, compileTo, keyTo, type nameType, type tableType } from './protocol.ts';
import { nullType } from './types/null-type.ts';
import { type TypeArg, type TypeEngine, toType } from './types/type-engine.ts';

/** What a foreign key tells the language: enough to join by. The schema's own class has more. */
export interface ForeignKeyLike {
  /** The column that refers. */
  readonly parent: ColumnClause<any, any, any, any>;
  /** The column referred to. @throws NoReferencedTableError, NoReferencedColumnError */
  readonly column: ColumnClause<any, any, any, any>;
  /** What ties the columns of a composite key together. */
  readonly constraint: object | null;
}

/** A name that is made when the statement is written: `anon_1`, `count_1`. */
export class AnonymousName {
  constructor(
    readonly stem: string,
    readonly owner: object,
  ) {}
  /** The name as it stands where it is the first of its stem. */
  toString(): string {
    return `${this.stem}_1`;
  }
}

let serial = 0;

/** A number that no column and no attribute has. */
export function nextSerial(): number {
  serial += 1;
  return serial;
}

/**
 * A column by name: of a table, of a subquery, or of nothing in particular (`column('a')`).
 *
 * `Name` is the name a row shows it under, `Table` the name of its table: an outer join makes the columns of a table nullable by it.
 */
export class ColumnClause<Out = any, In = Out, Name extends string = string, Table extends string = string> extends ColumnElement<Out, In> {
  declare readonly [nameType]: Name;
  declare readonly [tableType]: Table;

  /** The name in the database. */
  name: string;
  /** The name in programs: the key in `table.c`. */
  key: string;
  override type: TypeEngine<Out, In>;
  /** What the column belongs to. */
  table: FromClause | null = null;
  /** True for SQL text in the place of a column: `literalColumn('1 + 1')`. */
  readonly isLiteral: boolean;
  /** Made when the statement is written, for a column of a subquery whose expression has no name. */
  anonymousName: AnonymousName | null = null;
  /** Whether it belongs to the primary key of its table. */
  primaryKey = false;
  /** Whether it may be NULL. */
  nullable = true;
  /** The columns this one stands for, the nearest first: a column of a subquery stands for one of the subquery's own. */
  proxies: readonly ColumnElement[] = [];
  /** The column itself, also in its annotated copies. */
  readonly origin: ColumnClause<any, any, any, any> = this;
  /** @internal How it was written last, and by whom: the columns of tables are written over and over. */
  writtenBy: object | null = null;
  /** @internal */
  written = '';
  /** Unlike any other column's. */
  readonly serial = nextSerial();

  constructor(name: string, type: TypeArg<Out, In> | null = null, options: { table?: FromClause; isLiteral?: boolean; key?: string } = {}) {
    super();
    this.name = name;
    this.key = options.key ?? name;
    this.type = type === null ? (nullType as TypeEngine<Out, In>) : toType(type);
    this.table = options.table ?? null;
    this.isLiteral = options.isLiteral ?? false;
  }

  /** Foreign keys of this column. */
  get foreignKeys(): readonly ForeignKeyLike[] {
    const [origin] = this.proxies;
    return origin instanceof ColumnClause ? origin.foreignKeys : [];
  }

  override get identity(): object {
    return this.origin;
  }

  override get naturalName(): string | null {
    return this.anonymousName === null ? this.name : null;
  }

  override get anonymousStem(): string {
    return this.anonymousName === null ? this.name : 'anon';
  }

  /** This column and all it stands for, down to the columns of tables. */
  get lineage(): Set<object> {
    const found = new Set<object>();
    const add = (column: ColumnElement): void => {
      found.add(column.identity);
      if (column instanceof ColumnClause) for (const proxy of column.proxies) add(proxy);
      else if ('element' in column && column.element instanceof ColumnElement) add(column.element);
    };
    add(this);
    return found;
  }

  /** @internal A column of `from` that stands for this one. */
  makeProxy(from: FromClause, name: string | AnonymousName = this.anonymousName ?? this.name, key: string = this.key): ColumnClause {
    return proxyOf(this, from, name, key);
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitColumn(this);
  }

  override [keyTo](key: CacheKey): void {
    const { table } = this;
    if (table === null) {
      key.put(this.isLiteral ? 'l' : 'u');
      key.put(this.name);
      key.put(this.type.cacheKey);
    } else if (table.isPermanent) {
      // an attribute has a serial besides its column's: statements about it are prepared for objects
      key.putNumber((this.annotations['serial'] as number | undefined) ?? this.serial);
    } else {
      key.put('.');
      key.add(table);
      key.put(this.key);
      const { property } = this.annotations as { property?: { readonly key: string } };
      if (property !== undefined) key.putText(property.key);
    }
  }

  override [collectFroms](froms: FromCollector): void {
    if (this.table !== null) froms.add(this.table);
  }
}

/** A column of `from` that stands for `element`. */
export function proxyOf(element: ColumnElement, from: FromClause, name: string | AnonymousName, key: string): ColumnClause {
  const isAnonymous = typeof name !== 'string';
  const column = new ColumnClause<any, any>(isAnonymous ? String(name) : name, element.type, { table: from, key });
  column.anonymousName = isAnonymous ? name : null;
  column.proxies = [element];
  if (element instanceof ColumnClause) {
    column.primaryKey = element.primaryKey;
    column.nullable = element.nullable;
  }
  return column;
}

/** A column without a table: `column('a', Integer)`. */
export function column<Out = any, In = Out, const Name extends string = string>(
  name: Name,
  type: TypeArg<Out, In> | null = null,
): ColumnClause<Out, In, Name, never> {
  return new ColumnClause<Out, In, Name, never>(name, type);
}

/** SQL text in the place of a column, written as it is: `literalColumn("'x' || y")`. Never put a user's value into it. */
export function literalColumn<Out = any, In = Out>(
  sql: string,
  type: TypeArg<Out, In> | null = null,
): ColumnClause<Out, In, string, never> {
  return new ColumnClause<Out, In, string, never>(sql, type, { isLiteral: true });
}
