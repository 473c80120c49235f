import type { Io, Origin } from '../io.ts';
import { settleLoaded } from './attribute-events.ts';
import type { DependencyProcessor, FlushWork } from './dependency-processor.ts';
import { FlushContext } from './flush-context.ts';
import { LoadRun } from './hydrate.ts';
import { writeLinkRows } from './link-rows.ts';
import { ManyToManyProcessor } from './many-to-many-processor.ts';
import { ManyToOneProcessor } from './many-to-one-processor.ts';
import type { Mapper } from './mapper.ts';
import { NO_VALUE, type ObjectState } from './object-state.ts';
import { OneToManyProcessor } from './one-to-many-processor.ts';
import { LoadPath, laterLoads } from './plan-entity.ts';
import type { Relationship } from './relationship.ts';
import { RowStatements } from './row-statements.ts';
import type { RowTarget } from './row-target.ts';
import { type RowListener, RowWriter } from './row-writer.ts';
import { runFlush } from './run-flush.ts';
import { collectDeleteCascade } from './session-cascades.ts';
import type { SessionIo } from './session-io.ts';
import { isExpired, loadColumns, loadCommittedRelated, loadRelated, relatedInMemory } from './session-loading.ts';
import { show } from './session-records.ts';
import { settleFlush } from './settle-flush.ts';

const processors = new WeakMap<Relationship, DependencyProcessor>();

function processorOf(relationship: Relationship): DependencyProcessor {
  let processor = processors.get(relationship);
  if (processor === undefined) processors.set(relationship, (processor = makeProcessor(relationship)));
  return processor;
}

function makeProcessor(relationship: Relationship): DependencyProcessor {
  if (relationship.secondary !== null) return new ManyToManyProcessor(relationship);
  return relationship.direction === 'manyToOne' ? new ManyToOneProcessor(relationship) : new OneToManyProcessor(relationship);
}

const processorsOf = (mapper: Mapper): DependencyProcessor[] => mapper.relationships.filter((each) => !each.viewonly).map(processorOf);

/** Writes all changes of a session. The caller makes the transaction good where it fails. */
export function* flushSession(session: SessionIo): Io<void> {
  const { records, events, face } = session;
  events.emit('beforeFlush', face);
  records.reconcileCollections();
  const context = new FlushContext({ holds: (state) => records.holds(state), warn: (message) => session.warn(message) }, processorsOf);
  try {
    registerChanges(session, context);
    if (context.states.length === 0) return;
    const target = rowTarget(session, context);
    const writer = new RowWriter(target, context, listenersOfRows);
    yield* runFlush(context, flushWork(session, target), writer);
    events.emit('afterFlush', face);
    yield* settleFlush(session, context);
  } finally {
    context.end();
  }
  events.emit('afterFlushPostexec', face);
}

const rowEvents = ['beforeInsert', 'afterInsert', 'beforeUpdate', 'afterUpdate', 'beforeDelete', 'afterDelete'] as const;
const listenersOfRows: RowListener = {
  listens: (mapper) => rowEvents.some((event) => mapper.hasEvent(event)),
  notify: (event, state) => state.mapper.emit(event, state),
};

function registerChanges(session: SessionIo, context: FlushContext): void {
  const { pending, modified, marked } = session.records;
  context.take(pending, () => false);
  context.take(marked.size === 0 ? modified : [...modified].filter((state) => !marked.has(state)), isOrphan);
  context.take(marked, () => true);
  switchRows(session, context);
}

/** A stored object that was taken from the parent it cannot live without. */
function isOrphan(state: ObjectState): boolean {
  if (state.parents === null || !state.hasRow) return false;
  for (const [relationship, parent] of state.parents) if (relationship.cascade.deleteOrphan && parent === null) return true;
  return false;
}

/** A new object with the key of one that is deleted takes over its row; with the key of one that stays, the database will refuse it. */
function switchRows(session: SessionIo, context: FlushContext): void {
  const { identityMap, pending } = session.records;
  for (const state of pending) {
    if (lacksKey(state)) continue;
    const key = state.mapper.primaryKey.map((property) => state.valueOf(property));
    const other = identityMap.get(state.mapper, key);
    if (other === undefined || other === state) continue;
    if (!context.isDeleted(other)) {
      session.warn(`New instance ${show(state)} with identity key (${key.join(', ')}) conflicts with persistent instance ${show(other)}`);
    } else takeRow(context, state, other, key);
  }
}

