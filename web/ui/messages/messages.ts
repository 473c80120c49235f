import { useSyncExternalStore } from 'react';
import { en } from './en.ts';

export type Messages = typeof en;
export type Language = 'en' | 'zh';

let current: Messages = en;
const listeners = new Set<() => void>();

/** The catalogue in use, outside of components. */
export const messages = (): Messages => current;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The catalogue in use; the component is drawn again when the language changes. */
export const useMessages = (): Messages => useSyncExternalStore(subscribe, messages);

/** Loads and shows a language. English is in the page, every other comes by itself. */
export async function setLanguage(language: Language): Promise<void> {
  current = language === 'zh' ? (await import('./zh.ts')).zh : en;
  document.documentElement.lang = current.lang;
  for (const listener of listeners) listener();
}

/** The first language of the browser that the page has. */
export function preferredLanguage(languages: readonly string[]): Language {
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return 'zh';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'en';
}

/** Code, grids and SQL are never smaller: Chinese cannot be read below 12 px. */
export const smallestCode = (lang: string): number => (lang === 'en' ? 11 : 12);
