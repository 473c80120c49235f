import { createDiagramStore } from '../features/diagram/diagram-store.ts';
import { createEditorService, type EditorService } from '../features/editor/editor-service.ts';
import { loadSample } from '../features/project/load-sample.ts';
import type { ProjectStorage, Unreadable } from '../features/project/project-storage.ts';
import { emptyProject, ProjectStore } from '../features/project/project-store.ts';
import type { KeptRun } from '../features/project/run-history.ts';
import type { DerivedCache, ProjectBundle, StoredProject } from '../features/project/stored-project.ts';
import { hashSources } from '../lib/hash-sources.ts';
import { createRuntimeClient, type RuntimeClient } from '../runtime/client.ts';
import { announce } from '../ui/announce.ts';
import { messages } from '../ui/messages/messages.ts';
import { ActionRegistry } from './actions.ts';
import { clockTime } from './clock.ts';
import { defineActions } from './define-actions.ts';
import { keepDraft, type OpenedProject, withDraft } from './draft.ts';
import { ModelsPipeline } from './models-pipeline.ts';
import { RunControl } from './run-control.ts';
import { createRunStore, runInSight } from './run-store.ts';
import { createSchemaStore } from './schema-store.ts';
import { createViewStore, showToast } from './view-store.ts';

export type PanelName = 'side' | 'editor' | 'diagram' | 'lower';
export interface PanelHandle {
  isCollapsed(): boolean;
  collapse(): void;
  expand(): void;
}

export interface WorkbenchDeps {
  readonly storage: ProjectStorage | null;
  readonly opened: OpenedProject;
  readonly unreadable: readonly Unreadable[];
}

const newId = (): string => crypto.randomUUID();
const derivedAfterMs = 400;

