import type { StoreApi } from 'zustand/vanilla';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { EditorService } from '../features/editor/editor-service.ts';
import { type ProjectStorage, sameBytes } from '../features/project/project-storage.ts';
import { isModels, type ProjectStore } from '../features/project/project-store.ts';
import type { KeptRun } from '../features/project/run-history.ts';
import type { Snapshot } from '../features/project/snapshots.ts';
import type { StoredProject } from '../features/project/stored-project.ts';
import { hashSources } from '../lib/hash-sources.ts';
import { type RunOutcome, type RuntimeClient, RuntimeError } from '../runtime/client.ts';
import type { EmittedFile, ExplainReply, RunLog, TableCount, WireError } from '../runtime/protocol.ts';
import type { LineRange } from '../runtime/show-values.ts';
import { announce } from '../ui/announce.ts';
import { messages } from '../ui/messages/messages.ts';
import { childSide } from './child-side.ts';
import { clockTime } from './clock.ts';
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

/** What was run: a file's text, or some lines of it. */
interface Ran {
  readonly entry: string;
  readonly text: string;
  readonly range: LineRange | null;
  readonly seedHash?: string;
}

/** Of the text that makes a project's first rows. */
export const seedHashOf = (files: StoredProject['files']): string => hashSources(files.filter(({ path }) => path === 'seed.ts'));

/** Run, Stop, the data's images: everything that touches the database. */
export class RunControl {
  readonly #deps: RunDeps;
  #isStarting = false;
  /** Settled when the run or rebuild that goes on has ended. */
  #acting: Promise<void> = Promise.resolve();
  #image: { readonly bytes: Uint8Array; readonly firstOfRun: boolean } | null = null;
  #storing: Promise<void> | null = null;
  #isFirstImage = true;
  /** What the data before the act that goes on are kept as, should it change them. */
  #snapshot: Snapshot | null = null;
  /** The project whose data the runtime holds; another one that is opened meanwhile has its own. */
  #dataOf: string | null = null;
  #opening: Promise<void> | null = null;

  constructor(deps: RunDeps) {
    this.#deps = deps;
  }

  get isRunning(): boolean {
    return this.#isStarting || this.#deps.run.getState().running !== null;
  }

