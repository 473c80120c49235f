import './ui/tokens.css';
import './ui/fonts.css';
import './ui/ground.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { startTheme } from './app/theme.ts';
import { findFirstProject, Workbench } from './app/workbench.ts';
import { loadSample } from './features/project/load-sample.ts';
import { ProjectStorage } from './features/project/project-storage.ts';
import { preferences } from './lib/preferences.ts';
import { type Language, preferredLanguage, setLanguage } from './ui/messages/messages.ts';
import { isNarrow } from './ui/use-media.ts';

async function start(): Promise<void> {
  startTheme();
  if (isNarrow()) void import('./app/NarrowLayout.tsx');
  // A browser that was never here needs the sample, beside its empty database; one that was has a project of its own.
  if (preferences.read('visited') === null) void loadSample();
  preferences.write('visited', 'yes');
  const chosen = preferences.read('language') as Language | null;
  const [storage] = await Promise.all([
    // A browser that keeps nothing (private windows, a full disk) still shows and runs the sample.
    ProjectStorage.open().catch(() => null),
    setLanguage(chosen ?? preferredLanguage(navigator.languages)),
  ]);
  const bench = new Workbench({ storage, ...(await findFirstProject(storage).catch(() => findFirstProject(null))) });
  createRoot(document.getElementById('root')!).render(<App bench={bench} />);
  // The sandbox is made once the page is painted, so that the first Run finds it there.
  requestAnimationFrame(() => setTimeout(() => void bench.runtime.start()));
}

void start();
