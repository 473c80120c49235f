/** A text of the project, as far as its hash is concerned. */
interface Source {
  readonly path: string;
  readonly text: string;
}

/**
 * Says whether derived things still belong to their sources: 53 bits of a mixing hash, written in base 36.
 * Synchronous on purpose, since the first paint waits for it; it guards a cache, not a secret.
 */
export function hashSources(files: readonly Source[]): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  const mix = (text: string): void => {
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 2654435761);
      low = Math.imul(low ^ unit, 1597334677);
    }
    // A separator no text can hold by itself: lengths differ, so do the hashes.
    high = Math.imul(high ^ text.length ^ 0x10001, 2246822507);
    low = Math.imul(low ^ text.length ^ 0x10001, 3266489909);
  };
  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    mix(path);
    mix(text);
  }
  high ^= low >>> 15;
  low ^= high >>> 13;
  return ((high >>> 0) * 0x200000 + (low >>> 11)).toString(36);
}
