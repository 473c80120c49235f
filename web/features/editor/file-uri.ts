/** User files live at the root of a file tree of their own: `models.ts` is `file:///models.ts` to Monaco and to TypeScript. */
const root = 'file:///';

/** Where the text of the type registry lies: beside the models, which it imports as './models'. No user file has this name, since names start with no dot. */
export const registryUri = `${root}.crowfoot-registry.d.ts`;

export const packageRoot = `${root}node_modules/`;

/** Declarations of what user code finds without an import. */
export const globalsUri = `${packageRoot}.playground/globals.d.ts`;

export const uriOf = (path: string): string => root + path;

/** The path of a user file, or `null` for a library's. */
export function pathOf(uri: string): string | null {
  if (!uri.startsWith(root) || uri.startsWith(packageRoot) || uri.startsWith(`${root}.`)) return null;
  return uri.slice(root.length);
}
