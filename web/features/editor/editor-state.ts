import type { ModelLocation } from './compile-service.ts';
import type { Problem } from './problem.ts';

export interface CursorPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Number of selected characters. */
  readonly selected: number;
}

/** What the rest of the page may read of the editor. Texts and Monaco's objects live outside. */
export interface EditorState {
  /** `blocked`: Monaco did not arrive; code can be read, not changed. */
  readonly status: 'waiting' | 'loading' | 'ready' | 'blocked';
  /** The TypeScript worker. `lost`: started again, it was lost again; the next edit tries once more. */
  readonly worker: 'idle' | 'starting' | 'ready' | 'restarting' | 'lost';
  /** In which Monaco's own words are: that of the page when it arrived. */
  readonly language: string | null;
  readonly activePath: string | null;
  /** Grows when the files are replaced by others: texts shown without Monaco are then drawn anew. */
  readonly projectVersion: number;
  readonly cursor: CursorPlace | null;
  /** Of all sources, in reading order. */
  readonly problems: readonly Problem[];
  /** Of the last compilation. */
  readonly models: readonly ModelLocation[];
}

export const initialState: EditorState = {
  status: 'waiting',
  worker: 'idle',
  language: null,
  activePath: null,
  projectVersion: 0,
  cursor: null,
  problems: [],
  models: [],
};

/** A file of the project. */
export interface EditorFile {
  readonly path: string;
  readonly text: string;
}
