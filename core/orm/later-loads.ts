import type { Io, Origin } from '../io.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { type Compiled, compile } from '../sql/compile.ts';
import { type Select, select } from '../sql/select.ts';
import { tuple } from '../sql/tuple-clause.ts';
import { settleLoaded } from './attribute-events.ts';
import { Entity } from './entity.ts';
import { finishLoads } from './finish-loads.ts';
import { LoadRun } from './hydrate.ts';
import { identityKey } from './identity-map.ts';
import type { LaterLoad } from './load-plan.ts';
import { type LoaderOption, relationshipOption } from './loader-options.ts';
import { aliasTables } from './mapper-tables.ts';
import type { ObjectState } from './object-state.ts';
import { ownerColumns, settleMembers } from './owner-keys.ts';
import { type LoadPath, laterLoads, type WantedMembers } from './plan-entity.ts';
import { prepareSelect } from './prepare-select.ts';
import type { Relationship } from './relationship.ts';
import { joinClauses } from './relationship-clauses.ts';
import { loadRelated } from './session-loading.ts';
import type { StatementPlan } from './statement-plan.ts';
import { loadBySubquery } from './subquery-load.ts';

/** How many keys one `IN (…)` asks for. */
const keysPerStatement = 500;

/** Loads a relationship by a statement of its own, once for all owners. */
class LaterLoader implements LaterLoad {
  readonly relationship: Relationship;
  readonly #strategy: 'selectin' | 'subquery' | 'immediate';
  readonly #wanted: WantedMembers;
  /** The same as an option, for loads of one object. */
  readonly #option: LoaderOption;
  readonly #path: LoadPath;

  constructor(strategy: 'selectin' | 'subquery' | 'immediate', relationship: Relationship, wanted: WantedMembers, path: LoadPath) {
    this.#strategy = strategy;
    this.relationship = relationship;
    this.#wanted = wanted;
    this.#option = relationshipOption(relationship.key, 'select', wanted);
    this.#path = path;
  }

