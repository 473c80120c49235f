import { expect, test } from 'vitest';
import { dbSource, evaluateProject, ProjectRunner } from '../../runtime/testing/run-project.ts';
import { snippets, snippetsAt } from './snippets.ts';

/** A snippet with its own suggestions left in place, as Tab and Escape leave it. */
function filled(body: string): string {
  let text = body;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/(?<!\\)\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1').replace(/(?<!\\)\$\{\d+:([^${}]*)\}/g, '$1');
  }
  return text.replace(/(?<!\\)\$\d/g, '').replace(/\\([$}\\])/g, '$1');
}
const bodyOf = (prefix: string): string => filled(snippets.find((one) => one.prefix === prefix)!.body);

const users = `export class User extends db.Model('users', {
  id: db.Column(db.Integer, { primaryKey: true }),
  username: db.Column(db.String(64)),
  ${bodyOf('oneToMany')}
}) {}
`;
const posts = bodyOf('model').replace('}) {', `  ${bodyOf('manyToOne')}\n  ${bodyOf('column')}\n}) {`);
const tags = bodyOf('model').replaceAll('Post', 'Tag').replaceAll('posts', 'tags');
const models = `import { db } from './db';\n${users}${posts}${tags}${bodyOf('manyToMany')}`;

test('the snippets of models together are models', () => {
  const { schema, error } = evaluateProject({ 'db.ts': dbSource, 'models.ts': models });
  expect(error).toBeNull();
  expect(schema?.tables.map(({ name }) => name)).toEqual(['users', 'posts', 'tags', 'post_tags']);
  expect(schema?.models[1]?.relationships).toMatchObject([
    { name: 'user', target: 'User', direction: 'manyToOne', backPopulates: 'posts' },
  ]);
});

test('the snippets of statements run', async () => {
  const runner = await ProjectRunner.make();
  const query = `import { db } from './db';\nimport { User } from './models';\n${bodyOf('insert')}${bodyOf('query')}${bodyOf('select')}`;
  const reply = await runner.run({ 'db.ts': dbSource, 'models.ts': models, 'query.ts': query });
  expect([reply.error, reply.committedRows]).toEqual([null, 1]);
});

test('each is offered where it fits', () => {
  expect(snippetsAt('mod').map(({ prefix }) => prefix)).toContain('model');
  expect(snippetsAt('mod').map(({ prefix }) => prefix)).not.toContain('column');
  expect(snippetsAt('  col').map(({ prefix }) => prefix)).toContain('column');
  expect(snippetsAt('const x = mod')).toEqual([]);
  expect(snippetsAt("  'mod")).toEqual([]);
});
