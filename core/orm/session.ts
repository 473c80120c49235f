import { refusePromise } from '../engine/connection.ts';
import type { Engine } from '../engine/engine.ts';
import type { Io } from '../io.ts';
import type { ColumnProperty } from './column-property.ts';
import type { ObjectState } from './object-state.ts';
import type { Registry } from './registry.ts';
import type { Relationship } from './relationship.ts';
import { SessionBase } from './session-base.ts';
import type { SessionFrame } from './session-frame.ts';
import type { SessionOptions } from './session-io.ts';
import { loadAttribute, loadCommittedRelated, loadRelatedFor, settleFromMemory } from './session-loading.ts';
import type { SessionTransaction } from './session-transaction.ts';

/** A session whose calls answer before they return: a relationship that is not loaded loads when it is read. */
export class Session extends SessionBase<'sync'> {
  readonly #engine: Engine;

  constructor(engine: Engine, registry: Registry, options: SessionOptions = {}) {
    super(engine, registry, options);
    this.#engine = engine;
  }

  /** @internal */
  override run<T>(io: Io<T>): T {
    return this.#engine.run(io);
  }

  override loadAttributeNow(state: ObjectState, attribute: ColumnProperty): void {
    this.run(loadAttribute(this.io, state, attribute));
  }

  override loadRelatedNow(state: ObjectState, relationship: Relationship): void {
    if (!settleFromMemory(this.io, state, relationship)) this.run(loadRelatedFor(this.io, state, relationship));
  }

  override committedRelatedNow(state: ObjectState, relationship: Relationship): object | null {
    const members = this.noAutoflush(() => this.run(loadCommittedRelated(this.io, state, relationship)));
    return members[0]?.object ?? null;
  }

  /**
   * Begins a transaction. With a function: commits when it returns, rolls back when it throws, and gives its value.
   *
   * @throws InvalidRequestError where a transaction is open already
   * @throws ArgumentError when the function returns a promise
   */
  begin(): SessionTransaction<'sync'>;
  begin<T>(work: () => T): T;
  begin<T>(work?: () => T): SessionTransaction<'sync'> | T {
    const frame = this.io.begin();
    return work === undefined ? this.handle(frame) : this.#inFrame(frame, work);
  }

  /** Opens a savepoint; what is pending is written before. With a function: as {@link begin}. */
  beginNested(): SessionTransaction<'sync'>;
  beginNested<T>(work: () => T): T;
  beginNested<T>(work?: () => T): SessionTransaction<'sync'> | T {
    const frame = this.run(this.io.beginNested());
    return work === undefined ? this.handle(frame) : this.#inFrame(frame, work);
  }

  #inFrame<T>(frame: SessionFrame, work: () => T): T {
    const transaction = this.handle(frame);
    let value: T;
    try {
      value = work();
      refusePromise(value);
      if (frame.isOpen) transaction.commit();
    } catch (error) {
      if (frame.isOpen) transaction.rollback();
      throw error;
    }
    return value;
  }

  /** Closes the session; the next use begins anew. */
  remove(): void {
    this.close();
  }
}
