import { createStore, type StoreApi } from 'zustand/vanilla';
import { messages } from '../../ui/messages/messages.ts';
import type { CompileReply, CompileRequest, SourcePlace } from './compile-service.ts';
import { type CursorPlace, type EditorFile, type EditorState, initialState } from './editor-state.ts';
import { loadEditorWords } from './editor-words.ts';
import { explainProblem } from './explain-problem.ts';
import { findModel, type ModelPlace, modelAt } from './find-model.ts';
import { findReplacement } from './find-replacement.ts';
import { locateProblem, type TextChange } from './locate-problem.ts';
import type { MonacoHost } from './monaco-host.ts';
import { type Cure, type Problem, type ProblemSource, problemSources, type ReportedProblem, type TextEdit } from './problem.ts';
import { ProblemBoard } from './problem-board.ts';
import type { CompletionTable } from './sql-completion.ts';

export interface EditorServiceDeps {
  /** Says a text to a screen reader. */
  readonly announce: (text: string) => void;
}

export type OnText = (path: string, text: string) => void;

/** Errors that only an evaluation can find; syntax and types come from the compiler. */
export type ReportingSource = 'models' | 'seed' | 'run';

/** Monaco did not arrive: nothing can be compiled. */
export class EditorBlockedError extends Error {
  override readonly name = 'EditorBlockedError';
  constructor(options?: ErrorOptions) {
    super('The editor could not be loaded.', options);
  }
}

/** Types are checked this long after the last key. */
const checkDelayMs = 400;
/** A sentence below a line waits this long after the last key, so that half-typed code is left in peace. */
const zoneDelayMs = 600;

/**
 * The editor without a screen: the texts of the project, their compilation and what is wrong in them. It holds no React and loads Monaco
 * when asked, so that it can be made with the page.
 */
