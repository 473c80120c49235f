import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findReplacement } from './find-replacement.ts';

/** Does what the editor's model does with an edit. */
function replace(text: string, edit: NonNullable<ReturnType<typeof findReplacement>>): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return text.slice(0, offset(edit.line, edit.column)) + edit.text + text.slice(offset(edit.endLine, edit.endColumn));
}

test('a letter typed in the middle is an insertion of that letter', () => {
  expect(findReplacement('ab\ncd', 'ab\ncxd')).toEqual({ line: 2, column: 2, endLine: 2, endColumn: 2, text: 'x' });
});

test('equal texts need nothing', () => {
  expect(findReplacement('a', 'a')).toBeNull();
});

test('a removed line is an empty replacement', () => {
  expect(findReplacement('a\nb\nc', 'a\nc')).toEqual({ line: 2, column: 1, endLine: 3, endColumn: 1, text: '' });
});

test('applied to the text before, it gives the text after', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' '), maxLength: 30 });
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const edit = findReplacement(before, after);
      expect(edit ? replace(before, edit) : before).toBe(after);
    }),
  );
});
