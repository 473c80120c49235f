import type { TextEdit } from '../features/editor/problem.ts';
import type { Workbench } from './workbench.ts';

const line = 'db.session.commit();\n';

/** Writes `db.session.commit()` at the end of a file, and the import of `db` where it lacks. */
export async function addCommit(bench: Workbench, path: string): Promise<void> {
  const text = bench.editor.textOf(path);
  if (text === undefined) return;
  bench.project.openFile(path);
  await bench.editor.applyEdits(path, commitEdits(text), { typed: true });
}

export function commitEdits(text: string): TextEdit[] {
  const lines = text.split('\n');
  const last = lines.at(-1)!;
  const at = { line: lines.length, column: last.length + 1, endLine: lines.length, endColumn: last.length + 1 };
  const edits: TextEdit[] = [{ ...at, text: `${last === '' ? '' : '\n'}${line}` }];
  if (!/^import\s*\{[^}]*\bdb\b[^}]*\}\s*from\s*['"]\.\/db(\.ts)?['"]/m.test(text))
    edits.unshift({ line: 1, column: 1, endLine: 1, endColumn: 1, text: "import { db } from './db';\n" });
  return edits;
}
