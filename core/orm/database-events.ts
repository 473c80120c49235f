import type { EngineEventMap, EngineEvents, ListenOptions } from '../engine/events.ts';
import { ArgumentError } from '../errors.ts';
import { ColumnClause } from '../sql/column-clause.ts';
import type { ColumnProperty } from './column-property.ts';
import type { Entity } from './entity.ts';
import { type AttributeEvent, attributeEvents, type Listener, type ListenerMap, type MapperEvent, mapperEvents } from './events.ts';
import type { Mapper } from './mapper.ts';
import { findModelRecord } from './model-record.ts';
import { RelationshipAttribute } from './relationship-attribute.ts';
import type { EntityClass } from './relationship-definition.ts';
import type { SessionEventName, SessionEvents, SessionListener } from './session-events.ts';
import { type ModelEvent, type ModelListener, modelEvents } from './track-modifications.ts';

/** A session, as far as its events go. */
interface SessionTarget {
  readonly io: { readonly events: SessionEvents };
}

/** Where a program listens to what happens: to objects, to attributes, to a session, to the engine. */
export class DatabaseEvents {
  readonly #engine: EngineEvents;
  readonly #models: ListenerMap;
  readonly #tracksModels: boolean;

  constructor(engine: EngineEvents, models: ListenerMap, tracksModels: boolean) {
    this.#engine = engine;
    this.#models = models;
    this.#tracksModels = tracksModels;
  }

  /**
   * Calls `listener` at every such event, and gives a function that ends it.
   *
   * ```ts
   * db.events.on(User, 'beforeInsert', (user) => { user.slug = user.name.toLowerCase(); });
   * db.events.on(User.posts, 'append', (user, post) => { … });
   * db.events.on(db.session, 'afterCommit', (session) => { … });
   * db.events.on('statement', (event) => console.log(event.sql));
   * db.events.on('modelsCommitted', (changes) => { … }); // with createDatabase(url, { trackModifications: true })
   * ```
   *
   * @throws ArgumentError for an event that the target does not have
   */
  on<E extends object>(target: EntityClass<E>, event: MapperEvent, listener: (object: E) => void): () => void;
  on(
    target: RelationshipAttribute<any> | ColumnClause<any, any>,
    event: AttributeEvent,
    listener: (object: any, value: any, old?: any) => void,
  ): () => void;
  on(target: SessionTarget, event: SessionEventName, listener: SessionListener): () => void;
  on(event: ModelEvent, listener: ModelListener): () => void;
  on<K extends keyof EngineEventMap>(event: K, listener: (event: EngineEventMap[K]) => void, options?: ListenOptions): () => void;
  on(target: unknown, event: unknown, listener?: unknown): () => void {
    if (modelEvents.includes(target as ModelEvent)) {
      if (!this.#tracksModels) throw new ArgumentError(`'${target}' is told by a database made with { trackModifications: true } only`);
      return this.#models.add(target as string, event as Listener);
    }
    if (typeof target === 'string') {
      return this.#engine.on(target as keyof EngineEventMap, event as (event: any) => void, listener as ListenOptions | undefined);
    }
    const record = findModelRecord(target);
    if (record !== null) return onMapper(record.registry.mapperOf(target), event as string, listener as Listener);
    if (target instanceof RelationshipAttribute)
      return onAttribute(target.entity.mapper, target.key, event as string, listener as Listener);
    if (target instanceof ColumnClause) return onColumn(target, event as string, listener as Listener);
    if (isSession(target)) return target.io.events.on(event as SessionEventName, listener as SessionListener);
    throw new ArgumentError(
      `Events are listened to on a model class, an attribute, a session, or the database itself, not on ${String(target)}`,
    );
  }
}

function onMapper(mapper: Mapper, event: string, listener: Listener): () => void {
  requireEvent(mapperEvents, event, `Class ${mapper.name}`);
  return mapper.events.add(event, listener);
}

function onColumn(column: ColumnClause<any, any>, event: string, listener: Listener): () => void {
  const { property, entity } = column.annotations as { property?: ColumnProperty; entity?: Entity };
  if (property !== undefined) return onAttribute(entity?.mapper ?? property.parent, property.key, event, listener);
  throw new ArgumentError(`${column} is no attribute of a model: listen to User.name rather than to a table's column`);
}

function onAttribute(mapper: Mapper, key: string, event: string, listener: Listener): () => void {
  requireEvent(attributeEvents, event, `Attribute ${mapper.name}.${key}`);
  return mapper.attributeListeners(key).add(event, listener);
}

function requireEvent(known: readonly string[], event: string, owner: string): void {
  if (!known.includes(event)) throw new ArgumentError(`${owner} has no event '${event}'; it has ${known.join(', ')}`);
}

function isSession(value: unknown): value is SessionTarget {
  return typeof value === 'object' && value !== null && 'io' in value && 'commit' in value;
}
