import type { Io, Origin } from '../io.ts';
import type { Column } from '../schema/column.ts';
import { BindParameter } from '../sql/bind-parameter.ts';
import type { ColumnElement } from '../sql/column-element.ts';
import { type Compiled, compile } from '../sql/compile.ts';
import { type Select, select } from '../sql/select.ts';
import type { SqlDialect } from '../sql/sql-dialect.ts';
import { tuple } from '../sql/tuple-clause.ts';
import { IntegerType } from '../sql/types/numbers.ts';
import { settleLoaded } from './attribute-events.ts';
import { Entity } from './entity.ts';
import { finishLoads } from './finish-loads.ts';
import { LoadRun } from './hydrate.ts';
import { type IdentityKey, identityKey } from './identity-map.ts';
import type { EntityPlan, LaterLoad } from './load-plan.ts';
import { type LoaderOption, relationshipOption } from './loader-options.ts';
import { aliasTables } from './mapper-tables.ts';
import type { ObjectState } from './object-state.ts';
import { ownerColumns, settleMembers } from './owner-keys.ts';
import { type LoadPath, laterLoads, type WantedMembers } from './plan-entity.ts';
import { prepareSelect } from './prepare-select.ts';
import type { Relationship } from './relationship.ts';
import { joinClauses } from './relationship-clauses.ts';
import { loadRelated } from './session-loading.ts';
import type { ItemPlan } from './statement-plan.ts';
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
  /** `SELECT … WHERE key IN (…)`, compiled once for each dialect. */
  readonly #byKeys = new WeakMap<SqlDialect, MembersByKey>();

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
    } else yield* this.#membersByKey(run.session.connection.dialect.sql).load(run, states);
  }

  #membersByKey(dialect: SqlDialect): MembersByKey {
    let members = this.#byKeys.get(dialect);
    if (members === undefined)
      this.#byKeys.set(dialect, (members = new MembersByKey(this.relationship, dialect, this.#wanted, this.#path)));
    return members;
  }

  /** True where the members can be joined to the statement that found their owners: it selects the owners' class itself. */
  #joinsTo(statement: Select<any> | null): boolean {
    if (statement === null || this.#path.relationships.length !== 1) return false;
    return statement.items.some((item) => item instanceof Entity && !item.isAliased && item.mapper.isA(this.relationship.parent));
  }
}

laterLoads.make = (strategy, relationship, wanted, path) => new LaterLoader(strategy, relationship, wanted, path);

// ---- SELECT … WHERE key IN (…)

/** `selectin`: the members of many owners, by the owners' keys. */
class MembersByKey {
  readonly #relationship: Relationship;
  readonly #ownerColumns: readonly Column[];
  readonly #compiled: Compiled;
  readonly #plan: EntityPlan;
  /** Gives the owner of a row by the row's first columns; null where the members' own keys tell it. */
  readonly #ownerOf: ((row: readonly unknown[]) => IdentityKey) | null;
  readonly #origin: Origin;

  constructor(relationship: Relationship, dialect: SqlDialect, wanted: WantedMembers, path: LoadPath) {
    this.#relationship = relationship;
    this.#ownerColumns = ownerColumns(relationship);
    const { statement, width } = keyedSelect(relationship);
    const prepared = prepareSelect(statement.where(...wanted.criteria), { eager: true, options: wanted.options, path });
    this.#compiled = compile(prepared.statement, dialect);
    const { items } = prepared.plan;
    this.#plan = (items.find((item) => item.kind === 'entity') as EntityItem).plan;
    this.#ownerOf = width === 0 ? null : ownerReader(items.slice(0, width), this.#compiled);
    this.#origin = { cause: 'eagerLoad', relationship: String(relationship) };
  }

  *load(run: LoadRun, states: readonly ObjectState[]): Io<void> {
    const relationship = this.#relationship;
    const owners = this.#groupByKey(states);
    if (relationship.usesGet) owners.sort((a, b) => compare(a.key, b.key));
    for (let at = 0; at < owners.length; at += keysPerStatement) {
      const chunk = owners.slice(at, at + keysPerStatement);
      const found = yield* this.#fetch(run, chunk);
      for (const { identity, states: sharing } of chunk) {
        const members = found.get(identity) ?? [];
        for (const state of sharing) settleMembers(run, state, relationship, members);
      }
    }
  }

  /** Owners by the values their members are found with; an owner whose foreign key is NULL has none. */
  #groupByKey(states: readonly ObjectState[]): KeyGroup[] {
    const groups = new Map<IdentityKey, KeyGroup>();
    const columns = this.#ownerColumns;
    for (const state of states) {
      const key = columns.map((column) => state.valueOf(state.mapper.propertyOf(column)!));
      if (key.some((part) => part === null || part === undefined)) {
        settleLoaded(state, this.#relationship, this.#relationship.uselist ? [] : null);
        continue;
      }
      const identity = identityKey(key);
      const group = groups.get(identity);
      if (group === undefined) groups.set(identity, { identity, key, states: [state] });
      else group.states.push(state);
    }
    return [...groups.values()];
  }

