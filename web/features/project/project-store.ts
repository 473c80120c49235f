import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ProjectHead, ProjectStorage, Unreadable } from './project-storage.ts';
import type { StoredFile, StoredProject } from './stored-project.ts';
import { formatVersion } from './stored-project.ts';

export type SaveState =
  /** As it came with the page; nothing of it is written yet. */
  | { readonly status: 'untouched' }
  | { readonly status: 'unsaved' }
  | { readonly status: 'saved'; readonly at: number }
  /** Another tab has written since this one read: nothing is written here until that is settled. */
  | { readonly status: 'conflict'; readonly theirsAt: number }
  /** The browser refused: full, or storage is blocked. */
  | { readonly status: 'failed'; readonly reason: string };

export interface ProjectState {
  readonly project: StoredProject;
  readonly save: SaveState;
  readonly projects: readonly ProjectHead[];
  readonly unreadable: readonly Unreadable[];
}

export interface ProjectDeps {
  /** `null` where the browser has no storage to give. */
  readonly storage: ProjectStorage | null;
  readonly newId: () => string;
  readonly now: () => number;
  /** Tells the other tabs, and hears them. */
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | null;
  readonly saveAfterMs?: number;
}

interface Heard {
  readonly id: string;
  readonly revision: number;
  readonly savedAt: number;
}

/** The open project: the one place where its texts change, and the one that writes them. */
export class ProjectStore {
  readonly store: StoreApi<ProjectState>;
  readonly #deps: ProjectDeps;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> | null = null;

  constructor(deps: ProjectDeps, project: StoredProject) {
    this.#deps = deps;
    this.store = createStore<ProjectState>(() => ({ project, save: saveStateOf(project), projects: [], unreadable: [] }));
    deps.channel?.addEventListener('message', ((event: MessageEvent<Heard>) => this.#hear(event.data)) as EventListener);
  }

  get project(): StoredProject {
    return this.store.getState().project;
  }

  get hasUnsavedText(): boolean {
    const { status } = this.store.getState().save;
    return status === 'unsaved' || status === 'conflict' || status === 'failed';
  }

  setText(path: string, text: string): void {
    this.#setFiles(this.project.files.map((file) => (file.path === path ? { path, text } : file)));
  }

  addFile(path: string, text: string): void {
    const at = this.project.layout;
    this.#change({ files: [...this.project.files, { path, text }], layout: { ...at, open: [...at.open, path], active: path } });
  }

  renameFile(from: string, to: string): void {
    const { files, layout } = this.project;
    const renamed = (path: string): string => (path === from ? to : path);
    this.#change({
      files: files.map((file) => ({ path: renamed(file.path), text: file.text })),
      layout: { open: layout.open.map(renamed), active: renamed(layout.active), entry: renamed(layout.entry) },
    });
  }

  /** Gives what is needed to put the file back where it was. */
  removeFile(path: string): { readonly file: StoredFile; readonly index: number } | null {
    const index = this.project.files.findIndex((file) => file.path === path);
    const file = this.project.files[index];
    if (!file) return null;
    const files = this.project.files.filter((other) => other !== file);
    const open = this.project.layout.open.filter((other) => other !== path);
    const entry = this.project.layout.entry === path ? (runnable(files)[0] ?? '') : this.project.layout.entry;
    const active = this.project.layout.active === path ? (open[0] ?? files[0]?.path ?? '') : this.project.layout.active;
    this.#change({ files, layout: { open: open.length ? open : [active], active, entry } });
    return { file, index };
  }

  putBack(removed: { readonly file: StoredFile; readonly index: number }): void {
    const files = [...this.project.files];
    files.splice(removed.index, 0, removed.file);
    const { layout } = this.project;
    this.#change({ files, layout: { ...layout, open: [...layout.open, removed.file.path], active: removed.file.path } });
  }

