import { InvalidRequestError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { ColumnProperty } from './column-property.ts';
import type { ObjectState } from './object-state.ts';
import { relatedHistory } from './related-history.ts';
import type { Relationship } from './relationship.ts';
import { collectDeleteCascade, reachable } from './session-cascades.ts';
import type { SessionIo } from './session-io.ts';
import { loadRelated, refreshColumns } from './session-loading.ts';
import { show } from './session-records.ts';

/**
 * Marks an object for deletion, with all that its cascades take along.
 *
 * @throws InvalidRequestError where it has no row, or belongs to another session
 */
export function* deleteObject(session: SessionIo, state: ObjectState): Io<void> {
  const { records } = session;
  if (!state.hasRow)
    throw new InvalidRequestError(
      `Instance ${show(state)} is not persisted: it has no row that could be deleted; expunge(…) takes it out of the session`,
    );
  if (records.marked.has(state)) return;
  if (state.wasDeleted) {
    if (state.session === records.owner) return;
    throw new InvalidRequestError(`Instance ${show(state)} has been deleted already: its row is gone`);
  }
  session.registry.configure();
  if (state.session !== records.owner) records.attachStored(state);
  // all loads come first: one of them may flush, and a half-marked delete would run
  const taken = state.mapper.cascadesDeletes ? yield* collectDeleteCascade(session, state) : noStates;
  records.marked.add(state);
  for (const member of taken) {
    if (!member.hasRow || member.wasDeleted) continue;
    if (member.session !== records.owner) records.attachStored(member);
    records.marked.add(member);
  }
}

const noStates: readonly ObjectState[] = [];

/** Lets an object go, with those its `expunge` cascade reaches. @throws InvalidRequestError where it is not here */
export function expungeObject(session: SessionIo, state: ObjectState): void {
  const { records } = session;
  if (state.session !== records.owner) throw new InvalidRequestError(`Instance ${show(state)} is not present in this Session`);
  const leaving = [state, ...reachable(state, 'expunge')].filter((each) => each.session === records.owner);
  records.release(leaving);
  const left = new Set(leaving);
  for (let frame = session.frame; frame !== null; frame = frame.parent) frame.forgetDeleted(left);
}

/** @throws InvalidRequestError for an object that has no row, or is not here */
function requirePersistent(session: SessionIo, state: ObjectState): void {
  if (session.records.identityMap.has(state) && state.session === session.records.owner) return;
  throw new InvalidRequestError(`Instance ${show(state)} is not persistent within this Session`);
}

/** Attributes by their names. @throws InvalidRequestError for a name that is no attribute */
function attributesNamed(state: ObjectState, names: readonly string[]): { columns: ColumnProperty[]; relationships: Relationship[] } {
  const columns: ColumnProperty[] = [];
  const relationships: Relationship[] = [];
  for (const name of names) {
    const column = state.mapper.findColumn(name);
    const relationship = column === undefined ? state.mapper.findRelationship(name) : undefined;
    if (column !== undefined) columns.push(column);
    else if (relationship !== undefined) relationships.push(relationship);
    else throw new InvalidRequestError(`${state.mapper.name} has no attribute '${name}'`);
  }
  return { columns, relationships };
}

/** Forgets what is loaded of an object, or some attributes of it, and the changes of them. */
export function expireObject(session: SessionIo, state: ObjectState, attributes?: readonly string[]): void {
  session.registry.configure();
  requirePersistent(session, state);
  if (attributes !== undefined) {
    const { columns, relationships } = attributesNamed(state, attributes);
    for (const column of columns) state.forgetValue(column);
    for (const relationship of relationships) state.forgetRelated(relationship);
    state.mapper.emit('expire', state);
    return;
  }
  const { records } = session;
  const reached = reachable(state, 'refreshExpire');
  for (const each of [state, ...reached]) {
    if (each.session !== records.owner) continue;
    if (!each.hasRow) records.release([each]);
    else if (!each.wasDeleted) expireState(session, each);
  }
}

function expireState(session: SessionIo, state: ObjectState): void {
  state.expire();
  session.records.modified.delete(state);
  state.mapper.emit('expire', state);
}

/**
 * Reads an object's row anew; changes of it are lost. Relationships are forgotten, and load again as they are mapped.
 *
 * @throws InvalidRequestError where it is not here, or its row is gone
 */
export function* refreshObject(session: SessionIo, state: ObjectState, attributes?: readonly string[]): Io<void> {
  expireObject(session, state, attributes);
  if (attributes === undefined) yield* refreshColumns(session, state, null);
  else {
    const { columns, relationships } = attributesNamed(state, attributes);
    yield* refreshColumns(session, state, columns);
    for (const relationship of relationships) if (isEager(relationship)) yield* loadRelated(session, state, relationship);
  }
  state.mapper.emit('refresh', state);
}

const isEager = ({ lazy }: Relationship): boolean =>
  lazy === 'joined' || lazy === 'selectin' || lazy === 'subquery' || lazy === 'immediate';

/** Whether an object has changes to write. Collections count where `includeCollections` says so. */
export function isModified(state: ObjectState, includeCollections: boolean): boolean {
  const { mapper } = state;
  mapper.registry.configure();
  if (mapper.columns.some((property) => !property.isReadOnly && state.isChanged(property))) return true;
  return mapper.relationships.some((relationship) => {
    if (relationship.uselist && !includeCollections) return false;
    const { added, deleted } = relatedHistory(state, relationship);
    return added.length > 0 || deleted.length > 0;
  });
}