  /** Runs a file, or its imports and some of its lines: over data made anew, or over those that are kept. */
  async run(entry: string, range: LineRange | null = null): Promise<void> {
    this.#deps.project.setEntry(entry);
    const { files: sources } = this.#deps.project.project;
    const ran: Ran = { entry, text: textOf(this.#deps.project, entry), range, seedHash: seedHashOf(sources) };
    const of = { entry, snapshotEntry: entry, cause: 'run', range } as const;
    await this.#start(of, async (files, seed) => {
      const { project, runtime, run } = this.#deps;
      const isKept = project.project.dataState === 'kept';
      const countsBefore = isKept ? await this.#openStored() : null;
      run.setState({ running: { entry, startedAt: this.#deps.now(), log: null } });
      const sourcesHash = hashSources(project.project.files);
      const models = project.project.files.map((file) => file.path).filter(isModels);
      const outcome = await runtime.run({ files, models, seed, entry, data: isKept ? 'keep' : 'rebuild' });
      this.#show(ran, sourcesHash, outcome, countsBefore);
    });
  }

  /** The data at hand are kept from now on, and the file runs on them. */
  async runOnThisData(entry: string): Promise<void> {
    if (this.isRunning) return;
    if (this.#deps.project.project.dataState === 'rebuilt') await this.keepData();
    await this.run(entry);
  }

  /** Runs do not make the data anew from now on; what is there is written first. */
  async keepData(): Promise<void> {
    const { project, storage, view } = this.#deps;
    const { id } = project.project;
    await this.#storing;
    const image = await this.image();
    if (image && storage && !(await storage.image(id, 'current').catch(() => undefined)))
      await storage.saveImage(id, image, { firstOfRun: true }).catch(() => undefined);
    // What was run last, if nothing has been edited since, made them with the seed as it is.
    if (project.project.seedHash === undefined && this.#deps.run.getState().shown?.sourcesHash === hashSources(project.project.files))
      project.setSeedHash(seedHashOf(project.project.files));
    project.setDataState('kept');
    await project.keep();
    const said = messages().data.nowKept;
    showToast(view, said, { label: messages().app.undo, run: () => project.setDataState('rebuilt') });
    announce(said);
  }

  /** Makes the data anew from models and seed; true when they are. A snapshot of those before is kept. */
  async rebuild(): Promise<boolean> {
    const { project, runtime, run, view } = this.#deps;
    let isDone = false;
    await this.#start({ entry: project.project.layout.entry, snapshotEntry: null, cause: 'rebuild', range: null }, async (files, seed) => {
      run.setState({ running: { entry: seed ?? 'models.ts', startedAt: this.#deps.now(), log: null } });
      const sourcesHash = hashSources(project.project.files);
      const models = project.project.files.map((file) => file.path).filter(isModels);
      const outcome = await runtime.rebuild({ files, models, seed });
      if (outcome.status === 'ended' || outcome.reply.error) {
        const failed = seed ?? 'models.ts';
        this.#show({ entry: failed, text: textOf(project, failed), range: null }, sourcesHash, outcome, null);
        return;
      }
      const { counts, databaseBytes, engine } = outcome.reply;
      project.setDataState('rebuilt');
      project.setSeedHash(seedHashOf(project.project.files));
      run.setState({ running: null, counts, databaseBytes, engine });
      this.#deps.onDerived();
      await this.#storing;
      isDone = true;
      const said = messages().data.rebuilt(total(counts));
      const canUndo = run.getState().snapshots.at(-1)?.at === this.#snapshot?.at;
      showToast(view, said, canUndo ? { label: messages().app.undo, run: () => void this.restore(null) } : null);
      announce(said);
    });
    return isDone;
  }

  /** What a run and a rebuild have in common: the code, the snapshot, what is said when the runtime fails. */
  async #start(
    {
      entry,
      snapshotEntry,
      cause,
      range,
    }: {
      readonly entry: string;
      readonly snapshotEntry: string | null;
      readonly cause: Snapshot['cause'];
      readonly range: LineRange | null;
    },
    act: (files: readonly EmittedFile[], seed: string | null) => Promise<void>,
  ): Promise<void> {
    if (this.isRunning) return;
    this.#isStarting = true;
    const { project, run, view } = this.#deps;
    let settle!: () => void;
    this.#acting = new Promise((resolve) => {
      settle = resolve;
    });
    void project.keep();
    try {
      const emitted = await this.#emitted(entry, range);
      if (!emitted) return;
      await this.#storing;
      this.#isFirstImage = true;
      this.#snapshot = this.#snapshotNow(cause, snapshotEntry);
      // Kept data are opened first, which asks whose data the runtime holds.
      if (project.project.dataState === 'rebuilt' || cause === 'rebuild') this.#dataOf = project.project.id;
      const hasSeed = project.project.files.some(({ path }) => path === 'seed.ts');
      await act(emitted, hasSeed && snapshotEntry !== 'seed.ts' ? 'seed.ts' : null);
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
      settle();
    }
  }

  #snapshotNow(cause: Snapshot['cause'], entry: string | null): Snapshot {
    const { project, run, now } = this.#deps;
    const { counts } = run.getState();
    const { dataState, seedHash } = project.project;
    return { at: now(), cause, entry, dataState, rows: counts && total(counts), seedHash };
  }

  /** The runtime holds what is stored, also where another tab has written it; gives the rows of each table. */
  async #openStored(): Promise<readonly TableCount[]> {
    const { project, runtime, storage, run } = this.#deps;
    const { id } = project.project;
    const held = this.#dataOf === id ? runtime.exportImage() : null;
    const stored = await storage?.image(id, 'current').catch(() => undefined);
    const known = run.getState().counts;
    if (held && known && (!stored || sameBytes(held, stored))) return known;
    const opened = await runtime.open(stored ?? (await this.image()));
    this.#dataOf = id;
    return opened.counts;
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

  /** The tables of the database as they are once nothing runs any more; none where nothing has been run. @throws RuntimeError */
  async inspect(): Promise<SchemaSnapshot> {
    await this.#acting;
    await this.#openData();
    return (await this.#deps.runtime.inspect()).schema;
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

  /** Makes the data those of a snapshot, the newest where `at` is null. What they are now becomes a snapshot, so that this can be undone as well. */
  async restore(at: number | null): Promise<void> {
    const { storage, project, runtime, run, view } = this.#deps;
    if (this.isRunning) return;
    await this.#storing;
    const { id } = project.project;
    const restored = await storage?.restore(id, at, this.#snapshotNow('restore', null));
    if (!restored) return;
    const opened = await runtime.open(restored.image);
    this.#dataOf = id;
    run.setState({ counts: opened.counts, databaseBytes: opened.databaseBytes, snapshots: restored.snapshots });
    this.#deps.onDerived();
    if (restored.restored.dataState === 'kept') project.setDataState('kept');
    project.setSeedHash(restored.restored.seedHash);
    const said = messages().data.restored(total(opened.counts), project.project.dataState === 'kept');
    showToast(view, said, { label: messages().app.undo, run: () => void this.restore(null) });
    announce(said);
  }

  /** Keeps the data as they are under a name. */
  async nameData(name: string): Promise<void> {
    const { storage, project, run, view } = this.#deps;
    if (this.isRunning) return;
    await this.#storing;
    await project.keep();
    const image = await this.image();
    if (!image || !storage) return;
    const { id } = project.project;
    const snapshots = await storage.nameSnapshot(id, image, { ...this.#snapshotNow('name', null), name });
    if (project.project.id === id) run.setState({ snapshots });
    const said = messages().data.named(name);
    showToast(view, said);
    announce(said);
  }

  /** Forgets a snapshot; the toast brings it back. */
  async forgetSnapshot(at: number): Promise<void> {
    const { storage, project, run, view } = this.#deps;
    const { id } = project.project;
    const forgotten = await storage?.forgetSnapshot(id, at);
    if (!forgotten) return;
    const show = (snapshots: readonly Snapshot[]): void => {
      if (project.project.id === id) run.setState({ snapshots });
    };
    show(forgotten.snapshots);
    const said = messages().data.forgotten;
    showToast(view, said, { label: messages().app.undo, run: () => void forgotten.putBack().then(show) });
    announce(said);
  }

  async #store(): Promise<void> {
    const { storage, run } = this.#deps;
    const id = this.#dataOf;
    while (this.#image && id !== null) {
      const next = this.#image;
      this.#image = null;
      try {
        const snapshot = this.#snapshot ?? undefined;
        const snapshots = await storage?.saveImage(id, next.bytes, { firstOfRun: next.firstOfRun, ...(snapshot && { snapshot }) });
        if (snapshots && this.#deps.project.project.id === id) run.setState({ snapshots });
      } catch {
        // The project's own save tells that the browser refuses to keep things.
        return;
      }
    }
  }

  /** The code to run: what is kept for these very sources, else what the compiler makes of them now. Null where a syntax error forbids it. */
  async #emitted(entry: string, range: LineRange | null): Promise<readonly EmittedFile[] | null> {
    const { editor, project, schema, view } = this.#deps;
    const kept = schema.getState();
    if (
      range === null &&
      kept.emitted.length &&
      kept.sourcesHash === hashSources(project.project.files) &&
      project.project.layout.entry === entry &&
      kept.entry === entry
    )
      return kept.emitted;
    const compiled = await editor.compile({ entry, range }).catch(() => null);
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

  #show(ran: Ran, sourcesHash: string, outcome: RunOutcome, countsBefore: readonly TableCount[] | null): void {
    const { run, view, now, editor } = this.#deps;
    const { entry } = ran;
    editor.setErrors('run', []);
    editor.setErrors('seed', []);
    const text = messages();
    if (outcome.status === 'ended') {
      const { ended } = outcome;
      const shown: ShownRun = {
        ...ran,
        at: now(),
        sourcesHash,
        log: ended,
        summary: null,
        ended,
        durationMs: ended.durationMs,
        countsBefore,
      };
      // A browser that refuses keeps them until the page closes.
      void this.#remember(shown).catch(() => undefined);
      run.setState({ running: null, shown, past: null, counts: ended.counts, databaseBytes: ended.databaseBytes });
      announce(
        ended.reason === 'stopped' ? text.app.stopped(ended.at ? `${ended.at.file}:${ended.at.line}` : null) : text.app.ended[ended.reason],
        'assertive',
      );
    } else {
      const { reply } = outcome;
      const shown: ShownRun = {
        ...ran,
        at: now(),
        sourcesHash,
        log: reply,
        summary: reply,
        ended: null,
        durationMs: reply.durationMs,
        countsBefore,
      };
      void this.#remember(shown).catch(() => undefined);
      run.setState({
        running: null,
        shown,
        past: null,
        counts: reply.counts,
        databaseBytes: reply.databaseBytes,
        engine: reply.engine,
        liveAt: shown.at,
      });
      if (reply.base === 'built' || reply.base === 'cached') this.#deps.project.setSeedHash(ran.seedHash);
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

  /** The run joins those that can be looked at again. */
  async #remember(shown: ShownRun): Promise<void> {
    const { run, storage, project } = this.#deps;
    const { id } = project.project;
    const { keepRun, runsKept, withRun } = await import('../features/project/run-history.ts');
    const kept = keepRun(shown);
    if (project.project.id === id) run.setState(({ history }) => ({ history: withRun(history, kept) }));
    await storage?.saveRun(id, kept, runsKept);
  }

  /** Shows a remembered run in the last one's place; null is the last one itself. */
  lookAt(past: KeptRun | null): void {
    const { run, view } = this.#deps;
    const { shown } = run.getState();
    view.setState({ pick: null });
    run.setState({ past: past && past.at === shown?.at ? null : past });
    const text = messages().history;
    if (past) announce(text.showing(clockTime(past.at), past.entry));
  }

  /** Forgets the remembered runs; what is shown stays. */
  async forgetRuns(): Promise<void> {
    const { run, storage, project, view } = this.#deps;
    const { id } = project.project;
    const { history } = run.getState();
    const putBack = await storage?.forgetRuns(id).catch(() => undefined);
    run.setState({ history: [], past: null });
    const said = messages().history.forgotten(history.length);
    const undo = async (): Promise<void> => {
      await putBack?.();
      if (project.project.id === id) run.setState((state) => ({ history: [...state.history, ...history] }));
    };
    showToast(view, said, { label: messages().app.undo, run: () => void undo() });
    announce(said);
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

const textOf = (project: ProjectStore, path: string): string => project.project.files.find((file) => file.path === path)?.text ?? '';

/** The file an error belongs to where it names none. */
export function fallbackFile(entry: string, failedIn: 'models' | 'seed' | 'run' | null): string {
  if (failedIn === 'models') return 'models.ts';
  return failedIn === 'seed' ? 'seed.ts' : entry;
}

const total = (counts: readonly TableCount[]): number => counts.reduce((sum, { rows }) => sum + rows, 0);
