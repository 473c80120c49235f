import type { EmittedFile } from '../protocol.ts';
import { atName, showName } from '../show-values.ts';
import { AwaitInImportError, BrokenModuleError, UnknownFileError, UnknownImportError } from './module-errors.ts';

type ModuleBody = (
  exports: object,
  require: (specifier: string) => unknown,
  module: { exports: object },
  show: ShowValue,
  at: (line: number) => void,
) => unknown;

export type ShowValue = (line: number, endLine: number, source: string, name: string | null, value: unknown) => void;

/** What the file that is run tells while it runs. */
export interface EntryHooks {
  readonly show: ShowValue;
  readonly at: (line: number) => void;
}

/** Evaluates the text of one function expression and gives the function; `url` names it in stacks. */
export type EvaluateFunction = (source: string, url: string) => unknown;

export const sourceUrl = 'play:///';

/**
 * The modules of one evaluation, linked as CommonJS: files that import each other in a circle see each other's exports as they come.
 * Every evaluation makes new modules; nothing outlives it.
 */
export class ModuleLinker {
  readonly #files: ReadonlyMap<string, EmittedFile>;
  readonly #library: unknown;
  readonly #evaluate: EvaluateFunction;
  readonly #modules = new Map<string, { exports: object }>();

  constructor(files: readonly EmittedFile[], library: unknown, evaluate: EvaluateFunction) {
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#library = library;
    this.#evaluate = evaluate;
  }

  /** Evaluates a module and those it imports, unless that has happened, and gives its exports. */
  import(path: string): object {
    const known = this.#modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    this.#modules.set(path, module);
    this.#body(path, false)(module.exports, (specifier) => this.#require(specifier, path), module, noShow, noAt);
    return module.exports;
  }

  /** Runs a module as the entry, in which `await` may stand at the top level. */
  async run(path: string, { show, at }: EntryHooks): Promise<object> {
    const module = { exports: {} };
    this.#modules.set(path, module);
    await this.#body(path, true)(module.exports, (specifier) => this.#require(specifier, path), module, show, at);
    return module.exports;
  }

  /** The exports of every module evaluated so far. */
  evaluated(): readonly object[] {
    return [...this.#modules.values()].map((module) => module.exports);
  }

  /** The exports of a module, or `null` where it was not evaluated. */
  evaluatedExports(path: string): object | null {
    return this.#modules.get(path)?.exports ?? null;
  }

  #require(specifier: string, from: string): unknown {
    if (specifier === 'crowfoot') return this.#library;
    if (!/^\.{0,2}\//.test(specifier)) throw new UnknownImportError(specifier, from);
    const path = resolvePath(specifier, from, (candidate) => this.#files.has(candidate));
    if (path === null) throw new UnknownFileError(specifier, from, [...this.#files.keys()]);
    return this.import(path);
  }

  #body(path: string, isEntry: boolean): ModuleBody {
    const file = this.#files.get(path);
    if (!file) throw new UnknownFileError(path, path, [...this.#files.keys()]);
    // On the first line, so that the lines of stacks are those of the emitted text.
    const head = `${isEntry ? 'async ' : ''}function (exports, require, module, ${showName}, ${atName}) {`;
    try {
      return this.#evaluate(`${head}${file.js}\n}`, sourceUrl + path) as ModuleBody;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw !isEntry && /\bawait\b/.test(error.message) ? new AwaitInImportError(path) : new BrokenModuleError(path, error);
    }
  }
}

const noShow: ShowValue = () => {};
const noAt = (): void => {};

/** The file a relative specifier means: itself, with an ending, or a folder's index; `null` where there is none. */
function resolvePath(specifier: string, from: string, exists: (path: string) => boolean): string | null {
  const parts = specifier.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const base = parts.join('/');
  const candidates = [base, `${base}.ts`, base.replace(/\.js$/, '.ts'), base === '' ? 'index.ts' : `${base}/index.ts`];
  return candidates.find(exists) ?? null;
}

/** The files that `entry` imports, itself included, as far as literal imports tell. */
export function importedFiles(entry: string, files: readonly EmittedFile[]): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found = new Set<string>();
  const visit = (path: string): void => {
    const file = byPath.get(path);
    if (!file || found.has(path)) return;
    found.add(path);
    for (const [, specifier = ''] of file.js.matchAll(/\brequire\("([^"]+)"\)/g)) {
      const target = specifier.startsWith('.') ? resolvePath(specifier, path, (candidate) => byPath.has(candidate)) : null;
      if (target !== null) visit(target);
    }
  };
  visit(entry);
  return found;
}
