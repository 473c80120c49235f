/** Modules of monaco-editor that come without declarations. */
declare module 'monaco-editor/features/*/register';
declare module 'monaco-editor/editor/contrib/suggest/browser/suggestController';

declare module 'monaco-editor/languages/features/typescript/ts.worker' {
  import type typescript from 'typescript-5.9';

  /** A text model as the worker sees it. */
  export interface MirrorModel {
    readonly uri: { toString(skipEncoding?: boolean): string };
    readonly version: number;
    getValue(): string;
  }
  export interface WorkerContext {
    getMirrorModels(): readonly MirrorModel[];
  }
  export interface ExtraLib {
    readonly content: string;
    readonly version: number;
  }
  export interface CreateData {
    readonly compilerOptions: typescript.CompilerOptions;
    readonly extraLibs: Record<string, ExtraLib>;
  }
  export class TypeScriptWorker {
    constructor(context: WorkerContext, data: CreateData);
    protected _ctx: WorkerContext;
    protected _languageService: typescript.LanguageService;
    protected _extraLibs: Record<string, ExtraLib>;
    protected _getScriptText(fileName: string): string | undefined;
    getLanguageService(): typescript.LanguageService;
    getScriptFileNames(): string[];
    getScriptVersion(fileName: string): string;
    updateExtraLibs(libs: Record<string, ExtraLib>): Promise<void>;
  }
  export function initialize(create: (context: WorkerContext, data: CreateData) => TypeScriptWorker): void;
  export const ts: { readonly typescript: typeof typescript };
}
