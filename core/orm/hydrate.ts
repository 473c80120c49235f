import type { Select } from '../sql/select.ts';
import { settleLoaded } from './attribute-events.ts';
import { type IdentityKey, identityKey } from './identity-map.ts';
import { setDeferredByStatement, setLoadOverride } from './load-overrides.ts';
import type { EntityPlan, JoinedPlan } from './load-plan.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';
import type { SessionIo } from './session-io.ts';

/** Reads one entity of a row; null where an outer join found none. */
export type EntityReader = (row: unknown[]) => ObjectState | null;

/** The members a joined collection has got so far. */
interface Gathered {
  readonly members: object[];
  readonly seen: Set<object>;
}

/** One pass over the rows of a statement: which objects were read, which collections are being put together. */
export class LoadRun {
  readonly session: SessionIo;
  readonly populateExisting: boolean;
  /** The statement that is run, where it is not a kept one. */
  readonly statement: Select<any> | null;
  /** The objects read for a plan, in order of their first row; kept only where later loads need them. */
  readonly statesOf = new Map<EntityPlan, Set<ObjectState>>();
  /** True once a row was about an object that was there before: only then can an object come twice. */
  mayRepeat = false;
  /** Objects overwritten in this run: each is overwritten once. */
  readonly refreshed = new Set<ObjectState>();
  readonly #gathering = new Map<JoinedPlan, Map<ObjectState, Gathered | null>>();

  constructor(session: SessionIo, populateExisting = false, statement: Select<any> | null = null) {
    this.session = session;
    this.statement = statement;
    this.populateExisting = populateExisting;
  }

  /** Makes the reader of an entity for this run. */
  reader(plan: EntityPlan): EntityReader {
    const read = plan.discriminator === null ? this.#plainReader(plan) : this.#polymorphicReader(plan);
    if (plan.joined.length === 0 && plan.later.length === 0 && plan.empty.length === 0) return read;
    const joined = plan.joined.map((each) => this.#joinedReader(each));
    const states = new Set<ObjectState>();
    if (plan.later.length > 0) this.statesOf.set(plan, states);
    return (row) => {
      const state = read(row);
      if (state === null) return null;
      states.add(state);
      for (const relationship of plan.empty)
        if (state.relatedOf(relationship) === undefined) settleLoaded(state, relationship, relationship.uselist ? [] : null);
      for (const readJoined of joined) readJoined(state, row);
      return state;
    };
  }

  /** After the last row: stores the collections. */
  finish(): void {
    for (const [{ relationship }, byOwner] of this.#gathering) {
      for (const [owner, gathered] of byOwner) if (gathered !== null) settleLoaded(owner, relationship, gathered.members);
    }
  }

  // ---- one row

  #plainReader(plan: EntityPlan): EntityReader {
    const { alignedAt, columns } = plan;
    const known = this.session.records.identityMap.of(plan.mapper);
    const keyOf = keyReader(plan);
    const make = this.#maker(plan);
    const width = columns.length;
    const meet = (state: ObjectState, row: unknown[]): ObjectState => this.#meetAgain(state, plan, row);
    return (row) => {
      const identity = keyOf(row);
      if (identity === null) return null;
      const existing = known.get(identity);
      if (existing !== undefined) return meet(existing, row);
      const isWhole = alignedAt === 0 && row.length === width;
      const state = make(isWhole ? row : alignedAt < 0 ? spread(plan, row) : row.slice(alignedAt, alignedAt + width));
      known.set(identity, state);
      return state;
    };
  }

