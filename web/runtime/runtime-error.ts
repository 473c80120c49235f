import type { WireError } from './protocol.ts';

/** A call of the runtime could not be done. */
export class RuntimeError extends Error {
  readonly wire: WireError;
  get code(): string {
    return this.wire.code;
  }
  constructor(wire: WireError) {
    super(wire.message);
    this.name = 'RuntimeError';
    this.wire = wire;
  }
}
