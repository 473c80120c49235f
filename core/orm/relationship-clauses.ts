import type { Column } from '../schema/column.ts';
import { BindParameter } from '../sql/bind-parameter.ts';
import { ColumnClause } from '../sql/column-clause.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { and } from '../sql/conjunction.ts';
import type { FromClause } from '../sql/from-clause.ts';
import { replace, visit } from '../sql/visitors.ts';
import { baseColumn } from './base-column.ts';
import type { Relationship } from './relationship.ts';

/** A condition about the rows of one side, the other side's columns replaced by parameters. */
export interface BoundClause {
  readonly criterion: ColumnElement<boolean, boolean>;
  /** The parameters, each with the column whose value it stands for. They have no value yet: see `bindClause`. */
  readonly binds: readonly { readonly bind: BindParameter; readonly column: Column }[];
}

/** What a lazy load asks for: the target's rows, given the owner's values. `? = users.role_id` */
export function lazyClause(relationship: Relationship): BoundClause {
  const { join } = relationship;
  const isRemote = remoteUses(relationship);
  const binds = new BindMaker((column, use) => !isRemote(column, use) && join.localColumns.has(column));
  const primary = binds.replaceIn(join.primaryjoin);
  return { criterion: join.secondaryjoin === null ? primary : and(primary, join.secondaryjoin), binds: binds.made };
}

/** What a comparison with an object asks for: the owner's rows, given the other object's values. */
export function reverseLazyClause(relationship: Relationship): BoundClause {
  const { join } = relationship;
  const { secondary } = join;
  const isTargets = (column: Column): boolean =>
    secondary === null ? join.remoteColumns.has(column) : join.secondarySynchronizePairs.some(([target]) => target === column);
  const binds = new BindMaker(isTargets);
  const primary = secondary === null ? binds.replaceIn(join.primaryjoin) : join.primaryjoin;
  const criterion = join.secondaryjoin === null ? primary : and(primary, binds.replaceIn(join.secondaryjoin));
  return { criterion, binds: binds.made };
}

/** A bound clause with values: a value, or a function that is called when the statement runs. */
export function bindClause(clause: BoundClause, valueOf: (column: Column) => unknown): ColumnElement<boolean, boolean> {
  const given = new Map<unknown, BindParameter>();
  for (const { bind, column } of clause.binds) given.set(bind, bind.withValue(valueOf(column)));
  return replace(clause.criterion, (node) => given.get(node)) as ColumnElement<boolean, boolean>;
}

/** A bound clause about nobody: `users.role_id IS NULL`. */
export function nullClause(clause: BoundClause): ColumnElement<boolean, boolean> {
  const binds = new Set<unknown>(clause.binds.map(({ bind }) => bind));
  return replace(clause.criterion, (node) => nullComparison(node, binds)) as ColumnElement<boolean, boolean>;
}

function nullComparison(node: unknown, binds: ReadonlySet<unknown>): ColumnElement | undefined {
  const { left, right } = node as { left?: unknown; right?: unknown };
  if (binds.has(left) && right instanceof ColumnClause) return right.is(null);
  return binds.has(right) && left instanceof ColumnClause ? left.is(null) : undefined;
}

class BindMaker {
  readonly #isBound: (column: Column, use: ColumnClause) => boolean;
  readonly #byColumn = new Map<Column, BindParameter>();
  constructor(isBound: (column: Column, use: ColumnClause) => boolean) {
    this.#isBound = isBound;
  }
  get made(): BoundClause['binds'] {
    return [...this.#byColumn].map(([column, bind]) => ({ bind, column }));
  }
  replaceIn(join: ColumnElement): ColumnElement<boolean, boolean> {
    return replace(join, (node) =>
      node instanceof ColumnClause && this.#isBound(baseColumn(node), node) ? this.#bindFor(baseColumn(node)) : undefined,
    ) as ColumnElement<boolean, boolean>;
  }
  #bindFor(column: Column): BindParameter {
    let bind = this.#byColumn.get(column);
    if (bind === undefined) this.#byColumn.set(column, (bind = new BindParameter('param', null, column.type, { unique: true })));
    return bind;
  }
}

/** Tells which uses of a column lie on the other side. Where the condition itself says so, one column may lie on both. */
function remoteUses({ join }: Relationship): (column: Column, use: ColumnClause) => boolean {
  let isNoted = false;
  visit(join.primaryjoin, (element) => {
    isNoted ||= element instanceof ColumnClause && element.annotations['remote'] === true;
  });
  return isNoted ? (_column, use) => use.annotations['remote'] === true : (column) => join.remoteColumns.has(column);
}

/** Where the two sides and the association table are read from in a join; null: from the tables themselves. */
export interface JoinPlaces {
  readonly left?: FromClause<any, any> | null;
  readonly right?: FromClause<any, any> | null;
  readonly secondary?: FromClause<any, any> | null;
}

/** The conditions of a join along a relationship. */
export interface JoinClauses {
  /** Parent ↔ target, or parent ↔ association table. */
  readonly primary: ColumnElement<boolean, boolean>;
  /** Association table ↔ target; null without one. */
  readonly secondary: ColumnElement<boolean, boolean> | null;
}

/** The conditions of a join along a relationship, with every column read from where it stands in the statement. */
export function joinClauses(relationship: Relationship, places: JoinPlaces): JoinClauses {
  const { join } = relationship;
  if (join.secondaryjoin === null) {
    const isRemote = remoteUses(relationship);
    return {
      primary: placed(join.primaryjoin, (column, use) =>
        isOnLeft(relationship, column, isRemote(column, use)) ? places.left : places.right,
      ),
      secondary: null,
    };
  }
  const isLink = (column: Column): boolean => column.table === join.secondary;
  return {
    primary: placed(join.primaryjoin, (column) => (isLink(column) ? places.secondary : places.left)),
    secondary: placed(join.secondaryjoin, (column) => (isLink(column) ? places.secondary : places.right)),
  };
}

/** A column that both sides have, in a table joined with itself, belongs to the right unless it is known as local. */
function isOnLeft(relationship: Relationship, column: Column, isRemote: boolean): boolean {
  const { join, parent, target } = relationship;
  if (isRemote) return false;
  if (join.localColumns.has(column)) return true;
  return parent.tables.includes(column.table!) && !target.tables.includes(column.table!);
}

function placed(
  join: ColumnElement,
  placeOf: (column: Column, use: ColumnClause) => FromClause<any, any> | null | undefined,
): ColumnElement<boolean, boolean> {
  return replace(join, (node) => {
    if (!(node instanceof ColumnClause)) return undefined;
    const column = baseColumn(node);
    return placeOf(column, node)?.correspondingColumn(column);
  }) as ColumnElement<boolean, boolean>;
}
