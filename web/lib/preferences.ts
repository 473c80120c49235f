/** Small choices of this browser, not of a project: theme, language, panel sizes. A browser that refuses storage forgets them, nothing else. */
export const preferences = {
  read(key: string): string | null {
    try {
      return localStorage.getItem(`crowfoot.${key}`);
    } catch {
      return null;
    }
  },
  write(key: string, value: string): void {
    try {
      localStorage.setItem(`crowfoot.${key}`, value);
    } catch {
      // Blocked or full: the choice lasts until the page closes.
    }
  },
  remove(key: string): void {
    try {
      localStorage.removeItem(`crowfoot.${key}`);
    } catch {
      // What cannot be read need not be forgotten.
    }
  },
};
