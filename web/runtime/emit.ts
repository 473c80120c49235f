import type * as typescript from 'typescript-5.9';
import type { EmittedFile } from './protocol.ts';
import { type LineRange, showValues } from './show-values.ts';

type TypeScript = typeof typescript;

export interface ModuleSource {
  readonly path: string;
  readonly text: string;
  /** True for the file that is run: its top-level values are handed on. */
  readonly showValues: boolean;
  /** Of the file that is run only its imports and the statements that touch these lines; absent: all of it. */
  readonly range?: LineRange | null;
}

export interface SyntaxProblem {
  /** Offset and length in the source text. */
  readonly start: number;
  readonly length: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly code: number;
  readonly message: string;
}

export interface EmittedModule extends EmittedFile {
  readonly syntaxProblems: readonly SyntaxProblem[];
}

/** How user modules are emitted: CommonJS, because only so can model files import each other in a circle inside the sandbox. */
function emitOptions(ts: TypeScript): typescript.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleDetection: ts.ModuleDetectionKind.Force,
    isolatedModules: true,
    esModuleInterop: true,
    sourceMap: true,
    inlineSources: false,
    // Class fields of the models are the language's own, whatever the target.
    useDefineForClassFields: true,
  };
}

/** Emits one module of the user's project; it emits even where there are syntax problems. */
export function emitModule(ts: TypeScript, { path, text, showValues: shown, range = null }: ModuleSource): EmittedModule {
  const output = ts.transpileModule(text, {
    compilerOptions: emitOptions(ts),
    fileName: path,
    reportDiagnostics: true,
    ...(shown ? { transformers: { before: [showValues(ts, range)] } } : {}),
  });
  const js = output.outputText.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n');
  return {
    path,
    js,
    map: output.sourceMapText ?? '',
    syntaxProblems: (output.diagnostics ?? []).map((diagnostic) => problemOf(ts, diagnostic)),
  };
}

function problemOf(ts: TypeScript, { file, start = 0, length = 0, code, messageText }: typescript.Diagnostic): SyntaxProblem {
  const { line, character } = file ? ts.getLineAndCharacterOfPosition(file, start) : { line: 0, character: 0 };
  return { start, length, line: line + 1, column: character + 1, code, message: ts.flattenDiagnosticMessageText(messageText, '\n') };
}
