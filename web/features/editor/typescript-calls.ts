import type { LineRange } from '../../runtime/show-values.ts';
import type { CompileReply } from './compile-service.ts';
import { monaco, typescript } from './monaco-setup.ts';
import type { Problem } from './problem.ts';
import type { ProjectWorker, WorkerFile } from './ts-worker.ts';

type Calls = Pick<ProjectWorker, 'compileProject' | 'checkProject' | 'setRegistry'>;

/** A worker that answers nothing for this long is taken for dead. Its first answer may take long: it loads TypeScript and its libraries. */
const deadlineMs = { first: 20_000, later: 8_000 };

const checkedAtOnce = 8;

/** The TypeScript worker did not answer; it has been started again. */
export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError';
  constructor(reason: string) {
    super(`The TypeScript worker was lost (${reason}) and has been started again.`);
  }
}

export interface TypeScriptCallsDeps {
  /** The project's files, in its order. */
  readonly files: () => readonly WorkerFile[];
  readonly onRestart: () => void;
}

/** Asks our TypeScript worker, and starts it again when it is lost. The texts are Monaco's models, so a lost worker loses nothing. */
export class TypeScriptCalls {
  readonly #deps: TypeScriptCallsDeps;
  readonly #lost = new Set<(error: WorkerLostError) => void>();
  #registry: string | null = null;
  #registrySent = false;
  #hasAnswered = false;

  constructor(deps: TypeScriptCallsDeps) {
    this.#deps = deps;
  }

  /** Watches a worker that Monaco has started. */
  watch(worker: Worker): void {
    worker.addEventListener('error', (event) => this.restart(event.message || 'its script failed'));
  }

  compile(entry: string | null, range: LineRange | null): Promise<CompileReply> {
    return this.#ask((calls) => calls.compileProject(this.#deps.files(), entry, range));
  }

  /** Asks for a few files at a time: what compiles for the picture and for Run goes in between. `null` when the answer is no longer wanted. */
  async check(isWanted: () => boolean): Promise<readonly Problem[] | null> {
    const files = this.#deps.files();
    const problems: Problem[] = [];
    for (let at = 0; at < files.length; at += checkedAtOnce) {
      if (!isWanted()) return null;
      problems.push(...(await this.#ask((calls) => calls.checkProject(files.slice(at, at + checkedAtOnce)))));
    }
    return problems;
  }

  setRegistry(text: string): void {
    if (text === this.#registry) return;
    this.#registry = text;
    this.#registrySent = false;
  }

  /** Ends the worker; the next question starts a new one. */
  restart(reason: string): void {
    this.#registrySent = false;
    this.#hasAnswered = false;
    const error = new WorkerLostError(reason);
    for (const lose of [...this.#lost]) lose(error);
    // Monaco ends its worker when options change, be they the same.
    const defaults = typescript.typescriptDefaults;
    defaults.setCompilerOptions(defaults.getCompilerOptions());
    this.#deps.onRestart();
  }

  async #ask<T>(question: (calls: Calls) => Promise<T>): Promise<T> {
    return this.#withinDeadline(async () => {
      const calls = await this.#connect();
      if (!this.#registrySent && this.#registry !== null) {
        this.#registrySent = true;
        await calls.setRegistry(this.#registry);
      }
      return question(calls);
    });
  }

  /** Monaco's proxy of the worker, with the project's texts as they are now. */
  async #connect(): Promise<Calls> {
    const uris = this.#deps.files().map((file) => monaco.Uri.parse(file.uri));
    const workerFor = await registered();
    return (await workerFor(...uris)) as unknown as Calls;
  }

  #withinDeadline<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.restart('no answer'), this.#hasAnswered ? deadlineMs.later : deadlineMs.first);
      const forget = (): void => {
        clearTimeout(timer);
        this.#lost.delete(lose);
      };
      // A lost worker settles nothing: its questions must be let go here, or their time would run out on the worker that follows.
      const lose = (error: WorkerLostError): void => {
        forget();
        reject(error);
      };
      this.#lost.add(lose);
      work()
        .then((answer) => {
          this.#hasAnswered = true;
          resolve(answer);
        }, reject)
        .finally(forget);
    });
  }
}

/** Monaco registers TypeScript when the first model of the language is met, a few turns after it was made. */
async function registered(): ReturnType<typeof typescript.getTypeScriptWorker> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await typescript.getTypeScriptWorker();
    } catch (error) {
      if (attempt >= 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
