import { type ReactNode, useMemo } from 'react';
import { highlightSql, highlightTypeScript } from '../../lib/highlight.ts';
import { CodeTokens } from '../../ui/CodeTokens.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import styles from './ReadOnlyCode.module.css';

export interface ReadOnlyCodeProps {
  path: string;
  text: string;
}

/** Coloured code with line numbers, drawn by the page alone: what is read until the editor is there, or when it does not come. */
export function ReadOnlyCode({ path, text }: ReadOnlyCodeProps): ReactNode {
  const { editor } = useMessages();
  const lines = useMemo(() => (path.endsWith('.sql') ? highlightSql(text) : highlightTypeScript(text)), [path, text]);
  return (
    // A pane that scrolls must be reachable, or the keyboard cannot scroll it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={styles.code} aria-label={editor.readOnlyCodeOf(path)} tabIndex={0}>
      <ol className={styles.lines}>
        {lines.map((tokens, line) => (
          // Lines have no identity but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn anew with each text
          <li key={line} className={styles.line}>
            <CodeTokens tokens={tokens} />
          </li>
        ))}
      </ol>
    </section>
  );
}
