import { expect, test } from 'vitest';
import type { TextEdit } from '../features/editor/problem.ts';
import { commitEdits } from './add-commit.ts';

/** The text after the edits, last one first, as an editor applies them. */
function applied(text: string, edits: readonly TextEdit[]): string {
  return [...edits].reverse().reduce((now, edit) => {
    const lines = now.split('\n');
    const offset = lines.slice(0, edit.line - 1).join('\n').length + (edit.line > 1 ? 1 : 0) + edit.column - 1;
    return now.slice(0, offset) + edit.text + now.slice(offset);
  }, text);
}

test('the commit stands in a line of its own at the end, and db is imported where it lacks', () => {
  const text = "import { Role } from './models';\nnew Role();";
  expect(applied(text, commitEdits(text))).toBe(
    "import { db } from './db';\nimport { Role } from './models';\nnew Role();\ndb.session.commit();\n",
  );
});

test('a file that imports db gets the line alone', () => {
  const text = "import { db } from './db';\ndb.session.add(1);\n";
  expect(applied(text, commitEdits(text))).toBe("import { db } from './db';\ndb.session.add(1);\ndb.session.commit();\n");
});
