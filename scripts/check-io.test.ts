import { join } from 'node:path';
import ts from 'typescript-5.9';
import { expect, test } from 'vitest';
import { lostIo } from './check-io.ts';
import { root } from './source-files.ts';

const head = `
import { type Io, runSync, send, type SyncSender } from './io.ts';
declare const sender: SyncSender; declare const ok: boolean; declare const many: Io<number>[];
export function* flush(): Io<number> { return (yield* send({ kind: 'execute', sql: '', paramSets: [[]], origin: { cause: 'flush' } })).length; }
export function wrap(io: Io<number>): Io<number> { return io; }
export function takesAnything(value: unknown): void { void value; }
`;

/** Lines of `body` at which an Io value is lost; the first line is 1. */
function lostLines(body: string): number[] {
  const name = join(root, 'core/io-sample.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    noEmit: true,
    allowImportingTsExtensions: true,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    module: ts.ModuleKind.ESNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) =>
    path === name ? ts.createSourceFile(path, head + body, ts.ScriptTarget.ES2022, true) : read(path, ...rest);
  const exists = host.fileExists.bind(host);
  host.fileExists = (path) => path === name || exists(path);
  const program = ts.createProgram([name], options, host);
  const first = head.split('\n').length;
  return lostIo(program, (path) => path === name).map(({ line }) => line - first + 1);
}

test.each([
  ['a dropped call', 'flush();'],
  ['a dropped call behind &&', 'ok && flush();'],
  ['a dropped call behind void', 'void flush();'],
  ['a variable', 'const io = flush();'],
  ['for…of', 'for (const one of flush()) console.log(one);'],
  ['spread', 'const all = [...flush()];'],
  ['Array.from', 'Array.from(flush());'],
  ['next()', 'flush().next();'],
  ['a member of an object', 'export const made = { io: flush() };'],
  ['an argument that is not Io', 'takesAnything(flush());'],
  ['an item of a list', 'many[0];'],
  ['a condition', 'if (flush()) console.log(1);'],
  ['yield without a star', 'export function* wrong(): Generator<unknown> { yield flush(); }'],
])('finds %s', (_, body) => {
  expect(lostLines(body)).toEqual([1]);
});

test.each([
  ['yield*', 'export function* outer(): Io<number> { return yield* flush(); }'],
  ['a choice below yield*', 'export function* outer(): Io<number> { return yield* (ok ? flush() : wrap(flush())); }'],
  ['a returned value', 'export function outer(): Io<number> { return flush(); }'],
  ['the body of an arrow function', 'export const outer = (): Io<number> => flush();'],
  ['an argument that is Io', 'runSync(sender, flush());'],
])('accepts %s', (_, body) => {
  expect(lostLines(body)).toEqual([]);
});