export class EditorService {
  readonly store: StoreApi<EditorState> = createStore<EditorState>(() => initialState);
  readonly #deps: EditorServiceDeps;
  readonly #texts = new Map<string, string>();
  readonly #listeners = new Set<OnText>();
  readonly #revealed = new Set<(path: string, line: number, column: number) => void>();
  readonly #problems = new ProblemBoard();
  #host: MonacoHost | null = null;
  #starting: Promise<MonacoHost | null> | null = null;
  #element: HTMLElement | null = null;
  #detach: (() => void) | null = null;
  /** The keyboard was in a view of the text that was taken away: the one that comes in its place gets it. */
  #isHeld = false;
  #registry: string | null = null;
  #tables: readonly CompletionTable[] = [];
  #highlight: { path: string; lines: readonly number[] } | null = null;
  #edits = 0;
  #editedAt = Number.NEGATIVE_INFINITY;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #zoneTimer: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(deps: EditorServiceDeps) {
    this.#deps = deps;
  }

  // Files

  /** Opens a project: its files replace all others, with an empty history of undo. */
  setFiles(files: readonly EditorFile[], activePath: string | null): void {
    this.#texts.clear();
    for (const { path, text } of files) this.#texts.set(path, text);
    this.#problems.clear();
    this.#registry = null;
    this.#highlight = null;
    this.#host?.setFiles(files);
    this.store.setState((state) => ({
      problems: [],
      models: [],
      cursor: null,
      activePath: null,
      projectVersion: state.projectVersion + 1,
    }));
    this.openFile(activePath !== null && this.#texts.has(activePath) ? activePath : (files[0]?.path ?? null));
    this.#scheduleCheck();
  }

  /** Adds a file. One that is there already gets the text as a change that can be undone. */
  addFile(path: string, text: string): void {
    if (this.#host?.models.get(path)) {
      this.replaceText(path, text);
      return;
    }
    this.#texts.set(path, text);
    this.#host?.models.add({ path, text });
    this.#scheduleCheck();
  }

  removeFile(path: string): void {
    this.#texts.delete(path);
    this.#problems.removeFile(path);
    if (this.store.getState().activePath === path) this.openFile(this.paths()[0] ?? null);
    this.#host?.models.remove(path);
    this.#publish();
    this.#scheduleCheck();
  }

  /** Renames a file, in its place among the others. Its history of undo does not come along. */
  renameFile(from: string, to: string): void {
    const text = this.#texts.get(from);
    if (text === undefined || from === to) return;
    const wasActive = this.store.getState().activePath === from;
    const renamed = [...this.#texts].map(([path, content]): [string, string] => [path === from ? to : path, content]);
    this.#texts.clear();
    for (const [path, content] of renamed) this.#texts.set(path, content);
    this.#host?.models.add({ path: to, text });
    if (wasActive) this.openFile(to);
    this.#host?.models.remove(from);
    this.#scheduleCheck();
  }

  paths(): readonly string[] {
    return [...this.#texts.keys()];
  }

  textOf(path: string): string | undefined {
    return this.#texts.get(path);
  }

  /** Called with the whole text after each change that a person, a cure or undo made. */
  onText(listener: OnText): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // Monaco

  /** Loads Monaco and its workers. Never rejects: `state.status` says how it went. After `blocked` it tries again. */
  async start(): Promise<void> {
    await this.#load();
  }

  /** Shows the editor in an element, as soon as it can be. Returns how to take it away. */
  attach(element: HTMLElement): () => void {
    this.#element = element;
    this.#showWidget();
    void this.start();
    return () => {
      if (this.#element !== element) return;
      if (element.contains(document.activeElement)) this.holdFocus();
      this.#element = null;
      this.#detach?.();
      this.#detach = null;
    };
  }

  /** A view of the text that has the keyboard goes away. */
  holdFocus(): void {
    this.#isHeld = true;
  }

  /** Whether the view that comes now gets the keyboard. */
  takeFocus(): boolean {
    const isHeld = this.#isHeld;
    this.#isHeld = false;
    return isHeld;
  }

  #load(): Promise<MonacoHost | null> {
    this.#starting ??= this.#loadHost();
    return this.#starting;
  }

  async #loadHost(): Promise<MonacoHost | null> {
    this.store.setState({ status: 'loading' });
    try {
      const language = messages().lang;
      await loadEditorWords(language);
      const { MonacoHost } = await import('./monaco-host.ts');
      const host = new MonacoHost({
        onText: (path, text, changes) => this.#onModelText(path, text, changes),
        onCursor: (cursor) => this.#onCursor(cursor),
        onCure: (cure) => void this.applyCure(cure),
        onGo: (path, line, column) => this.reveal(path, line, { column, focus: true }),
        onWorkerRestart: () => this.store.setState({ worker: 'restarting' }),
        paths: () => this.paths(),
        tables: () => this.#tables,
        label: (path) => messages().editor.codeOf(path),
      });
      host.setFiles([...this.#texts].map(([path, text]) => ({ path, text })));
      this.#host = host;
      this.store.setState({ status: 'ready', worker: 'starting', language });
      for (const source of problemSources) host.setMarks(source, this.#problems.of(source));
      this.#showWidget();
      this.#scheduleCheck();
      return host;
    } catch (error) {
      console.error(error);
      this.#starting = null;
      this.store.setState({ status: 'blocked' });
      return null;
    }
  }

  #showWidget(): void {
    if (!this.#host || !this.#element || this.#disposed) return;
    this.#detach?.();
    this.#detach = this.#host.attach(this.#element);
    const { activePath, cursor } = this.store.getState();
    if (activePath !== null) this.#host.widget?.open(activePath);
    // A plain editor may have moved it meanwhile.
    if (cursor && cursor.path === activePath) this.#host.widget?.place(cursor.line, cursor.column);
    if (this.takeFocus()) this.#host.widget?.focus();
    this.#syncZones();
    this.#showHighlight();
  }

  async #required(): Promise<MonacoHost> {
    const host = await this.#load();
    if (!host) throw new EditorBlockedError();
    return host;
  }

  // Compiling

  /**
   * All TypeScript files as CommonJS, with syntax errors and the places of the models. What did not change comes from the last call.
   *
   * @throws EditorBlockedError when Monaco did not arrive
   */
  async compile({ entry, range = null }: CompileRequest): Promise<CompileReply> {
    const host = await this.#required();
    const edits = this.#edits;
    const reply = await this.#again(() => host.calls.compile(entry, range));
    const explained = { ...reply, problems: reply.problems.map((problem) => explainProblem(problem)) };
    if (edits === this.#edits) {
      this.store.setState({ models: reply.models });
      this.#setProblems('syntax', explained.problems);
    }
    return explained;
  }

  /** Syntax and type errors of all files. The service asks by itself after an edit; this waits for the answer. */
  async diagnose(): Promise<readonly Problem[]> {
    const host = await this.#required();
    clearTimeout(this.#checkTimer);
    const edits = this.#edits;
    const answer = await this.#again(() => host.calls.check(() => edits === this.#edits));
    // An edit made meanwhile has asked anew.
    if (answer === null) return this.store.getState().problems;
    const found = answer.map((problem) => explainProblem(problem));
    if (edits === this.#edits) {
      this.#setProblems(
        'syntax',
        found.filter((problem) => problem.source === 'syntax'),
      );
      this.#setProblems(
        'types',
        found.filter((problem) => problem.source === 'types'),
      );
    }
    return found;
  }

  /** A lost worker is asked again once it is back: the texts are the page's, nothing is gone. */
  async #again<T>(ask: () => Promise<T>): Promise<T> {
    let answer: T;
    try {
      answer = await ask();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'WorkerLostError') throw error;
      answer = await ask().catch((again: unknown) => {
        this.store.setState({ worker: 'lost' });
        throw again;
      });
    }
    this.store.setState({ worker: 'ready' });
    return answer;
  }

  /** Gives the type checker what the evaluated models add to each other. */
  setRegistry(text: string): void {
    if (text === this.#registry) return;
    this.#registry = text;
    this.#host?.calls.setRegistry(text);
    this.#scheduleCheck();
  }

  /** The tables that SQL files complete. */
  setTables(tables: readonly CompletionTable[]): void {
    this.#tables = tables;
  }

  #scheduleCheck(): void {
    clearTimeout(this.#checkTimer);
    if (!this.#host || this.#disposed) return;
    if (this.#registry !== null) this.#host.calls.setRegistry(this.#registry);
    this.#checkTimer = setTimeout(() => void this.diagnose().catch((error: unknown) => console.error(error)), checkDelayMs);
  }

  // Problems

  /** Sets what an evaluation found wrong; an empty list clears it. */
  setErrors(source: ReportingSource, reported: readonly ReportedProblem[]): void {
    this.#setProblems(
      source,
      reported.map((problem) => locateProblem(problem, source, this.#texts.get(problem.path) ?? '')),
    );
  }

  #setProblems(source: ProblemSource, problems: readonly Problem[]): void {
    this.#problems.set(source, problems);
    this.#host?.setMarks(source, problems);
    this.#publish();
  }

  #publish(): void {
    this.store.setState({ problems: this.#problems.sorted(this.paths()) });
    this.#syncZones();
  }

  #zoneProblems(): readonly Problem[] {
    const { activePath, problems } = this.store.getState();
    return problems.filter((problem) => problem.path === activePath && problem.source !== 'syntax' && problem.source !== 'types');
  }

  #syncZones(): void {
    this.#host?.widget?.dropZones(this.#zoneProblems());
    clearTimeout(this.#zoneTimer);
    const wait = this.#editedAt + zoneDelayMs - performance.now();
    const show = (): void => this.#host?.widget?.showZones(this.#zoneProblems());
    if (wait <= 0) show();
    else this.#zoneTimer = setTimeout(show, wait);
  }

  // Moving about

  openFile(path: string | null): void {
    if (path !== null && !this.#texts.has(path)) return;
    this.store.setState({ activePath: path });
    if (path !== null) this.#host?.widget?.open(path);
    this.#syncZones();
    this.#showHighlight();
  }

  /** Opens a file at a line. */
  reveal(path: string, line: number, { column = 1, focus = true }: { column?: number; focus?: boolean } = {}): void {
    this.openFile(path);
    this.#host?.widget?.reveal(line, column, focus);
    if (this.#host?.widget) return;
    this.#onCursor({ path, line, column, selected: 0 });
    for (const listener of this.#revealed) listener(path, line, column);
  }

  /** Called when a line is to be shown and Monaco's editor is not there to show it. */
  onReveal(listener: (path: string, line: number, column: number) => void): () => void {
    this.#revealed.add(listener);
    return () => this.#revealed.delete(listener);
  }

  /** Puts the accent rail beside lines that were picked elsewhere. */
  highlightLines(path: string, lines: readonly number[]): void {
    this.#highlight = lines.length > 0 ? { path, lines } : null;
    this.#showHighlight();
  }

  clearHighlight(): void {
    this.highlightLines('', []);
  }

  #showHighlight(): void {
    const { activePath } = this.store.getState();
    this.#host?.widget?.highlight(this.#highlight && this.#highlight.path === activePath ? this.#highlight.lines : []);
  }

  /** The selected text and its lines, or `null` when nothing is selected. */
  selection(): { path: string; text: string; fromLine: number; toLine: number } | null {
    const path = this.#host?.widget?.path;
    const selected = this.#host?.widget?.selection();
    return path && selected ? { path, ...selected } : null;
  }

  /** Where a table's model, or one of its attributes or columns, is written. */
  modelLocation(table: string, attribute?: string): (SourcePlace & { readonly endLine: number }) | null {
    return findModel(this.store.getState().models, table, attribute);
  }

  /** The model and attribute that a line belongs to. */
  placeAt(path: string, line: number): ModelPlace | null {
    return modelAt(this.store.getState().models, path, line);
  }

  focus(): void {
    this.#host?.widget?.focus();
  }

  // Changing text

  /**
   * Changes a file as one step of undo.
   *
   * @param options.typed - letter by letter, to be watched; at once where motion is to be reduced
   * @throws EditorBlockedError when Monaco did not arrive
   */
  async applyEdits(path: string, edits: readonly TextEdit[], { typed = false }: { typed?: boolean } = {}): Promise<void> {
    const host = await this.#required();
    this.openFile(path);
    if (typed && host.widget && !matchMedia('(prefers-reduced-motion: reduce)').matches) await host.type(path, edits);
    else host.models.edit(path, edits);
  }

  /** Does what a cure's button promises, and says so. */
  async applyCure(cure: Cure): Promise<void> {
    await this.applyEdits(cure.path, cure.edits);
    this.#deps.announce(messages().editor.cured(cure.label));
    this.focus();
  }

  /** Gives a file another text as one step of undo that touches only what differs. */
  replaceText(path: string, text: string): void {
    const edit = findReplacement(this.#texts.get(path) ?? '', text);
    if (edit) this.#host?.models.edit(path, [edit]);
  }

  /** Replaces a range while a person types in a plain editor. */
  typeOver(path: string, range: Omit<TextEdit, 'text'>, text: string): void {
    this.#host?.models.replace(path, range, text);
  }

  /** Where a plain editor's caret is. */
  tellCursor(cursor: CursorPlace): void {
    this.#onCursor(cursor);
  }

  undo(): void {
    void this.#activeModel()?.undo();
  }

  redo(): void {
    void this.#activeModel()?.redo();
  }

  /** Monaco's own actions that make sense where the cursor is, for the page's palette. */
  actions(): readonly { readonly id: string; readonly label: string }[] {
    return this.#host?.widget?.actions() ?? [];
  }

  /** Runs one of Monaco's own actions by its id, such as `editor.action.formatDocument`. */
  runAction(id: string): void {
    this.#host?.widget?.runAction(id);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#checkTimer);
    clearTimeout(this.#zoneTimer);
    this.#detach?.();
    this.#host?.models.clear();
    this.#listeners.clear();
  }

  #activeModel() {
    const { activePath } = this.store.getState();
    return activePath === null ? undefined : this.#host?.models.get(activePath);
  }

  #onModelText(path: string, text: string, changes: readonly TextChange[]): void {
    this.#texts.set(path, text);
    this.#edits++;
    this.#editedAt = performance.now();
    this.#problems.shift(path, changes);
    if (changes.some((change) => change.text.includes('\n') || change.range.startLineNumber !== change.range.endLineNumber))
      this.#publish();
    this.#scheduleCheck();
    for (const listener of this.#listeners) listener(path, text);
  }

  #onCursor(cursor: CursorPlace): void {
    const known = this.store.getState().cursor;
    if (
      known &&
      known.path === cursor.path &&
      known.line === cursor.line &&
      known.column === cursor.column &&
      known.selected === cursor.selected
    )
      return;
    this.store.setState({ cursor });
  }
}

export function createEditorService(deps: EditorServiceDeps): EditorService {
  return new EditorService(deps);
}
