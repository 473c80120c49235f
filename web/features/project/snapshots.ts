import type { StoredProject } from './stored-project.ts';

/** Data of an earlier moment that can be had back. */
export interface Snapshot {
  /** When it was replaced, in milliseconds since the epoch; no two of a project have the same. */
  readonly at: number;
  /** What replaced it; `name`: nothing did, a person kept it under a name. */
  readonly cause: 'run' | 'rebuild' | 'restore' | 'name';
  /** The file whose run did. */
  readonly entry: string | null;
  readonly dataState: StoredProject['dataState'];
  readonly rows: number | null;
  /** A named one stays until it is forgotten by hand. */
  readonly name?: string;
  /** Of the seed that the data were made with. */
  readonly seedHash?: string | undefined;
}

/** With the size of its image. */
export interface StoredSnapshot extends Snapshot {
  readonly bytes: number;
}

/** All snapshots of a project together; the newest, the one before the last rebuild and named ones stay whatever their size. */
export const snapshotBudget = 20 * 1024 * 1024;
/** Of a database larger than this two are kept besides the named ones. */
export const largeDatabase = 25 * 1024 * 1024;
const keptOfLarge = 2;

/** A list that cannot be read is none: the images stay where they are. */
export function readSnapshots(text: string | undefined): StoredSnapshot[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list.filter((one): one is StoredSnapshot => typeof one?.at === 'number') : [];
  } catch {
    return [];
  }
}

/** Which of them stay, the oldest first, and which go. */
export function withinBudget(list: readonly StoredSnapshot[]): {
  readonly kept: readonly StoredSnapshot[];
  readonly dropped: readonly StoredSnapshot[];
} {
  const rebuild = list.findLast(({ cause }) => cause === 'rebuild');
  const stays = new Set<StoredSnapshot>();
  let total = 0;
  let unnamed = 0;
  for (const one of [...list].reverse()) {
    const isNewest = unnamed === 0 && one.name === undefined;
    total += one.bytes;
    if (one.name === undefined) unnamed += 1;
    const fits = total <= snapshotBudget && (one.bytes <= largeDatabase || unnamed <= keptOfLarge);
    if (one.name !== undefined || isNewest || one === rebuild || fits) stays.add(one);
    else total -= one.bytes;
  }
  return { kept: list.filter((one) => stays.has(one)), dropped: list.filter((one) => !stays.has(one)) };
}

/** The ones a menu offers: the named ones and the newest of the others, the newest first. */
export function offered(list: readonly Snapshot[], count: number): readonly Snapshot[] {
  const newest = new Set(list.filter(({ name }) => name === undefined).slice(-count));
  return list.filter((one) => one.name !== undefined || newest.has(one)).reverse();
}
