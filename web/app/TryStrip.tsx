import { ArrowRight, Check, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { preferences } from '../lib/preferences.ts';
import { announce } from '../ui/announce.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject, useRun, useSchema, useView } from './BenchContext.ts';
import styles from './TryStrip.module.css';
import { type TryStep, trySteps } from './try-steps.ts';
import { showToast } from './view-store.ts';

type Done = Readonly<Record<TryStep['id'], boolean>>;
const closeAfterMs = 4000;

/** Three things to try, on the first visit: each types its change into the editor and is ticked when what it changed has happened. */
export function TryStrip(): ReactNode {
  const bench = useBench();
  const { app } = useMessages();
  const text = app.try;
  const open = useView((state) => state.tries);
  const [tried, setTried] = useState<ReadonlySet<TryStep['id']>>(new Set());
  const done = useDone();
  const all = trySteps.every((step) => done[step.id] && tried.has(step.id));
  const close = (): void => {
    preferences.write('try', 'closed');
    bench.view.setState({ tries: false });
  };
  useEffect(() => {
    if (!all || !open) return;
    const timer = setTimeout(() => close(), closeAfterMs);
    return () => clearTimeout(timer);
  });
  if (!open) return null;
  const attempt = async (step: TryStep): Promise<void> => {
    const before = bench.editor.textOf(step.path);
    const edits = before === undefined ? null : step.edits(before);
    if (!edits) {
      showToast(bench.view, text.cannot(step.path));
      announce(text.cannot(step.path));
      return;
    }
    setTried((now) => new Set(now).add(step.id));
    bench.showFile(step.path);
    await bench.editor.applyEdits(step.path, edits, { typed: true });
    if (step.runs) await bench.control.run(step.path);
  };
  const labels = { required: text.required, post: text.post, ask: text.ask };
  const hints = { required: text.requiredHint, post: text.postHint, ask: text.askHint };
  const after = { required: text.requiredDone, post: text.postDone, ask: text.askDone };
  return (
    <section className={styles.strip} aria-label={text.title}>
      <span className={styles.title}>{text.title}</span>
      <ol className={styles.steps}>
        {trySteps.map((step) => {
          const ticked = tried.has(step.id) && done[step.id];
          return (
            <li key={step.id}>
              <button
                type="button"
                className={styles.card}
                data-done={ticked || undefined}
                disabled={tried.has(step.id)}
                onClick={() => void attempt(step)}
              >
                {ticked ? <Icon of={Check} /> : null}
                <span className={styles.label}>{labels[step.id]}</span>
                <span className={styles.hint}>{ticked ? after[step.id] : hints[step.id]}</span>
                {ticked ? null : <Icon of={ArrowRight} />}
              </button>
            </li>
          );
        })}
      </ol>
      <IconButton icon={X} label={text.close} onClick={close} />
    </section>
  );
}

function useDone(): Done {
  const schema = useSchema((state) => state.schema);
  const shown = useRun((state) => state.shown);
  const files = useProject((state) => state.project.files);
  const text = files.find((file) => file.path === shown?.entry)?.text ?? '';
  const ran = shown?.summary && !shown.summary.error ? { entry: shown.entry, statements: shown.log.statements, text } : null;
  return Object.fromEntries(trySteps.map((step) => [step.id, step.isDone({ schema, ran })])) as unknown as Done;
}
