import type { FromClause } from '../sql/from-clause.ts';
import { clauseElement } from '../sql/protocol.ts';
import { Entity } from './entity.ts';
import { attributesOf } from './entity-attributes.ts';
import { aliasTables } from './mapper-tables.ts';
import type { Registry } from './registry.ts';

export interface AliasOptions {
  /** The alias's name in the SQL; `users_1` and so on where there is none. */
  readonly name?: string;
  /** Rows to take for the class's own: a subquery that has its columns. */
  readonly alias?: FromClause<any, any>;
}

/**
 * A class under another name, so that one statement can speak of its table twice:
 *
 * ```ts
 * const boss = db.aliased(Employee);
 * db.select(Employee.name, boss.name).join(boss, Employee.manager_id.eq(boss.id))
 * ```
 */
export function aliased<C extends object>(registry: Registry, cls: C, options: AliasOptions = {}): C {
  registry.configure();
  const { mapper } = registry.entityOf(cls);
  const selectable = options.alias ?? aliasTables(mapper, options.name);
  const entity = new Entity(mapper, selectable, options.name ?? null);
  const holder = attributesOf(entity);
  Object.defineProperty(holder, clauseElement, { value: () => entity });
  Object.defineProperty(holder, 'toString', { value: () => `aliased(${mapper.name})` });
  return holder as C;
}
