import { Fragment, type ReactNode, useMemo } from 'react';
import { highlightSql, highlightTypeScript } from '../lib/highlight.ts';
import styles from './CodeText.module.css';
import { CodeTokens } from './CodeTokens.tsx';

const highlight = { ts: highlightTypeScript, sql: highlightSql };

interface CodeProps {
  text: string;
  language: 'ts' | 'sql';
  className?: string;
}

/** Code within a line of text, in the editor's colours. */
export function CodeText({ text, language, className }: CodeProps): ReactNode {
  const [line = []] = useMemo(() => highlight[language](text.replace(/\s*\n\s*/g, ' ')), [text, language]);
  return (
    <code className={className ? `${styles.code} ${className}` : styles.code}>
      <CodeTokens tokens={line} />
    </code>
  );
}

/** Code in lines of its own. */
export function CodeBlock({ text, language, className }: CodeProps): ReactNode {
  const lines = useMemo(() => highlight[language](text), [text, language]);
  return (
    <pre className={`${styles.code} ${styles.block} ${className ?? ''}`}>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <Fragment key={at}>
          {at ? '\n' : null}
          <CodeTokens tokens={line} />
        </Fragment>
      ))}
    </pre>
  );
}
