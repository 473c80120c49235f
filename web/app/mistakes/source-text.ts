import type { TextEdit } from '../../features/editor/problem.ts';
import { escapePattern } from '../../lib/escape-pattern.ts';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The texts of a project, as far as looking for a mistake needs them. */
export class SourceText {
  readonly #files: readonly SourceFile[];

  constructor(files: readonly SourceFile[]) {
    this.#files = files;
  }

  get paths(): string[] {
    return this.#files.map((file) => file.path);
  }

  text(path: string): string {
    return this.#files.find((file) => file.path === path)?.text ?? '';
  }

  /** A line, from 1. */
  line(path: string, line: number): string {
    return this.text(path).split('\n')[line - 1] ?? '';
  }

  /** The file and line of a class's declaration. */
  classPlace(name: string): { readonly path: string; readonly line: number; readonly isExported: boolean } | null {
    for (const { path, text } of this.#files) {
      const at = text.search(new RegExp(`^[ \\t]*(?:export\\s+)?(?:abstract\\s+)?class\\s+${name}\\b`, 'm'));
      if (at < 0) continue;
      const line = text.slice(0, at).split('\n').length;
      return { path, line, isExported: /^\s*export\b/.test(this.line(path, line)) };
    }
    return null;
  }

  /** Names of the tables that `db.Model` and `db.Table` make. */
  get tables(): string[] {
    return this.#files.flatMap(({ text }) => [...text.matchAll(/\bdb\.(?:Model|Table)\(\s*['"]([^'"]+)['"]/g)].map((match) => match[1]!));
  }

  /** Names of the columns and relationships that are written anywhere. */
  get attributes(): string[] {
    return this.#files.flatMap(({ text }) =>
      [...text.matchAll(/(?:^|[{,])\s*(?:get\s+(\w+)\s*\(\)|(\w+)\s*:\s*db\.\w)/gm)].map((match) => (match[1] ?? match[2])!),
    );
  }

  get classes(): string[] {
    return this.#files.flatMap(({ text }) => [...text.matchAll(/\bclass\s+(\w+)\s+extends\s+[\w.]+\(/g)].map((match) => match[1]!));
  }

  /** What a file imports by name, and from where, with the path it means. */
  imports(path: string): { readonly name: string; readonly from: string; readonly file: string | null }[] {
    return [...this.text(path).matchAll(/^\s*import\s*(?:type\s*)?\{([^}]*)\}\s*from\s*['"]([^'"]+)['"]/gm)].flatMap(
      ([, names = '', from = '']) =>
        names
          .split(',')
          .map(
            (name) =>
              name
                .trim()
                .split(/\s+as\s+/)
                .at(-1)!,
          )
          .filter((name) => name !== '')
          .map((name) => ({ name, from, file: this.fileOf(from, path) })),
    );
  }

  /** The file that a relative import means; null where there is none. */
  fileOf(specifier: string, from: string): string | null {
    if (!specifier.startsWith('.')) return null;
    const parts = from.split('/').slice(0, -1);
    for (const part of specifier.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '.') parts.push(part);
    }
    const base = parts.join('/');
    return this.paths.find((path) => path === base || path === `${base}.ts`) ?? null;
  }
}

/** The edit that puts `text` in the place of `found` on a line; null where the line does not hold it. Words are found whole. */
export function replaceInLine(source: string, line: number, found: string | RegExp, text: string): TextEdit | null {
  const match = typeof found === 'string' ? new RegExp(wholeWord(found)).exec(source) : found.exec(source);
  if (!match) return null;
  const column = match.index + 1;
  return { line, column, endLine: line, endColumn: column + match[0].length, text };
}

export const insertAt = (line: number, column: number, text: string): TextEdit => ({
  line,
  column,
  endLine: line,
  endColumn: column,
  text,
});

const wholeWord = (word: string): string => `(?<![\\w$])${escapePattern(word)}(?![\\w$])`;
