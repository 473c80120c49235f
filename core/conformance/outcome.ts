/** How a replayed case ended. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly why: string }
  /** The core has no such name or method, or the replay cannot read the snippet. */
  | { readonly kind: 'lacking'; readonly why: string };

export const passed: Outcome = { kind: 'passed' };
export const failed = (why: string): Outcome => ({ kind: 'failed', why });
/** The first fault found, or a pass. */
export const verdict = (why: string | undefined): Outcome => (why === undefined ? passed : failed(why));
