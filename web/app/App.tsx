import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { messages, smallestCode, useMessages } from '../ui/messages/messages.ts';
import { useNarrow } from '../ui/use-media.ts';
import { Banners } from './Banners.tsx';
import { BenchContext, useProject, useView } from './BenchContext.ts';
import { Dialogs } from './Dialogs.tsx';
import { catchDrops } from './drop-file.ts';
import styles from './Layout.module.css';
import { isMac } from './machine.ts';
import { StatusBar } from './StatusBar.tsx';
import { Toasts } from './Toasts.tsx';
import { TopBar } from './TopBar.tsx';
import { WideLayout } from './WideLayout.tsx';
import type { Workbench } from './workbench.ts';

// What a first picture on a wide screen does not show. A phone asks for its layout before anything else (`main.tsx`).
const NarrowLayout = lazy(() => import('./NarrowLayout.tsx').then((module) => ({ default: module.NarrowLayout })));
const PresentBar = lazy(() => import('./PresentBar.tsx').then((module) => ({ default: module.PresentBar })));
const Gallery = lazy(() => import('./Gallery.tsx').then((module) => ({ default: module.Gallery })));

/** Read from the last row of a room. */
const presentSize = 18;

/** The page. */
export function App({ bench }: { bench: Workbench }): ReactNode {
  const narrow = useNarrow();
  useEffect(() => listen(bench), [bench]);
  return (
    <BenchContext value={bench}>
      <Page narrow={narrow} />
    </BenchContext>
  );
}

function Page({ narrow }: { narrow: boolean }): ReactNode {
  const { lang, app } = useMessages();
  const screen = useView((state) => state.screen);
  const presents = screen === 'present';
  const name = useProject((state) => state.project.name);
  const size = useProject((state) => state.project.settings.editorSize);
  useEffect(() => {
    document.title = `${name} · ${app.name}`;
  }, [name, app.name]);
  useEffect(() => {
    // On a phone a field below 16 px makes the browser zoom in.
    const shown = narrow || presents ? Math.max(presents ? presentSize : 16, size) : Math.max(smallestCode(lang), size);
    document.documentElement.style.setProperty('--editor-size', `${shown}px`);
    document.documentElement.style.setProperty('--editor-line', `${Math.round(shown * 1.54)}px`);
  }, [size, narrow, presents, lang]);
  return (
    <div className={styles.page}>
      {screen === 'present' && !narrow ? (
        <Suspense fallback={null}>
          <PresentBar />
        </Suspense>
      ) : (
        <TopBar narrow={narrow} />
      )}
      <Banners />
      {screen === 'gallery' ? (
        <Suspense fallback={null}>
          <Gallery />
        </Suspense>
      ) : null}
      {/* Out of sight it stays as it is: editor and diagram keep what they hold. */}
      <div className={styles.desk} hidden={screen === 'gallery'} data-present={screen === 'present' || undefined}>
        {narrow ? (
          <Suspense fallback={null}>
            <NarrowLayout />
          </Suspense>
        ) : (
          <>
            <main className={styles.work}>
              <WideLayout />
            </main>
            {screen === 'present' ? null : <StatusBar />}
          </>
        )}
      </div>
      <Toasts />
      <Dialogs />
    </div>
  );
}

/** One listener for the keys of all actions, one for dropped files, one for what nobody caught. */
function listen(bench: Workbench): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  addEventListener('keydown', (event) => bench.actions.handleKey(event, isMac), { signal, capture: true });
  catchDrops(bench, signal);
  const fault = (reason: unknown): void => {
    const text = reason instanceof Error ? reason.message : String(reason);
    // The browser reports its own resize bookkeeping as an error.
    if (!text.includes('ResizeObserver loop') && text !== 'Canceled')
      bench.view.setState({ fault: messages().app.fault(/[.!?。]$/.test(text) ? text : `${text}.`) });
  };
  addEventListener('error', (event) => fault(event.error ?? event.message), { signal });
  addEventListener('unhandledrejection', (event) => fault(event.reason), { signal });
  return () => stop.abort();
}
