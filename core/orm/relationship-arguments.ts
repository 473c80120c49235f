import { ArgumentError, InvalidRequestError } from '../errors.ts';
import type { Column } from '../schema/column.ts';
import { Table } from '../schema/table.ts';
import { ColumnClause } from '../sql/column-clause.ts';
import { ColumnElement } from '../sql/column-element.ts';
import { clauseElement } from '../sql/protocol.ts';
import type { Relationship } from './relationship.ts';

/*
 * The arguments of a relationship that name columns are functions, called once, at configuration: the classes they name may be declared
 * further down.
 */

/** The condition that `primaryjoin` or `secondaryjoin` gives; null where there is none. */
export function readJoin(relationship: Relationship, option: 'primaryjoin' | 'secondaryjoin'): ColumnElement | null {
  const thunk = relationship.options[option];
  return thunk === undefined ? null : asElement(relationship, option, call(relationship, option, thunk));
}

/** The columns that `foreignKeys` or `remoteSide` gives; null where the option is not there. */
export function readColumns(relationship: Relationship, option: 'foreignKeys' | 'remoteSide'): ReadonlySet<Column> | null {
  const thunk = relationship.options[option];
  if (thunk === undefined) return null;
  const columns = asList(call(relationship, option, thunk)).map((value) => asElement(relationship, option, value));
  for (const column of columns) {
    if (column instanceof ColumnClause) continue;
    throw new ArgumentError(`Column expression expected for argument '${option}' of ${relationship}; got '${column}'`);
  }
  return new Set(columns.map((column) => column.identity as Column));
}

/** What `orderBy` gives. */
export function readOrder(relationship: Relationship): readonly ColumnElement[] {
  const thunk = relationship.options.orderBy;
  if (thunk === undefined) return [];
  return asList(call(relationship, 'orderBy', thunk)).map((value) => asElement(relationship, 'orderBy', value));
}

/** The association table. */
export function readSecondary(relationship: Relationship): Table | null {
  const { secondary } = relationship.options;
  if (secondary === undefined) return null;
  if (typeof secondary === 'string') return namedTable(relationship, secondary);
  const table = secondary instanceof Table ? secondary : call(relationship, 'secondary', secondary);
  if (table instanceof Table) return table;
  throw new ArgumentError(
    `secondary of ${relationship} is an association table, made by db.Table(…), its name, or a function that gives it`,
  );
}

function namedTable(relationship: Relationship, name: string): Table {
  const table = relationship.parent.registry.metadata.tables.get(name);
  if (table !== undefined) return table;
  throw new InvalidRequestError(
    `When initializing mapper ${relationship.parent}, expression '${name}' failed to locate a name ('${name}'): no table of this name is declared; secondary of ${relationship} names an association table`,
  );
}

function call<T>(relationship: Relationship, option: string, thunk: () => T): NonNullable<T> {
  if (typeof thunk !== 'function') throw new ArgumentError(`${option} of ${relationship} is a function: write ${option}: () => …`);
  let value: T;
  try {
    value = thunk();
  } catch (error) {
    throw new ArgumentError(`${option} of ${relationship} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (value === undefined || value === null)
    throw new ArgumentError(`${option} of ${relationship} gave ${value}: does every name in it exist?`);
  return value;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function asElement(relationship: Relationship, option: string, value: unknown): ColumnElement {
  const element = isClauseProvider(value) ? value[clauseElement]() : value;
  if (element instanceof ColumnElement) return element;
  const shown = typeof value === 'string' ? `'${value}'` : String(value);
  throw new ArgumentError(`${option} of ${relationship} is a SQL expression, or an array of them: got ${shown}`);
}

function isClauseProvider(value: unknown): value is { [clauseElement](): unknown } {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && clauseElement in value;
}