  /** Moves a file among the others, by so many places. */
  moveFile(path: string, by: number): void {
    const files = [...this.project.files];
    const from = files.findIndex((file) => file.path === path);
    const to = from + by;
    if (from < 0 || to < 0 || to >= files.length) return;
    const [moved] = files.splice(from, 1);
    files.splice(to, 0, moved!);
    this.#change({ files });
  }

  openFile(path: string): void {
    const { layout } = this.project;
    if (layout.active === path && layout.open.includes(path)) return;
    const open = layout.open.includes(path) ? layout.open : [...layout.open, path];
    this.#look({ layout: { ...layout, open, active: path } });
  }

  closeFile(path: string): void {
    const { layout } = this.project;
    if (layout.open.length < 2) return;
    const at = layout.open.indexOf(path);
    const open = layout.open.filter((other) => other !== path);
    this.#look({ layout: { ...layout, open, active: layout.active === path ? open[Math.max(0, at - 1)]! : layout.active } });
  }

  setEntry(entry: string): void {
    if (entry !== this.project.layout.entry) this.#look({ layout: { ...this.project.layout, entry } });
  }

  setDiagram(diagram: StoredProject['diagram']): void {
    this.#look({ diagram });
  }

  setEditorSize(editorSize: number): void {
    this.#look({ settings: { editorSize: Math.min(28, Math.max(11, editorSize)) } });
  }

  rename(name: string): void {
    this.#change({ name });
  }

  setDataState(dataState: StoredProject['dataState']): void {
    if (dataState !== this.project.dataState) this.#change({ dataState });
  }

  /** Which seed the data at hand were made with. */
  setSeedHash(seedHash: string | undefined): void {
    if (seedHash !== undefined && seedHash !== this.project.seedHash) this.#look({ seedHash });
  }

  /** Writes what is not written yet; settled when the browser has it or has refused it. */
  async saveNow(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#writing) await this.#writing;
    const { save } = this.store.getState();
    if (save.status === 'untouched' || save.status === 'saved' || save.status === 'conflict') return;
    this.#writing = this.#write().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  /** Text that is not written yet, for a page that is about to close: the browser's database takes longer than it has. */
  draft(): StoredProject | null {
    const { project, save } = this.store.getState();
    return save.status === 'unsaved' || this.#writing !== null ? project : null;
  }

  /** What is shown came from a draft and is not in the browser's database. */
  async takeDraft(): Promise<void> {
    this.store.setState({ save: { status: 'unsaved' } });
    await this.saveNow();
  }

  /** Writes the project even where nothing of it has been changed: it has been run, and what that gave is kept with it. */
  async keep(): Promise<void> {
    if (this.store.getState().save.status === 'untouched') this.store.setState({ save: { status: 'unsaved' } });
    await this.saveNow();
  }

  /** What is here becomes a project of its own, beside the one another tab wrote. */
  async saveAsCopy(name: string): Promise<void> {
    this.store.setState({
      project: { ...this.project, id: this.#deps.newId(), revision: 0, name, createdAt: this.#deps.now() },
      save: { status: 'unsaved' },
    });
    await this.saveNow();
  }

  /** Shows another project; what is here has been saved or given up by the caller. */
  show(project: StoredProject): void {
    clearTimeout(this.#timer);
    this.store.setState({ project, save: saveStateOf(project) });
    void this.#remember(project.id);
    void this.refreshList();
  }

  async refreshList(): Promise<void> {
    const listed = await this.#deps.storage?.list().catch(() => null);
    if (listed) this.store.setState(listed);
  }

  #setFiles(files: readonly StoredFile[]): void {
    this.#change({ files });
  }

  /** A change of the project itself. */
  #change(part: Partial<StoredProject>): void {
    const { save, project } = this.store.getState();
    this.store.setState({ project: { ...project, ...part }, save: save.status === 'conflict' ? save : { status: 'unsaved' } });
    this.#schedule();
  }

  /** A change of how it is looked at: not worth a first write of a sample nobody has touched. */
  #look(part: Partial<StoredProject>): void {
    const { save, project } = this.store.getState();
    if (save.status === 'untouched') this.store.setState({ project: { ...project, ...part } });
    else this.#change(part);
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.saveNow(), this.#deps.saveAfterMs ?? 300);
  }

