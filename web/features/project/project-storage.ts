import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { DerivedCache, ProjectBundle, StoredProject } from './stored-project.ts';
import { parseDerived, parseProject } from './stored-project.ts';

/** `before` is the data as it was before the last run. */
export type ImageSlot = 'current' | 'before';

interface Tables extends DBSchema {
  projects: { key: string; value: unknown };
  derived: { key: string; value: unknown };
  images: { key: [id: string, slot: ImageSlot]; value: Uint8Array };
  /** `lastOpened`: the id of the project that was open last. */
  meta: { key: string; value: string };
}

export interface ProjectHead {
  readonly id: string;
  readonly name: string;
  readonly savedAt: number;
  readonly dataState: StoredProject['dataState'];
}

export type Unreadable =
  | { readonly id: string; readonly name: string; readonly reason: 'damaged' }
  | { readonly id: string; readonly name: string; readonly reason: 'newer'; readonly version: number };

export type LoadOutcome =
  | { readonly status: 'ok'; readonly bundle: ProjectBundle }
  | { readonly status: 'missing' }
  | { readonly status: 'unreadable'; readonly unreadable: Unreadable };

export type SaveOutcome =
  | { readonly status: 'saved'; readonly revision: number; readonly savedAt: number }
  | { readonly status: 'conflict'; readonly savedAt: number };

/** The projects of this browser. Every write names the revision it was made from and is refused over any other. */
export class ProjectStorage {
  readonly #db: IDBPDatabase<Tables>;
  readonly #now: () => number;

