/**
 * Enforces the direction of imports: lower floors of the core never import higher ones, the core never imports the page, a feature of the page never
 * imports another, and there is no cycle of imports that exist at run time.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript-5.9';
import { filesBelow, root } from './source-files.ts';

export interface Import {
  readonly from: string;
  readonly to: string;
  /** True for `import type`, which leaves nothing at run time. */
  readonly typeOnly: boolean;
}

/** Floors of the core; a file may import its own floor and those below. `conformance` and `testing` may import all. */
const coreFloors: Readonly<Record<string, number>> = {
  util: 0,
  sql: 1,
  schema: 2,
  engine: 3,
  dialects: 4,
  orm: 5,
  migrate: 6,
  interop: 6,
  node: 7,
  cli: 8,
};
const pageFloors: Readonly<Record<string, number>> = { lib: 0, ui: 0, runtime: 1, features: 2, app: 3 };

const isTest = (path: string): boolean => /\.test(-d)?\.tsx?$/.test(path) || /^core\/(testing|conformance|orm\/spec)\//.test(path);

/** The imports of one file, those of other packages left out. */
export function importsOf(path: string, text: string): Import[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, false, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    if (!specifier.startsWith('.')) return;
    const to = relative(root, join(root, dirname(path), specifier.replace(/\?.*$/, '')));
    found.push({ from: path, to, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const clause = node.importClause;
      const named = clause?.namedBindings;
      const allTypes =
        clause !== undefined &&
        (clause.isTypeOnly ||
          (clause.name === undefined &&
            named !== undefined &&
            ts.isNamedImports(named) &&
            named.elements.length > 0 &&
            named.elements.every((e) => e.isTypeOnly)));
      add(node.moduleSpecifier.text, allTypes);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument)) add(argument.text, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What is wrong with one import, or `null`. */
export function fault({ from, to, typeOnly }: Import): string | null {
  if (isTest(from)) return null;
  const [fromTop, fromFolder = '', fromName = ''] = from.split('/');
  const [toTop, toFolder = '', toName = ''] = to.split('/');
  if (fromTop === 'core' && toTop !== 'core') return 'the core imports nothing but itself';
  if (fromTop === 'core' && isTest(to)) return 'product code never imports tests';
  if (fromTop === 'core') {
    const [low, high] = [coreFloors[fromFolder] ?? 0, coreFloors[toFolder] ?? 0];
    if (from === 'core/index.ts') return null;
    if (to === 'core/index.ts' && low < 6) return 'only entries above the ORM import core/index.ts';
    if (fromFolder === 'orm' && toFolder === 'dialects') return 'the ORM knows no dialect';
    if (toFolder.endsWith('.ts') && to !== 'core/index.ts') return null;
    if (low < high) return `${fromFolder.endsWith('.ts') ? 'the ground floor' : `core/${fromFolder}`} never imports core/${toFolder}`;
    return null;
  }
  if (fromTop === 'web') {
    if (toTop === 'core') {
      const worker = from.startsWith('web/runtime/worker/');
      if (worker || (typeOnly && to.startsWith('core/schema/snapshot'))) return null;
      return 'the page reaches the core only through the worker (import type of core/schema/snapshot.ts is allowed)';
    }
    if (toTop === 'web') {
      if (from === 'web/main.tsx' || from.startsWith('web/e2e')) return null;
      const [low, high] = [pageFloors[fromFolder] ?? 9, pageFloors[toFolder] ?? 9];
      if (low < high) return `web/${fromFolder} never imports web/${toFolder}`;
      if (fromFolder === 'features' && toFolder === 'features' && fromName !== toName) return 'a feature never imports another feature';
    }
    return null;
  }
  return null;
}

/** Cycles among run-time imports, each as a list of paths that ends where it begins. */
export function cycles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const trail: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.push([...trail.slice(at), path]);
      return;
    }
    if (done.has(path)) return;
    trail.push(path);
    for (const to of next.get(path) ?? []) visit(to);
    trail.pop();
    done.add(path);
  };
  for (const path of next.keys()) visit(path);
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const files = ['core', 'web'].flatMap((folder) => filesBelow(folder, /\.tsx?$/)).filter((path) => !path.endsWith('.d.ts'));
  const imports = files.flatMap((path) => importsOf(path, readFileSync(join(root, path), 'utf8')));
  const problems = imports.flatMap((one) => {
    const why = fault(one);
    return why ? [`${one.from} imports ${one.to}: ${why}`] : [];
  });
  for (const cycle of cycles(imports.filter(({ from }) => !isTest(from)))) problems.push(`cycle: ${cycle.join(' → ')}`);
  for (const problem of problems) console.error(problem);
  console.log(`layers: ${files.length} files, ${imports.length} imports, ${problems.length} faults`);
  process.exitCode = problems.length ? 1 : 0;
}
