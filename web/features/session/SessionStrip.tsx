import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlushRecord, SessionStrip as Session, SessionObject } from '../../runtime/protocol.ts';
import { Chip } from '../../ui/Chip.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import styles from './SessionStrip.module.css';

type State = SessionObject['state'];
const states: readonly State[] = ['transient', 'pending', 'persistent', 'deleted', 'detached'];

export interface SessionStripProps {
  /** Null where the last run did not come to its end, or there was none. */
  session: Session | null;
  entry: string;
  picked: ReadonlySet<number>;
  /** The class of a table, where it has one. */
  modelOf: (table: string) => string;
  onGo: (file: string, line: number) => void;
  onPickFlush: (flush: FlushRecord) => void;
}

/** The session as the file left it: which objects it knew and in which state, and what each flush sent, in its order. */
export function SessionStrip({ session, entry, picked, modelOf, onGo, onPickFlush }: SessionStripProps): ReactNode {
  const text = useMessages().session;
  if (!session) return <p className={styles.empty}>{text.none(entry)}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.strip} tabIndex={0} aria-label={text.title}>
      <ol className={styles.states}>
        {states.map((state, at) => (
          <li key={state} className={styles.state} data-state={state} data-empty={session.counts[state] === 0 || undefined}>
            <h3>
              {at ? <Icon of={ChevronRight} size={14} /> : null}
              {text.states[state]} <span>{session.counts[state].toLocaleString()}</span>
            </h3>
            <p className={styles.meaning}>{text.meanings[state]}</p>
            <Objects objects={session.objects.filter((object) => object.state === state)} count={session.counts[state]} />
          </li>
        ))}
      </ol>
      <h3 className={styles.heading}>{text.flushes(session.flushes.length)}</h3>
      {session.flushes.length ? (
        <ol className={styles.flushes}>
          {session.flushes.map((flush, at) => (
            <li key={flush.index} data-picked={picked.has(flush.index) || undefined}>
              <button type="button" className={styles.flush} onClick={() => onPickFlush(flush)}>
                {text.flush(at + 1)}
              </button>
              {flush.at ? (
                <button type="button" className={styles.link} onClick={() => onGo(flush.at!.file, flush.at!.line)}>
                  {flush.at.file}:{flush.at.line}
                </button>
              ) : (
                <span />
              )}
              <span className={styles.steps}>
                {flush.steps.map((step, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
                  <span key={place} className={styles.step}>
                    {place ? <Icon of={ChevronRight} size={14} /> : null}
                    <Chip tone={step.verb === 'insert' ? 'ok' : step.verb === 'delete' ? 'bad' : 'warn'}>{text.verbs[step.verb]}</Chip>
                    {text.step(modelOf(step.model), step.count)}
                  </span>
                ))}
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <p className={styles.meaning}>{text.noFlush}</p>
      )}
    </section>
  );
}

/** Few, so that the flushes below are in sight. */
const objectsShown = 6;

function Objects({ objects, count }: { objects: readonly SessionObject[]; count: number }): ReactNode {
  const text = useMessages().session;
  const shown = objects.slice(0, objectsShown);
  if (!count) return null;
  return (
    <ul className={styles.objects}>
      {shown.map((object, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two objects may read alike
        <li key={at}>
          <code title={object.text}>{object.text}</code>
          {object.next ? <span className={styles.next}>{text.next[object.next]}</span> : null}
        </li>
      ))}
      {count > shown.length ? <li className={styles.meaning}>{text.more(count - shown.length)}</li> : null}
    </ul>
  );
}
