import { Undo2 } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { loadExample } from '../features/project/examples.ts';
import type { ProjectState } from '../features/project/project-store.ts';
import type { StoredFile } from '../features/project/stored-project.ts';
import { type DiffLine, diffLines } from '../lib/diff-lines.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, dialogActs } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject } from './BenchContext.ts';
import styles from './CompareDialog.module.css';
import { showToast } from './view-store.ts';

interface ChangedFile {
  readonly path: string;
  /** `null` where the file is on one side only. */
  readonly origin: string | null;
  readonly here: string | null;
  readonly lines: readonly DiffLine[];
}

/** So many alike lines are shown around a change. */
const around = 2;
const selectFiles = (state: ProjectState) => state.project.files;

/** What a person has changed of the example a project began as, file by file, with the way back for one or all. */
export function CompareDialog({ onClose }: { onClose: () => void }): ReactNode {
  const bench = useBench();
  const { desk, app } = useMessages();
  const text = desk.compare;
  const origin = useOrigin();
  const files = useProject(selectFiles);
  const changed = useMemo(() => (origin ? changedFiles(origin, files) : null), [origin, files]);
  const restore = (of: readonly ChangedFile[]): void => {
    for (const { path, origin: original, here } of of) {
      if (original === null) bench.removeFile(path);
      else if (here === null) bench.addFile(path, original);
      else bench.editor.replaceText(path, original);
    }
    const said = of.length === 1 ? text.restored(of[0]!.path) : text.restoredAll;
    const put = of.filter((file) => file.here !== null && file.origin !== null);
    const undo = (): void => {
      for (const { path, here } of put) bench.editor.replaceText(path, here!);
    };
    if (put.length) showToast(bench.view, said, { label: app.undo, run: undo });
    announce(said);
  };
  return (
    <Dialog open wide onClose={onClose} title={text.title(bench.project.project.name)}>
      {changed?.length === 0 ? <p>{text.same}</p> : null}
      {changed?.map((file) => (
        <FileDifference key={file.path} file={file} onRestore={() => restore([file])} />
      ))}
      <div className={dialogActs}>
        {changed && changed.length > 1 ? <Button onClick={() => restore(changed)}>{text.restoreAll(changed.length)}</Button> : null}
        <Button onClick={onClose}>{text.close}</Button>
      </div>
    </Dialog>
  );
}

function useOrigin(): readonly StoredFile[] | null {
  const id = useProject((state) => state.project.origin);
  const [files, setFiles] = useState<readonly StoredFile[] | null>(null);
  useEffect(() => {
    let isGone = false;
    if (id !== undefined) void loadExample(id).then((bundle) => isGone || setFiles(bundle?.project.files ?? null));
    return () => {
      isGone = true;
    };
  }, [id]);
  return files;
}

function changedFiles(origin: readonly StoredFile[], here: readonly StoredFile[]): ChangedFile[] {
  const paths = [...new Set([...origin, ...here].map((file) => file.path))];
  const find = (files: readonly StoredFile[], path: string): string | null => files.find((file) => file.path === path)?.text ?? null;
  return paths
    .map((path) => ({ path, origin: find(origin, path), here: find(here, path) }))
    .filter((file) => file.origin !== file.here)
    .map((file) => ({ ...file, lines: diffLines(file.origin ?? '', file.here ?? '') }));
}

function FileDifference({ file, onRestore }: { file: ChangedFile; onRestore: () => void }): ReactNode {
  const text = useMessages().desk.compare;
  const count = (kind: DiffLine['kind']): number => file.lines.filter((line) => line.kind === kind).length;
  return (
    <section className={styles.file} aria-label={file.path}>
      <header className={styles.head}>
        <b>{file.path}</b>
        <span className={styles.count}>
          {file.origin === null ? text.only.here : file.here === null ? text.only.there : text.changed(count('added'), count('removed'))}
        </span>
        <Button kind="quiet" onClick={onRestore}>
          <Icon of={Undo2} />
          {text.restore(file.path)}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={styles.lines} tabIndex={0}>
        {excerpts(file.lines).map((part) =>
          typeof part === 'number' ? (
            <div key={`gap ${part}`} className={styles.gap}>
              {text.hidden(part)}
            </div>
          ) : (
            <div key={`${part.before} ${part.after}`} className={styles.line} data-kind={part.kind}>
              <span className={styles.number}>{part.after ?? part.before}</span>
              <span className={styles.sign}>
                {part.kind === 'added' ? '+' : part.kind === 'removed' ? '−' : ''}
                {part.kind === 'same' ? null : <span className="hidden">{text[part.kind]}</span>}
              </span>
              <code>{part.text}</code>
            </div>
          ),
        )}
      </div>
    </section>
  );
}

/** Changes with a few lines around them; a number stands for so many alike lines. */
function excerpts(lines: readonly DiffLine[]): (DiffLine | number)[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - around), at + around + 1).some((line) => line.kind !== 'same'));
  const parts: (DiffLine | number)[] = [];
  let hidden = 0;
  for (const [at, line] of lines.entries()) {
    if (near[at]) {
      if (hidden > 0) parts.push(hidden);
      hidden = 0;
      parts.push(line);
    } else hidden++;
  }
  return hidden > 0 ? [...parts, hidden] : parts;
}
