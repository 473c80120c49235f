import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { EmittedFile } from '../runtime/protocol.ts';

/** Why the picture is older than the models: the place of the error. */
export interface Staleness {
  readonly path: string;
  readonly line: number;
}

/** What the models last said about the database; an error keeps it, and says so. */
export interface SchemaState {
  readonly schema: SchemaSnapshot | null;
  readonly registry: string;
  readonly evaluatedAt: number;
  /** Of the sources the schema was made from. */
  readonly sourcesHash: string;
  readonly emitted: readonly EmittedFile[];
  /** The file whose values `emitted` shows when it is run. */
  readonly entry: string;
  readonly stale: Staleness | null;
}

export const createSchemaStore = (): StoreApi<SchemaState> =>
  createStore<SchemaState>(() => ({ schema: null, registry: '', evaluatedAt: 0, sourcesHash: '', emitted: [], entry: '', stale: null }));
