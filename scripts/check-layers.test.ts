import { expect, test } from 'vitest';
import { cycles, fault, importsOf } from './check-layers.ts';

const single = (from: string, text: string) => importsOf(from, text).map((one) => fault(one));

test.each([
  ['core/sql/select.ts', "import { Table } from '../schema/table.ts';"],
  ['core/schema/table.ts', "import { Connection } from '../engine/connection.ts';"],
  ['core/orm/session.ts', "import { SqliteDialect } from '../dialects/sqlite/dialect.ts';"],
  ['core/io.ts', "export * from './sql/select.ts';"],
  ['core/orm/session.ts', "import { x } from '../../web/ui/x.ts';"],
  ['core/orm/session.ts', "import { x } from '../index.ts';"],
  ['web/ui/button.tsx', "import { x } from '../app/x.ts';"],
  ['web/features/diagram/x.ts', "import { x } from '../editor/x.ts';"],
  ['web/app/x.ts', "import { takeSnapshot } from '../../core/index.ts';"],
  ['web/app/x.ts', "const x = await import('../../core/index.ts');"],
])('refuses %s: %s', (from, text) => {
  expect(single(from, text)).toEqual([expect.any(String)]);
});

test.each([
  ['core/orm/session.ts', "import { select } from '../sql/select.ts';"],
  ['core/sql/select.ts', "import { ArgumentError } from '../errors.ts';"],
  ['web/features/diagram/x.ts', "import type { SchemaSnapshot } from '../../../core/schema/snapshot.ts';"],
  ['web/runtime/worker/models.ts', "import { createDatabase } from '../../../core/index.ts';"],
  ['web/app/x.ts', "import { x } from '../features/diagram/x.ts';"],
  ['web/app/x.ts', "import React from 'react';"],
])('allows %s: %s', (from, text) => {
  expect(single(from, text).every((one) => one === null)).toBe(true);
});

test('finds a cycle of run-time imports and lets one of types pass', () => {
  const [ab, ba] = [
    { from: 'a.ts', to: 'b.ts', typeOnly: false },
    { from: 'b.ts', to: 'a.ts', typeOnly: false },
  ];
  expect(cycles([ab!, ba!])).toEqual([['a.ts', 'b.ts', 'a.ts']]);
  expect(cycles([ab!, { ...ba!, typeOnly: true }])).toEqual([]);
});
