import type { editor, IDisposable } from 'monaco-editor/editor';
import type { CursorPlace } from './editor-state.ts';
import { type CodeMeasures, measuresFrom, onTokensChange, readPageToken, themeFrom } from './editor-theme.ts';
import { monaco } from './monaco-setup.ts';
import type { Cure, Problem } from './problem.ts';
import { ProblemZones } from './problem-zones.ts';
import type { ProjectModels } from './project-models.ts';
import styles from './widget.module.css';

const themeName = 'crowfoot';

export interface WidgetDeps {
  readonly models: ProjectModels;
  readonly onCursor: (cursor: CursorPlace) => void;
  readonly onCure: (cure: Cure) => void;
  /** What a screen reader says of the editor: the file, and how Tab leaves it. */
  readonly label: (path: string) => string;
}

function applyTheme(): CodeMeasures {
  const read = readPageToken();
  const dark = getComputedStyle(document.documentElement).colorScheme.includes('dark');
  monaco.editor.defineTheme(themeName, themeFrom(read, dark));
  monaco.editor.setTheme(themeName);
  return measuresFrom(read);
}

const fixedOptions: editor.IStandaloneEditorConstructionOptions = {
  model: null,
  theme: themeName,
  automaticLayout: true,
  fontLigatures: false,
  minimap: { enabled: false },
  padding: { top: 8, bottom: 8 },
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 12,
  glyphMargin: false,
  showFoldingControls: 'never',
  renderLineHighlight: 'all',
  cursorWidth: 2,
  scrollBeyondLastLine: false,
  scrollBeyondLastColumn: 0,
  revealHorizontalRightPadding: 0,
  scrollbar: { verticalScrollbarSize: 6, horizontalScrollbarSize: 8, useShadows: false },
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  roundedSelection: false,
  renderWhitespace: 'none',
  guides: { indentation: false },
  matchBrackets: 'near',
  renderFinalNewline: 'on',
  stickyScroll: { enabled: false },
  fixedOverflowWidgets: true,
  wordBasedSuggestions: 'off',
  links: false,
  dropIntoEditor: { enabled: false },
  'semanticHighlighting.enabled': false,
  unicodeHighlight: { includeComments: false, includeStrings: false },
};

/** Monaco colours a file it has not shown before a moment after its text; a screenful coloured beforehand keeps it from flashing. */
function colourNow(model: editor.ITextModel): void {
  const { tokenization } = model as editor.ITextModel & { readonly tokenization?: { forceTokenization?(line: number): void } };
  tokenization?.forceTokenization?.(Math.min(model.getLineCount(), 120));
}

/** Monaco's editor in an element, with our marks on it. The texts belong to the models and outlive it. */
export class EditorWidget {
  readonly #deps: WidgetDeps;
  readonly #editor: editor.IStandaloneCodeEditor;
  readonly #zones: ProblemZones;
  readonly #views: Map<string, editor.ICodeEditorViewState>;
  readonly #highlighted: editor.IEditorDecorationsCollection;
  readonly #stop: (() => void)[] = [];

  /** @param views - where each file was scrolled to, kept by the caller from widget to widget */
  constructor(element: HTMLElement, views: Map<string, editor.ICodeEditorViewState>, deps: WidgetDeps) {
    this.#deps = deps;
    this.#views = views;
    this.#editor = monaco.editor.create(element, { ...fixedOptions, ...applyTheme() });
    this.#zones = new ProblemZones(this.#editor, deps.onCure);
    this.#highlighted = this.#editor.createDecorationsCollection();
    this.#keep(this.#editor.onDidChangeCursorSelection(() => this.#tellCursor()));
    this.#stop.push(onTokensChange(() => this.#editor.updateOptions(applyTheme())));
    void document.fonts.ready.then(() => monaco.editor.remeasureFonts());
  }

