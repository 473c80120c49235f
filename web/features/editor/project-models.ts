import type { editor } from 'monaco-editor/editor';
import type { EditorFile } from './editor-state.ts';
import { pathOf, uriOf } from './file-uri.ts';
import type { TextChange } from './locate-problem.ts';
import { monaco } from './monaco-setup.ts';
import type { TextEdit } from './problem.ts';

export type OnModelChange = (path: string, text: string, changes: readonly TextChange[]) => void;

const languageOf = (path: string): string => (path.endsWith('.sql') ? 'sql' : path.endsWith('.ts') ? 'typescript' : 'plaintext');

const asOperation = (edit: TextEdit): editor.IIdentifiedSingleEditOperation => ({
  range: new monaco.Range(edit.line, edit.column, edit.endLine, edit.endColumn),
  text: edit.text,
  forceMoveMarkers: true,
});

/** One text model a file, each with its own undo history, kept as long as the file is in the project. */
export class ProjectModels {
  readonly #models = new Map<string, editor.ITextModel>();
  readonly #onChange: OnModelChange;

  constructor(onChange: OnModelChange) {
    this.#onChange = onChange;
  }

  get(path: string): editor.ITextModel | undefined {
    return this.#models.get(path);
  }

  /** The project file of a model, or `null` for a library's. */
  pathOfModel(model: editor.ITextModel | null): string | null {
    const path = model && pathOf(model.uri.toString(true));
    return path !== null && this.#models.get(path) === model ? path : null;
  }

  add({ path, text }: EditorFile): void {
    this.remove(path);
    const model = monaco.editor.createModel(text, languageOf(path), monaco.Uri.parse(uriOf(path)));
    model.updateOptions({
      tabSize: 2,
      insertSpaces: true,
      trimAutoWhitespace: true,
      bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
    });
    model.onDidChangeContent((event) => this.#onChange(path, model.getValue(), event.changes));
    this.#models.set(path, model);
  }

  remove(path: string): void {
    this.#models.get(path)?.dispose();
    this.#models.delete(path);
  }

  clear(): void {
    for (const path of [...this.#models.keys()]) this.remove(path);
  }

  /** Edits in one step of undo. */
  edit(path: string, edits: readonly TextEdit[]): void {
    const model = this.#models.get(path);
    if (!model) throw new Error(`${path} is not a file of this project`);
    model.pushStackElement();
    model.pushEditOperations(null, edits.map(asOperation), () => null);
    model.pushStackElement();
  }

  /** Replaces a range without closing the step of undo: for text that comes letter by letter. Returns where the new text ends. */
  replace(path: string, range: Omit<TextEdit, 'text'>, text: string): { lineNumber: number; column: number } {
    const start = { lineNumber: range.line, column: range.column };
    const model = this.#models.get(path);
    if (!model) return start;
    const at = model.getOffsetAt(start);
    model.pushEditOperations(null, [asOperation({ ...range, text })], () => null);
    return model.getPositionAt(at + text.length);
  }
}
