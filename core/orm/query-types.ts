import type { Mode } from '../engine/mode.ts';
import type { RowOf } from '../sql/row-types.ts';
import type { Query } from './query.ts';
import type { EntityClass } from './relationship-definition.ts';

/** What a query may be about: a class, a column, an expression, a bundle of columns. */
export type QueryItem = EntityClass | object;

/** The query for some items: objects where there is one class, rows otherwise. */
export type QueryFor<Items extends readonly unknown[], M extends Mode> = Items extends readonly [EntityClass<infer E>]
  ? Query<E, M>
  : Query<RowOf<Items, never>, M>;

/** Values of attributes as `filterBy` takes them: no methods, no lists. */
export type FilterValues<T> = {
  readonly [K in keyof T as T[K] extends ((...args: any[]) => any) | readonly any[] | Query<any, any> ? never : K]?: FilterValue<T[K]>;
} & Readonly<Record<string, unknown>>;

type FilterValue<V> = V | (V extends bigint ? number : never) | (V extends object ? any : never) | null;
