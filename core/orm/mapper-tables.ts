import type { Table } from '../schema/table.ts';
import { ColumnClause } from '../sql/column-clause.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import type { FromClause } from '../sql/from-clause.ts';
import { replace } from '../sql/visitors.ts';
import type { Mapper } from './mapper.ts';

/** The tables of a class as one thing to select from: those of a joined subclass are joined by their keys. */
export function tablesOf(mapper: Mapper): FromClause<any, any> {
  return joinTables(mapper, (table) => table);
}

/**
 * The tables of a class under other names. Joined tables get one each: a name for all of them would make two columns of one name.
 *
 * @param name - of a single table; joined tables are called `name_table`
 */
export function aliasTables(mapper: Mapper, name?: string): FromClause<any, any> {
  if (mapper.tables.length === 1) return name === undefined ? mapper.table.alias() : mapper.table.alias(name);
  return joinTables(mapper, (table) => (name === undefined ? table.alias() : table.alias(`${name}_${table.name}`)));
}

function joinTables(mapper: Mapper, placeOf: (table: Table) => FromClause<any, any>): FromClause<any, any> {
  const { inherits, inheritJoin } = mapper;
  if (inherits === null) return placeOf(mapper.table);
  const left = joinTables(inherits, placeOf);
  if (inheritJoin === null) return left;
  const right = placeOf(mapper.table);
  const place = (node: unknown): ColumnClause | undefined =>
    node instanceof ColumnClause ? (left.correspondingColumn(node) ?? right.correspondingColumn(node)) : undefined;
  return left.join(right, replace(inheritJoin, place));
}

/** Whether the class shares its table with the one it inherits from: not every row is its own. */
export function sharesTable(mapper: Mapper): boolean {
  return mapper.inherits !== null && mapper.table === mapper.inherits.table && mapper.polymorphicOn !== null;
}

/** What limits the rows of a shared table to this class, wherever they are read from; null where nothing must. */
export function classCriterion(mapper: Mapper, alias: FromClause<any, any> | null): ColumnElement | null {
  if (!sharesTable(mapper)) return null;
  const { expression } = mapper.polymorphicOn!;
  const identities = mapper.selfAndDescendants.map((each) => each.polymorphicIdentity);
  return inPlace(expression, alias).in(identities);
}

/** An expression over a class's tables, turned to where its rows are read from. */
function inPlace<E extends ColumnElement>(expression: E, alias: FromClause<any, any> | null): E {
  if (alias === null) return expression;
  return replace(expression, (node) => (node instanceof ColumnClause ? alias.correspondingColumn(node) : undefined)) as E;
}
