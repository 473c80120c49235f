import { beforeAll, expect, test } from 'vitest';
import { dbSource, ProjectRunner, type Sources } from '../../runtime/testing/run-project.ts';
import { arrangeLog, type LogRow } from './arrange-log.ts';
import { repeatedStatements } from './repeated-statements.ts';

const models = `import { db } from './db';
export class Role extends db.Model('roles', {
  id: db.Column(db.Integer, { primaryKey: true }),
  name: db.Column(db.String(64)),
}) {}
`;
const head = "import { db } from './db';\nimport { Role } from './models';\n";
const project = (query: string): Sources => ({ 'db.ts': dbSource, 'models.ts': models, 'query.ts': head + query });

let runner: ProjectRunner;
beforeAll(async () => {
  runner = await ProjectRunner.make();
});

/** `2 INSERT`: how many brackets stand around what. */
async function rows(query: string): Promise<string[]> {
  const reply = await runner.run(project(query));
  expect(reply.error).toBeNull();
  const run = reply.statements.filter(({ phase }) => phase === 'run');
  const marks = (reply.transactions ?? []).filter(({ phase }) => phase === 'run');
  return arrangeLog(run, marks, repeatedStatements(run)).map(word);
}

function word(row: LogRow): string {
  if (row.kind === 'mark')
    return `${row.depth} ${row.mark}${row.mark === 'commit' || row.mark.startsWith('rollback') ? ` of ${row.writes}` : ''}`;
  return `${row.depth} ${row.statement.sql.split(/\s/)[0]}${row.group ? ` × ${row.group.indexes.length}` : ''}`;
}

test('a transaction is a bracket around its statements', async () => {
  expect(await rows("db.session.add(new Role({ name: 'a' }));\ndb.session.commit();\nRole.query.all();\n")).toEqual([
    '1 begin',
    '1 INSERT',
    '1 commit of 1',
    '1 begin',
    '1 SELECT',
    '1 rollback of 0',
  ]);
});

test('a savepoint is a bracket within, whether it is kept or given up', async () => {
  const query = `for (const kept of [true, false]) {
  const nested = db.session.beginNested();
  db.session.add(new Role({ name: String(kept) }));
  db.session.flush();
  if (kept) nested.commit();
  else nested.rollback();
}
db.session.commit();
`;
  expect(await rows(query)).toEqual([
    '1 begin',
    '2 savepoint',
    '2 INSERT',
    '2 release',
    '2 savepoint',
    '2 INSERT',
    '2 rollback-to of 1',
    '1 commit of 1',
  ]);
});

test('a statement sent again and again is one row, where it was sent first', async () => {
  expect(await rows('for (let id = 1; id < 5; id++) Role.query.filterBy({ id }).first();\nRole.query.count();\n')).toEqual([
    '1 begin',
    '1 SELECT × 4',
    '1 SELECT',
    '1 rollback of 0',
  ]);
});

test('what a run that was stopped left open stays open', () => {
  expect(arrangeLog([], [{ kind: 'begin', before: 0, phase: 'run', file: 'query.ts', line: 3 }], []).map(word)).toEqual(['1 begin']);
});
