/** Gives `next`, with every part that equals its counterpart in `previous` replaced by that very object: what did not change stays identical. */
export function share<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next;
  if (Array.isArray(previous) && Array.isArray(next)) return shareList(previous, next) as T;
  if (!isRecord(previous) || !isRecord(next)) return next;
  const shared: Record<string, unknown> = {};
  const names = Object.keys(next);
  let same = names.length === Object.keys(previous).length;
  for (const name of names) {
    shared[name] = share(previous[name], next[name]);
    if (!Object.is(shared[name], previous[name])) same = false;
  }
  return (same ? previous : shared) as T;
}

function shareList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const shared = next.map((item, at) => share(previous[at], item));
  return shared.length === previous.length && shared.every((item, at) => Object.is(item, previous[at])) ? previous : shared;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
