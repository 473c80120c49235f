/** `first` must be done before `then`. */
export type Edge<T> = readonly [first: T, then: T];

/**
 * Sorts `nodes` into levels: every node of a level comes after all the nodes it waits for, and within a level the given order is kept, so that
 * the same work always gives the same statements.
 *
 * @returns the levels in order, or the nodes that wait for each other where the edges have a cycle
 */
export function sortIntoLevels<T>(nodes: readonly T[], edges: Iterable<Edge<T>>): { levels: T[][]; stuck: T[] } {
  const position = new Map(nodes.map((node, i) => [node, i]));
  const waitsFor = new Map<T, number>();
  const followers = new Map<T, Set<T>>();
  for (const [first, then] of edges) {
    if (first === then || !position.has(first) || !position.has(then)) continue;
    const after = followers.get(first);
    if (after?.has(then)) continue;
    if (after) after.add(then);
    else followers.set(first, new Set([then]));
    waitsFor.set(then, (waitsFor.get(then) ?? 0) + 1);
  }
  const levels: T[][] = [];
  let free = nodes.filter((node) => !waitsFor.has(node));
  while (free.length > 0) {
    levels.push(free);
    const next: T[] = [];
    for (const node of free) {
      for (const then of followers.get(node) ?? []) {
        const left = waitsFor.get(then)! - 1;
        if (left === 0) waitsFor.delete(then);
        else waitsFor.set(then, left);
        if (left === 0) next.push(then);
      }
    }
    free = next.sort((a, b) => position.get(a)! - position.get(b)!);
  }
  return { levels, stuck: nodes.filter((node) => waitsFor.has(node)) };
}

/** The nodes that lie on a cycle, those reachable from themselves; an edge of a node to itself counts. */
export function nodesOnCycles<T>(nodes: readonly T[], edges: Iterable<Edge<T>>): Set<T> {
  const followers = new Map<T, T[]>();
  const known = new Set(nodes);
  for (const [first, then] of edges) {
    if (!known.has(first) || !known.has(then)) continue;
    const after = followers.get(first);
    if (after) after.push(then);
    else followers.set(first, [then]);
  }
  const found = new Set<T>();
  for (const component of strongComponents(nodes, followers)) {
    const [only] = component;
    if (component.length > 1 || followers.get(only!)?.includes(only!)) for (const node of component) found.add(node);
  }
  return found;
}

/** Tarjan's components, without recursion: a chain of ten thousand objects must not exhaust the stack. */
function strongComponents<T>(nodes: readonly T[], followers: ReadonlyMap<T, readonly T[]>): T[][] {
  const index = new Map<T, number>();
  const low = new Map<T, number>();
  const onStack = new Set<T>();
  const stack: T[] = [];
  const components: T[][] = [];
  for (const root of nodes) {
    if (index.has(root)) continue;
    const work: { node: T; next: number }[] = [{ node: root, next: 0 }];
    while (work.length > 0) {
      const step = work[work.length - 1]!;
      const { node } = step;
      if (step.next === 0) {
        index.set(node, index.size);
        low.set(node, index.get(node)!);
        stack.push(node);
        onStack.add(node);
      }
      const follower = followers.get(node)?.[step.next];
      step.next += 1;
      if (follower !== undefined) {
        if (!index.has(follower)) work.push({ node: follower, next: 0 });
        else if (onStack.has(follower)) low.set(node, Math.min(low.get(node)!, index.get(follower)!));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1]?.node;
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(node)!));
      if (low.get(node) === index.get(node)) components.push(cutFrom(stack, node, onStack));
    }
  }
  return components;
}

function cutFrom<T>(stack: T[], node: T, onStack: Set<T>): T[] {
  const component = stack.splice(stack.lastIndexOf(node));
  for (const member of component) onStack.delete(member);
  return component;
}
