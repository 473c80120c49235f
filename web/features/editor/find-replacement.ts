import type { TextEdit } from './problem.ts';

const placeOf = (text: string, offset: number): { line: number; column: number } => {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return { line, column: offset - lineStart + 1 };
};

/** The one replacement that makes one text of another, as small as the parts that both begin and end with allow; `null` when they are equal. */
export function findReplacement(before: string, after: string): TextEdit | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const from = placeOf(before, start);
  const to = placeOf(before, before.length - tail);
  return { ...from, endLine: to.line, endColumn: to.column, text: after.slice(start, after.length - tail) };
}
