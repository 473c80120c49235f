import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { useMessages } from '../../ui/messages/messages.ts';
import { Notice } from '../../ui/Notice.tsx';
import styles from './CodeEditor.module.css';
import type { EditorService } from './editor-service.ts';
import type { EditorState } from './editor-state.ts';
import { ReadOnlyCode } from './ReadOnlyCode.tsx';

export interface CodeEditorProps {
  service: EditorService;
  /** A plain text field in place of Monaco's editor. */
  narrow?: boolean;
}

// Only touch screens have it.
const PlainEditor = lazy(() => import('./PlainEditor.tsx').then((module) => ({ default: module.PlainEditor })));

const selectStatus = (state: EditorState) => state.status;
const selectPath = (state: EditorState) => state.activePath;
const selectVersion = (state: EditorState) => state.projectVersion;

/**
 * The open file: coloured text at once, Monaco's editor over it when it has arrived, the text alone when it does not come.
 * The class `nokey` keeps the diagram's hands off the keys: it would take Space from Monaco's field, which it does not know as one.
 */
export function CodeEditor({ service, narrow = false }: CodeEditorProps): ReactNode {
  const { editor } = useMessages();
  const status = useStore(service.store, selectStatus);
  const path = useStore(service.store, selectPath);
  const version = useStore(service.store, selectVersion);
  useEffect(() => whenIdle(() => void service.start()), [service]);

  if (path === null) return <p className={styles.empty}>{editor.noFile}</p>;
  if (status !== 'ready') return <Unready key={`${version}:${path}`} service={service} path={path} blocked={status === 'blocked'} />;
  return (
    <div className={`nokey ${styles.editor}`}>
      {narrow ? (
        <Suspense fallback={<ReadOnlyCode path={path} text={service.textOf(path) ?? ''} />}>
          <PlainEditor key={`${version}:${path}`} service={service} path={path} />
        </Suspense>
      ) : (
        <Widget service={service} />
      )}
    </div>
  );
}

/** Made before the paint, so that no frame stands empty between the text and the editor over it. */
function Widget({ service }: { service: EditorService }): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (element.current ? service.attach(element.current) : undefined), [service]);
  return <div ref={element} className={styles.widget} />;
}

function Unready({ service, path, blocked }: { service: EditorService; path: string; blocked: boolean }): ReactNode {
  const { editor } = useMessages();
  return (
    <div className={styles.editor}>
      {blocked ? (
        <Notice tone="warn" role="status" acts={<Button onClick={() => void service.start()}>{editor.tryAgain}</Button>}>
          {editor.blocked}
        </Notice>
      ) : null}
      <div className={styles.rest}>
        <ReadOnlyCode path={path} text={service.textOf(path) ?? ''} />
      </div>
    </div>
  );
}

/** After the first paint, and not while the page is still at work. */
function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(work, 100);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: 500 });
  return () => cancelIdleCallback(handle);
}
