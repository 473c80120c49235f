import { Fragment, type ReactNode, useMemo } from 'react';
import { highlightSql, highlightTypeScript, type Token } from '../lib/highlight.ts';
import styles from './CodeText.module.css';

const highlight = { ts: highlightTypeScript, sql: highlightSql };

interface CodeProps {
  text: string;
  language: 'ts' | 'sql';
  className?: string;
}

/** Code within a line of text, in the editor's colours. */
export function CodeText({ text, language, className }: CodeProps): ReactNode {
  const lines = useMemo(() => highlight[language](text.replace(/\s*\n\s*/g, ' ')), [text, language]);
  return <code className={className ? `${styles.code} ${className}` : styles.code}>{lines.map(tokens)}</code>;
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
          {tokens(line)}
        </Fragment>
      ))}
    </pre>
  );
}

function tokens(line: readonly Token[]): ReactNode {
  return line.map((token, at) =>
    token.kind === 'plain' ? (
      token.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
      <span key={at} data-kind={token.kind}>
        {token.text}
      </span>
    ),
  );
}
