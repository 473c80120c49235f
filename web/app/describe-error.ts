import type { WireError } from '../runtime/protocol.ts';
import type { ErrorCode } from '../ui/messages/en.ts';
import type { Messages } from '../ui/messages/messages.ts';

export interface ErrorText {
  readonly sentence: string;
  readonly wayOut: string | null;
}

/** An error in the page's language where its code has words, else in its own: the first sentence, then the rest. */
export function describeError(error: Pick<WireError, 'name' | 'code' | 'facts' | 'message'>, messages: Messages): ErrorText {
  const words = Object.hasOwn(messages.errors, error.code) ? messages.errors[error.code as ErrorCode](error.facts) : null;
  if (words) return { sentence: words[0], wayOut: words[1] };
  const message = error.message.trim() || error.name;
  // A stop ends a sentence where a capital letter or a back quote follows: `roles.id` and `e.g.` do not.
  const end = /[.!?](?=\s+["'`(]?[A-Z])/.exec(message);
  if (!end) return { sentence: message, wayOut: null };
  return { sentence: message.slice(0, end.index + 1), wayOut: message.slice(end.index + 1).trim() };
}
