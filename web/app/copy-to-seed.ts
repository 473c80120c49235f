import type { TextEdit } from '../features/editor/problem.ts';

const importLine = /^\s*import\s*\{([^}]*)\}\s*from\s*(['"])([^'"]+)\2\s*;?[ \t]*$/gm;
const namesOf = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
const moduleOf = (from: string): string => from.replace(/\.ts$/, '');

/** The edits that add a file's lines to the seed: in a block of their own, since their names may be taken, with the imports that lack. */
export function copyToSeed(source: string, seed: string): TextEdit[] {
  const known = new Set(
    [...seed.matchAll(importLine)].flatMap(([, names = '', , from = '']) => namesOf(names).map((name) => `${moduleOf(from)} ${name}`)),
  );
  const imports = [...source.matchAll(importLine)].flatMap(([, names = '', , from = '']) => {
    const lacking = namesOf(names).filter((name) => !known.has(`${moduleOf(from)} ${name}`));
    return lacking.length ? [`import { ${lacking.join(', ')} } from '${from}';\n`] : [];
  });
  const body = source.replace(importLine, '').trim();
  const lines = seed.split('\n');
  const last = lines.at(-1)!;
  const end = { line: lines.length, column: last.length + 1, endLine: lines.length, endColumn: last.length + 1 };
  const block = body
    .split('\n')
    .map((line) => (line ? `  ${line}` : line))
    .join('\n');
  const added: TextEdit = { ...end, text: `${last === '' ? '\n' : '\n\n'}{\n${block}\n}\n` };
  return imports.length ? [{ line: 1, column: 1, endLine: 1, endColumn: 1, text: imports.join('') }, added] : [added];
}