  #keep(subscription: IDisposable): void {
    this.#stop.push(() => subscription.dispose());
  }

  get path(): string | null {
    return this.#deps.models.pathOfModel(this.#editor.getModel());
  }

  /** Shows a file where it was left. */
  open(path: string): void {
    const model = this.#deps.models.get(path) ?? null;
    if (model === this.#editor.getModel()) return;
    this.rememberView();
    this.#zones.clear();
    if (model) colourNow(model);
    this.#editor.setModel(model);
    const view = this.#views.get(path);
    if (view) this.#editor.restoreViewState(view);
    this.#editor.updateOptions({ ariaLabel: this.#deps.label(path) });
    this.#tellCursor();
  }

  rememberView(): void {
    const path = this.path;
    const view = path === null ? null : this.#editor.saveViewState();
    if (path !== null && view) this.#views.set(path, view);
  }

  /** Puts the cursor somewhere else; one that is there stays as it is, with what is selected. */
  place(line: number, column: number): void {
    const now = this.#editor.getPosition();
    if (now?.lineNumber !== line || now.column !== column) this.reveal(line, column, false);
  }

  reveal(line: number, column: number, focus: boolean): void {
    this.#editor.setPosition({ lineNumber: line, column });
    this.#editor.revealLineInCenterIfOutsideViewport(line);
    this.#showLineStarts(line, column);
    if (focus) this.#editor.focus();
  }

  /** Back to the first column, as far as the place stays in view: lines cut off at their beginning are hard to read. */
  #showLineStarts(line: number, column: number): void {
    const { contentWidth, verticalScrollbarWidth } = this.#editor.getLayoutInfo();
    const fits = this.#editor.getOffsetForColumn(line, column) < contentWidth - verticalScrollbarWidth;
    if (fits) this.#editor.setScrollLeft(0);
  }

  /** Marks lines picked elsewhere with the accent rail. */
  highlight(lines: readonly number[]): void {
    this.#highlighted.set(
      lines.map((line) => ({
        range: new monaco.Range(line, 1, line, 1),
        options: {
          isWholeLine: true,
          className: styles.picked!,
          marginClassName: styles.pickedMargin!,
          lineNumberClassName: styles.pickedNumber!,
        },
      })),
    );
    const first = lines[0];
    if (first !== undefined) this.#editor.revealLineInCenterIfOutsideViewport(first);
  }

  showZones(problems: readonly Problem[]): void {
    this.#zones.show(problems);
  }

  dropZones(problems: readonly Problem[]): void {
    this.#zones.keepOnly(problems);
  }

  selection(): { text: string; fromLine: number; toLine: number } | null {
    const range = this.#editor.getSelection();
    const text = range && this.#editor.getModel()?.getValueInRange(range);
    if (!range || !text) return null;
    // A selection of whole lines ends at the first column of the next one.
    const toLine = range.endColumn === 1 && range.endLineNumber > range.startLineNumber ? range.endLineNumber - 1 : range.endLineNumber;
    return { text, fromLine: range.startLineNumber, toLine };
  }

  setReadOnly(readOnly: boolean): void {
    this.#editor.updateOptions({ readOnly, domReadOnly: readOnly });
  }

  actions(): readonly { readonly id: string; readonly label: string }[] {
    return this.#editor
      .getSupportedActions()
      .filter((action) => action.isSupported())
      .map(({ id, label }) => ({ id, label }));
  }

  runAction(id: string): void {
    this.#editor.focus();
    this.#editor.trigger('crowfoot', id, null);
  }

  focus(): void {
    this.#editor.focus();
  }

  /** Measures its place anew. */
  layout(): void {
    this.#editor.layout();
  }

  dispose(): void {
    this.rememberView();
    for (const stop of this.#stop) stop();
    this.#zones.clear();
    this.#editor.setModel(null);
    this.#editor.dispose();
  }

  #tellCursor(): void {
    const range = this.#editor.getSelection();
    const path = this.path;
    if (!range || path === null) return;
    const selected = range.isEmpty() ? 0 : (this.#editor.getModel()?.getValueLengthInRange(range) ?? 0);
    this.#deps.onCursor({ path, line: range.positionLineNumber, column: range.positionColumn, selected });
  }
}
