/** Refuses raw colours in CSS modules: components take every colour from `web/ui/tokens.css`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow, root } from './source-files.ts';

const named = /\b(?:white|black|red|green|blue|gray|grey|orange|yellow|purple|silver|navy|teal)\b/i;
const raw = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(/i;

/** Lines of a style sheet that hold a raw colour, as `line: text`. */
export function rawColours(css: string): string[] {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  return bare.split('\n').flatMap((line, i) => {
    const value = line.includes(':') ? line.slice(line.indexOf(':') + 1) : line;
    const isDeclaration = /^\s*[\w-]+\s*:/.test(line) && !line.trimEnd().endsWith('{');
    return raw.test(isDeclaration ? value : '') || (isDeclaration && named.test(value.replace(/var\([^)]*\)/g, '')))
      ? [`${i + 1}: ${line.trim()}`]
      : [];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const sheets = filesBelow('web', /\.module\.css$/);
  const found = sheets.flatMap((path) => rawColours(readFileSync(join(root, path), 'utf8')).map((line) => `${path}:${line}`));
  for (const line of found) console.error(`${line}  (use a custom property of web/ui/tokens.css)`);
  console.log(`colours: ${sheets.length} style sheets, ${found.length} raw colours`);
  process.exitCode = found.length ? 1 : 0;
}
