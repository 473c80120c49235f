import { FileCode, FolderOpen, Globe, type LucideIcon, Moon, Play, Table2, Wand } from 'lucide-react';
import { runnable } from '../features/project/project-store.ts';
import { matchWords, type WordMatch } from '../lib/match-words.ts';
import { preferences } from '../lib/preferences.ts';
import { type Messages, setLanguage } from '../ui/messages/messages.ts';
import { shortcutText } from './actions.ts';
import { isMac } from './machine.ts';
import { chooseTheme } from './theme.ts';
import type { Workbench } from './workbench.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Its keys. */
  readonly hint?: string;
  readonly run: () => void;
}

export interface PaletteHit {
  readonly entry: PaletteEntry;
  readonly ranges: WordMatch['ranges'];
}

/** Everything the palette reaches: the page's actions, files, tables, other projects, themes, languages, and what the editor itself can do. */
export function paletteEntries(bench: Workbench, text: Messages): PaletteEntry[] {
  return [...actions(bench, text), ...places(bench, text), ...choices(text), ...editorActions(bench, text)];
}

function actions(bench: Workbench, text: Messages): PaletteEntry[] {
  return bench.actions
    .all()
    .filter((action) => !action.isHidden && action.when())
    .map((action) => ({
      id: action.id,
      label: action.message(text),
      icon: action.icon ?? Wand,
      hint: action.shortcut && shortcutText(action.shortcut, isMac),
      run: () => bench.actions.run(action.id),
    }));
}

function places(bench: Workbench, text: Messages): PaletteEntry[] {
  const { project, control, diagram } = bench;
  const { files, layout } = project.project;
  const isShown = bench.actions.get('run').message(text);
  return [
    ...files
      .filter((file) => file.path !== layout.active)
      .map(({ path }) => ({ id: `file ${path}`, label: text.desk.palette.open(path), icon: FileCode, run: () => bench.showFile(path) })),
    ...runnable(files)
      .filter((path) => text.app.runFile(path) !== isShown)
      .map((path) => ({ id: `run ${path}`, label: text.app.runFile(path), icon: Play, run: () => void control.run(path) })),
    ...diagram.getState().full.tables.map((table) => ({
      id: `table ${table.id}`,
      label: text.desk.palette.goToTable(table.title),
      icon: Table2,
      run: () => bench.goToTable(table.id),
    })),
    ...project.store
      .getState()
      .projects.filter((one) => one.id !== project.project.id)
      .map((one) => ({
        id: `project ${one.id}`,
        label: text.desk.palette.project(one.name),
        icon: FolderOpen,
        run: () => void bench.open(one.id),
      })),
  ];
}

function choices(text: Messages): PaletteEntry[] {
  const language = text.lang === 'en' ? 'zh' : 'en';
  return [
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      id: `theme ${theme}`,
      label: text.desk.palette.theme(text.app.themes[theme]),
      icon: Moon,
      run: () => chooseTheme(theme),
    })),
    {
      id: `language ${language}`,
      label: text.desk.palette.language(text.app.languages[language]),
      icon: Globe,
      run: () => {
        preferences.write('language', language);
        void setLanguage(language);
      },
    },
  ];
}

/** What Monaco offers beside what the page has an action of its own for. */
function editorActions({ editor }: Workbench, text: Messages): PaletteEntry[] {
  const own = new Set(['editor.action.formatDocument', 'editor.action.quickCommand']);
  return editor
    .actions()
    .filter((action) => !own.has(action.id) && action.label)
    .map((action) => ({
      id: `editor ${action.id}`,
      label: text.desk.palette.editor(action.label),
      icon: Wand,
      run: () => editor.runAction(action.id),
    }));
}

/** The entries a query means, the best first; without a query all of them, as they are. */
export function findEntries(entries: readonly PaletteEntry[], query: string): PaletteHit[] {
  if (query.trim() === '') return entries.map((entry) => ({ entry, ranges: [] }));
  return entries
    .flatMap((entry, at) => {
      const match = matchWords(query, entry.label);
      return match ? [{ entry, ranges: match.ranges, score: match.score, at }] : [];
    })
    .sort((a, b) => b.score - a.score || a.at - b.at);
}
