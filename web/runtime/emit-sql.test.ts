import { expect, test } from 'vitest';
import { evaluateInNode } from '../../scripts/evaluate-in-node.ts';
import { emitSql } from './emit-sql.ts';
import { ModuleLinker } from './worker/link-modules.ts';
import { SourcePlaces } from './worker/source-places.ts';

interface Sent {
  readonly sql: string;
  readonly line: number | undefined;
}

/** Runs a SQL file against a database that notes what it is asked, and where from. */
async function runSql(text: string, path = 'list.sql') {
  const file = emitSql(path, text);
  const places = new SourcePlaces([file]);
  const sent: Sent[] = [];
  const note = (sql: string): void => void sent.push({ sql, line: places.here()?.line });
  const session = {
    execute: (sql: string) => {
      note(sql);
      return sql.startsWith('SELECT') ? { returnsRows: true } : { returnsRows: false, rowcount: 2 };
    },
    commit: () => void sent.push({ sql: 'commit()', line: undefined }),
    rollback: () => void sent.push({ sql: 'rollback()', line: undefined }),
  };
  const linker = new ModuleLinker(
    [file, { path: 'db.ts', js: 'exports.db = require("crowfoot");', map: '' }],
    { session, text: (sql: string) => sql },
    evaluateInNode,
  );
  const shown: unknown[][] = [];
  await linker.run(path, { at: () => {}, show: (line, endLine, source, name, value) => shown.push([line, endLine, source, name, value]) });
  return { sent, shown };
}

test('each statement is sent from its own line, shown, and committed at the end', async () => {
  const { sent, shown } = await runSql(`-- all\nSELECT *\nFROM a;\n\nUPDATE a SET b = ':c' WHERE d = '10:30';`);
  expect(sent).toEqual([
    { sql: 'SELECT *\nFROM a', line: 2 },
    { sql: "UPDATE a SET b = '\\:c' WHERE d = '10\\:30'", line: 5 },
    { sql: 'commit()', line: undefined },
  ]);
  expect(shown).toEqual([
    [2, 3, 'SELECT *\nFROM a', null, { returnsRows: true }],
    [5, 5, "UPDATE a SET b = ':c' WHERE d = '10:30'", null, '2 rows changed'],
  ]);
});

test('a transaction of the file is the session’s own', async () => {
  const { sent } = await runSql('BEGIN;\nDELETE FROM a;\nROLLBACK;\nCOMMIT', 'sql/a.sql');
  expect(sent.map(({ sql }) => sql)).toEqual(['DELETE FROM a', 'rollback()', 'commit()', 'commit()']);
});
