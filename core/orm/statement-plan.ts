import type { EntityPlan } from './load-plan.ts';

/** How one item of a SELECT is read from a row. */
export type ItemPlan =
  | { readonly kind: 'entity'; readonly plan: EntityPlan; readonly key: string }
  /** A key of null is told by the statement's text. */
  | { readonly kind: 'column'; readonly index: number; readonly key: string | null };

/** How the rows of an ORM statement are read. */
export interface StatementPlan {
  readonly items: readonly ItemPlan[];
  /** True where one entity can come in several rows because its collections were joined. */
  readonly joinsCollections: boolean;
}
