import type { Answer, Mode } from '../engine/mode.ts';
import type { SessionBase } from './session-base.ts';
import type { SessionFrame } from './session-frame.ts';

/** An open transaction or savepoint of a session. */
export class SessionTransaction<M extends Mode> {
  readonly #session: SessionBase<M>;
  readonly #frame: SessionFrame;

  constructor(session: SessionBase<M>, frame: SessionFrame) {
    this.#session = session;
    this.#frame = frame;
  }

  /** True until it is committed, rolled back, or a flush in it fails. */
  get isActive(): boolean {
    return this.#frame.isOpen && this.#frame.failure === null;
  }

  get nested(): boolean {
    return this.#frame.isNested;
  }

  /** Writes every change and keeps it, with the savepoints inside. @throws ResourceClosedError where it has ended */
  commit(): Answer<M, void> {
    return this.#session.run(this.#session.io.commitFrame(this.#frame));
  }

  /** Undoes what was done in it. @throws ResourceClosedError where it has ended */
  rollback(): Answer<M, void> {
    return this.#session.run(this.#session.io.rollbackFrame(this.#frame));
  }
}
