import type { AsyncEngine } from '../engine/engine.ts';
import { InvalidRequestError, MissingAwaitError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { ColumnProperty } from './column-property.ts';
import type { ObjectState } from './object-state.ts';
import type { Registry } from './registry.ts';
import type { Relationship } from './relationship.ts';
import { SessionBase } from './session-base.ts';
import type { SessionFrame } from './session-frame.ts';
import type { SessionOptions } from './session-io.ts';
import { loadNamed, settleFromMemory } from './session-loading.ts';
import { stateOfGiven } from './session-records.ts';
import type { SessionTransaction } from './session-transaction.ts';

/** A session whose calls give promises. One call at a time: its objects and its connection are one conversation. */
export class AsyncSession extends SessionBase<'async'> {
  readonly #engine: AsyncEngine;
  #isBusy = false;

  constructor(engine: AsyncEngine, registry: Registry, options: SessionOptions = {}) {
    super(engine, registry, options);
    this.#engine = engine;
  }

  /** @internal */
  override run<T>(io: Io<T>): Promise<T> {
    return this.#exclusively(() => this.#engine.run(io));
  }

  async #exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isBusy) {
      throw new InvalidRequestError(
        'This session is busy with another call: await each call before the next one, and take a session of its own (db.scope) for what runs side by side',
      );
    }
    this.#isBusy = true;
    try {
      return await work();
    } finally {
      this.#isBusy = false;
    }
  }

  /** @throws MissingAwaitError always: a getter cannot wait */
  override loadAttributeNow(state: ObjectState, attribute: ColumnProperty): never {
    throw new MissingAwaitError(state.mapper.name, attribute.key);
  }

  /** @throws MissingAwaitError where the database must be asked: a getter cannot wait */
  override loadRelatedNow(state: ObjectState, relationship: Relationship): void {
    if (settleFromMemory(this.io, state, relationship)) return;
    throw new MissingAwaitError(state.mapper.name, relationship.key);
  }

  override committedRelatedNow(state: ObjectState, relationship: Relationship): object | null | undefined {
    return this.findRelatedInMemory(state, relationship);
  }

  /** Loads attributes of an object, so that they can be read without waiting. */
  load<T = any>(object: object, attribute: string): Promise<T> {
    return this.run(loadNamed(this.io, stateOfGiven(object), attribute)) as Promise<T>;
  }

  /** Begins a transaction. With a function: commits when its promise resolves, rolls back when it rejects. @throws InvalidRequestError where one is open */
  begin(): Promise<SessionTransaction<'async'>>;
  begin<T>(work: () => T | Promise<T>): Promise<T>;
  async begin<T>(work?: () => T | Promise<T>): Promise<SessionTransaction<'async'> | T> {
    const frame = this.io.begin();
    return work === undefined ? this.handle(frame) : await this.#inFrame(frame, work);
  }

  /** Opens a savepoint; what is pending is written before. With a function: as {@link begin}. */
  beginNested(): Promise<SessionTransaction<'async'>>;
  beginNested<T>(work: () => T | Promise<T>): Promise<T>;
  async beginNested<T>(work?: () => T | Promise<T>): Promise<SessionTransaction<'async'> | T> {
    const frame = await this.run(this.io.beginNested());
    return work === undefined ? this.handle(frame) : await this.#inFrame(frame, work);
  }

  async #inFrame<T>(frame: SessionFrame, work: () => T | Promise<T>): Promise<T> {
    const transaction = this.handle(frame);
    try {
      const value = await work();
      if (frame.isOpen) await transaction.commit();
      return value;
    } catch (error) {
      if (frame.isOpen) await transaction.rollback();
      throw error;
    }
  }

  /** Closes the session; the next use begins anew. */
  async remove(): Promise<void> {
    await this.close();
  }
}
