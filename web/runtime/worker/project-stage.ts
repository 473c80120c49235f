import type { EmittedFile, SessionStrip, UncommittedChanges } from '../protocol.ts';
import {
  type CoreDatabase,
  endSession,
  listen,
  loadAttribute,
  makeLibrary,
  registerModels,
  serveSqlite,
  sessionStrip,
  withoutAutoflush,
} from './core-library.ts';
import type { HandleTarget } from './handles.ts';
import { type EntryHooks, ModuleLinker } from './link-modules.ts';
import { OneDatabase } from './one-database.ts';
import type { RunLog } from './run-log.ts';
import type { RuntimeHost } from './runtime-host.ts';
import { deepenStacks } from './source-places.ts';

export type Changes = UncommittedChanges;

/**
 * One set of modules over one database: first models and seed over an empty one, then models and the file over what the seed left. Every
 * stage has new modules, new metadata and new sessions, so that a run is the same whether its base was built now or is kept from before.
 */
export class ProjectStage {
  readonly #linker: ModuleLinker;
  readonly #databases: CoreDatabase[] = [];
  readonly #store: OneDatabase;
  readonly #stopListening: () => void;

  /** @param image - what the database holds at the beginning; `null` is an empty one */
  constructor(host: RuntimeHost, files: readonly EmittedFile[], image: Uint8Array | null, log: RunLog, afterCommit: () => void) {
    deepenStacks();
    this.#store = new OneDatabase(host, image, afterCommit);
    serveSqlite((url, options) => this.#store.connect(url, options));
    this.#stopListening = listen(log);
    this.#linker = new ModuleLinker(
      files,
      makeLibrary((database) => this.#databases.push(database)),
      host.evaluate,
    );
  }

  get store(): OneDatabase {
    return this.#store;
  }

  evaluateModels(models: readonly string[]): void {
    for (const path of models) this.#linker.import(path);
    this.#register();
  }

  createTables(): void {
    for (const database of this.#databases) database.createAll();
  }

  async run(path: string, hooks: EntryHooks): Promise<void> {
    await this.#linker.run(path, hooks);
  }

  /** Runs `look` while nothing can be sent: values are shown as they are. */
  quietly<T>(look: () => T): T {
    return this.#store.quietly(() => withoutAutoflush(this.#databases, look));
  }

  /** The sessions as they are now; `seen` are objects that lines of the file gave. */
  strip(seen: Iterable<object>): Omit<SessionStrip, 'flushes'> {
    return this.quietly(() => sessionStrip(this.#databases, seen));
  }

  /**
   * What a handle leads to, after the run: an object as it is in the data now, a list with its objects as they were, an attribute loaded anew.
   *
   * @throws what the loading throws
   */
  expand(target: HandleTarget): unknown {
    return target.kind === 'value' ? target.value : loadAttribute(this.#databases, target.owner, target.attribute);
  }

  /** Ends what an expansion has begun. */
  endExpansion(): void {
    for (const database of this.#databases) endSession(database);
    this.#store.rollback();
  }

  /** Rolls back what was not committed, and says how much that was. */
  finish(): Changes {
    const changes = { added: 0, changed: 0, deleted: 0 };
    for (const database of this.#databases) {
      const { added, changed, deleted } = endSession(database);
      changes.added += added;
      changes.changed += changed;
      changes.deleted += deleted;
    }
    this.#store.rollback();
    this.#stopListening();
    return changes;
  }

  #register(): void {
    for (const exports of this.#linker.evaluated()) registerModels(exports);
  }
}
