import type { StoreApi } from 'zustand/vanilla';
import type { CompileReply } from '../features/editor/compile-service.ts';
import type { EditorService } from '../features/editor/editor-service.ts';
import { isModels, type ProjectStore } from '../features/project/project-store.ts';
import { hashSources } from '../lib/hash-sources.ts';
import type { RuntimeClient } from '../runtime/client.ts';
import type { EmittedFile, EvaluateReply } from '../runtime/protocol.ts';
import { messages } from '../ui/messages/messages.ts';
import { childSide } from './child-side.ts';
import { describeError } from './describe-error.ts';
import { explainError } from './explain-error.ts';
import type { SchemaState } from './schema-store.ts';

const debounceMs = 100;

export interface PipelineDeps {
  readonly project: ProjectStore;
  readonly editor: EditorService;
  readonly runtime: Pick<RuntimeClient, 'evaluate'>;
  readonly schema: StoreApi<SchemaState>;
  readonly now: () => number;
  /** The schema, the emitted code or the registry are new: worth keeping. */
  readonly onDerived: () => void;
}

/** From a keystroke to the picture: compile what changed, evaluate the models, keep the last good schema where that fails. */
export class ModelsPipeline {
  readonly #deps: PipelineDeps;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of the emitted code of the files that models can depend on. */
  #evaluated = '';
  #turn = 0;

  constructor(deps: PipelineDeps) {
    this.#deps = deps;
  }

  /** A text has changed; the rest follows by itself. */
  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.update(), debounceMs);
  }

  /** Another project: nothing of the last one counts. `emitted` is the code its stored schema was made from, if it is that of its texts. */
  reset(emitted: readonly EmittedFile[]): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#evaluated = emitted.length > 0 ? this.#hashForModels(emitted) : '';
  }

  async update(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const { project, editor, schema } = this.#deps;
    const { files, layout } = project.project;
    let compiled: CompileReply;
    try {
      compiled = await editor.compile({ entry: layout.entry });
    } catch {
      // The compiler is not there: the editor says so itself, and the last picture stays.
      return;
    }
    if (turn !== this.#turn) return;
    const wrong = compiled.problems.find((problem) => problem.severity === 'error' && this.#concernsModels(problem.path));
    if (wrong) {
      schema.setState({ stale: { path: wrong.path, line: wrong.line } });
      return;
    }
    const hash = this.#hashForModels(compiled.files);
    if (hash === this.#evaluated && !schema.getState().stale) {
      this.#keep(compiled.files, hashSources(files));
      return;
    }
    const entries = files.map((file) => file.path).filter(isModels);
    const reply = await this.#deps.runtime.evaluate({ files: compiled.files, entries });
    if (turn !== this.#turn) return;
    this.#evaluated = hash;
    await this.#settle(compiled.files, hashSources(files), reply);
  }

  async #settle(emitted: readonly EmittedFile[], sourcesHash: string, reply: EvaluateReply): Promise<void> {
    const { editor, project, schema, now } = this.#deps;
    if (reply.error || !reply.schema) {
      const said = reply.error ?? { name: 'Error', code: 'no-models', facts: {}, message: '', frames: [] };
      const error = childSide(said, schema.getState().schema);
      const turn = this.#turn;
      const { place, ...words } = await explainError(error, project.project.files, 'models.ts');
      if (turn !== this.#turn) return;
      schema.setState({ stale: place });
      if (error.code !== 'runtime-not-loaded') editor.setErrors('models', [{ ...place, ...words }]);
      return;
    }
    const isEmpty =
      reply.schema.tables.length === 0 && project.project.files.some((file) => isModels(file.path) && saysSomething(file.text));
    const words = describeError({ name: '', code: 'no-models', facts: {}, message: '' }, messages());
    editor.setErrors('models', isEmpty ? [{ path: 'models.ts', line: 1, severity: 'warning', code: 'no-models', ...words }] : []);
    editor.setRegistry(reply.registry);
    editor.setTables(reply.schema.tables);
    schema.setState({
      schema: reply.schema,
      registry: reply.registry,
      evaluatedAt: now(),
      sourcesHash,
      emitted,
      entry: project.project.layout.entry,
      stale: null,
    });
    this.#deps.onDerived();
  }

  /** The models are as they were: only the code of other files is new. */
  #keep(emitted: readonly EmittedFile[], sourcesHash: string): void {
    const { entry } = this.#deps.project.project.layout;
    const kept = this.#deps.schema.getState();
    if (kept.sourcesHash === sourcesHash && kept.entry === entry) return;
    this.#deps.schema.setState({ emitted, sourcesHash, entry });
    this.#deps.onDerived();
  }

  /** A syntax error elsewhere does not hold the picture back. */
  #concernsModels(path: string): boolean {
    return isModels(path) || path === 'db.ts';
  }

  #hashForModels(emitted: readonly EmittedFile[]): string {
    const { entry } = this.#deps.project.project.layout;
    const read = emitted.filter((file) => this.#concernsModels(file.path) || (file.path !== entry && file.path !== 'seed.ts'));
    return hashSources(read.map((file) => ({ path: file.path, text: file.js })));
  }
}

/** More than blank lines, comments and imports. */
const saysSomething = (text: string): boolean => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|^\s*import\b.*$/gm, '').trim() !== '';
