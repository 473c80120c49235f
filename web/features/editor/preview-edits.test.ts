import { expect, test } from 'vitest';
import { applyEdits, previewEdits } from './preview-edits.ts';

const text = 'one\n  role_id: db.Column(db.Integer),\nthree\n';
const insert = (line: number, column: number, inserted: string) => ({ line, column, endLine: line, endColumn: column, text: inserted });

test('an insertion is shown as the line before and the line after', () => {
  expect(previewEdits(text, [insert(2, 32, ", db.ForeignKey('roles.id')")])).toEqual({
    line: 2,
    removed: ['  role_id: db.Column(db.Integer),'],
    added: ["  role_id: db.Column(db.Integer, db.ForeignKey('roles.id')),"],
  });
});

test('a new line takes none away', () => {
  expect(previewEdits(text, [insert(3, 1, 'new\n')])).toEqual({ line: 3, removed: [], added: ['new'] });
});

test('several edits keep their places, in whatever order they come', () => {
  const edits = [insert(1, 1, 'a\n'), { line: 3, column: 1, endLine: 3, endColumn: 6, text: '3' }, insert(1, 4, '!')];
  expect(applyEdits(text, edits)).toBe('a\none!\n  role_id: db.Column(db.Integer),\n3\n');
});

test('a place behind the end is the end', () => {
  expect(applyEdits('a', [insert(9, 9, 'b')])).toBe('ab');
});