  async #write(): Promise<void> {
    const { project } = this.store.getState();
    const { storage, channel } = this.#deps;
    if (!storage) {
      this.store.setState({ save: { status: 'failed', reason: '' } });
      return;
    }
    try {
      const outcome = await storage.save(project);
      if (outcome.status === 'conflict') {
        this.store.setState({ save: { status: 'conflict', theirsAt: outcome.savedAt } });
        return;
      }
      const now = this.store.getState();
      if (now.project.id !== project.id) return;
      const untouchedSince = now.project === project;
      this.store.setState({
        project: { ...now.project, revision: outcome.revision, savedAt: outcome.savedAt },
        save: untouchedSince ? { status: 'saved', at: outcome.savedAt } : { status: 'unsaved' },
      });
      const said: Heard = { id: project.id, revision: outcome.revision, savedAt: outcome.savedAt };
      channel?.postMessage(said);
      if (project.revision === 0) {
        await this.#remember(project.id);
        await this.refreshList();
      }
    } catch (error) {
      this.store.setState({ save: { status: 'failed', reason: error instanceof Error ? error.message : String(error) } });
    }
  }

  async #remember(id: string): Promise<void> {
    // Which project opens next is a comfort: failing to note it loses nothing.
    await this.#deps.storage?.rememberOpened(id).catch(() => undefined);
  }

  #hear(heard: Heard): void {
    const { project } = this.store.getState();
    if (heard.id !== project.id || heard.revision <= project.revision) return;
    clearTimeout(this.#timer);
    this.store.setState({ save: { status: 'conflict', theirsAt: heard.savedAt } });
  }
}

const saveStateOf = (project: StoredProject): SaveState =>
  project.revision === 0 ? { status: 'untouched' } : { status: 'saved', at: project.savedAt };

/** The files Run can run: every script but the database's and the models'. */
export function runnable(files: readonly StoredFile[]): string[] {
  return files.map((file) => file.path).filter((path) => /\.(ts|sql)$/.test(path) && path !== 'db.ts' && !isModels(path));
}

/** `models.ts`, and every file below `models/`. */
export const isModels = (path: string): boolean => path === 'models.ts' || path.startsWith('models/');

/** What is wrong with a name for a new file, or null. */
export function refuseFileName(path: string, files: readonly StoredFile[]): 'empty' | 'ending' | 'characters' | 'taken' | null {
  if (!path) return 'empty';
  if (!/[^/]\.(ts|sql)$/.test(path)) return 'ending';
  if (!/^[\w-]+(\/[\w-]+)*\.(ts|sql)$/.test(path)) return 'characters';
  return files.some((file) => file.path.toLowerCase() === path.toLowerCase()) ? 'taken' : null;
}

/** A project with nothing in it but a database and a place for models. */
export function emptyProject(id: string, name: string, now: number): StoredProject {
  const files = [
    { path: 'db.ts', text: "import { createDatabase } from 'crowfoot';\n\nexport const db = createDatabase('sqlite:///data.sqlite');\n" },
    { path: 'models.ts', text: "import { db } from './db';\n\n" },
    { path: 'seed.ts', text: "import { db } from './db';\n\ndb.session.commit();\n" },
    { path: 'query.ts', text: "import { db } from './db';\n\ndb.metadata.tables.size;\n" },
  ];
  return {
    formatVersion,
    id,
    revision: 0,
    name,
    createdAt: now,
    savedAt: 0,
    dataState: 'rebuilt',
    files,
    diagram: null,
    layout: { open: ['models.ts', 'query.ts', 'seed.ts'], active: 'models.ts', entry: 'query.ts' },
    settings: { editorSize: 13 },
  };
}
