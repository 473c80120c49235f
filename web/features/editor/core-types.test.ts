import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-5.9';
import { expect, test } from 'vitest';
import { checkOptions } from './check-options.ts';
import { extraLibs } from './core-types.ts';

const libFolder = dirname(fileURLToPath(import.meta.resolve('typescript-5.9')));
const libs = new Map(extraLibs().map((lib) => [lib.filePath, lib.content]));

/** The errors that the editor's checker finds in a user file, with its options and declarations. */
function errorsIn(text: string): string[] {
  const entry = 'file:///query.ts';
  const read = (name: string): string | undefined => {
    if (name === entry) return text;
    if (libs.has(name)) return libs.get(name);
    const lib = name.startsWith('lib.') ? name : `lib.${name}.d.ts`;
    return ts.sys.readFile(join(libFolder, lib));
  };
  const host: ts.CompilerHost = {
    getSourceFile: (name, language) => {
      const content = read(name);
      return content === undefined ? undefined : ts.createSourceFile(name, content, language);
    },
    readFile: read,
    fileExists: (name) => name === entry || libs.has(name),
    getDefaultLibFileName: () => 'lib.es2023.d.ts',
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => undefined,
  };
  const globals = [...libs.keys()].filter((name) => name.endsWith('globals.d.ts'));
  const program = ts.createProgram([entry, ...globals], { ...checkOptions, lib: undefined } as ts.CompilerOptions, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((found) => `${found.file?.fileName}: ${ts.flattenDiagnosticMessageText(found.messageText, '\n')}`);
}

test('Temporal, Decimal and the console are there without an import, as values and as types', () => {
  const text = `const day: Temporal.PlainDate = Temporal.Now.plainDateISO().add({ days: 1 });
const price: Decimal = new Decimal('1.10').plus(1);
console.log(day, price, structuredClone({ a: 1 }), crypto.randomUUID());
setTimeout((word: string) => console.warn(word), 10, 'late');
await Promise.resolve(performance.now());
`;
  expect(errorsIn(text)).toEqual([]);
});

test.each(['document.title', 'process.exit()', 'fetch("x")', 'name', 'status', 'localStorage'])(
  '%s is of a page or of Node, and not there',
  (text) => {
    expect(errorsIn(`${text};`)).toEqual([expect.stringContaining('Cannot find name')]);
  },
);

test("a model's toString needs no override", () => {
  expect(errorsIn("class Base { toString() { return 'a'; } }\nexport class Role extends Base { toString() { return 'b'; } }")).toEqual([]);
});

test('two files may use one name, since each is a module', () => {
  expect(errorsIn('const console = 1;\nconsole.toFixed();')).toEqual([]);
});

test('the declarations of the packages are those that are installed', () => {
  const installed = readFileSync(new URL('../../../node_modules/temporal-spec/index.d.ts', import.meta.url), 'utf8');
  expect(libs.get('file:///node_modules/temporal-spec/index.d.ts')).toBe(installed);
});
