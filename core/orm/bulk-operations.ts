import { ArgumentError, InvalidRequestError } from '../errors.ts';
import type { Io } from '../io.ts';
import { insertRows } from './insert-rows.ts';
import { writeColumn } from './instrument.ts';
import type { Mapper } from './mapper.ts';
import type { ObjectState } from './object-state.ts';
import { type TablePlan, tablePlans } from './row-plan.ts';
import type { RowTarget } from './row-target.ts';
import { flushTarget } from './session-flush.ts';
import type { SessionIo } from './session-io.ts';
import { stateOfGiven } from './session-records.ts';
import { updateRows } from './update-rows.ts';

/** Values of one row by attribute name. */
export type Mapping = Record<string, unknown>;

export interface BulkSaveOptions {
  /** Puts the keys that the database makes into the objects; they are detached afterwards. */
  readonly returnDefaults?: boolean;
}

/**
 * Writes objects without taking them into the session: no cascades, no events, no relationships. Objects that have a row are updated.
 *
 * @throws UnmappedInstanceError for anything but objects of models
 */
export function* bulkSave(session: SessionIo, objects: Iterable<object>, options: BulkSaveOptions = {}): Io<void> {
  const states = Array.from(objects, stateOfGiven);
  const { returnDefaults = false } = options;
  yield* session.write(function* () {
    const target = flushTarget(session, new Set(states.map((state) => state.mapper.name)));
    for (const { mapper, isUpdate, members } of runs(states)) {
      if (isUpdate) yield* updateAll(target, mapper, members);
      else yield* insertAll(target, mapper, members, returnDefaults);
      for (const state of members) if (isUpdate || returnDefaults) settle(state);
    }
  });
}

function settle(state: ObjectState): void {
  state.settle();
  state.key ??= state.mapper.primaryKey.map((property) => state.valueOf(property));
}

/** Neighbours of one class that are all new, or all stored. */
function runs(states: readonly ObjectState[]): { mapper: Mapper; isUpdate: boolean; members: ObjectState[] }[] {
  const found: { mapper: Mapper; isUpdate: boolean; members: ObjectState[] }[] = [];
  for (const state of states) {
    const isUpdate = state.hasRow;
    const last = found.at(-1);
    if (last !== undefined && last.mapper === state.mapper && last.isUpdate === isUpdate) last.members.push(state);
    else found.push({ mapper: state.mapper, isUpdate, members: [state] });
  }
  return found;
}

/** Inserts a row for each mapping. `returnDefaults` puts the keys that the database makes into the mappings. */
export function* bulkInsert(session: SessionIo, mapper: Mapper, mappings: Iterable<Mapping>, options: BulkSaveOptions = {}): Io<void> {
  const given = [...mappings];
  const states = given.map((mapping) => transient(mapper, mapping));
  const { returnDefaults = false } = options;
  yield* session.write(() => insertAll(flushTarget(session, new Set([mapper.name])), mapper, states, returnDefaults));
  if (!returnDefaults) return;
  given.forEach((mapping, i) => {
    for (const property of mapper.primaryKey) mapping[property.key] = states[i]!.valueOf(property);
  });
}

/**
 * Updates the row of each mapping, which names the primary key and what to set.
 *
 * @throws InvalidRequestError for a mapping without the whole primary key
 */
export function* bulkUpdate(session: SessionIo, mapper: Mapper, mappings: Iterable<Mapping>): Io<void> {
  const states = Array.from(mappings, (mapping) => stored(mapper, mapping));
  yield* session.write(() => updateAll(flushTarget(session, new Set([mapper.name])), mapper, states));
}

function transient(mapper: Mapper, mapping: Mapping): ObjectState {
  const state = mapper.instantiate(mapper.emptyRow());
  const { polymorphicOn, polymorphicIdentity } = mapper;
  if (polymorphicOn !== null && polymorphicIdentity !== undefined) state.values[polymorphicOn.slot] = polymorphicIdentity;
  for (const [key, value] of Object.entries(mapping)) {
    const property = mapper.findColumn(key);
    if (property === undefined) throw new ArgumentError(`${mapper.name} has no column attribute '${key}'`);
    writeColumn(state, property, value);
  }
  return state;
}

function stored(mapper: Mapper, mapping: Mapping): ObjectState {
  const state = transient(mapper, mapping);
  const snapshot = mapper.emptyRow();
  state.key = mapper.primaryKey.map((property) => {
    const value = state.values[property.slot];
    if (value === undefined || value === null)
      throw new InvalidRequestError(`A mapping of bulkUpdateMappings lacks the primary key ${property}`);
    snapshot[property.slot] = value;
    return value;
  });
  state.snapshot = snapshot;
  return state;
}

function* updateAll(target: RowTarget, mapper: Mapper, states: readonly ObjectState[]): Io<void> {
  for (const plan of tablePlans(mapper, target.dialect)) yield* updateRows(target, plan, states);
}

function* insertAll(target: RowTarget, mapper: Mapper, states: readonly ObjectState[], returnDefaults: boolean): Io<void> {
  const plans = tablePlans(mapper, target.dialect);
  // the rows of a joined subclass need their parents' keys
  for (const plan of plans) yield* insertRows(target, returnDefaults || plans.length > 1 ? plan : withoutKey(plan), states);
}

const withoutKeys = new WeakMap<TablePlan, TablePlan>();

/** The same plan for rows whose generated keys nobody asks for. */
function withoutKey(plan: TablePlan): TablePlan {
  let other = withoutKeys.get(plan);
  if (other === undefined) withoutKeys.set(plan, (other = { ...plan, generatedKey: null }));
  return other;
}
