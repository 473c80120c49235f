import type { Select } from '../sql/select.ts';
import { keepLayout } from '../util/keep-layout.ts';
import { settleLoaded } from './attribute-events.ts';
import { type IdentityKey, identityKey } from './identity-map.ts';
import { setDeferredByStatement, setLoadOverride } from './load-overrides.ts';
import type { EntityPlan, JoinedPlan, PlannedColumn } from './load-plan.ts';
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
  statesOf: Map<EntityPlan, Set<ObjectState>> | null = null;
  /** True once a row was about an object that was there before: only then can an object come twice. */
  mayRepeat = false;
  /** Objects overwritten in this run: each is overwritten once. */
  #refreshed: Set<ObjectState> | null = null;
  #gathering: Map<JoinedPlan, Map<ObjectState, Gathered | null>> | null = null;

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
    if (plan.later.length > 0) (this.statesOf ??= new Map()).set(plan, states);
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
    if (this.#gathering === null) return;
    for (const [{ relationship }, byOwner] of this.#gathering) {
      for (const [owner, gathered] of byOwner) if (gathered !== null) settleLoaded(owner, relationship, gathered.members);
    }
  }

  // ---- one row

  #plainReader(plan: EntityPlan): EntityReader {
    const known = this.session.records.identityMap.of(plan.mapper);
    const identityOf = identityReader(plan);
    const valuesOf = valuesReader(plan);
    const make = this.#maker(plan);
    return (row) => {
      const identity = identityOf(row);
      if (identity === null) return null;
      const existing = known.get(identity);
      if (existing !== undefined) return this.#meetAgain(existing, plan, row);
      const state = make(valuesOf(row), identity);
      known.set(identity, state);
      return state;
    };
  }

  /** Makes an object of a values array, as the driver gave it. */
  #maker(plan: EntityPlan): (values: unknown[], identity: IdentityKey) => ObjectState {
    const { mapper, key } = plan;
    const { owner } = this.session.records;
    const { rawBits } = mapper;
    const convert = eagerConverter(mapper);
    const onLoad = loadHook(plan);
    // a key of one part that means itself needs no list
    const [{ property: first }] = key as readonly [PlannedColumn];
    const plainSlot = key.length === 1 && first.rawBit === 0 ? first.slot : -1;
    return (values, identity) => {
      if (convert !== null) convert(values);
      const state = mapper.instantiate(values);
      state.raw = rawBits;
      state.key = plainSlot >= 0 && values[plainSlot] === identity ? identity : key.map(({ property }) => state.valueOf(property));
      state.session = owner;
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
        if (identityReader(plan)(row) === null) return null;
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
    if (this.populateExisting && !this.#refreshed?.has(state)) {
      (this.#refreshed ??= new Set()).add(state);
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
    (this.#gathering ??= new Map()).set(joined, byOwner);
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

/** Reads the identity of a row's entity; null where its key is NULL. */
function identityReader({ key }: EntityPlan): (row: unknown[]) => IdentityKey | null {
  const [first] = key;
  if (key.length !== 1 || first === undefined) return (row) => identityOfParts(key, row);
  const { index, property } = first;
  if (property.fromDriver !== null && !property.isChecked) return (row) => identityOfParts(key, row);
  const takesText = property.fromDriver === null;
  return (row) => {
    const cell = row[index];
    if (typeof cell === 'number' && (cell | 0) === cell) return cell;
    if (takesText && typeof cell === 'string') return cell;
    return identityOfParts(key, row);
  };
}

function identityOfParts(key: readonly PlannedColumn[], row: unknown[]): IdentityKey | null {
  const parts: unknown[] = [];
  for (const { index, property } of key) {
    const cell = row[index];
    if (cell === null || cell === undefined) return null;
    parts.push(property.fromDriver === null ? cell : property.fromDriver(cell));
  }
  return identityKey(parts);
}

/** Makes the values array of an entity from a row: the row itself where nothing else is in it. */
function valuesReader({ mapper, columns, alignedAt }: EntityPlan): (row: unknown[]) => unknown[] {
  const width = columns.length;
  if (alignedAt === 0) return (row) => (row.length === width ? row : row.slice(0, width));
  if (alignedAt > 0) return (row) => row.slice(alignedAt, alignedAt + width);
  const places = new Array<number>(mapper.slotCount).fill(-1);
  for (const { property, index } of columns) places[property.slot] = index;
  return (row) => {
    const values = new Array<unknown>(places.length);
    for (let slot = 0; slot < places.length; slot += 1) {
      const place = places[slot]!;
      values[slot] = place < 0 ? undefined : row[place];
    }
    return values;
  };
}

/** What converts the attributes that are converted at once; null where a class has none. */
function eagerConverter({ eagerColumns }: Mapper): ((values: unknown[]) => void) | null {
  if (eagerColumns.length === 0) return null;
  return (values) => {
    for (let i = 0; i < eagerColumns.length; i += 1) {
      const { slot, fromDriver } = eagerColumns[i]!;
      const cell = values[slot];
      if (cell !== null && cell !== undefined) values[slot] = fromDriver!(cell);
    }
  };
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

/** What follows when an object is loaded: what the statement's options say of it, the class's own `onLoad`, listeners of `load`. */
function loadHook({ mapper, overrides, omitted }: EntityPlan): ((state: ObjectState) => void) | null {
  const { onLoad } = mapper.cls as { onLoad?: (instance: object) => void };
  const listens = mapper.hasEvent('load');
  if (typeof onLoad !== 'function' && !listens && overrides.length === 0 && omitted === null) return null;
  return (state) => {
    for (const override of overrides) setLoadOverride(state, override);
    if (omitted !== null) setDeferredByStatement(state, omitted);
    if (typeof onLoad === 'function') onLoad.call(mapper.cls, state.object);
    if (listens) mapper.emit('load', state);
  };
}

keepLayout(new LoadRun(null as never));
