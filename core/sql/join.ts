import type { CacheKey } from './cache-key.ts';
import type { ClauseElement, FromCollector } from './clause-element.ts';
import { coerceCriterion, coerceFrom } from './coercions.ts';
import type { ColumnClause } from './column-clause.ts';
import type { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { type AnyColumns, type ColumnCollection, FromClause, makeCollection } from './from-clause.ts';
import { joinCondition } from './join-condition.ts';
import { late } from './late.ts';
import { collectFroms, compileTo, eachChild, keyTo, mapChildren } from './protocol.ts';

/** How two sides are joined. */
export interface JoinOptions {
  /** LEFT OUTER JOIN: rows of the left side without a match stay. */
  isouter?: boolean;
  /** FULL OUTER JOIN: rows of both sides stay. */
  full?: boolean;
}

/** `left JOIN right ON onclause`. Its columns are those of both sides, under `table_column`. */
export class Join extends FromClause<AnyColumns, string> {
  override readonly name = null;
  private hidesMade: readonly FromClause[] | null = null;
  private leavesMade: readonly FromClause[] | null = null;

  constructor(
    readonly left: FromClause<any, any>,
    readonly right: FromClause<any, any>,
    readonly onclause: ColumnElement,
    readonly isouter: boolean = false,
    readonly full: boolean = false,
  ) {
    super();
  }

  override get columnList(): readonly ColumnClause<any, any>[] {
    return [...this.left.columnList, ...this.right.columnList];
  }

  override get c(): ColumnCollection<AnyColumns> {
    this.collection ??= makeCollection(this.columnList, (column) => `${column.table?.name ?? ''}_${column.key}`);
    return this.collection;
  }

  override get hides(): readonly FromClause[] {
    this.hidesMade ??= [this.left, this.right, ...this.left.hides, ...this.right.hides];
    return this.hidesMade;
  }

  override get leaves(): readonly FromClause[] {
    this.leavesMade ??= [...this.left.leaves, ...this.right.leaves];
    return this.leavesMade;
  }

  override get needsGroup(): boolean {
    return true;
  }

  override correspondingColumn(column: ColumnElement): ColumnClause<any, any> | undefined {
    return this.left.correspondingColumn(column) ?? this.right.correspondingColumn(column);
  }

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitJoin(this);
  }

  override [keyTo](key: CacheKey): void {
    key.put(this.full ? 'JF' : this.isouter ? 'JO' : 'J');
    this.left[keyTo](key);
    this.right[keyTo](key);
    this.onclause[keyTo](key);
  }

  override [collectFroms](froms: FromCollector): void {
    froms.add(this);
  }

  override [eachChild](see: (child: ClauseElement) => void): void {
    see(this.left);
    see(this.right);
    see(this.onclause);
  }

  override [mapChildren](change: <E extends ClauseElement>(child: E) => E): ClauseElement {
    const left = change(this.left);
    const right = change(this.right);
    const onclause = change(this.onclause);
    if (left === this.left && right === this.right && onclause === this.onclause) return this;
    return new Join(left, right, onclause, this.isouter, this.full);
  }
}

/**
 * Joins two things; without a condition their foreign keys tell it.
 *
 * @throws NoForeignKeysError, AmbiguousForeignKeysError
 */
export function join(left: FromClause<any, any>, right: unknown, onclause: unknown = null, options: JoinOptions = {}): Join {
  const target = coerceFrom(right, 'join()');
  const condition =
    onclause === null || onclause === undefined ? joinCondition(left, target) : coerceCriterion(onclause, 'the ON clause of join()');
  return new Join(left, target, condition, options.isouter ?? false, options.full ?? false);
}

/** As `join`, LEFT OUTER. */
export function outerjoin(left: FromClause<any, any>, right: unknown, onclause: unknown = null, options: { full?: boolean } = {}): Join {
  return join(left, right, onclause, { ...options, isouter: true });
}

late.join = join;
