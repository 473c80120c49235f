import type { ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import { codeParts } from './code-parts.ts';
import styles from './Problems.module.css';
import type { Cure, Problem } from './problem.ts';

export interface ProblemsProps {
  problems: readonly Problem[];
  onGo: (problem: Problem) => void;
  onCure: (cure: Cure) => void;
  /** What stands below the list: what the page still shows while there is an error. */
  children?: ReactNode;
}

/** What is wrong in the project: where, what, the way out, and a button where the editor knows the cure. */
export function Problems({ problems, onGo, onCure, children }: ProblemsProps): ReactNode {
  const { editor } = useMessages();
  if (problems.length === 0) return <p className={styles.none}>{editor.noProblems}</p>;
  return (
    <div className={styles.panel}>
      <ul className={styles.list} aria-label={editor.problems}>
        {problems.map((problem) => (
          <ProblemRow key={keyOf(problem)} problem={problem} onGo={onGo} onCure={onCure} />
        ))}
      </ul>
      {children === undefined ? null : <div className={styles.below}>{children}</div>}
    </div>
  );
}

const keyOf = (problem: Problem): string =>
  `${problem.source} ${problem.path}:${problem.line}:${problem.column} ${problem.code} ${problem.sentence}`;

function ProblemRow({ problem, onGo, onCure }: { problem: Problem } & Pick<ProblemsProps, 'onGo' | 'onCure'>): ReactNode {
  const { editor } = useMessages();
  const { path, line, severity, sentence, wayOut, cure } = problem;
  return (
    <li className={styles.row} data-severity={severity}>
      <button type="button" className={styles.go} aria-label={editor.goTo(path, line)} onClick={() => onGo(problem)}>
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
      </div>
      {cure ? <Button onClick={() => onCure(cure)}>{cure.label}</Button> : null}
    </li>
  );
}

/** A sentence with its pieces of code in the code face. */
function Sentence({ text }: { text: string }): ReactNode {
  return codeParts(text).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no identity but their place
    part.isCode ? <code key={index}>{part.text}</code> : part.text,
  );
}
