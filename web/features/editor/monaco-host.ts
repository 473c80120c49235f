/** Everything of the editor that needs Monaco; the service reaches it by a dynamic import. */
import type { editor } from 'monaco-editor/editor';
import type { CursorPlace, EditorFile } from './editor-state.ts';
import { EditorWidget } from './editor-widget.ts';
import { pathOf, uriOf } from './file-uri.ts';
import type { TablesNow } from './language-help.ts';
import { monaco, setUpMonaco } from './monaco-setup.ts';
import type { Cure, Problem, ProblemSource, TextEdit } from './problem.ts';
import { type OnModelChange, ProjectModels } from './project-models.ts';
import { TypeScriptCalls } from './typescript-calls.ts';
import styles from './widget.module.css';

export interface HostDeps {
  readonly onText: OnModelChange;
  readonly onCursor: (cursor: CursorPlace) => void;
  readonly onCure: (cure: Cure) => void;
  /** Another file of the project is asked for: a definition was followed. */
  readonly onGo: (path: string, line: number, column: number) => void;
  readonly onWorkerRestart: () => void;
  readonly paths: () => readonly string[];
  readonly tables: TablesNow;
  readonly label: (path: string) => string;
}

const severities = { error: monaco.MarkerSeverity.Error, warning: monaco.MarkerSeverity.Warning };

/** Letters of a typed edit appear over this time at most. */
const typingMs = 900;
const frameMs = 16;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class MonacoHost {
  readonly models: ProjectModels;
  readonly calls: TypeScriptCalls;
  readonly #deps: HostDeps;
  readonly #views = new Map<string, editor.ICodeEditorViewState>();
  #made: { readonly box: HTMLElement; readonly widget: EditorWidget } | null = null;
  /** The editor while it is shown. */
  #widget: EditorWidget | null = null;

  constructor(deps: HostDeps) {
    this.#deps = deps;
    this.models = new ProjectModels(deps.onText);
    this.calls = new TypeScriptCalls({
      files: () =>
        deps
          .paths()
          .filter((path) => path.endsWith('.ts') || path.endsWith('.sql'))
          .map((path) => ({ path, uri: uriOf(path) })),
      onRestart: deps.onWorkerRestart,
    });
    setUpMonaco((worker) => this.calls.watch(worker), deps.tables);
    monaco.editor.registerEditorOpener({ openCodeEditor: (_source, resource, at) => this.#follow(resource.toString(true), at) });
  }

  get widget(): EditorWidget | null {
    return this.#widget;
  }

  setFiles(files: readonly EditorFile[]): void {
    this.#widget?.rememberView();
    this.#views.clear();
    this.models.clear();
    for (const file of files) this.models.add(file);
  }

  /**
   * Shows the editor in an element. Returns how to take it away again. There is one editor for good, moved from place to place: a second one
   * lacks services of what was registered after the first.
   */
  attach(element: HTMLElement): () => void {
    const { box, widget } = this.#make();
    element.append(box);
    widget.layout();
    this.#widget = widget;
    return () => {
      if (box.parentElement !== element) return;
      widget.rememberView();
      box.remove();
      this.#widget = null;
    };
  }

  #make(): { readonly box: HTMLElement; readonly widget: EditorWidget } {
    if (this.#made) return this.#made;
    const box = document.createElement('div');
    box.className = styles.box!;
    const { onCursor, onCure, label } = this.#deps;
    this.#made = { box, widget: new EditorWidget(box, this.#views, { models: this.models, onCursor, onCure, label }) };
    return this.#made;
  }

  /** Underlines what one source found, in all files. */
  setMarks(source: ProblemSource, problems: readonly Problem[]): void {
    for (const path of this.#deps.paths()) {
      const model = this.models.get(path);
      if (model) monaco.editor.setModelMarkers(model, source, problems.filter((problem) => problem.path === path).map(asMarker));
    }
  }

  /** Writes edits letter by letter, as one step of undo. They are made from the last to the first, so that their places stay true. */
  async type(path: string, edits: readonly TextEdit[]): Promise<void> {
    const model = this.models.get(path);
    if (!model) return;
    const letters = edits.reduce((sum, edit) => sum + edit.text.length, 0);
    const step = Math.max(1, Math.ceil(letters / (typingMs / frameMs)));
    const ordered = [...edits].sort((a, b) => b.line - a.line || b.column - a.column);
    this.#widget?.setReadOnly(true);
    model.pushStackElement();
    for (const edit of ordered) {
      let place = { lineNumber: edit.line, column: edit.column };
      this.models.replace(path, edit, '');
      for (let at = 0; at < edit.text.length; at += step) {
        place = this.models.replace(
          path,
          { ...edit, line: place.lineNumber, column: place.column, endLine: place.lineNumber, endColumn: place.column },
          edit.text.slice(at, at + step),
        );
        this.#widget?.reveal(place.lineNumber, place.column, false);
        await pause(frameMs);
      }
    }
    model.pushStackElement();
    this.#widget?.setReadOnly(false);
  }

  #follow(uri: string, at: { lineNumber?: number; startLineNumber?: number; column?: number; startColumn?: number } | undefined): boolean {
    const path = pathOf(uri);
    if (path === null || !this.models.get(path)) return false;
    this.#deps.onGo(path, at?.startLineNumber ?? at?.lineNumber ?? 1, at?.startColumn ?? at?.column ?? 1);
    return true;
  }
}

function asMarker(problem: Problem): editor.IMarkerData {
  return {
    severity: severities[problem.severity],
    message: problem.wayOut ? `${problem.sentence}\n${problem.wayOut}` : problem.sentence,
    startLineNumber: problem.line,
    startColumn: problem.column,
    endLineNumber: problem.endLine,
    endColumn: problem.endColumn,
  };
}