  *load(run: LoadRun, states: readonly ObjectState[]): Io<void> {
    if (this.#strategy === 'immediate') {
      for (const state of states) yield* loadRelated(run.session, state, this.relationship, false, this.#option);
      return;
    }
    if (this.#strategy === 'subquery' && this.#joinsTo(run.statement)) {
      yield* loadBySubquery(run, this.relationship, states, this.#wanted, this.#path);
    } else yield* loadByKeys(run, this.relationship, states, this.#wanted, this.#path);
  }

  /** True where the members can be joined to the statement that found their owners: it selects the owners' class itself. */
  #joinsTo(statement: Select<any> | null): boolean {
    if (statement === null || this.#path.relationships.length !== 1) return false;
    return statement.items.some((item) => item instanceof Entity && !item.isAliased && item.mapper.isA(this.relationship.parent));
  }
}

laterLoads.make = (strategy, relationship, wanted, path) => new LaterLoader(strategy, relationship, wanted, path);

// ---- SELECT … WHERE key IN (…)

/** How the members of many owners are asked for: the value each row begins with tells the owner. */
interface KeyedSelect {
  readonly statement: Select<any>;
  readonly width: number;
}

/** `selectin`: the members of all owners, by the owners' keys. */
function* loadByKeys(
  run: LoadRun,
  relationship: Relationship,
  states: readonly ObjectState[],
  wanted: WantedMembers,
  path: LoadPath,
): Io<void> {
  const owners = groupByKey(states, relationship);
  const keys = relationship.usesGet ? [...owners.values()].sort((a, b) => compare(a.key, b.key)) : [...owners.values()];
  for (let at = 0; at < keys.length; at += keysPerStatement) {
    const chunk = keys.slice(at, at + keysPerStatement);
    const found = yield* fetchMembers(
      run,
      relationship,
      chunk.map(({ key }) => key),
      wanted,
      path,
    );
    for (const { identity, states: sharing } of chunk) {
      const members = found.get(identity) ?? [];
      for (const state of sharing) settleMembers(run, state, relationship, members);
    }
  }
}

interface KeyGroup {
  readonly identity: unknown;
  readonly key: readonly unknown[];
  readonly states: ObjectState[];
}

/** Owners by the values their members are found with; an owner whose foreign key is NULL has none. */
function groupByKey(states: readonly ObjectState[], relationship: Relationship): Map<unknown, KeyGroup> {
  const groups = new Map<unknown, KeyGroup>();
  const columns = ownerColumns(relationship);
  for (const state of states) {
    const key = columns.map((column) => state.valueOf(state.mapper.propertyOf(column)!));
    if (key.some((part) => part === null || part === undefined)) {
      settleLoaded(state, relationship, relationship.uselist ? [] : null);
      continue;
    }
    const identity = identityKey(key);
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, { identity, key, states: [state] });
    else group.states.push(state);
  }
  return groups;
}

function* fetchMembers(
  run: LoadRun,
  relationship: Relationship,
  keys: readonly (readonly unknown[])[],
  wanted: WantedMembers,
  path: LoadPath,
): Io<Map<unknown, object[]>> {
  const { statement, width } = keyedSelect(relationship, keys);
  const prepared = prepareSelect(statement.where(...wanted.criteria), { eager: true, options: wanted.options, path });
  const compiled = compile(prepared.statement, run.session.connection.dialect.sql);
  const { sql, params } = compiled.construct();
  const origin: Origin = { cause: 'eagerLoad', relationship: String(relationship) };
  const [reply] = yield* run.session.send(sql, [params], origin);
  const inner = new LoadRun(run.session, run.populateExisting);
  const entityItem = prepared.plan.items.find((item) => item.kind === 'entity')!;
  if (entityItem.kind !== 'entity') return new Map();
  const read = inner.reader(entityItem.plan);
  const found = new Map<unknown, object[]>();
  const ownerOf = ownerReader(prepared.plan, compiled, width);
  const seen = entityItem.plan.joined.length > 0 || relationship.secondary !== null ? new Map<unknown, Set<object>>() : null;
  for (const row of reply!.rows as unknown[][]) {
    const state = read(row);
    if (state === null) continue;
    const owner = width === 0 ? identityKey(state.key!) : ownerOf(row);
    const members = found.get(owner);
    if (seen !== null && isRepeated(seen, owner, state.object)) continue;
    if (members === undefined) found.set(owner, [state.object]);
    else members.push(state.object);
  }
  inner.finish();
  yield* finishLoads(inner);
  return found;
}

/** The identity of the owner that a row is about: its first columns. */
function ownerReader(plan: StatementPlan, compiled: Compiled, width: number): (row: readonly unknown[]) => unknown {
  const places = plan.items.slice(0, width).map((item) => (item.kind === 'column' ? item.index : 0));
  const converters = places.map((place) => compiled.resultProcessors[place] ?? null);
  const [place] = places;
  if (width === 1 && converters[0] === null) {
    return (row) => {
      const cell = row[place!];
      return typeof cell === 'number' || typeof cell === 'string' ? cell : identityKey([cell]);
    };
  }
  return (row) => identityKey(places.map((at, i) => (converters[i] === null ? row[at] : converters[i]!(row[at] as never))));
}

/** True where an owner has a member already; notes it where not. */
function isRepeated(seen: Map<unknown, Set<object>>, owner: unknown, member: object): boolean {
  let members = seen.get(owner);
  if (members === undefined) seen.set(owner, (members = new Set()));
  if (members.has(member)) return true;
  members.add(member);
  return false;
}

function keyedSelect(relationship: Relationship, keys: readonly (readonly unknown[])[]): KeyedSelect {
  const { target } = relationship;
  const chosen = select as (...items: unknown[]) => Select<any>;
  const ordered = (statement: Select<any>): Select<any> => statement.orderBy(...relationship.orderBy).setLabelStyle('tablenamePlusCol');
  if (relationship.usesGet) return { statement: ordered(chosen(target.entity).where(within(target.primaryKeyColumns, keys))), width: 0 };
  if (relationship.secondary === null && relationship.join.isPlainEquality) {
    const columns = relationship.join.localRemotePairs.map(([, remote]) => remote);
    return { statement: ordered(chosen(...columns, target.entity).where(within(columns, keys))), width: columns.length };
  }
  const owner = new Entity(relationship.parent, aliasTables(relationship.parent));
  const link = relationship.secondary?.alias() ?? null;
  const on = joinClauses(relationship, { left: owner.alias, right: null, secondary: link });
  const columns = relationship.parent.primaryKeyColumns.map((column) => owner.adapt(column as ColumnElement));
  let statement = chosen(...columns, target.entity).selectFrom(owner.selectable);
  if (link === null) statement = statement.join(target.entity.selectable, on.primary);
  else statement = statement.join(link, on.primary).join(target.entity.selectable, on.secondary!);
  return { statement: ordered(statement.where(within(columns, keys))), width: columns.length };
}

/** `column IN (…)`, or a tuple of columns. */
function within(columns: readonly ColumnElement[], keys: readonly (readonly unknown[])[]): ColumnElement {
  const [column] = columns;
  if (columns.length === 1) return column!.in(keys.map(([part]) => part) as never);
  return tuple(...columns).in(keys as never);
}

function compare(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length; i += 1) {
    if ((a[i] as number) < (b[i] as number)) return -1;
    if ((a[i] as number) > (b[i] as number)) return 1;
  }
  return 0;
}
