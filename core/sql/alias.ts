import { ArgumentError } from '../errors.ts';
import type { CacheKey } from './cache-key.ts';
import type { ClauseElement } from './clause-element.ts';
import { AnonymousName, type ColumnClause, proxyOf } from './column-clause.ts';
import { columnKeys } from './column-naming.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { type AnyColumns, FromClause } from './from-clause.ts';
import { late } from './late.ts';
import { compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';
import type { SelectBase } from './select-base.ts';

/** Something under another name: `users AS u`, `(SELECT …) AS anon_1`. */
export abstract class AliasedReturnsRows<C = AnyColumns, Table extends string = string> extends FromClause<C, Table> {
  /** The name, or the stem of one that is made when the statement is written. */
  readonly name: string | AnonymousName;
  protected columnsMade: readonly ColumnClause<any, any>[] | null = null;

  constructor(
    readonly element: FromClause<any, any> | SelectBase,
    name: string | undefined,
  ) {
    super();
    this.name = name ?? new AnonymousName(stemOf(element), this);
  }

  override get columnList(): readonly ColumnClause<any, any>[] {
    this.columnsMade ??= this.makeColumns();
    return this.columnsMade;
  }

  private makeColumns(): readonly ColumnClause<any, any>[] {
    const { element } = this;
    if (element instanceof FromClause) return element.columnList.map((column) => column.makeProxy(this));
    const keys = columnKeys(element.selectedColumns, element.labelStyle);
    return element.selectedColumns.map((column, i) => proxyOf(column, this, keys[i]!.name, keys[i]!.key));
  }

  override [keyTo](key: CacheKey): void {
    if (!key.isNew(this)) return;
    this.addKind(key);
    if (typeof this.name === 'string') key.putText(this.name);
    this.element[keyTo](key);
    key.put(')');
  }

  protected abstract addKind(key: CacheKey): void;

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.element);
  }

  /** @internal A copy around another element, with columns of its own. */
  protected around(element: FromClause<any, any> | SelectBase): this {
    const copy = this.copy();
    const changed = copy as unknown as { element: unknown; name: unknown; columnsMade: null; collection: null };
    changed.element = element;
    changed.columnsMade = null;
    changed.collection = null;
    return copy;
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const element = change(this.element);
    return element === this.element ? this : this.around(element);
  }
}

function stemOf(element: FromClause<any, any> | SelectBase): string {
  if (!(element instanceof FromClause)) return 'anon';
  const { name } = element;
  return typeof name === 'string' ? name : (name?.stem ?? 'anon');
}

/** `users AS users_1` */
export class Alias<C = AnyColumns, Table extends string = string> extends AliasedReturnsRows<C, Table> {
  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitAlias(this);
  }
  protected override addKind(key: CacheKey): void {
    key.put('(a');
  }
}

/** `(SELECT …) AS anon_1` */
export class Subquery<C = AnyColumns, Table extends string = string> extends Alias<C, Table> {
  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitAlias(this);
  }
  protected override addKind(key: CacheKey): void {
    key.put('(s');
  }
}

/** `LATERAL (SELECT …) AS anon_1` */
export class Lateral<C = AnyColumns, Table extends string = string> extends AliasedReturnsRows<C, Table> {
  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitLateral(this);
  }
  protected override addKind(key: CacheKey): void {
    key.put('(l');
  }
}

/** `users AS u TABLESAMPLE method(fraction)`: some of the rows. PostgreSQL only. */
export class TableSample<C = AnyColumns, Table extends string = string> extends AliasedReturnsRows<C, Table> {
  constructor(
    element: FromClause<any, any>,
    readonly sampling: ClauseElement,
    name?: string,
  ) {
    super(element, name);
  }
  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitTableSample(this);
  }
  protected override addKind(key: CacheKey): void {
    key.put('(p');
    this.sampling[keyTo](key);
  }
}

/** A common table expression: written once, before the statement; `WITH counts AS (SELECT …)`. */
export class CTE<C = AnyColumns, Table extends string = string> extends AliasedReturnsRows<C, Table> {
  /** Whether it refers to itself. */
  readonly recursive: boolean;
  /** The expression this one continues: the first part of a recursive one, under the same name. */
  readonly restates: CTE<any, any> | null;
  /** `WITH … AS MATERIALIZED`, and the like. */
  readonly prefixes: readonly string[] = [];

  constructor(element: SelectBase, name: string | undefined, options: { recursive?: boolean; restates?: CTE<any, any> } = {}) {
    super(element, name);
    this.recursive = options.recursive ?? false;
    this.restates = options.restates ?? null;
    if (this.restates !== null) (this as { name: unknown }).name = this.restates.name;
  }

  /** The first of the expressions that continue each other: what identifies them all. */
  get root(): CTE<any, any> {
    return this.restates === null ? this : this.restates.root;
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitCTE(this);
  }

  protected override addKind(key: CacheKey): void {
    key.put(this.recursive ? '(wr' : '(w');
    if (this.restates !== null) this.restates[keyTo](key);
  }

  /** `this UNION …`, under the same name: the second part of a recursive expression. @throws ArgumentError */
  union(...others: SelectBase[]): CTE<C, Table> {
    return this.continueWith('UNION', others);
  }

  /** `this UNION ALL …`, under the same name: the second part of a recursive expression. @throws ArgumentError */
  unionAll(...others: SelectBase[]): CTE<C, Table> {
    return this.continueWith('UNION ALL', others);
  }

  private continueWith(keyword: string, others: readonly SelectBase[]): CTE<C, Table> {
    if (others.length === 0) throw new ArgumentError(`${keyword} of a common table expression needs the SELECT to add`);
    const element = late.compound(keyword, [this.element, ...others]);
    return new CTE<C, Table>(element, undefined, { recursive: this.recursive, restates: this });
  }
}

late.alias = (from, name) => new Alias(from, name);
late.subquery = (select, name) => new Subquery(select, name);
late.lateral = (select, name) => new Lateral(select, name);
late.cte = (select, name, options) => new CTE(select, name, options);
