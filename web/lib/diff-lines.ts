export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** Line numbers from 1; null on the side where it is not. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Beyond this many pairs of lines the middle is told as one replacement: nobody compares that by eye. */
const largestTable = 4_000_000;

/** Which lines were removed and which added between two texts: a longest common subsequence, with the alike ends cut off first. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const result: DiffLine[] = [];
  const same = (at: number, to: number): void => void result.push({ kind: 'same', text: a[at]!, before: at + 1, after: to + 1 });
  for (let at = 0; at < start; at++) same(at, at);
  result.push(...middle(a.slice(start, a.length - end), b.slice(start, b.length - end), start));
  for (let at = end; at > 0; at--) same(a.length - at, b.length - at);
  return result;
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

function middle(a: readonly string[], b: readonly string[], offset: number): DiffLine[] {
  const removed = (at: number): DiffLine => ({ kind: 'removed', text: a[at]!, before: offset + at + 1, after: null });
  const added = (at: number): DiffLine => ({ kind: 'added', text: b[at]!, before: null, after: offset + at + 1 });
  if (a.length * b.length > largestTable) return [...a.map((_, at) => removed(at)), ...b.map((_, at) => added(at))];
  const width = b.length + 1;
  /** Length of the longest common subsequence of what follows. */
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const result: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j])
      result.push({ kind: 'same', text: a[i]!, before: offset + ++i, after: offset + ++j });
    else if (j === b.length || (i < a.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) result.push(removed(i++));
    else result.push(added(j++));
  }
  return result;
}
