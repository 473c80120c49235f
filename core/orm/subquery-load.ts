import type { Io, Origin } from '../io.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { compile } from '../sql/compile.ts';
import { type Select, select } from '../sql/select.ts';
import { Entity } from './entity.ts';
import { finishLoads } from './finish-loads.ts';
import { LoadRun } from './hydrate.ts';
import { identityKey } from './identity-map.ts';
import type { ObjectState } from './object-state.ts';
import { ownerColumns, settleMembers } from './owner-keys.ts';
import type { LoadPath, WantedMembers } from './plan-entity.ts';
import { prepareSelect } from './prepare-select.ts';
import type { Relationship } from './relationship.ts';
import { joinClauses } from './relationship-clauses.ts';

/** `subquery`: the members of all owners, by joining the statement that found the owners. */
export function* loadBySubquery(
  run: LoadRun,
  relationship: Relationship,
  states: readonly ObjectState[],
  wanted: WantedMembers,
  path: LoadPath,
): Io<void> {
  const columns = ownerColumns(relationship);
  const { statement } = subquerySelect(run.statement!, relationship, columns);
  const prepared = prepareSelect(statement.where(...wanted.criteria), { eager: true, options: wanted.options, path });
  const compiled = compile(prepared.statement, run.session.connection.dialect.sql);
  const { sql, params } = compiled.construct();
  const origin: Origin = { cause: 'eagerLoad', relationship: String(relationship) };
  const [reply] = yield* run.session.send(sql, [params], origin);
  const inner = new LoadRun(run.session, run.populateExisting);
  const found = readByOwner(inner, prepared.plan, compiled.resultProcessors, reply!.rows as unknown[][], columns.length);
  inner.finish();
  for (const state of states) {
    const key = columns.map((column) => state.valueOf(state.mapper.propertyOf(column)!));
    settleMembers(run, state, relationship, found.get(identityKey(key)) ?? []);
  }
  yield* finishLoads(inner);
}

function readByOwner(
  run: LoadRun,
  plan: ReturnType<typeof prepareSelect>['plan'],
  converters: readonly (((value: any) => unknown) | null)[],
  rows: readonly unknown[][],
  width: number,
): Map<unknown, object[]> {
  const found = new Map<unknown, Set<object>>();
  const [item, ...keyItems] = plan.items;
  if (item?.kind !== 'entity') return new Map();
  const read = run.reader(item.plan);
  const places = keyItems.map((each) => (each.kind === 'column' ? each.index : 0)).slice(0, width);
  for (const row of rows) {
    const state = read(row);
    if (state === null) continue;
    const identity = identityKey(places.map((index) => (converters[index] ? converters[index]!(row[index]) : row[index])));
    const members = found.get(identity);
    if (members === undefined) found.set(identity, new Set([state.object]));
    else members.add(state.object);
  }
  return new Map([...found].map(([identity, members]) => [identity, [...members]]));
}

/** The owners' statement reduced to the columns their members are found with, and the members joined to it. */
function subquerySelect(original: Select<any>, relationship: Relationship, columns: readonly ColumnElement[]): { statement: Select<any> } {
  const { target, parent } = relationship;
  const chosen = select as (...items: unknown[]) => Select<any>;
  const isLimited = original.limitClause !== null || original.offsetClause !== null;
  let owners = original
    .withOnlyColumns(...columns)
    .setLabelStyle('tablenamePlusCol')
    .withExtras({ options: [] });
  if (original.froms.length === 0) owners = owners.selectFrom(parent.entity.selectable);
  if (!isLimited) owners = owners.orderBy(null);
  const isKey = columns.every((column) => parent.primaryKeyColumns.includes(column as never));
  // LIMIT counts the owners' rows as they are: with DISTINCT it would count others
  if (!isKey && !isLimited) owners = owners.distinct();
  const rows = owners.subquery();
  const owner = new Entity(parent, rows);
  const link = relationship.secondary?.alias() ?? null;
  const on = joinClauses(relationship, { left: owner.alias, right: null, secondary: link });
  const keys = columns.map((column) => rows.correspondingColumn(column)!);
  let statement = chosen(target.entity, ...keys).selectFrom(rows);
  if (link === null) statement = statement.join(target.entity.selectable, on.primary);
  else statement = statement.join(link, on.primary).join(target.entity.selectable, on.secondary!);
  return { statement: statement.orderBy(...relationship.orderBy).setLabelStyle('tablenamePlusCol') };
}
