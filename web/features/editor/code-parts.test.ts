import { expect, test } from 'vitest';
import { codeParts } from './code-parts.ts';

test('calls and words in backticks are code, the rest is prose', () => {
  expect(codeParts("Add db.ForeignKey('roles.id') to `role_id`.")).toEqual([
    { text: 'Add ', isCode: false },
    { text: "db.ForeignKey('roles.id')", isCode: true },
    { text: ' to ', isCode: false },
    { text: 'role_id', isCode: true },
    { text: '.', isCode: false },
  ]);
});

test('a bracket after a space is prose', () => {
  expect(codeParts('User.role: users has no foreign key (yet).')).toEqual([
    { text: 'User.role: users has no foreign key (yet).', isCode: false },
  ]);
});

test('an empty sentence has no parts', () => {
  expect(codeParts('')).toEqual([]);
});
