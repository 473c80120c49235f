import { createStore } from 'zustand/vanilla';
import { preferences } from '../lib/preferences.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

const prefersDark = matchMedia('(prefers-color-scheme: dark)');

const read = (): ThemeChoice => {
  const kept = preferences.read('theme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
};

/** The chosen theme; `<html data-theme>` has the one that is shown. */
export const themeStore = createStore<{ choice: ThemeChoice }>(() => ({ choice: read() }));

function show(): void {
  const { choice } = themeStore.getState();
  document.documentElement.dataset.theme = choice === 'system' ? (prefersDark.matches ? 'dark' : 'light') : choice;
}

export function startTheme(): void {
  show();
  prefersDark.addEventListener('change', show);
  themeStore.subscribe(show);
}

export function chooseTheme(choice: ThemeChoice): void {
  preferences.write('theme', choice);
  themeStore.setState({ choice });
}
