import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, Recorded, RecordedError } from './replay/compare.ts';
import type { Node } from './replay/python/syntax-tree.ts';

export const areas = ['ddl', 'select', 'types', 'uow', 'relationship-config', 'loading', 'query-exec', 'migrate'] as const;
export type Area = (typeof areas)[number];

export interface Step {
  readonly py: string;
  readonly emits?: readonly [from: number, to: number];
  readonly value?: Json;
  readonly printed?: readonly string[];
  readonly error?: RecordedError;
}

export interface TableContents {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
}

/** One recorded case: README.md has the meaning of every field. */
export interface Case {
  readonly id: string;
  readonly area: Area;
  readonly models: 'flasky' | 'blog' | 'types' | 'music' | 'inline';
  readonly python: string;
  readonly note?: string;
  readonly steps?: readonly Step[];
  readonly emitted?: readonly Recorded[];
  readonly result?: Json;
  readonly result_truncated_to?: number;
  readonly result_rows?: number;
  readonly executed_as?: string;
  readonly sql?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, Json>>;
  readonly literal?: string;
  readonly error?: RecordedError;
  readonly compile_error?: RecordedError;
  readonly error_in?: string;
  readonly warnings?: readonly string[];
  readonly varies?: readonly string[];
  readonly tables?: Readonly<Record<string, TableContents>>;
  readonly sqlite_master?: readonly (readonly (string | null)[])[];
  readonly foreign_keys_pragma?: boolean;
  readonly request?: string;
}

/** The syntax trees of a case. */
export interface Tree {
  readonly id: string;
  readonly python: Node;
  readonly setup?: Node;
  readonly before?: Node;
  readonly after?: Node;
}

const folder = import.meta.dirname;

function readLines<T>(path: string): T[] {
  return readFileSync(join(folder, path), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

/** The cases of an area with their trees. */
export function loadCases(area: Area): { readonly recorded: Case; readonly tree: Tree }[] {
  const trees = new Map(readLines<Tree>(`trees/${area}.jsonl`).map((tree) => [tree.id, tree]));
  return readLines<Case>(`cases/${area}.jsonl`).map((recorded) => {
    const tree = trees.get(recorded.id);
    if (!tree) throw new Error(`${recorded.id} has no syntax tree`);
    return { recorded, tree };
  });
}

/** The SQL that makes a shared model set's tables and rows. */
export function modelSql(set: string): string {
  return readFileSync(join(folder, `models/${set}.sql`), 'utf8');
}
