import type { StoreApi } from 'zustand/vanilla';
import type { EditorService } from '../features/editor/editor-service.ts';
import type { ProjectStorage } from '../features/project/project-storage.ts';
import { isModels, type ProjectStore } from '../features/project/project-store.ts';
import type { StoredProject } from '../features/project/stored-project.ts';
import { hashSources } from '../lib/hash-sources.ts';
import { type RunOutcome, type RuntimeClient, RuntimeError } from '../runtime/client.ts';
import type { EmittedFile, ExplainReply, RunLog, WireError } from '../runtime/protocol.ts';
import { announce } from '../ui/announce.ts';
import { messages } from '../ui/messages/messages.ts';
import { childSide } from './child-side.ts';
import { describeError } from './describe-error.ts';
import { explainError } from './explain-error.ts';
import type { RunState, ShownRun } from './run-store.ts';
import type { SchemaState } from './schema-store.ts';
import { showToast, type ViewState } from './view-store.ts';

export interface RunDeps {
  readonly project: ProjectStore;
  readonly editor: EditorService;
  readonly runtime: RuntimeClient;
  readonly storage: ProjectStorage | null;
  readonly schema: StoreApi<SchemaState>;
  readonly run: StoreApi<RunState>;
  readonly view: StoreApi<ViewState>;
  readonly now: () => number;
  readonly onDerived: () => void;
  /** Data of a project that has not been run here yet. */
  readonly shippedImage: (project: StoredProject) => Promise<Uint8Array | null>;
}

/** Run, Stop, the data's images: everything that touches the database. */
export class RunControl {
  readonly #deps: RunDeps;
  #isStarting = false;
  #image: { readonly bytes: Uint8Array; readonly firstOfRun: boolean } | null = null;
  #storing: Promise<void> | null = null;
  #isFirstImage = true;
  /** The project whose data the runtime holds; another one that is opened meanwhile has its own. */
  #dataOf: string | null = null;
  #opening: Promise<void> | null = null;

  constructor(deps: RunDeps) {
    this.#deps = deps;
  }

  get isRunning(): boolean {
    return this.#isStarting || this.#deps.run.getState().running !== null;
  }

  async run(entry: string): Promise<void> {
    if (this.isRunning) return;
    this.#isStarting = true;
    const { project, run, view, now } = this.#deps;
    project.setEntry(entry);
    void project.keep();
    try {
      const emitted = await this.#emitted(entry);
      if (!emitted) return;
      this.#isFirstImage = true;
      this.#dataOf = project.project.id;
      run.setState({ running: { entry, startedAt: now(), log: null } });
      this.#isStarting = false;
      const sourcesHash = hashSources(project.project.files);
      const paths = project.project.files.map((file) => file.path);
      const seed = paths.includes('seed.ts') && entry !== 'seed.ts' ? 'seed.ts' : null;
      const outcome = await this.#deps.runtime.run({ files: emitted, models: paths.filter(isModels), seed, entry });
      this.#show(entry, sourcesHash, outcome);
    } catch (error) {
      const wire =
        error instanceof RuntimeError
          ? describeError(error.wire, messages()).sentence
          : error instanceof Error
            ? error.message
            : String(error);
      view.setState({ fault: messages().app.runtimeFailed(wire) });
    } finally {
      this.#isStarting = false;
      run.setState({ running: null });
    }
  }

  async stop(): Promise<void> {
    await this.#deps.runtime.stop();
  }

