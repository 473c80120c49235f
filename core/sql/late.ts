import type { Alias, CTE, Lateral, Subquery } from './alias.ts';
import type { ClauseElement } from './clause-element.ts';
import type { ColumnElement, Criterion, OperationOptions } from './column-element.ts';
import type { CompoundSelect } from './compound-select.ts';
import type { FromClause } from './from-clause.ts';
import type { Join, JoinOptions } from './join.ts';
import type { Label } from './label.ts';
import type { Operator } from './operators.ts';
import type { ScalarSelect } from './scalar-select.ts';
import type { Select } from './select.ts';
import type { SelectBase } from './select-base.ts';
import type { TypeArg, TypeEngine } from './types/type-engine.ts';

/**
 * What the base classes of the language need and cannot import, because it extends them: `column.eq()` makes a binary expression, which is itself a
 * column element. Each entry is filled in by the module that defines it; `sql.ts` loads them all.
 */
export interface Late {
  operate(left: ColumnElement, operator: Operator, right: unknown, options?: OperationOptions): ColumnElement;
  conjoin(kind: 'and' | 'or', criteria: readonly Criterion[]): ColumnElement;
  negate(element: ColumnElement): ColumnElement;
  label(element: ColumnElement, name: string): Label<any, any, any>;
  cast(element: ColumnElement, type: TypeArg): ColumnElement;
  collate(element: ColumnElement, collation: string): ColumnElement;
  asBoolean(element: ColumnElement): ColumnElement;
  bind(value: unknown, type: TypeEngine): ColumnElement;
  coerceColumn(value: unknown, place: string): ColumnElement;
  alias(from: FromClause, name?: string): Alias;
  join(left: FromClause, right: unknown, onclause: unknown, options?: JoinOptions): Join;
  select(items: readonly unknown[]): Select<any>;
  subquery(select: SelectBase, name?: string): Subquery;
  cte(select: SelectBase, name: string | undefined, options: { recursive?: boolean; nesting?: boolean }): CTE;
  lateral(select: SelectBase, name?: string): Lateral;
  scalarSelect(select: SelectBase): ScalarSelect;
  exists(select: SelectBase): ColumnElement;
  compound(keyword: string, selects: readonly unknown[]): CompoundSelect<any, any>;
  stringify(element: ClauseElement): string;
}

/** Filled in by the modules that define the entries. */
export const late = {} as Late;
