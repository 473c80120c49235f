import type { ConsoleLine, ResultBlock } from '../../runtime/protocol.ts';

export type ResultLine = { readonly kind: 'block'; readonly block: ResultBlock } | { readonly kind: 'console'; readonly line: ConsoleLine };

/** Values and console lines in the order of the file: what other files printed first, then each line's output before the next line's value. */
export function orderLines(entry: string, blocks: readonly ResultBlock[], console: readonly ConsoleLine[]): ResultLine[] {
  const lines: ResultLine[] = [];
  const mine = console.filter((line) => line.file === entry && line.line !== null);
  for (const line of console) if (!mine.includes(line)) lines.push({ kind: 'console', line });
  let at = 0;
  for (const block of blocks) {
    // What a statement of several lines prints comes before its value.
    while (at < mine.length && mine[at]!.line! <= block.endLine) lines.push({ kind: 'console', line: mine[at++]! });
    lines.push({ kind: 'block', block });
  }
  while (at < mine.length) lines.push({ kind: 'console', line: mine[at++]! });
  return lines;
}
