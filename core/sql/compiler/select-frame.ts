import type { ColumnElement } from '../column-element.ts';
import type { FromClause } from '../from-clause.ts';
import { Label } from '../label.ts';

/** What the SELECTs around know of: tables that a SELECT inside may refer to. */
export interface Frame {
  /** All tables of all SELECTs around. */
  readonly correlate: ReadonlySet<FromClause<any, any>>;
  /** Those of the nearest one. */
  readonly nearest: ReadonlySet<FromClause<any, any>>;
  /** The names that ORDER BY and GROUP BY may use. */
  readonly labels: LabelScope | null;
  /** What the SELECT around knows of. */
  readonly outer: Frame | null;
}

/** The names that a SELECT gives, and where a name that is none of them may come from. */
export interface LabelScope {
  readonly columns: ReadonlyMap<string, ColumnElement>;
  readonly froms: readonly FromClause<any, any>[];
}

/** What a SELECT knows of; most hold no other one, and nothing of this is then asked for. */
export class SelectFrame implements Frame {
  #nearest: ReadonlySet<FromClause<any, any>> | null = null;
  #labels: LabelScope | null = null;

  constructor(
    readonly columns: readonly ColumnElement[],
    readonly froms: readonly FromClause<any, any>[],
    readonly outer: Frame | null,
  ) {}

  get nearest(): ReadonlySet<FromClause<any, any>> {
    this.#nearest ??= new Set(this.froms.flatMap((from) => [from, ...from.leaves, ...from.hides]));
    return this.#nearest;
  }

  get correlate(): ReadonlySet<FromClause<any, any>> {
    return this.outer === null ? this.nearest : new Set([...this.outer.correlate, ...this.nearest]);
  }

  get labels(): LabelScope {
    if (this.#labels === null) {
      const labels = this.columns.filter((column): column is Label => column instanceof Label);
      this.#labels = { columns: new Map(labels.map((label) => [label.name, label])), froms: this.froms };
    }
    return this.#labels;
  }
}
