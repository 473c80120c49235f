import { useEffect, useMemo, useState } from 'react';
import type { Cure } from '../features/editor/problem.ts';
import type { StoredFile } from '../features/project/stored-project.ts';
import type { WireError } from '../runtime/protocol.ts';
import { type Messages, messages, useMessages } from '../ui/messages/messages.ts';
import { cureOf } from './cure.ts';
import { describeError, type ErrorText } from './describe-error.ts';
import { type ErrorPlace, locateError } from './locate-error.ts';

export interface ExplainedError extends ErrorText {
  readonly code: string;
  readonly place: ErrorPlace;
  readonly cure: Cure | null;
}

/** The known mistakes are looked up when the first error comes: they are no part of the page's first script. */
const loadMistakes = () => import('./mistakes/explain-mistake.ts');

function plainly(error: WireError, files: readonly StoredFile[], fallback: string, text: Messages): ExplainedError {
  const place = locateError(error, files, fallback);
  return { code: error.code, ...describeError(error, text), place, cure: cureOf(error, files, text) };
}

/**
 * An error of the user's program in the page's words, where it belongs, with the change that cures it where there is one.
 *
 * @param fallback - the file it belongs to where it names none
 */
export async function explainError(error: WireError, files: readonly StoredFile[], fallback: string): Promise<ExplainedError> {
  try {
    const { explainMistake, mistakeWords } = await loadMistakes();
    const known = explainMistake(error, files, fallback, await mistakeWords(messages().lang));
    if (known) return known;
  } catch {
    // Not to be had now: the error says its own message.
  }
  return plainly(error, files, fallback, messages());
}

/** The same for a component: at once in the error's own words, a moment later in those of the mistake. */
export function useExplainedError(error: WireError | null, files: readonly StoredFile[], fallback: string): ExplainedError | null {
  const text = useMessages();
  const [known, setKnown] = useState<{ readonly error: WireError; readonly text: Messages; readonly explained: ExplainedError } | null>(
    null,
  );
  // Of the sources as they were when the error came: later edits move lines, not what was wrong.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const plain = useMemo(() => (error ? plainly(error, files, fallback, text) : null), [error, fallback, text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    let isCurrent = true;
    if (error) {
      void explainError(error, files, fallback).then((explained) => {
        if (isCurrent) setKnown({ error, text, explained });
      });
    }
    return () => {
      isCurrent = false;
    };
  }, [error, fallback, text]);
  return known && known.error === error && known.text === text ? known.explained : plain;
}
