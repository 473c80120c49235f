import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the page may ask for before its first picture, compressed. */
export const initialScriptsLimit = 220_000;

/** Bytes of the scripts that a built page's document itself asks for, each compressed as a server would. */
export function initialScriptBytes(folder: string): number {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const names = new Set([...html.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+\.js)"/g)].map((match) => match[1]!));
  return [...names].reduce((total, name) => total + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0);
}

/** What the build says of a page, and whether the page is small enough. */
export function weighInitialScripts(folder: string): { readonly isLight: boolean; readonly said: string } {
  const bytes = initialScriptBytes(folder);
  const isLight = bytes > 0 && bytes <= initialScriptsLimit;
  const kB = (count: number): string => `${(count / 1000).toFixed(1)} kB`;
  const said = `Initial JavaScript: ${kB(bytes)} of ${kB(initialScriptsLimit)}, gzip.`;
  return { isLight, said: isLight ? said : `${said} Fetch by import() what the first picture does not need.` };
}
