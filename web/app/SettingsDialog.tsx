import { Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { preferences } from '../lib/preferences.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, dialogActs } from '../ui/Dialog.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { type Language, setLanguage, smallestCode, useMessages } from '../ui/messages/messages.ts';
import { Segments } from '../ui/Segments.tsx';
import { useBench, useProject } from './BenchContext.ts';
import styles from './SettingsDialog.module.css';
import { chooseTheme, themeStore } from './theme.ts';

/** Text size of this project, theme and language of this browser. Each choice is seen at once. */
export function SettingsDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { lang, app, desk } = useMessages();
  const theme = useStore(themeStore, (state) => state.choice);
  const language: Language = lang === 'en' ? 'en' : 'zh';
  const speak = (to: Language): void => {
    preferences.write('language', to);
    void setLanguage(to);
  };
  return (
    <Dialog open onClose={onClose} title={desk.settings.title}>
      <div className={styles.row}>
        <span>{desk.settings.textSize}</span>
        <TextSize />
      </div>
      <div className={styles.row}>
        <span>{desk.settings.theme}</span>
        <Segments
          label={desk.settings.theme}
          value={theme}
          options={(['system', 'light', 'dark'] as const).map((id) => ({ id, label: app.themes[id] }))}
          onChange={chooseTheme}
        />
      </div>
      <div className={styles.row}>
        <span>{desk.settings.language}</span>
        <Segments
          label={desk.settings.language}
          value={language}
          options={(['en', 'zh'] as const).map((id) => ({ id, label: app.languages[id] }))}
          onChange={speak}
        />
      </div>
      <EditorWords />
      <div className={dialogActs}>
        <Button kind="primary" onClick={onClose}>
          {desk.settings.close}
        </Button>
      </div>
    </Dialog>
  );
}

/** Monaco takes its words when it arrives; those of another language come with the next load of the page. */
function EditorWords(): ReactNode {
  const { editor, project } = useBench();
  const { lang, desk } = useMessages();
  const spoken = useStore(editor.store, (state) => state.language);
  if (spoken === null || spoken === lang) return null;
  const reload = (): void => void project.saveNow().finally(() => location.reload());
  return (
    <div className={styles.row} role="status">
      <span>{desk.settings.editorLater}</span>
      <Button onClick={reload}>{desk.settings.reload}</Button>
    </div>
  );
}

/** Code, grid and SQL at once, from 11 to 28 px. */
export function TextSize(): ReactNode {
  const { actions } = useBench();
  const { lang, app, desk } = useMessages();
  const size = useProject((state) => Math.max(smallestCode(lang), state.project.settings.editorSize));
  return (
    <span className={styles.size}>
      <IconButton icon={Minus} label={app.textSmaller} onClick={() => actions.run('text-smaller')} disabled={size <= smallestCode(lang)} />
      <span className={styles.number}>{desk.settings.pixels(size)}</span>
      <IconButton icon={Plus} label={app.textLarger} onClick={() => actions.run('text-larger')} disabled={size >= 28} />
    </span>
  );
}