function lacksKey({ mapper, values }: ObjectState): boolean {
  for (const { slot } of mapper.primaryKey) if (values[slot] === undefined || values[slot] === null) return true;
  return false;
}

function takeRow(context: FlushContext, state: ObjectState, other: ObjectState, key: readonly unknown[]): void {
  context.rowSwitches.set(state, other);
  context.leaveToRowSwitch(other);
  state.keepSnapshot();
  state.mapper.primaryKey.forEach((property, i) => {
    state.snapshot![property.slot] = key[i];
  });
  // what the new object does not say becomes what a new row would have
  for (const property of state.mapper.columns) {
    if (property.isReadOnly || state.snapshot![property.slot] === key) continue;
    if (!property.isPrimaryKey) state.snapshot![property.slot] = undefined;
    if (state.values[property.slot] === undefined && !property.isPrimaryKey) state.values[property.slot] = null;
  }
}

function rowTarget(session: SessionIo, context: FlushContext): RowTarget {
  return flushTarget(session, new Set(Array.from(context.statesOf.keys(), (mapper) => mapper.name)), context);
}

const noStates: ReadonlySet<ObjectState> = new Set();

/** Where rows of these classes go. */
export function flushTarget(session: SessionIo, entities: ReadonlySet<string>, context: FlushContext | null = null): RowTarget {
  const dialect = session.connection.dialect.sql;
  const origin: Origin = { cause: 'flush', entities: [...entities] };
  return {
    dialect,
    statements: RowStatements.of(dialect),
    origin,
    send: (sql, paramSets, origin) => session.send(sql, paramSets, origin),
    change: (sql, paramSets) => session.change(sql, paramSets, origin),
    loadColumns: (state) => loadColumns(session, state),
    cascadedKeys: context?.cascadedKeys ?? noStates,
    warn: (message) => session.warn(message),
  };
}

function flushWork(session: SessionIo, target: RowTarget): FlushWork {
  return {
    loadRelated: (state, relationship) => loadRelated(session, state, relationship, true),
    loadRelatedOfAll: (states, relationship) => loadOfAll(session, states, relationship),
    findRelated(state, relationship) {
      if (state.relatedOf(relationship) !== undefined) return;
      const found = relatedInMemory(session, state, relationship);
      if (found !== undefined) settleLoaded(state, relationship, found);
    },
    loadRelatedBefore: (state, relationship) => rememberOldRelated(session, state, relationship),
    loadColumns: (state) => loadColumns(session, state),
    deleteCascade: (state) => collectDeleteCascade(session, state),
    writeLinks: (relationship, columns, removed, added) => writeLinkRows(target, relationship.secondary!, columns, removed, added),
  };
}

/** From so many objects on, what goes along with a delete is asked for by lists of keys. */
const manyObjects = 20;

function* loadOfAll(session: SessionIo, states: readonly ObjectState[], relationship: Relationship): Io<void> {
  const lacking = states.filter((state) => state.hasRow && state.relatedOf(relationship) === undefined);
  const isPlain = (state: ObjectState): boolean => state.snapshot === null && state.pendingOf(relationship) === undefined;
  if (lacking.length >= manyObjects && !relationship.isDynamic && lacking.every(isPlain)) {
    for (const state of lacking) if (isExpired(state)) yield* loadColumns(session, state);
    const path = new LoadPath([relationship.parent, relationship.target], [relationship]);
    const load = laterLoads.make('selectin', relationship, { options: [], criteria: [] }, path);
    yield* load.load(new LoadRun(session), lacking);
    return;
  }
  for (const state of lacking) yield* loadRelated(session, state, relationship, true);
}

/** The object a one-to-one had before another was assigned unseen: it loses its key, or goes. */
function* rememberOldRelated(session: SessionIo, state: ObjectState, relationship: Relationship): Io<void> {
  const members = yield* loadCommittedRelated(session, state, relationship);
  if (state.relatedBeforeOf(relationship) !== NO_VALUE) return;
  const now = state.relatedOf(relationship);
  for (const member of members) if (member.object !== now) member.dropParent(relationship, state);
  state.relatedBefore![relationship.slot] = relationship.uselist ? members.map(({ object }) => object) : (members[0]?.object ?? null);
}