/** Everything behind the page, each part built once: texts, compiler, sandbox, picture, results. */
export class Workbench {
  readonly storage: ProjectStorage | null;
  readonly project: ProjectStore;
  readonly editor: EditorService;
  readonly runtime: RuntimeClient;
  readonly diagram = createDiagramStore();
  readonly schema = createSchemaStore();
  readonly run = createRunStore();
  readonly view = createViewStore();
  readonly actions = new ActionRegistry();
  readonly pipeline: ModelsPipeline;
  readonly control: RunControl;
  /** The layout's panels, for the actions that show and hide them. */
  readonly panels = new Map<PanelName, PanelHandle>();
  #derivedTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ storage, opened, unreadable }: WorkbenchDeps) {
    this.storage = storage;
    const now = Date.now;
    const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('crowfoot');
    this.project = new ProjectStore({ storage, newId, now, channel }, opened.project);
    this.project.store.setState({ unreadable });
    if (opened.hasDraft) void this.project.takeDraft();
    this.editor = createEditorService({ announce });
    this.runtime = createRuntimeClient({
      onLog: (log) => this.control.heard(log),
      onImage: ({ bytes }) => this.control.hasImage(bytes),
    });
    const parts = {
      project: this.project,
      editor: this.editor,
      runtime: this.runtime,
      schema: this.schema,
      now,
      onDerived: () => this.#keepDerivedSoon(),
    };
    this.pipeline = new ModelsPipeline(parts);
    this.control = new RunControl({ ...parts, storage, run: this.run, view: this.view, shippedImage });
    defineActions(this);
    this.#fill(opened);
    this.#listen();
    // What was derived may be missing or of other texts: a tab that closed too early, a damaged cache.
    if (opened.derived?.sourcesHash !== hashSources(opened.project.files)) this.pipeline.changed();
  }

  /** Another project takes the place of this one, whose text has been written. */
  async open(id: string): Promise<void> {
    await this.project.saveNow();
    const outcome = await this.storage?.load(id);
    if (outcome?.status === 'ok') await this.#show(outcome.bundle);
    else if (outcome?.status === 'unreadable')
      this.project.store.setState((state) => ({ unreadable: [...state.unreadable, outcome.unreadable] }));
    else showToast(this.view, messages().project.gone);
  }

  /** A copy of an example becomes a project of its own. */
  async openExample(id: string): Promise<void> {
    const { loadExample } = await import('../features/project/examples.ts');
    const made = await loadExample(id);
    if (!made) return;
    await this.project.saveNow();
    const name = messages().desk.gallery.names[id]?.[0] ?? made.project.name;
    await this.#show({ project: { ...made.project, id: newId(), name, origin: id, createdAt: Date.now() }, derived: made.derived });
  }

  /** Removes a project of this browser; the toast brings it back. */
  async removeProject({ id, name }: { readonly id: string; readonly name: string }): Promise<void> {
    const putBack = await this.storage?.remove(id);
    await this.project.refreshList();
    const said = messages().desk.gallery.removed(name);
    const run = (): void => void putBack?.().then(() => this.project.refreshList());
    showToast(this.view, said, { label: messages().app.undo, run });
    announce(said);
  }

  async openEmpty(): Promise<void> {
    await this.project.saveNow();
    await this.#show({ project: emptyProject(newId(), messages().project.untitled, Date.now()), derived: null });
    await this.project.keep();
    this.view.setState({ dialog: 'rename' });
  }

  /** The other tab's version is shown; what was typed here becomes a project of its own first. */
  async loadTheirs(): Promise<void> {
    const { id, name } = this.project.project;
    const differs = await this.#differsFromStored();
    if (differs) {
      const copy = messages().project.copyOf(name);
      await this.project.saveAsCopy(copy);
      showToast(this.view, messages().project.savedAsCopy(copy));
    }
    const outcome = await this.storage?.load(id);
    if (outcome?.status === 'ok') await this.#show(outcome.bundle);
  }

  async saveAsCopy(): Promise<void> {
    const copy = messages().project.copyOf(this.project.project.name);
    await this.project.saveAsCopy(copy);
    this.#keepDerivedSoon();
    await this.project.refreshList();
    showToast(this.view, messages().project.savedAsCopy(copy));
  }

  /** To a line of a file, in the editor and on a narrow screen in its pane. */
  readonly reveal = (path: string, line: number, column?: number): void => {
    if (!this.project.project.files.some((file) => file.path === path)) return;
    this.showFile(path);
    this.editor.reveal(path, line, { column, focus: true });
  };

  /** To a table of the diagram: it gets the keyboard, and a narrow screen shows its pane. */
  goToTable(id: string): void {
    this.view.setState({ pane: 'diagram', screen: 'work' });
    this.showPanel('diagram');
    requestAnimationFrame(() => {
      const { reveal, focusTable } = this.diagram.getState();
      reveal(id);
      focusTable(id);
      document.querySelector<HTMLElement>('.react-flow')?.focus();
    });
  }

  /** Gives a file the text it had when it ran, as one step of undo. */
  async putTextBack({ entry, text, at }: KeptRun): Promise<void> {
    if (!this.project.project.files.some(({ path }) => path === entry)) this.addFile(entry, text);
    else {
      await this.editor.start();
      this.showFile(entry);
      this.editor.replaceText(entry, text);
    }
    const said = messages().history.textBack(entry, clockTime(at));
    showToast(this.view, said, { label: messages().app.undo, run: () => this.editor.undo() });
    announce(said);
  }

  showPanel(name: PanelName): void {
    this.panels.get(name)?.expand();
  }

  togglePanel(name: PanelName): void {
    const panel = this.panels.get(name);
    if (panel?.isCollapsed()) panel.expand();
    else panel?.collapse();
  }

  /** Whether the project began as an example, which is still there to compare it with. */
  get hasOrigin(): boolean {
    return this.project.project.origin !== undefined;
  }

  showFile(path: string): void {
    this.project.openFile(path);
    this.showPanel('editor');
    this.view.setState(({ screen }) => ({ pane: 'code', screen: screen === 'gallery' ? 'work' : screen }));
  }

  addFile(path: string, text: string): void {
    this.editor.addFile(path, text);
    this.project.addFile(path, text);
    this.editor.openFile(path);
    this.pipeline.changed();
  }

  renameFile(from: string, to: string): void {
    this.project.renameFile(from, to);
    this.editor.renameFile(from, to);
    this.pipeline.changed();
  }

  removeFile(path: string): void {
    const removed = this.project.removeFile(path);
    if (!removed) return;
    this.editor.openFile(this.project.project.layout.active);
    this.editor.removeFile(path);
    this.pipeline.changed();
    const putBack = (): void => {
      this.editor.addFile(path, removed.file.text);
      this.project.putBack(removed);
      this.editor.openFile(path);
      this.pipeline.changed();
    };
    const said = messages().project.fileRemoved(path);
    showToast(this.view, said, { label: messages().app.undo, run: putBack });
    announce(said);
  }

  async #show(bundle: ProjectBundle): Promise<void> {
    await this.control.leave();
    this.view.setState({ screen: 'work', pane: 'code' });
    this.editor.setErrors('run', []);
    this.editor.setErrors('seed', []);
    this.editor.setErrors('models', []);
    this.project.show(bundle.project);
    this.#fill(bundle);
    void this.pipeline.update();
  }

  /** What a bundle holds goes to the places that show it. */
  #fill({ project, derived }: ProjectBundle): void {
    const now = Date.now();
    const isFresh = derived?.sourcesHash === hashSources(project.files);
    this.pipeline.reset(isFresh ? derived.emitted : []);
    this.editor.setFiles(project.files, project.layout.active);
    const lastRun = derived?.lastRun ?? null;
    this.schema.setState({
      schema: derived?.schema ?? null,
      registry: derived?.registry ?? '',
      // What came with the page is as old as the page's opening to its reader.
      evaluatedAt: derived?.evaluatedAt || now,
      sourcesHash: derived?.sourcesHash ?? '',
      emitted: derived?.emitted ?? [],
      entry: derived?.entry ?? project.layout.entry,
      stale: null,
    });
    if (derived) this.editor.setRegistry(derived.registry);
    this.editor.setTables(derived?.schema?.tables ?? []);
    const reply = lastRun?.reply;
    this.run.setState({
      shown:
        lastRun && reply
          ? {
              entry: lastRun.entry,
              at: lastRun.at || now,
              sourcesHash: lastRun.sourcesHash,
              log: reply,
              summary: reply,
              ended: null,
              durationMs: reply.durationMs,
            }
          : null,
      past: null,
      history: [],
      running: null,
      counts: derived?.data?.counts ?? reply?.counts ?? null,
      databaseBytes: derived?.data?.databaseBytes ?? reply?.databaseBytes ?? 0,
      engine: reply?.engine ?? '',
      snapshots: [],
      liveAt: null,
    });
    this.view.setState({ pick: null, lowerTab: 'results', fault: null, diagramOf: 'models' });
    void this.storage?.snapshots(project.id).then(
      (snapshots) => this.project.project.id === project.id && this.run.setState({ snapshots }),
      () => undefined,
    );
    void this.storage?.runs(project.id).then(
      (history) => this.project.project.id === project.id && this.run.setState({ history }),
      () => undefined,
    );
  }

  #listen(): void {
    this.editor.onText((path, text) => {
      this.project.setText(path, text);
      if (this.view.getState().pick) this.view.setState({ pick: null });
      this.pipeline.changed();
    });
    const flush = (): void => void this.project.saveNow();
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
    addEventListener('pagehide', () => {
      keepDraft(this.project.draft());
      flush();
    });
    this.#showPicks();
    this.#followFiles();
    if (this.storage) void this.project.refreshList();
  }

  /** The picked lines are lit in the editor; the diagram and the lists read the pick themselves. */
  #showPicks(): void {
    this.view.subscribe(({ pick }, before) => {
      if (pick === before.pick) return;
      const first =
        pick?.kind === 'statements'
          ? runInSight(this.run.getState())?.log.statements.find((statement) => pick.indexes.includes(statement.index))
          : undefined;
      if (first?.file && first.line !== null) this.editor.highlightLines(first.file, [first.line]);
      else this.editor.clearHighlight();
    });
  }

  /** The editor opens what the project has open, and the other way round (a jump to a definition). */
  #followFiles(): void {
    this.project.store.subscribe(({ project }, before) => {
      if (project.layout.active !== before.project.layout.active) this.editor.openFile(project.layout.active);
      if (project.layout.entry !== before.project.layout.entry) this.pipeline.changed();
    });
    this.editor.store.subscribe(({ activePath, status }, before) => {
      // The first compilation tells where the models are written: the cursor lights the diagram from then on.
      if (status === 'ready' && before.status !== 'ready') this.pipeline.changed();
      if (activePath && activePath !== before.activePath) this.project.openFile(activePath);
    });
  }

  #keepDerivedSoon(): void {
    clearTimeout(this.#derivedTimer);
    this.#derivedTimer = setTimeout(() => void this.#keepDerived(), derivedAfterMs);
  }

  async #keepDerived(): Promise<void> {
    await this.project.saveNow();
    const { project, save } = this.project.store.getState();
    if (save.status === 'saved') await this.storage?.saveDerived(project.id, project.revision, this.#derived()).catch(() => undefined);
  }

  #derived(): DerivedCache {
    const { schema, registry, evaluatedAt, sourcesHash, emitted, entry } = this.schema.getState();
    const { shown, counts, databaseBytes } = this.run.getState();
    const lastRun = shown?.summary
      ? { sourcesHash: shown.sourcesHash, entry: shown.entry, at: shown.at, reply: { ...shown.log, ...shown.summary } }
      : null;
    return {
      version: 1,
      sourcesHash,
      emitted,
      entry,
      schema,
      registry,
      evaluatedAt,
      lastRun,
      ...(counts ? { data: { counts, databaseBytes } } : {}),
    };
  }

  async #differsFromStored(): Promise<boolean> {
    const outcome = await this.storage?.load(this.project.project.id);
    return outcome?.status === 'ok' && hashSources(outcome.bundle.project.files) !== hashSources(this.project.project.files);
  }
}

/** The data of an example that has not been run here yet. */
const shippedImage = async ({ origin }: StoredProject): Promise<Uint8Array | null> =>
  origin === undefined ? null : await (await import('../features/project/examples.ts')).loadExampleImage(origin);

/** The project to begin with: the last one that was open, else any that can be read, else the sample. */
export async function findFirstProject(storage: ProjectStorage | null): Promise<Omit<WorkbenchDeps, 'storage'>> {
  if (!storage) return { opened: await loadSample(), unreadable: [] };
  const [last, listed] = await Promise.all([storage.lastOpened(), storage.list()]);
  const ids = [...new Set([last, ...listed.projects.map((project) => project.id)])];
  for (const id of ids) {
    const outcome = id === undefined ? null : await storage.load(id);
    if (outcome?.status === 'ok') return { opened: withDraft(outcome.bundle), unreadable: listed.unreadable };
  }
  const sample = await loadSample();
  // The sample's own record may be the one that cannot be read: it keeps its id, this one gets another.
  const taken = listed.unreadable.some((one) => one.id === sample.project.id);
  const project: StoredProject = taken ? { ...sample.project, id: newId() } : sample.project;
  return { opened: withDraft({ ...sample, project }), unreadable: listed.unreadable };
}
