import { useSyncExternalStore } from 'react';

/** Whether a media query holds now. */
function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

const narrow = '(max-width: 699px)';

/** One pane at a time, with a bar below. */
export const useNarrow = (): boolean => useMedia(narrow);

export const isNarrow = (): boolean => matchMedia(narrow).matches;