  /** Makes an object of a values array, as the driver gave it. */
  #maker(plan: EntityPlan): (values: unknown[]) => ObjectState {
    const { mapper, key, overrides, omitted } = plan;
    const { owner } = this.session.records;
    const { rawBits, eagerColumns } = mapper;
    const onlyKey = key.length === 1 ? key[0]!.property : null;
    const make = (values: unknown[]): ObjectState => {
      const state = mapper.instantiate(values);
      state.raw = rawBits;
      state.key = onlyKey === null ? key.map(({ property }) => state.valueOf(property)) : [state.valueOf(onlyKey)];
      state.session = owner;
      return state;
    };
    const onLoad = loadHook(mapper);
    if (eagerColumns.length === 0 && overrides.length === 0 && omitted === null && onLoad === null) return make;
    return (values) => {
      for (const { slot, fromDriver } of eagerColumns) {
        const cell = values[slot];
        if (cell !== null && cell !== undefined) values[slot] = fromDriver!(cell);
      }
      const state = make(values);
      for (const override of overrides) setLoadOverride(state, override);
      if (omitted !== null) setDeferredByStatement(state, omitted);
      if (onLoad !== null) onLoad(state);
      return state;
    };
  }

  /** The class of a row is told by its discriminator: one reader for each class. */
  #polymorphicReader(plan: EntityPlan): EntityReader {
    const readers = new Map<Mapper, EntityReader>();
    const { property, index } = plan.discriminator!;
    const convert = property.fromDriver;
    return (row) => {
      const cell = row[index];
      if (cell === null || cell === undefined) {
        if (keyReader(plan)(row) === null) return null;
      }
      const identity = cell === null || cell === undefined || convert === null ? cell : convert(cell);
      const mapper = identity === null || identity === undefined ? plan.mapper : plan.mapper.mapperForIdentity(identity);
      let reader = readers.get(mapper);
      if (reader === undefined) readers.set(mapper, (reader = this.#plainReader({ ...plan, mapper, discriminator: null })));
      return reader(row);
    };
  }

  /** An object that was in the session: only what it lacks is taken, unless everything is asked for. */
  #meetAgain(state: ObjectState, plan: EntityPlan, row: unknown[]): ObjectState {
    this.mayRepeat = true;
    if (this.populateExisting && !this.refreshed.has(state)) {
      this.refreshed.add(state);
      overwrite(state, plan, row);
      this.session.records.modified.delete(state);
      return state;
    }
    const { values } = state;
    const { columns } = plan;
    for (let i = 0; i < columns.length; i += 1) {
      const { property, index } = columns[i]!;
      if (values[property.slot] === undefined) state.putRaw(property, row[index]);
    }
    return state;
  }

  #joinedReader(joined: JoinedPlan): (owner: ObjectState, row: unknown[]) => void {
    const { relationship } = joined;
    const read = this.reader(joined.plan);
    if (!relationship.uselist) {
      return (owner, row) => {
        const state = read(row);
        if (owner.relatedOf(relationship) === undefined) settleLoaded(owner, relationship, state === null ? null : state.object);
      };
    }
    const byOwner = new Map<ObjectState, Gathered | null>();
    this.#gathering.set(joined, byOwner);
    return (owner, row) => {
      let gathered = byOwner.get(owner);
      if (gathered === undefined) {
        gathered = owner.relatedOf(relationship) === undefined ? { members: [], seen: new Set() } : null;
        byOwner.set(owner, gathered);
      }
      const state = read(row);
      if (state === null || gathered === null || gathered.seen.has(state.object)) return;
      gathered.seen.add(state.object);
      gathered.members.push(state.object);
    };
  }
}

/** The identity of a row's entity; null where its key is NULL. */
function keyReader(plan: EntityPlan): (row: unknown[]) => IdentityKey | null {
  const [first] = plan.key;
  if (plan.key.length === 1 && first !== undefined) {
    const { index, property } = first;
    const convert = property.fromDriver;
    return (row) => {
      const cell = row[index];
      if (cell === null || cell === undefined) return null;
      if (convert === null) return typeof cell === 'number' || typeof cell === 'string' ? cell : identityKey([cell]);
      return identityKey([convert(cell)]);
    };
  }
  return (row) => {
    const parts: unknown[] = [];
    for (const { index, property } of plan.key) {
      const cell = row[index];
      if (cell === null || cell === undefined) return null;
      parts.push(property.fromDriver === null ? cell : property.fromDriver(cell));
    }
    return identityKey(parts);
  };
}

function spread({ mapper, columns }: EntityPlan, row: unknown[]): unknown[] {
  const values = new Array<unknown>(mapper.slotCount);
  for (let i = 0; i < columns.length; i += 1) values[columns[i]!.property.slot] = row[columns[i]!.index];
  return values;
}

function overwrite(state: ObjectState, plan: EntityPlan, row: unknown[]): void {
  state.settle();
  state.values = state.values.slice();
  for (const { property, index } of plan.columns) {
    state.values[property.slot] = undefined;
    state.putRaw(property, row[index]);
  }
  for (const relationship of state.mapper.relationships) state.forgetRelated(relationship);
}

/** What runs after an object was loaded: the class's own `onLoad`, listeners of `load`. */
function loadHook(mapper: Mapper): ((state: ObjectState) => void) | null {
  const { onLoad } = mapper.cls as { onLoad?: (instance: object) => void };
  const listens = mapper.hasEvent('load');
  if (typeof onLoad !== 'function' && !listens) return null;
  return (state) => {
    if (typeof onLoad === 'function') onLoad.call(mapper.cls, state.object);
    if (listens) mapper.emit('load', state);
  };
}
