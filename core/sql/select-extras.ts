import type { ClauseElement } from './clause-element.ts';
import type { ColumnElement } from './column-element.ts';
import type { FromClause } from './from-clause.ts';

/** `FOR UPDATE` and its variants. */
export interface ForUpdate {
  readonly read?: boolean;
  readonly nowait?: boolean;
  readonly skipLocked?: boolean;
  readonly keyShare?: boolean;
  readonly of: readonly (ColumnElement | FromClause<any, any>)[];
}

/** Text for one dialect, or for all (`*`). */
export interface DialectText {
  readonly text: string | ColumnElement;
  readonly dialect: string;
}

/** What few SELECTs have. */
export interface SelectExtras {
  /** Tables of the statement around that this one refers to; null: found by itself. */
  readonly correlate: readonly FromClause<any, any>[] | null;
  readonly correlateExcept: readonly FromClause<any, any>[] | null;
  readonly autoCorrelate: boolean;
  readonly forUpdate: ForUpdate | null;
  readonly prefixes: readonly DialectText[];
  readonly suffixes: readonly DialectText[];
  readonly hints: readonly { readonly from: FromClause<any, any>; readonly text: string; readonly dialect: string }[];
  readonly ctes: readonly ClauseElement[];
  /** Loader options of a higher floor. */
  readonly options: readonly object[];
}

/** What a SELECT has at first. */
export const noExtras: SelectExtras = Object.freeze({
  correlate: null,
  correlateExcept: null,
  autoCorrelate: true,
  forUpdate: null,
  prefixes: [],
  suffixes: [],
  hints: [],
  ctes: [],
  options: [],
});