  private constructor(db: IDBPDatabase<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  static async open(now: () => number = Date.now): Promise<ProjectStorage> {
    const db = await openDB<Tables>('crowfoot', 1, {
      upgrade(fresh) {
        for (const name of ['projects', 'derived', 'images', 'meta'] as const) fresh.createObjectStore(name);
      },
      // A page of a later version waits for this one to let go.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return new ProjectStorage(db, now);
  }

  async lastOpened(): Promise<string | undefined> {
    return await this.#db.get('meta', 'lastOpened');
  }

  async rememberOpened(id: string): Promise<void> {
    await this.#db.put('meta', id, 'lastOpened');
  }

  /** The readable projects, last saved first, and the others, which stay as they are. */
  async list(): Promise<{ readonly projects: readonly ProjectHead[]; readonly unreadable: readonly Unreadable[] }> {
    const [keys, records] = await Promise.all([this.#db.getAllKeys('projects'), this.#db.getAll('projects')]);
    const projects: ProjectHead[] = [];
    const unreadable: Unreadable[] = [];
    records.forEach((record, at) => {
      const id = keys[at]!;
      const parsed = parseProject(record);
      if (parsed.status === 'ok') {
        const { name, savedAt, dataState } = parsed.project;
        projects.push({ id, name, savedAt, dataState });
      } else unreadable.push(unreadableOf(id, parsed));
    });
    return { projects: projects.sort((a, b) => b.savedAt - a.savedAt), unreadable };
  }

  async load(id: string): Promise<LoadOutcome> {
    const [record, derived] = await Promise.all([this.#db.get('projects', id), this.#db.get('derived', id)]);
    if (record === undefined) return { status: 'missing' };
    const parsed = parseProject(record);
    if (parsed.status !== 'ok') return { status: 'unreadable', unreadable: unreadableOf(id, parsed) };
    return { status: 'ok', bundle: { project: parsed.project, derived: parseDerived(derived) } };
  }

  /** The record as it lies there, whatever it is: for a download. */
  async raw(id: string): Promise<unknown> {
    return await this.#db.get('projects', id);
  }

  /** Writes over the revision the project was read at; a project that is gone is written anew, since its text is all there is. */
  async save(project: StoredProject): Promise<SaveOutcome> {
    const tx = this.#db.transaction('projects', 'readwrite');
    const there = (await tx.store.get(project.id)) as { revision?: unknown; savedAt?: unknown; files?: unknown } | undefined;
    const revision = typeof there?.revision === 'number' ? there.revision : project.revision;
    // A page that closed may have written these very texts after they were read: nothing of them would be lost.
    if (there !== undefined && there.revision !== project.revision && !sameFiles(there.files, project.files)) {
      await tx.done;
      return { status: 'conflict', savedAt: typeof there.savedAt === 'number' ? there.savedAt : 0 };
    }
    const written: StoredProject = { ...project, revision: Math.max(revision, project.revision) + 1, savedAt: this.#now() };
    await Promise.all([tx.store.put(written, project.id), tx.done]);
    return { status: 'saved', revision: written.revision, savedAt: written.savedAt };
  }

  /** Keeps what was derived, unless another tab has written other sources meanwhile. */
  async saveDerived(id: string, revision: number, derived: DerivedCache): Promise<void> {
    const tx = this.#db.transaction(['projects', 'derived'], 'readwrite');
    const there = (await tx.objectStore('projects').get(id)) as { revision?: unknown } | undefined;
    if (there?.revision === revision) await tx.objectStore('derived').put(derived, id);
    await tx.done;
  }

  /** Removes a project with all that belongs to it. The answer puts it back as it was. */
  async remove(id: string): Promise<() => Promise<void>> {
    const tx = this.#db.transaction(['projects', 'derived', 'images'], 'readwrite');
    const [projects, derived, images] = [tx.objectStore('projects'), tx.objectStore('derived'), tx.objectStore('images')];
    const [project, cache, current, before] = await Promise.all([
      projects.get(id),
      derived.get(id),
      images.get([id, 'current']),
      images.get([id, 'before']),
    ]);
    await Promise.all([projects.delete(id), derived.delete(id), images.delete([id, 'current']), images.delete([id, 'before']), tx.done]);
    return async () => {
      const back = this.#db.transaction(['projects', 'derived', 'images'], 'readwrite');
      if (project !== undefined) await back.objectStore('projects').put(project, id);
      if (cache !== undefined) await back.objectStore('derived').put(cache, id);
      if (current) await back.objectStore('images').put(current, [id, 'current']);
      if (before) await back.objectStore('images').put(before, [id, 'before']);
      await back.done;
    };
  }

  /** The first image of a run moves the data before it to `before`; the later ones replace each other. */
  async saveImage(id: string, image: Uint8Array, options: { readonly firstOfRun: boolean }): Promise<void> {
    const tx = this.#db.transaction('images', 'readwrite');
    if (options.firstOfRun) {
      const current = await tx.store.get([id, 'current']);
      if (current) await tx.store.put(current, [id, 'before']);
    }
    await Promise.all([tx.store.put(image, [id, 'current']), tx.done]);
  }

  async image(id: string, slot: ImageSlot): Promise<Uint8Array | undefined> {
    return await this.#db.get('images', [id, slot]);
  }

  /** Exchanges the data with those before the last run, and gives them; a second call takes it back. */
  async swapImages(id: string): Promise<Uint8Array | undefined> {
    const tx = this.#db.transaction('images', 'readwrite');
    const [current, before] = await Promise.all([tx.store.get([id, 'current']), tx.store.get([id, 'before'])]);
    if (before) {
      await tx.store.put(before, [id, 'current']);
      if (current) await tx.store.put(current, [id, 'before']);
    }
    await tx.done;
    return before;
  }
}

const sameFiles = (a: unknown, b: StoredProject['files']): boolean => JSON.stringify(a) === JSON.stringify(b);

const unreadableOf = (
  id: string,
  parsed: { status: 'newer'; name: string; version: number } | { status: 'damaged'; name: string },
): Unreadable =>
  parsed.status === 'newer'
    ? { id, name: parsed.name, reason: 'newer', version: parsed.version }
    : { id, name: parsed.name, reason: 'damaged' };
