import { Suspended } from '../journal.ts';
import { NotReadable } from './errors.ts';

/** `return` on its way out of the function's body. */
export class Return {
  constructor(readonly value: unknown) {}
}

/** `break` or `continue` on its way out of the loop's body. */
export class LoopExit {
  constructor(readonly kind: 'Break' | 'Continue') {}
}

/** True for what leaves a block early without being an error of the snippet: no `except` may catch it. */
export const isSignal = (thrown: unknown): boolean =>
  thrown instanceof Return || thrown instanceof LoopExit || thrown instanceof NotReadable || thrown instanceof Suspended;