  *#fetch(run: LoadRun, owners: readonly KeyGroup[]): Io<Map<IdentityKey, object[]>> {
    const keys = owners.map(({ key }) => (key.length === 1 ? key[0] : key));
    const { sql, params } = this.#compiled.construct({ [KEYS]: keys });
    const [reply] = yield* run.session.send(sql, [params], this.#origin);
    const inner = new LoadRun(run.session, run.populateExisting);
    const found = this.#read(inner, reply!.rows as unknown[][]);
    inner.finish();
    yield* finishLoads(inner);
    return found;
  }

  /** The members of each owner, in the order of their rows. */
  #read(run: LoadRun, rows: readonly unknown[][]): Map<IdentityKey, object[]> {
    const found = new Map<IdentityKey, object[]>();
    const read = run.reader(this.#plan);
    const ownerOf = this.#ownerOf;
    const mayRepeat = this.#plan.joined.length > 0 || this.#relationship.secondary !== null;
    const seen = mayRepeat ? new Map<IdentityKey, Set<object>>() : null;
    let last: IdentityKey | null = null;
    let members: object[] = [];
    for (const row of rows) {
      // the owner first: the row may become the member's own
      const owned = ownerOf === null ? null : ownerOf(row);
      const state = read(row);
      if (state === null) continue;
      const owner = owned ?? state.identity;
      if (seen !== null && isRepeated(seen, owner, state.object)) continue;
      if (owner !== last) {
        last = owner;
        const known = found.get(owner);
        if (known === undefined) found.set(owner, (members = []));
        else members = known;
      }
      members.push(state.object);
    }
    return found;
  }
}

type EntityItem = Extract<ItemPlan, { kind: 'entity' }>;

/** Owners that have the same members. */
interface KeyGroup {
  readonly identity: IdentityKey;
  readonly key: readonly unknown[];
  readonly states: ObjectState[];
}

/** The identity of the owner that a row is about. */
function ownerReader(items: readonly ItemPlan[], compiled: Compiled): (row: readonly unknown[]) => IdentityKey {
  const places = items.map((item) => (item.kind === 'column' ? item.index : 0));
  const converters = places.map((place) => compiled.resultProcessors[place] ?? null);
  const convert = (row: readonly unknown[]): IdentityKey =>
    identityKey(places.map((place, i) => (converters[i] === null ? row[place] : converters[i]!(row[place] as never))));
  if (places.length !== 1) return convert;
  const [place] = places as [number];
  const isInteger = compiled.resultColumns[place]!.type instanceof IntegerType;
  return (row) => {
    const cell = row[place];
    return isInteger && typeof cell === 'number' && (cell | 0) === cell ? cell : convert(row);
  };
}

/** True where an owner has a member already; notes it where not. */
function isRepeated(seen: Map<unknown, Set<object>>, owner: unknown, member: object): boolean {
  let members = seen.get(owner);
  if (members === undefined) seen.set(owner, (members = new Set()));
  if (members.has(member)) return true;
  members.add(member);
  return false;
}

/** The name of the parameter that takes the list of keys. */
const KEYS = 'primary_keys';

/** How the members of many owners are asked for: the first columns of each row tell the owner. */
interface KeyedSelect {
  readonly statement: Select<any>;
  readonly width: number;
}

function keyedSelect(relationship: Relationship): KeyedSelect {
  const { target } = relationship;
  const chosen = select as (...items: unknown[]) => Select<any>;
  const ordered = (statement: Select<any>): Select<any> => statement.orderBy(...relationship.orderBy).setLabelStyle('tablenamePlusCol');
  if (relationship.usesGet) return { statement: ordered(chosen(target.entity).where(within(target.primaryKeyColumns))), width: 0 };
  if (relationship.secondary === null && relationship.join.isPlainEquality) {
    const columns = relationship.join.localRemotePairs.map(([, remote]) => remote);
    return { statement: ordered(chosen(...columns, target.entity).where(within(columns))), width: columns.length };
  }
  const owner = new Entity(relationship.parent, aliasTables(relationship.parent));
  const link = relationship.secondary?.alias() ?? null;
  const on = joinClauses(relationship, { left: owner.alias, right: null, secondary: link });
  const columns = relationship.parent.primaryKeyColumns.map((column) => owner.adapt(column as ColumnElement));
  let statement = chosen(...columns, target.entity).selectFrom(owner.selectable);
  if (link === null) statement = statement.join(target.entity.selectable, on.primary);
  else statement = statement.join(link, on.primary).join(target.entity.selectable, on.secondary!);
  return { statement: ordered(statement.where(within(columns))), width: columns.length };
}

/** `column IN (…)`, or a tuple of columns. */
function within(columns: readonly ColumnElement[]): ColumnElement {
  const subject = columns.length === 1 ? columns[0]! : tuple(...columns);
  return subject.in(new BindParameter(KEYS, undefined, subject.type, { required: true, expanding: true }) as never);
}

function compare(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length; i += 1) {
    if ((a[i] as number) < (b[i] as number)) return -1;
    if ((a[i] as number) > (b[i] as number)) return 1;
  }
  return 0;
}
