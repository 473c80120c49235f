/** Monaco's TypeScript worker, with our own questions beside Monaco's: compile, check, and the types that models add to each other. */
import {
  type CreateData,
  type ExtraLib,
  initialize,
  type MirrorModel,
  ts as services,
  TypeScriptWorker,
  type WorkerContext,
} from 'monaco-editor/languages/features/typescript/ts.worker';
import type { LineRange } from '../../runtime/show-values.ts';
import { type CompiledFile, compileFile, typeProblem } from './compile-file.ts';
import type { CompileReply } from './compile-service.ts';
import { globalsUri, packageRoot, registryUri } from './file-uri.ts';
import type { Problem } from './problem.ts';

const ts = services.typescript;

/** A file by its path and the URI that Monaco knows it by. */
export interface WorkerFile {
  readonly path: string;
  readonly uri: string;
}

interface CacheEntry {
  readonly text: string;
  readonly isEntry: boolean;
  readonly range: string;
  readonly result: CompiledFile;
}

/** `file:///%E7%94%A8.ts` as it is written in imports: `file:///用.ts`. */
function decoded(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('file:///') || !value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * The language service under names without percent signs. Monaco asks by URI, imports give the plain name, and a file known under both
 * names would be two files with classes of their own.
 */
function withPlainNames<T extends object>(service: T): T {
  return new Proxy(service, {
    get(target, key) {
      const member = Reflect.get(target, key);
      return typeof member === 'function' ? (first: unknown, ...rest: unknown[]) => member.call(target, decoded(first), ...rest) : member;
    },
  });
}

export class ProjectWorker extends TypeScriptWorker {
  readonly #compiled = new Map<string, CacheEntry>();
  readonly #models = new WeakMap<MirrorModel, number>();
  #modelCount = 0;
  #registry = { content: 'export {};\n', version: 1 };

  constructor(context: WorkerContext, data: CreateData) {
    super(context, data);
    this._languageService = withPlainNames(this._languageService);
  }

  /** The user's files and our globals; a package's declarations are read when something imports them. */
  override getScriptFileNames(): string[] {
    const names = super.getScriptFileNames().map((name) => decoded(name) as string);
    return names.filter((name) => !name.startsWith(packageRoot) || name === globalsUri);
  }

  /** A project that takes another's place brings files of the same names, whose versions start anew: each text's own number tells them apart. */
  override getScriptVersion(fileName: string): string {
    const version = super.getScriptVersion(fileName);
    const model = this._ctx.getMirrorModels().find(({ uri }) => uri.toString() === fileName || uri.toString(true) === fileName);
    if (!model) return version;
    const number = this.#models.get(model) ?? ++this.#modelCount;
    this.#models.set(model, number);
    return `${number}.${version}`;
  }

  /** Compiles what changed since the last call; the rest comes from the last call. */
  async compileProject(files: readonly WorkerFile[], entry: string | null, range: LineRange | null = null): Promise<CompileReply> {
    const startedAt = performance.now();
    const compiled = files.filter(({ path }) => path.endsWith('.ts') || path === entry);
    const results = compiled.map((file) => this.#compile(file, file.path === entry, file.path === entry ? range : null));
    for (const path of this.#compiled.keys()) if (!files.some((file) => file.path === path)) this.#compiled.delete(path);
    return {
      files: results.map((result) => result.file),
      problems: results.flatMap((result) => result.problems),
      models: results.flatMap((result) => result.models),
      durationMs: performance.now() - startedAt,
    };
  }

  /** Syntax and type errors of all files. */
  async checkProject(files: readonly WorkerFile[]): Promise<readonly Problem[]> {
    const service = this.getLanguageService();
    return files.flatMap(({ path, uri }) => {
      if (!path.endsWith('.ts') || this._getScriptText(uri) === undefined) return [];
      const syntax = service.getSyntacticDiagnostics(uri);
      if (syntax.length > 0) return syntax.map((diagnostic) => ({ ...typeProblem(ts, diagnostic, path), source: 'syntax' as const }));
      return service.getSemanticDiagnostics(uri).map((diagnostic) => typeProblem(ts, diagnostic, path));
    });
  }

  /** Sets what the evaluated models add to each other's types; takes effect with the next question. */
  async setRegistry(text: string): Promise<void> {
    this.#registry = { content: text, version: this.#registry.version + 1 };
    this.#addRegistry();
  }

  override async updateExtraLibs(libs: Record<string, ExtraLib>): Promise<void> {
    await super.updateExtraLibs(libs);
    this.#addRegistry();
  }

  #addRegistry(): void {
    this._extraLibs = { ...this._extraLibs, [registryUri]: this.#registry };
  }

  #compile({ path, uri }: WorkerFile, isEntry: boolean, lines: LineRange | null): CompiledFile {
    const text = this._getScriptText(uri) ?? '';
    const range = lines ? `${lines.from}-${lines.to}` : '';
    const known = this.#compiled.get(path);
    if (known && known.text === text && known.isEntry === isEntry && known.range === range) return known.result;
    const result = compileFile(ts, path, text, isEntry, lines);
    this.#compiled.set(path, { text, isEntry, range, result });
    return result;
  }
}

self.onmessage = () => initialize((context, data) => new ProjectWorker(context, data));
