import { ChevronDown, FolderOpen, Pencil, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { preferences } from '../lib/preferences.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { type Language, setLanguage, useMessages } from '../ui/messages/messages.ts';
import { useBench, useProject } from './BenchContext.ts';
import { Mark } from './Mark.tsx';
import styles from './TopBar.module.css';

/** The project's name, and behind it the others of this browser. */
export function ProjectMenu(): ReactNode {
  const bench = useBench();
  const { lang, app, desk, project: text } = useMessages();
  const { id, name, projects } = useProject(
    useShallow((state) => ({ id: state.project.id, name: state.project.name, projects: state.projects })),
  );
  const switchTo = (language: Language): void => {
    preferences.write('language', language);
    void setLanguage(language);
  };
  return (
    <Menu
      trigger={
        <button type="button" className={styles.brand} aria-label={`${name}, ${text.menu}`}>
          <Mark />
          <span className={styles.name}>{name}</span>
          <Icon of={ChevronDown} />
        </button>
      }
      entries={[
        ...(projects.length ? [{ heading: text.yours }] : []),
        ...projects.map((one) => ({
          id: one.id,
          label: one.name,
          checked: one.id === id,
          run: () => void (one.id === id || bench.open(one.id)),
        })),
        ...(projects.length ? (['rule'] as const) : []),
        { id: 'new', label: text.create, icon: Plus, run: () => void bench.openEmpty() },
        { id: 'gallery', label: desk.gallery.open, icon: FolderOpen, run: () => bench.view.setState({ screen: 'gallery' }) },
        { id: 'rename', label: text.renameProject, icon: Pencil, run: () => bench.view.setState({ dialog: 'rename' }) },
        'rule',
        { id: 'en', label: app.languages.en, checked: lang === 'en', run: () => switchTo('en') },
        { id: 'zh', label: app.languages.zh, checked: lang !== 'en', run: () => switchTo('zh') },
      ]}
    />
  );
}