  /** Another project takes this one's place: what runs for it ends, and its data are no longer those at hand. */
  async leave(): Promise<void> {
    if (this.#deps.run.getState().running) await this.stop();
    await this.#storing;
    this.#dataOf = null;
  }

  /** All of a run so far. */
  heard(log: RunLog): void {
    const { running } = this.#deps.run.getState();
    if (running) this.#deps.run.setState({ running: { ...running, log } });
  }

  /** A newer image: only the newest is worth writing. */
  hasImage(bytes: Uint8Array): void {
    this.#image = { bytes, firstOfRun: this.#isFirstImage || (this.#image?.firstOfRun ?? false) };
    this.#isFirstImage = false;
    this.#storing ??= this.#store().finally(() => {
      this.#storing = null;
    });
  }

  /** The database as a file's bytes, or null where nothing has been run. */
  async image(): Promise<Uint8Array | null> {
    const { runtime, storage, project, shippedImage } = this.#deps;
    const { id } = project.project;
    const held = this.#dataOf === id ? runtime.exportImage() : null;
    return held ?? (await storage?.image(id, 'current').catch(() => undefined)) ?? (await shippedImage(project.project));
  }

  /** How the database would go about a statement. @throws RuntimeError */
  async explain(sql: string): Promise<ExplainReply> {
    if (this.isRunning) throw new Error('A run goes on.');
    await this.#openData();
    return await this.#deps.runtime.explain(sql);
  }

  /** The runtime holds the data of the project that is shown. */
  async #openData(): Promise<void> {
    const { id } = this.#deps.project.project;
    if (this.#dataOf === id) return;
    this.#opening ??= (async () => {
      const image = await this.image();
      await this.#deps.runtime.open(image);
      this.#dataOf = id;
    })().finally(() => {
      this.#opening = null;
    });
    await this.#opening;
  }

  /** Exchanges the data with those before the last run. */
  async restore(): Promise<void> {
    const { storage, project, runtime, run, view } = this.#deps;
    const before = await storage?.swapImages(project.project.id);
    if (!before) return;
    this.#dataOf = project.project.id;
    const opened = await runtime.open(before);
    run.setState({ counts: opened.counts, databaseBytes: opened.databaseBytes });
    showToast(view, messages().app.dataRestored, { label: messages().app.undo, run: () => void this.restore() });
    announce(messages().app.dataRestored);
  }

  async #store(): Promise<void> {
    const { storage, run } = this.#deps;
    const id = this.#dataOf;
    while (this.#image && id !== null) {
      const next = this.#image;
      this.#image = null;
      try {
        await storage?.saveImage(id, next.bytes, { firstOfRun: next.firstOfRun });
        if (next.firstOfRun && (await storage?.image(id, 'before'))) run.setState({ canRestore: true });
      } catch {
        // The project's own save tells that the browser refuses to keep things.
        return;
      }
    }
  }

  /** The code to run: what is kept for these very sources, else what the compiler makes of them now. Null where a syntax error forbids it. */
  async #emitted(entry: string): Promise<readonly EmittedFile[] | null> {
    const { editor, project, schema, view } = this.#deps;
    const kept = schema.getState();
    if (
      kept.emitted.length &&
      kept.sourcesHash === hashSources(project.project.files) &&
      project.project.layout.entry === entry &&
      kept.entry === entry
    )
      return kept.emitted;
    const compiled = await editor.compile({ entry }).catch(() => null);
    if (!compiled) {
      view.setState({ fault: messages().app.editorBlocked });
      return null;
    }
    const needed = (path: string): boolean => path === entry || path === 'seed.ts' || path === 'db.ts' || isModels(path);
    const wrong = compiled.problems.find((problem) => problem.severity === 'error' && needed(problem.path));
    if (!wrong) return compiled.files;
    view.setState({ lowerTab: 'problems', pane: 'problems' });
    announce(`${messages().app.runWaits(wrong.path)} ${wrong.sentence}`, 'assertive');
    return null;
  }

  #show(entry: string, sourcesHash: string, outcome: RunOutcome): void {
    const { run, view, now, editor } = this.#deps;
    editor.setErrors('run', []);
    editor.setErrors('seed', []);
    const text = messages();
    if (outcome.status === 'ended') {
      const { ended } = outcome;
      const shown: ShownRun = { entry, at: now(), sourcesHash, log: ended, summary: null, ended, durationMs: ended.durationMs };
      run.setState({ running: null, shown, counts: ended.counts, databaseBytes: ended.databaseBytes });
      announce(
        ended.reason === 'stopped' ? text.app.stopped(ended.at ? `${ended.at.file}:${ended.at.line}` : null) : text.app.ended[ended.reason],
        'assertive',
      );
    } else {
      const { reply } = outcome;
      const shown: ShownRun = { entry, at: now(), sourcesHash, log: reply, summary: reply, ended: null, durationMs: reply.durationMs };
      run.setState({
        running: null,
        shown,
        counts: reply.counts,
        databaseBytes: reply.databaseBytes,
        engine: reply.engine,
        liveAt: shown.at,
      });
      if (reply.error) void this.#report(entry, reply.failedIn ?? 'run', reply.error);
      else announce(text.app.ranWith(entry, reply.blocks.length, text.app.duration(reply.durationMs)));
    }
    view.setState(({ lowerTab, pane }) => ({
      pick: null,
      fault: null,
      lowerTab: lowerTab === 'problems' ? 'results' : lowerTab,
      pane: pane === 'code' || pane === 'problems' ? 'results' : pane,
    }));
    this.#deps.onDerived();
  }

  async #report(entry: string, failedIn: 'models' | 'seed' | 'run', said: WireError): Promise<void> {
    const { editor, project, schema, run } = this.#deps;
    const { shown } = run.getState();
    const error = childSide(said, schema.getState().schema);
    const { place, ...words } = await explainError(error, project.project.files, fallbackFile(entry, failedIn));
    if (run.getState().shown !== shown) return;
    editor.setErrors(failedIn, [{ ...place, ...words }]);
    announce(messages().app.runFailed(entry, words.sentence), 'assertive');
  }
}

/** The file an error belongs to where it names none. */
export function fallbackFile(entry: string, failedIn: 'models' | 'seed' | 'run' | null): string {
  if (failedIn === 'models') return 'models.ts';
  return failedIn === 'seed' ? 'seed.ts' : entry;
}
