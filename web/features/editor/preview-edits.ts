import type { TextEdit } from './problem.ts';

/** The text after edits whose places are those of the text before. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number): number => Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
  const fromLast = [...edits].sort((a, b) => b.line - a.line || b.column - a.column);
  return fromLast.reduce(
    (result, edit) => result.slice(0, offset(edit.line, edit.column)) + edit.text + result.slice(offset(edit.endLine, edit.endColumn)),
    text,
  );
}

export interface EditPreview {
  /** First line that changes. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** The lines that edits take away and the ones they write, without what stays the same above and below. */
export function previewEdits(text: string, edits: readonly TextEdit[]): EditPreview {
  const before = text.split('\n');
  const after = applyEdits(text, edits).split('\n');
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { line: head + 1, removed: before.slice(head, before.length - tail), added: after.slice(head, after.length - tail) };
}
