import { CircularDependencyError } from '../errors.ts';

/**
 * Puts `items` into an order in which every item comes after those it depends on; items free of each other keep the order they were given in.
 *
 * @param items - what to sort, each once
 * @param edges - pairs `[before, after]`; pairs that name something outside `items` do not count
 * @throws CircularDependencyError with the cycle, when there is no such order
 */
export function topologicalSort<T>(items: readonly T[], edges: Iterable<readonly [T, T]>, describe: (item: T) => string = String): T[] {
  const before = new Map<T, Set<T>>();
  for (const item of items) before.set(item, new Set());
  for (const [first, second] of edges) if (first !== second && before.has(first)) before.get(second)?.add(first);
  const sorted: T[] = [];
  const done = new Set<T>();
  let waiting = [...items];
  while (waiting.length > 0) {
    const ready = waiting.filter((item) => isSubset(before.get(item)!, done));
    if (ready.length === 0) {
      const cycle = findCycle(waiting, before);
      throw new CircularDependencyError(`Circular dependency detected: ${[...cycle, cycle[0]!].map(describe).join(' → ')}`, cycle);
    }
    for (const item of ready) done.add(item);
    sorted.push(...ready);
    waiting = waiting.filter((item) => !done.has(item));
  }
  return sorted;
}

function isSubset<T>(part: ReadonlySet<T>, whole: ReadonlySet<T>): boolean {
  for (const item of part) if (!whole.has(item)) return false;
  return true;
}

/** One circle among items of which each still waits for another. */
function findCycle<T>(waiting: readonly T[], before: ReadonlyMap<T, ReadonlySet<T>>): T[] {
  const open = new Set(waiting);
  const path: T[] = [];
  let current = waiting[0]!;
  while (!path.includes(current)) {
    path.push(current);
    current = [...before.get(current)!].find((item) => open.has(item))!;
  }
  return path.slice(path.indexOf(current)).reverse();
}
