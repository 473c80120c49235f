import type { ReactNode } from 'react';
import { highlightTypeScript } from '../../lib/highlight.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeTokens } from '../../ui/CodeTokens.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import { codeParts } from './code-parts.ts';
import styles from './Problems.module.css';
import { previewEdits } from './preview-edits.ts';
import type { Cure, Problem } from './problem.ts';

export interface ProblemsProps {
  problems: readonly Problem[];
  onGo: (problem: Problem) => void;
  onCure: (cure: Cure) => void;
  /** With it, the lines that a cure's button writes are shown. */
  textOf?: (path: string) => string | undefined;
  /** What stands below the list: what the page still shows while there is an error. */
  children?: ReactNode;
}

/** What is wrong in the project: where, what, the way out, and a button where the editor knows the cure. */
export function Problems({ problems, onGo, onCure, textOf, children }: ProblemsProps): ReactNode {
  const { editor } = useMessages();
  if (problems.length === 0) return <p className={styles.none}>{editor.noProblems}</p>;
  return (
    <div className={styles.panel}>
      <ul className={styles.list} aria-label={editor.problems}>
        {problems.map((problem) => (
          <ProblemRow key={keyOf(problem)} problem={problem} onGo={onGo} onCure={onCure} textOf={textOf} />
        ))}
      </ul>
      {children === undefined ? null : <div className={styles.below}>{children}</div>}
    </div>
  );
}

const keyOf = (problem: Problem): string =>
  `${problem.source} ${problem.path}:${problem.line}:${problem.column} ${problem.code} ${problem.sentence}`;

function ProblemRow({
  problem,
  onGo,
  onCure,
  textOf,
}: { problem: Problem } & Pick<ProblemsProps, 'onGo' | 'onCure' | 'textOf'>): ReactNode {
  const { editor } = useMessages();
  const { path, line, severity, sentence, wayOut, cure } = problem;
  const text = cure && textOf?.(cure.path);
  return (
    <li className={styles.row} data-severity={severity}>
      <button type="button" className={styles.go} onClick={() => onGo(problem)}>
        {editor.placeOf(path, line)}
      </button>
      <div className={styles.say}>
        <p className={styles.sentence}>
          {severity === 'warning' ? <span className={styles.warning}>{editor.warning} </span> : null}
          <Sentence text={sentence} />
        </p>
        {wayOut ? (
          <p className={styles.wayOut}>
            <Sentence text={wayOut} />
          </p>
        ) : null}
        {cure && text !== undefined && text !== null ? <Patch cure={cure} text={text} /> : null}
      </div>
      {cure ? <Button onClick={() => onCure(cure)}>{cure.label}</Button> : null}
    </li>
  );
}

/** The lines that a cure takes away and writes. */
function Patch({ cure, text }: { cure: Cure; text: string }): ReactNode {
  const { editor } = useMessages();
  const { line, removed, added } = previewEdits(text, cure.edits);
  const rows = [...removed.map((content) => ['removed', content] as const), ...added.map((content) => ['added', content] as const)];
  return (
    <figure className={styles.patch}>
      <figcaption>{editor.writes(cure.path, line)}</figcaption>
      <pre>
        {rows.map(([kind, content], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
          <span key={index} className={styles.patchLine} data-kind={kind}>
            <span className={styles.sign}>{kind === 'added' ? '+ ' : '− '}</span>
            <CodeTokens tokens={highlightTypeScript(content)[0]!} />
            {'\n'}
          </span>
        ))}
      </pre>
    </figure>
  );
}

/** A sentence with its pieces of code in the code face. */
function Sentence({ text }: { text: string }): ReactNode {
  return codeParts(text).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no identity but their place
    part.isCode ? <code key={index}>{part.text}</code> : part.text,
  );
}
