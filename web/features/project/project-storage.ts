import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { KeptRun } from './run-history.ts';
import { readSnapshots, type Snapshot, type StoredSnapshot, withinBudget } from './snapshots.ts';
import type { DerivedCache, ProjectBundle, StoredProject } from './stored-project.ts';
import { parseDerived, parseProject } from './stored-project.ts';

/** `before` is the data as it was before the last run; a snapshot is what it was before something changed it. */
export type ImageSlot = 'current' | 'before' | `snapshot:${number}`;

const listKey = (id: string): string => `snapshots:${id}`;
const imagesOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, []]);

interface Tables extends DBSchema {
  projects: { key: string; value: unknown };
  derived: { key: string; value: unknown };
  images: { key: [id: string, slot: ImageSlot]; value: Uint8Array };
  runs: { key: [id: string, at: number]; value: unknown };
  /** `lastOpened`: the id of the project that was open last. `snapshots:<id>`: a project's list of them, as JSON. */
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
    const db = await openDB<Tables>('crowfoot', 2, {
      upgrade(fresh) {
        for (const name of ['projects', 'derived', 'images', 'meta', 'runs'] as const)
          if (!fresh.objectStoreNames.contains(name)) fresh.createObjectStore(name);
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
    const stores = ['projects', 'derived', 'images', 'meta', 'runs'] as const;
    const tx = this.#db.transaction(stores, 'readwrite');
    const [projects, derived, images, meta, runs] = stores.map((name) => tx.objectStore(name));
    const [project, cache, keys, values, list, runKeys, runValues] = await Promise.all([
      projects!.get(id),
      derived!.get(id),
      images!.getAllKeys(imagesOf(id)),
      images!.getAll(imagesOf(id)),
      meta!.get(listKey(id)),
      runs!.getAllKeys(imagesOf(id)),
      runs!.getAll(imagesOf(id)),
    ]);
    await Promise.all([
      projects!.delete(id),
      derived!.delete(id),
      images!.delete(imagesOf(id)),
      meta!.delete(listKey(id)),
      runs!.delete(imagesOf(id)),
      tx.done,
    ]);
    return async () => {
      const back = this.#db.transaction(stores, 'readwrite');
      if (project !== undefined) await back.objectStore('projects').put(project, id);
      if (cache !== undefined) await back.objectStore('derived').put(cache, id);
      for (const [at, key] of keys.entries())
        await back.objectStore('images').put(values[at] as Uint8Array, key as Tables['images']['key']);
      if (list !== undefined) await back.objectStore('meta').put(list as string, listKey(id));
      for (const [at, key] of runKeys.entries()) await back.objectStore('runs').put(runValues[at], key as Tables['runs']['key']);
      await back.done;
    };
  }

  /**
   * The first image of a run moves the data before it to `before`; the later ones replace each other. The first of them that differs from
   * what was there makes a snapshot of that, once for each `at`.
   */
  async saveImage(
    id: string,
    image: Uint8Array,
    { firstOfRun, snapshot }: { readonly firstOfRun: boolean; readonly snapshot?: Snapshot },
  ): Promise<readonly Snapshot[]> {
    const tx = this.#db.transaction(['images', 'meta'], 'readwrite');
    const images = tx.objectStore('images');
    const before = await images.get([id, firstOfRun ? 'current' : 'before']);
    if (firstOfRun && before) await images.put(before, [id, 'before']);
    if (firstOfRun && !before) await images.delete([id, 'before']);
    let list: readonly StoredSnapshot[] = readSnapshots(await tx.objectStore('meta').get(listKey(id)));
    if (before && snapshot && !sameBytes(before, image) && !list.some(({ at }) => at === snapshot.at)) {
      await images.put(before, [id, `snapshot:${snapshot.at}`]);
      const { kept, dropped } = withinBudget([...list, { ...snapshot, bytes: before.length }]);
      for (const { at } of dropped) await images.delete([id, `snapshot:${at}`]);
      await tx.objectStore('meta').put(JSON.stringify(kept), listKey(id));
      list = kept;
    }
    await Promise.all([images.put(image, [id, 'current']), tx.done]);
    return list;
  }

  /** The snapshots of a project, the oldest first. */
  async snapshots(id: string): Promise<readonly Snapshot[]> {
    return readSnapshots(await this.#db.get('meta', listKey(id)));
  }

  /** Keeps an image under a name. */
  async nameSnapshot(id: string, image: Uint8Array, snapshot: Snapshot): Promise<readonly Snapshot[]> {
    return await this.#changeSnapshots(id, async (list, images) => {
      await images.put(image, [id, `snapshot:${snapshot.at}`]);
      return [...list, { ...snapshot, bytes: image.length }];
    });
  }

  /** Removes a snapshot. The answer has what brings it back. */
  async forgetSnapshot(
    id: string,
    at: number,
  ): Promise<{ readonly snapshots: readonly Snapshot[]; readonly putBack: () => Promise<readonly Snapshot[]> }> {
    const image = await this.image(id, `snapshot:${at}`);
    let gone: StoredSnapshot | undefined;
    const snapshots = await this.#changeSnapshots(id, async (list, images) => {
      gone = list.find((one) => one.at === at);
      await images.delete([id, `snapshot:${at}`]);
      return list.filter((one) => one.at !== at);
    });
    const putBack = (): Promise<readonly Snapshot[]> =>
      this.#changeSnapshots(id, async (list, images) => {
        if (!gone || !image) return list;
        await images.put(image, [id, `snapshot:${at}`]);
        return [...list, gone].sort((a, b) => a.at - b.at);
      });
    return { snapshots, putBack };
  }

  async #changeSnapshots(
    id: string,
    change: (
      list: readonly StoredSnapshot[],
      images: { put(value: Uint8Array, key: [string, ImageSlot]): Promise<unknown>; delete(key: [string, ImageSlot]): Promise<void> },
    ) => Promise<readonly StoredSnapshot[]>,
  ): Promise<readonly Snapshot[]> {
    const tx = this.#db.transaction(['images', 'meta'], 'readwrite');
    const images = tx.objectStore('images');
    const list = await change(readSnapshots(await tx.objectStore('meta').get(listKey(id))), images);
    await Promise.all([tx.objectStore('meta').put(JSON.stringify(list), listKey(id)), tx.done]);
    return list;
  }

  /** Makes a snapshot, the newest where `at` is null, the data again; what they were becomes the snapshot `instead`. */
  async restore(
    id: string,
    at: number | null,
    instead: Snapshot,
  ): Promise<{ readonly image: Uint8Array; readonly restored: Snapshot; readonly snapshots: readonly Snapshot[] } | null> {
    const tx = this.#db.transaction(['images', 'meta'], 'readwrite');
    const images = tx.objectStore('images');
    const list = readSnapshots(await tx.objectStore('meta').get(listKey(id)));
    const restored = at === null ? list.findLast(({ name }) => name === undefined) : list.find((one) => one.at === at);
    const image = restored && (await images.get([id, `snapshot:${restored.at}`]));
    if (!restored || !image) {
      await tx.done;
      return null;
    }
    const current = await images.get([id, 'current']);
    // What has a name stays where it is.
    const rest = list.filter((one) => one !== restored || one.name !== undefined);
    const all = current ? [...rest, { ...instead, bytes: current.length }] : rest;
    if (current) await images.put(current, [id, `snapshot:${instead.at}`]);
    if (restored.name === undefined) await images.delete([id, `snapshot:${restored.at}`]);
    await images.put(image, [id, 'current']);
    const { kept, dropped } = withinBudget(all);
    for (const one of dropped) await images.delete([id, `snapshot:${one.at}`]);
    await Promise.all([tx.objectStore('meta').put(JSON.stringify(kept), listKey(id)), tx.done]);
    return { image, restored, snapshots: kept };
  }

  /** Remembers a run; the oldest of too many go. */
  async saveRun(id: string, run: KeptRun, atMost: number): Promise<void> {
    const tx = this.#db.transaction('runs', 'readwrite');
    await tx.store.put(run, [id, run.at]);
    const keys = await tx.store.getAllKeys(imagesOf(id));
    for (const key of keys.slice(0, Math.max(0, keys.length - atMost))) await tx.store.delete(key);
    await tx.done;
  }

  /** The remembered runs of a project, the newest first. */
  async runs(id: string): Promise<readonly KeptRun[]> {
    const found = await this.#db.getAll('runs', imagesOf(id));
    return found.filter(isKeptRun).reverse();
  }

  /** Forgets them all. The answer brings them back. */
  async forgetRuns(id: string): Promise<() => Promise<void>> {
    const runs = await this.runs(id);
    await this.#db.delete('runs', imagesOf(id));
    return async () => {
      for (const run of runs) await this.#db.put('runs', run, [id, run.at]);
    };
  }

  async image(id: string, slot: ImageSlot): Promise<Uint8Array | undefined> {
    return await this.#db.get('images', [id, slot]);
  }
}

/** One of another version of the page is not shown. */
function isKeptRun(value: unknown): value is KeptRun {
  const run = value as Partial<KeptRun> | null;
  return typeof run?.at === 'number' && typeof run.entry === 'string' && typeof run.text === 'string' && Array.isArray(run.log?.blocks);
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

const sameFiles = (a: unknown, b: StoredProject['files']): boolean => JSON.stringify(a) === JSON.stringify(b);

const unreadableOf = (
  id: string,
  parsed: { status: 'newer'; name: string; version: number } | { status: 'damaged'; name: string },
): Unreadable =>
  parsed.status === 'newer'
    ? { id, name: parsed.name, reason: 'newer', version: parsed.version }
    : { id, name: parsed.name, reason: 'damaged' };
