import type ts from 'typescript-5.9';
import { emitModule, type SyntaxProblem } from '../../runtime/emit.ts';
import { emitSql } from '../../runtime/emit-sql.ts';
import type { EmittedFile } from '../../runtime/protocol.ts';
import type { LineRange } from '../../runtime/show-values.ts';
import type { ModelLocation } from './compile-service.ts';
import { locateModels } from './locate-models.ts';
import type { Problem } from './problem.ts';

type TypeScript = typeof ts;

export interface CompiledFile {
  readonly file: EmittedFile;
  /** Syntax errors. The emitted text is there all the same. */
  readonly problems: readonly Problem[];
  readonly models: readonly ModelLocation[];
}

/** Line and column, from 1, of an offset. */
function placeIn(file: ts.SourceFile, offset: number): { line: number; column: number } {
  const { line, character } = file.getLineAndCharacterOfPosition(Math.min(offset, file.text.length));
  return { line: line + 1, column: character + 1 };
}

function syntaxProblem(file: ts.SourceFile, found: SyntaxProblem): Problem {
  const end = placeIn(file, found.start + found.length);
  return {
    source: 'syntax',
    severity: 'error',
    path: file.fileName,
    line: found.line,
    column: found.column,
    endLine: end.line,
    endColumn: end.column,
    code: `ts${found.code}`,
    sentence: found.message,
    wayOut: null,
    cure: null,
  };
}

/** A diagnostic of the type checker as a problem of the file at `path`. */
export function typeProblem(t: TypeScript, diagnostic: ts.Diagnostic, path: string): Problem {
  const { file, start = 0, length = 0 } = diagnostic;
  const from = file ? placeIn(file, start) : { line: 1, column: 1 };
  const end = file ? placeIn(file, start + length) : from;
  return {
    source: 'types',
    severity: diagnostic.category === t.DiagnosticCategory.Warning ? 'warning' : 'error',
    path,
    ...from,
    endLine: end.line,
    endColumn: end.column,
    code: `ts${diagnostic.code}`,
    sentence: t.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
    wayOut: null,
    cure: null,
  };
}

/**
 * One file as CommonJS with its source map, its syntax errors and the places of its models. No types are checked.
 *
 * @param isEntry - the file Run runs: its top-level expressions are wrapped, so that their values can be shown
 * @param range - of the entry only its imports and what touches these lines
 */
export function compileFile(t: TypeScript, path: string, text: string, isEntry: boolean, range: LineRange | null = null): CompiledFile {
  if (path.endsWith('.sql')) return { file: emitSql(path, text, range), problems: [], models: [] };
  const { js, map, syntaxProblems } = emitModule(t, { path, text, showValues: isEntry, range });
  const file = t.createSourceFile(path, text, t.ScriptTarget.ES2022);
  return {
    file: { path, js, map },
    problems: syntaxProblems.map((found) => syntaxProblem(file, found)),
    models: locateModels(t, file, path),
  };
}
