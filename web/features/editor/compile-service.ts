/** What the TypeScript worker gives the page: types only. */
import type { EmittedFile } from '../../runtime/protocol.ts';
import type { LineRange } from '../../runtime/show-values.ts';
import type { Problem } from './problem.ts';

/** A place in a file, counted from 1. */
export interface SourcePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Where a column or a relationship of a model is written. */
export interface AttributeLocation extends SourcePlace {
  readonly name: string;
  readonly kind: 'column' | 'relationship' | 'other';
  /** Name in the database, where `db.Column('login', …)` gives one; else the attribute's own. */
  readonly columnName: string | null;
  readonly endLine: number;
}

/** Where a model class is written: `class Role extends db.Model('roles', { … })`. */
export interface ModelLocation extends SourcePlace {
  readonly className: string;
  /** `null` where the name is derived from the class. */
  readonly table: string | null;
  readonly endLine: number;
  readonly attributes: readonly AttributeLocation[];
}

export interface CompileRequest {
  /** The file Run will run: its top-level expressions are wrapped so that their values can be shown. */
  readonly entry: string | null;
  /** Of the entry only its imports and the statements that touch these lines. */
  readonly range?: LineRange | null;
}

/** All files as CommonJS with source maps. Emitted even where `problems` has syntax errors: do not run a file that has one. */
export interface CompileReply {
  readonly files: readonly EmittedFile[];
  /** Syntax errors only. */
  readonly problems: readonly Problem[];
  readonly models: readonly ModelLocation[];
  /** Time the worker took. */
  readonly durationMs: number;
}
