import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The repository's folder. */
export const root = join(import.meta.dirname, '..');

/** Files below `folder` whose path matches, relative to the repository, with `/`, sorted. */
export function filesBelow(folder: string, wanted: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => wanted.test(path) && !path.includes('node_modules/'))
    .sort();
}
