import type { Column } from '../schema/column.ts';
import { BindParameter } from '../sql/bind-parameter.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { select } from '../sql/select.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import { replace } from '../sql/visitors.ts';
import { type KeptLoad, LoadCache, type LoadRequest } from './entity-loads.ts';
import { type LoaderOption, relationshipOption } from './loader-options.ts';
import type { Relationship } from './relationship.ts';
import { lazyClause } from './relationship-clauses.ts';

const lazyLoads = new LoadCache<Relationship>();
const lazyLoadsByOption = new LoadCache<LoaderOption>();
const columnsOf = new WeakMap<Relationship, readonly Column[]>();

/** `SELECT … FROM posts WHERE ? = posts.author_id`, and the owner's columns whose values it takes. */
export function lazyLoad(
  relationship: Relationship,
  dialect: SqlDialect,
  option: LoaderOption | null = null,
): { kept: KeptLoad; columns: readonly Column[] } {
  const kept =
    option === null
      ? lazyLoads.get(dialect, relationship, '', () => lazyRequest(relationship))
      : lazyLoadsByOption.get(dialect, option, relationship.key, () => lazyRequest(relationship, option));
  return { kept, columns: columnsOf.get(relationship)! };
}

function lazyRequest(relationship: Relationship, option: LoaderOption | null = null): LoadRequest {
  const { criterion, binds } = lazyClause(relationship);
  const names = binds.map((_, i) => `lazy_${i + 1}`);
  columnsOf.set(
    relationship,
    binds.map(({ column }) => column),
  );
  const given = new Map<unknown, BindParameter>(
    binds.map(({ column }, i) => [binds[i]!.bind, new BindParameter(names[i]!, undefined, column.type, { required: true })]),
  );
  const where = replace(criterion, (node) => given.get(node)) as ColumnElement;
  const statement = select(relationship.target.entity)
    .where(where, ...(option === null ? [] : criteriaOf(option)))
    .orderBy(...relationship.orderBy)
    .setLabelStyle('tablenamePlusCol');
  return { statement, names, options: [...withoutWayBack(relationship), ...(option?.children ?? [])] };
}

/** What an option adds to the condition of a relationship. */
export const criteriaOf = ({ step }: LoaderOption): readonly ColumnElement[] => (step.kind === 'relationship' ? step.criteria : []);

/** The members' way back to their owner needs no eager load: the owner is in the session. */
function withoutWayBack(relationship: Relationship): LoaderOption[] {
  return relationship.reverses
    .filter((reverse) => reverse.usesGet && !reverse.isDynamic && reverse.lazy !== 'select')
    .map((reverse) => relationshipOption(reverse.key, 'select'));
}
