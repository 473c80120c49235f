import type { TextEdit } from '../../features/editor/problem.ts';
import type { WireError } from '../../runtime/protocol.ts';
import type { ErrorPlace } from '../locate-error.ts';
import type { SourceText } from './source-text.ts';
import type { MistakeWords } from './words-en.ts';

/** An error that many make, known by what it says and where it stands. */
export type MistakeCode = keyof MistakeWords['mistakes'];

export interface CurePlan {
  /** What the button says, and what it is about. */
  readonly label: keyof MistakeWords['cures'];
  readonly what: string;
  readonly path: string;
  readonly edits: readonly TextEdit[];
}

export interface Mistake {
  readonly code: MistakeCode;
  readonly facts: Readonly<Record<string, string | undefined>>;
  readonly cure?: CurePlan | null;
  /** Where it was made, if not where the error came up. */
  readonly place?: ErrorPlace;
}

/** What a detector looks at. */
export interface Evidence {
  readonly error: WireError;
  readonly place: ErrorPlace;
  /** The line at the place. */
  readonly source: string;
  readonly files: SourceText;
}

export type Detector = (evidence: Evidence) => Mistake | null;

/** A cure of one edit at the place of the error; null where the line does not hold what is to be changed. */
export function cureHere({ place }: Evidence, label: CurePlan['label'], what: string, edit: TextEdit | null): CurePlan | null {
  return edit && { label, what, path: place.path, edits: [edit] };
}
