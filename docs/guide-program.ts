/** One piece of a guide: code, and the statements it says the code sends. */
interface Block {
  readonly code: string;
  readonly line: number;
  sql: string[] | null;
}

/** The ```ts blocks of a guide, each with the ```sql block that follows it. */
export function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const fence = lines[at]!.match(/^```(ts|sql)$/);
    if (fence === null) continue;
    const end = lines.indexOf('```', at + 1);
    const body = lines.slice(at + 1, end);
    if (fence[1] === 'ts') blocks.push({ code: body.join('\n'), line: at + 2, sql: null });
    else blocks.at(-1)!.sql = body.filter((line) => line !== '');
    at = end;
  }
  return blocks;
}

/**
 * Turns a guide into a module whose `run(check)` is all of its code in order.
 *
 * - `expression; // text` at the left edge says what the expression shows: `check.shows(expression, 'text', line)`
 * - `expression; // SomeError: text` says what it raises
 * - a ```sql block says what the block before it sends: `check.sends([…], line)`
 */
export function programOf(markdown: string, packageEntry: string): string {
  const imports: string[] = [];
  const body = readBlocks(markdown).flatMap((block) => {
    const code = block.code.split('\n').map((line, i) => {
      if (/^import .* from /.test(line)) {
        imports.push(line.replace("'crowfoot'", JSON.stringify(packageEntry)));
        return '';
      }
      return checkedLine(line.replace(/^export /, ''), block.line + i);
    });
    const sent = block.sql === null ? `check.block(${block.line});` : `check.sends(${JSON.stringify(block.sql)}, ${block.line});`;
    return [...code, sent];
  });
  return [...new Set(imports), 'export function run(check) {', ...body, '}'].join('\n');
}

function checkedLine(line: string, number: number): string {
  const found = line.match(/^(?!const |let |class |\/\/|\}|\s|static )(.+); +\/\/ (.+)$/);
  if (found === null) return line;
  const [, expression, said] = found;
  const call = /^\w+(Error|Exception|Found): /.test(said!) ? 'raises' : 'shows';
  return `check.${call}(() => (${expression}), ${JSON.stringify(said)}, ${number});`;
}
