import type { ColumnElement } from './column-element.ts';
import type { FromClause } from './from-clause.ts';
import type { nameType, outType, tableType } from './protocol.ts';

/** The type of a statement's rows; exists in types only. */
export declare const rowType: unique symbol;

/** The rows that executing a statement gives; any where nothing is known of them. */
export type RowOfStatement<S> = S extends { readonly [rowType]: infer Row } ? Row : any;

/** The first value of a row. */
export type FirstOf<Row> = 0 extends 1 & Row ? any : Row extends { readonly 0: infer First } ? First : any;

/** What an item of a SELECT gives; null besides, where an outer join can leave its table out. */
export type ItemValue<Item, Outer> = Item extends { readonly [outType]: infer Out }
  ? Item extends { readonly [tableType]: infer Table }
    ? Table extends Outer
      ? Out | null
      : Out
    : Out
  : Item extends { readonly [tableType]: infer Table; new (...args: any[]): infer Entity }
    ? Table extends Outer
      ? Entity | null
      : Entity
    : Item extends new (
          ...args: any[]
        ) => infer Entity
      ? Entity
      : any;

/** The values of a row by position. */
export type RowValues<Items extends readonly unknown[], Outer> = { -readonly [I in keyof Items]: ItemValue<Items[I], Outer> };

/** The values of a row by name. */
export type RowNames<Items extends readonly unknown[], Outer> = Items extends readonly [infer Item, ...infer Rest]
  ? (Item extends { readonly [nameType]: infer Name extends string }
      ? string extends Name
        ? unknown
        : { [K in Name]: ItemValue<Item, Outer> }
      : unknown) &
      RowNames<Rest, Outer>
  : unknown;

/** Whether a list of items has tables among them, whose columns a type cannot count. */
type HasTable<Items extends readonly unknown[]> = Extract<Items[number], FromClause<any, any>> extends never ? false : true;

/** A row of `SELECT items`, where the tables `Outer` may be missing. */
export type RowOf<Items extends readonly unknown[], Outer> =
  HasTable<Items> extends true
    ? any[] & Record<string, any>
    : RowValues<Items, Outer> & RowNames<Items, Outer> & RowMembers<RowNames<Items, Outer>>;

/** What a row has besides its columns. */
interface RowMembers<Names> {
  /** The row as a plain object. @throws InvalidRequestError where two columns have one name */
  asObject(): Names & Record<string, any>;
}

/** The columns by which a subquery of these items is addressed. */
export type ColumnsOf<Items extends readonly unknown[]> = number extends Items['length'] ? Record<string, any> : ColumnsOfTuple<Items>;

type ColumnsOfTuple<Items extends readonly unknown[]> = Items extends readonly [infer Item, ...infer Rest]
  ? NamedColumns<Item> & ColumnsOfTuple<Rest>
  : unknown;

type NamedColumns<Item> =
  Item extends FromClause<infer C, any>
    ? C
    : Item extends ColumnElement<any, any> & { readonly [nameType]: infer Name extends string }
      ? { [K in Name]: Item }
      : unknown;
