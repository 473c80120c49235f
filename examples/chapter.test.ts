import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCases } from '../core/conformance/load-cases.ts';
import { normalSql, type Recorded, statementsDiffer } from '../core/conformance/replay/compare.ts';
import { chapter, db } from './chapter.ts';

/** The same session as SQLAlchemy ran it: what each line printed and which statements were sent. */
const recording = JSON.parse(readFileSync(new URL('chapter.recording.json', import.meta.url), 'utf8')) as {
  readonly steps: readonly { readonly py: string; readonly printed: readonly string[] }[];
  readonly emitted: readonly Recorded[];
};

function run(): { printed: string[]; emitted: Recorded[] } {
  const printed: string[] = [];
  const emitted: Recorded[] = [];
  const { events } = db.engine;
  const ends = [
    events.on('statement', ({ sql, paramSets, origin }) => {
      if (origin.cause === 'inspect') return; // which tables are there: the recording leaves it out as well
      for (const params of paramSets) emitted.push([sql, params as never]);
    }),
    events.on('begin', () => emitted.push(['BEGIN (implicit)'])),
    events.on('commit', () => emitted.push(['COMMIT'])),
    events.on('rollback', () => emitted.push(['ROLLBACK'])),
  ];
  chapter((line) => printed.push(line));
  for (const end of ends) end();
  return { printed, emitted };
}

describe('the first chapter', () => {
  const { printed, emitted } = run();

  test('prints what the book prints', () => {
    expect(printed.map(normalSql)).toEqual([
      // Python prints None
      'undefined',
      'undefined',
      'undefined',
      '1',
      '2',
      '3',
      "[<Role 'Administrator'>, <Role 'User'>]",
      "[<User 'john'>, <User 'susan'>, <User 'david'>]",
      "[<User 'susan'>, <User 'david'>]",
      // the book has :param_1: without a bound database SQLAlchemy names its parameters
      'SELECT users.id AS users_id, users.username AS users_username, users.role_id AS users_role_id FROM users WHERE ? = users.role_id',
      "[<User 'david'>, <User 'susan'>]",
      '2',
      "[<User 'susan'>, <User 'david'>]",
      "<Role 'User'>",
    ]);
  });

  test('prints what the recording prints, line by line', () => {
    const recorded = recording.steps
      .flatMap((step) => step.printed)
      .map((line) => (line === 'None' ? 'undefined' : line.replace(/^'|'$/g, '').replaceAll('\\n', '\n')));
    expect(printed.map(normalSql)).toEqual(recorded.map(normalSql));
  });

  test('sends the statements that SQLAlchemy sends, in order', () => {
    expect(statementsDiffer(recording.emitted, emitted)).toBeUndefined();
  });

  test('the recorded case of a dynamic relationship sends the same shape of statement', () => {
    const [kept] = loadCases('query-exec').filter(({ recorded }) => recorded.id === 'query-exec/dynamic-assign-list');
    const counting = kept!.recorded.emitted!.map(([sql]) => normalSql(sql)).filter((sql) => sql.startsWith('SELECT count'));
    expect(counting.length).toBeGreaterThan(0);
    expect(emitted.map(([sql]) => normalSql(sql))).toEqual(expect.arrayContaining(counting));
  });
});
