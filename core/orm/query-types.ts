import type { Mode } from '../engine/mode.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import type { RowOf } from '../sql/row-types.ts';
import type { LoaderOption } from './loader-options.ts';
import type { Query } from './query.ts';
import type { EntityClass } from './relationship-definition.ts';

/** What a query may be about: a class, a column, an expression, a bundle of columns. */
export type QueryItem = EntityClass | object;

/** The query for some items: objects where there is one class, rows otherwise. */
export type QueryFor<Items extends readonly unknown[], M extends Mode> = Items extends readonly [EntityClass<infer E>]
  ? Query<E, M>
  : Query<RowOf<Items, never>, M>;

/** Values of attributes as `filterBy` takes them: no methods, no lists. What is no object of a model takes any names. */
export type FilterValues<T> = 0 extends 1 & T
  ? Readonly<Record<string, unknown>>
  : T extends { load(name: never): unknown; toJSON(): unknown }
    ? { readonly [K in keyof T as K extends symbol | 'load' ? never : T[K] extends NotFiltered ? never : K]?: FilterValue<T[K]> }
    : Readonly<Record<string, unknown>>;

type NotFiltered = ((...args: any[]) => any) | readonly any[] | ReadonlySet<any> | Query<any, any>;
/** A value, what its column's type takes for one, or an SQL expression. */
type FilterValue<V> = V | (V extends bigint ? number : never) | (V extends object ? any : never) | ColumnElement<any, any> | null;

/** A query after a join: `filterBy` speaks of what was joined last, so that any name may stand there. */
export interface JoinedQuery<T, M extends Mode> extends Query<T, M> {
  filterBy(values: Readonly<Record<string, unknown>>): JoinedQuery<T, M>;
  filter(...criteria: Parameters<Query<T, M>['filter']>): JoinedQuery<T, M>;
  where(...criteria: Parameters<Query<T, M>['where']>): JoinedQuery<T, M>;
  orderBy(...items: Parameters<Query<T, M>['orderBy']>): JoinedQuery<T, M>;
  groupBy(...items: Parameters<Query<T, M>['groupBy']>): JoinedQuery<T, M>;
  having(...criteria: Parameters<Query<T, M>['having']>): JoinedQuery<T, M>;
  distinct(...columns: Parameters<Query<T, M>['distinct']>): JoinedQuery<T, M>;
  options(...options: readonly (LoaderOption | readonly LoaderOption[])[]): JoinedQuery<T, M>;
  /** `filterBy` speaks of the query's own class again. */
  resetJoinpoint(): Query<T, M>;
}
