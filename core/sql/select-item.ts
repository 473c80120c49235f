import type { CacheKey } from './cache-key.ts';
import type { ColumnElement } from './column-element.ts';
import type { FromClause } from './from-clause.ts';
import { type keyTo, selectColumns } from './protocol.ts';
import type { StatementPlugin } from './statement-plugin.ts';

/** Something in the columns of a SELECT that stands for several columns and is put together again from them: an entity, a bundle. */
export interface SelectItem {
  /** The columns to select, in order. */
  [selectColumns](): readonly ColumnElement[];
  [keyTo](key: CacheKey): void;
  /** What the columns belong to, where it is one thing. */
  readonly from?: FromClause<any, any> | null;
  /** `name = value` for filterBy. @throws InvalidRequestError where there is no such name */
  criterionFor?(name: string, value: unknown): ColumnElement;
  /** Who compiles statements that hold such items. */
  readonly plugin?: StatementPlugin;
}

/** Whether `value` stands for several columns of a SELECT. */
export function isSelectItem(value: unknown): value is SelectItem {
  return typeof value === 'object' && value !== null && selectColumns in value;
}
