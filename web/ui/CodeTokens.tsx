import type { ReactNode } from 'react';
import type { Token } from '../lib/highlight.ts';
import styles from './CodeTokens.module.css';

/** One line of code in the editor's colours; face and size are those of the place it stands in. */
export function CodeTokens({ tokens }: { tokens: readonly Token[] }): ReactNode {
  return tokens.map(({ kind, text }, at) =>
    kind === 'plain' ? (
      text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
      <span key={at} className={styles[kind]}>
        {text}
      </span>
    ),
  );
}
