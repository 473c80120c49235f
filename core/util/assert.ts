/** Says that a condition holds wherever this library is right. A failure is a bug of ours, never of the caller. */
export function assert(condition: unknown, claim: string): asserts condition {
  if (!condition) throw new Error(`Bug in crowfoot: ${claim}`);
}
