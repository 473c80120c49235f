import { InvalidRequestError } from '../errors.ts';
import type { Bundle } from './bundle.ts';
import type { EntityPlan } from './load-plan.ts';
import type { Registry } from './registry.ts';

/** How one item of a SELECT is read from a row. */
export type ItemPlan =
  | { readonly kind: 'entity'; readonly plan: EntityPlan; readonly key: string }
  | { readonly kind: 'bundle'; readonly bundle: Bundle; readonly columns: readonly ItemPlan[]; readonly key: string }
  /** A key of null is told by the statement's text. */
  | { readonly kind: 'column'; readonly index: number; readonly key: string | null };

/** How the rows of an ORM statement are read. */
export interface StatementPlan {
  readonly items: readonly ItemPlan[];
  /** True where one entity can come in several rows because its collections were joined. */
  readonly joinsCollections: boolean;
}

/** Says that the classes of a statement belong to the session's database. @throws InvalidRequestError */
export function requireOwnClasses(plan: StatementPlan, registry: Registry): void {
  for (const item of plan.items) {
    if (item.kind !== 'entity' || item.plan.mapper.registry === registry) continue;
    throw new InvalidRequestError(`${item.plan.mapper.name} belongs to another database than this session: use the session of its own`);
  }
}
