import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, type Page, test } from '@playwright/test';
import { gridText, WorkbenchPage } from './workbench-page.ts';

/* The main job, in the order a person does it: open, edit models, see the diagram, run, read the SQL, export, come back. */

const post = `
export class Post extends db.Model('posts', {
  id: db.Column(db.Integer, { primaryKey: true }),
  title: db.Column(db.String(120)),
  author_id: db.Column(db.Integer, db.ForeignKey('users.id')),
}) {}
`;
const asksForUsers = "import { User } from './models';\n\nUser.query.orderBy(User.username).all();\n";

async function start(page: Page): Promise<WorkbenchPage> {
  const bench = new WorkbenchPage(page);
  await bench.open();
  return bench;
}

test('opens with two tables and one line, its ends zero or one at roles and zero or many at users', async ({ page }) => {
  const bench = await start(page);
  const region = page.getByRole('region', { name: 'Diagram' });
  await expect(region.locator('[data-table]')).toHaveCount(2);
  const relation = bench.relation('users.role_id: many users to zero or one role');
  await expect(relation).toHaveCount(1);
  await expect(relation.getByRole('img', { name: /^zero or one at roles/ })).toHaveCount(1);
  await expect(relation.getByRole('img', { name: /^zero or many at users/ })).toHaveCount(1);
  await expect(page.locator('[data-relation]')).toHaveCount(1);
});

test('opens already run, with rows and the statement behind them', async ({ page }) => {
  const bench = await start(page);
  const block = bench.block('Line 4: User.query.all()');
  expect(await gridText(block.getByRole('grid'))).toEqual([
    ['id INTEGER', 'username VARCHAR', 'role_id INTEGER', 'role Role'],
    ['1', 'john', '1', '▸ not loaded'],
    ['2', 'susan', '3', '▸ not loaded'],
    ['3', 'david', '3', '▸ not loaded'],
  ]);
  await expect(block).toContainText('list of 3 User');
  await expect(block).toContainText('FROM users');
  await expect(page.getByText('Started from models.ts and seed.ts')).toBeVisible();
});

test('what ships with the page is what a run in the page gives', async ({ page }) => {
  const bench = await start(page);
  const shown = async (): Promise<string[]> =>
    (await bench.results.getByRole('region').allInnerTexts()).map((text) => text.replace(/[\d.]+ ms/g, 'a time'));
  const shipped = await shown();
  await bench.run();
  await bench.waitUntilSaved();
  expect(await shown()).toEqual(shipped);
});

test('a third model with a foreign key, typed into the editor, is a third table with its line', async ({ page }) => {
  const bench = await start(page);
  await bench.append('models.ts', post);
  await expect(bench.table('posts')).toBeVisible();
  await expect(bench.relation('posts.author_id: many posts to zero or one user')).toHaveCount(1);
  await expect(page.getByRole('navigation', { name: 'Files and tables' }).getByRole('button', { name: /^posts/ })).toBeVisible();
});

test('role_id made NOT NULL turns the line’s end into exactly one', async ({ page }) => {
  const bench = await start(page);
  const models = await bench.saved('models.ts');
  await bench.write('models.ts', models.replace("db.ForeignKey('roles.id'))", "db.ForeignKey('roles.id'), { nullable: false })"));
  const relation = bench.relation('users.role_id: many users to exactly one role');
  await expect(relation.getByRole('img', { name: /^exactly one at roles/ })).toHaveCount(1);
});

test('a query shows its rows, and its statement with parameters, count, time and line', async ({ page }) => {
  const bench = await start(page);
  await bench.write('query.ts', "import { Role } from './models';\n\nRole.query.filterBy({ name: 'User' }).all();\n");
  await page.keyboard.press('ControlOrMeta+Enter');
  const block = bench.block("Line 3: Role.query.filterBy({ name: 'User' }).all()");
  await expect(block).toContainText('list of 1 Role');
  expect((await gridText(block.getByRole('grid'))).slice(1)).toEqual([['3', 'User']]);
  await bench.openTab('SQL');
  const statement = page.getByRole('tabpanel', { name: /^SQL/ }).getByRole('button', { name: /SELECT/ });
  await expect(statement).toHaveCount(1);
  await expect(statement).toContainText('1 row');
  await expect(statement).toContainText(/\d ms/);
  await expect(statement).toContainText('3');
  await statement.click();
  const panel = page.getByRole('tabpanel', { name: /^SQL/ });
  await expect(panel).toContainText('WHERE roles.name = ?');
  await expect(panel).toContainText("'User'");
  await expect(panel.getByRole('button', { name: 'query.ts:3' })).toBeVisible();
});

test('a picked statement lights its line and its relation, and a picked relation its statements', async ({ page }) => {
  const bench = await start(page);
  await bench.write('query.ts', "import { User } from './models';\n\nUser.query.first()?.role?.name;\n");
  await bench.run();
  await bench.openTab('SQL');
  const lazyLoad = page
    .getByRole('tabpanel', { name: /^SQL/ })
    .getByRole('button', { name: /SELECT/ })
    .last();
  await lazyLoad.click();
  await expect(page.getByRole('tabpanel', { name: /^SQL/ })).toContainText('User.role');
  await expect(page.locator('[data-relation="users.role_id"]')).toHaveAttribute('data-lit', 'true');
  await expect(page.locator('.monaco-editor [class*="picked"]').first()).toBeVisible();
});

test('a syntax error stands at its line and the last picture stays', async ({ page }) => {
  const bench = await start(page);
  await bench.append('models.ts', '\nexport class Broken extends {\n');
  await expect(page.getByRole('region', { name: 'Diagram' }).locator('[data-stale="true"], :scope[data-stale="true"]')).toHaveCount(1);
  await expect(bench.table('users')).toBeVisible();
  await expect(page.getByText(/^Picture of \d\d:\d\d, before the error at models\.ts:\d+$/)).toBeVisible();
  await bench.openTab('Problems');
  await expect(bench.problems.getByRole('button', { name: /models\.ts:\d+/ }).first()).toBeVisible();
  await bench.startRun();
  await expect(page.getByText('Run waits until models.ts is right').first()).toBeVisible();
});

test('a relationship without a foreign key is told at its line, with the cure, and the last picture stays', async ({ page }) => {
  const bench = await start(page);
  const models = await bench.saved('models.ts');
  const broken = models.replace(", db.ForeignKey('roles.id')", '');
  await bench.write('models.ts', broken);
  const line = broken.split('\n').findIndex((text) => text.includes('db.relationship(() => Role')) + 1;
  await expect(page.getByText(new RegExp(`^Picture of \\d\\d:\\d\\d, before the error at models\\.ts:${line}$`))).toBeVisible();
  await expect(bench.relation('users.role_id: many users to zero or one role')).toHaveCount(1);
  await bench.openTab('Problems');
  await expect(bench.problems).toContainText('User.role: users has no foreign key to roles.');
  await expect(bench.problems).toContainText("Add db.ForeignKey('roles.id') to a column of users.");
  await bench.problems.getByRole('button', { name: 'Add it to users.role_id' }).click();
  await expect(page.getByText(/^Picture of/)).toHaveCount(0);
  expect(await bench.saved('models.ts')).toBe(models);
});

test('the exported file is a sound SQLite database and holds the rows', async ({ page }) => {
  const bench = await start(page);
  const shipped = await bench.exported();
  expect(shipped('PRAGMA integrity_check')).toEqual([['ok']]);
  await bench.write(
    'query.ts',
    "import { db } from './db';\nimport { Role } from './models';\n\ndb.session.add(new Role({ name: 'Guest' }));\ndb.session.commit();\n",
  );
  await bench.run();
  const exported = await bench.exported();
  expect(exported('PRAGMA integrity_check')).toEqual([['ok']]);
  expect(exported('PRAGMA foreign_key_check')).toEqual([]);
  expect(exported('SELECT name FROM roles ORDER BY id')).toEqual([['Administrator'], ['Moderator'], ['User'], ['Guest']]);
  expect(exported('SELECT username, role_id FROM users ORDER BY id')).toEqual([
    ['john', 1],
    ['susan', 3],
    ['david', 3],
  ]);
});

test('a reload keeps the edits, the data and what Run gave', async ({ page }) => {
  const bench = await start(page);
  await bench.append('models.ts', post);
  await expect(bench.table('posts')).toBeVisible();
  await bench.write(
    'query.ts',
    "import { db } from './db';\nimport { Post } from './models';\n\ndb.session.add(new Post({ title: 'kept' }));\ndb.session.commit();\nPost.query.all();\n",
  );
  await bench.run();
  await expect(bench.block('Line 6: Post.query.all()')).toContainText('kept');
  await bench.waitUntilSaved();
  await page.waitForTimeout(800);
  await page.reload();
  await expect(bench.table('posts')).toBeVisible();
  await expect(bench.block('Line 6: Post.query.all()')).toContainText('kept');
  expect(await bench.saved('models.ts')).toContain("db.Model('posts'");
  expect((await bench.exported())('SELECT title FROM posts')).toEqual([['kept']]);
});

test('text typed just before the page closes is kept', async ({ page }) => {
  const bench = await start(page);
  await bench.append('query.ts', '// the last words\n');
  await page.reload();
  await bench.editorReady();
  expect(await bench.saved('query.ts')).toContain('// the last words');
});

test('Run twice gives the same rows', async ({ page }) => {
  const bench = await start(page);
  await bench.write(
    'query.ts',
    "import { db } from './db';\nimport { User } from './models';\n\ndb.session.add(new User({ username: 'ann' }));\ndb.session.commit();\nUser.query.count();\n",
  );
  for (let time = 0; time < 2; time++) {
    await bench.run();
    await expect(bench.block('Line 6: User.query.count()')).toContainText('4');
    await expect(bench.results).toContainText('This row lasts until the next Run');
  }
});

test('what was added and never committed is said, and the button adds the commit', async ({ page }) => {
  const bench = await start(page);
  await bench.write(
    'query.ts',
    "import { db } from './db';\nimport { User } from './models';\n\ndb.session.addAll([new User({ username: 'ann' }), new User({ username: 'bob' })]);\n",
  );
  await bench.run();
  await expect(bench.results).toContainText('2 new objects were never committed. Add db.session.commit().');
  await bench.results.getByRole('button', { name: 'Add commit()' }).click();
  await expect.poll(async () => (await bench.saved('query.ts')).trimEnd().split('\n').at(-1)).toBe('db.session.commit();');
  await bench.run();
  await expect(bench.results).not.toContainText('never committed');
  expect((await bench.exported())('SELECT count(*) FROM users')).toEqual([[5]]);
});

test('a top-level const shows its name and value, folded', async ({ page }) => {
  const bench = await start(page);
  await bench.write('query.ts', "import { User } from './models';\n\nconst a = User.query.all();\nexport const two = 1 + 1;\n");
  await bench.run();
  const block = bench.block('Line 3: const a');
  await expect(block).toContainText('list of 3 User');
  await expect(block.getByRole('grid')).toHaveCount(0);
  await block.getByRole('button', { name: /const a/, expanded: false }).click();
  await expect(block.getByRole('grid')).toContainText('susan');
  await expect(bench.block('Line 4: const two')).toContainText('= 2');
});

test('console lines, an error and its place are shown in the order of the file', async ({ page }) => {
  const bench = await start(page);
  await bench.write(
    'query.ts',
    "import { User } from './models';\n\nUser.query.count();\nconsole.log('between', 1);\nfunction fail(): never {\n  throw new TypeError('not today');\n}\nfail();\n",
  );
  await bench.run();
  const shown = await bench.results.innerText();
  expect(shown.indexOf('between 1')).toBeGreaterThan(shown.indexOf('User.query.count()'));
  const error = bench.results.getByRole('alert', { name: 'Error' });
  await expect(error).toContainText('TypeError not today');
  await expect(error.getByRole('button', { name: 'query.ts:6', exact: true })).toBeVisible();
  await expect(error.getByRole('button', { name: 'query.ts:8', exact: true })).toBeVisible();
  await expect(error).toContainText('in fail');
});

test('Stop ends a loop without end, and the data of the last commit are there again', async ({ page }) => {
  const bench = await start(page);
  await bench.write(
    'query.ts',
    "import { db } from './db';\nimport { Role } from './models';\n\ndb.session.add(new Role({ name: 'kept' }));\ndb.session.commit();\ndb.session.add(new Role({ name: 'lost' }));\ndb.session.flush();\nwhile (true) {}\n",
  );
  await page.getByRole('button', { name: 'Run query.ts' }).first().click();
  const stop = page.getByRole('button', { name: /^Stop query\.ts/ });
  await expect(stop).toBeVisible();
  await expect(stop).toHaveText(/3 s/);
  await stop.click();
  await expect(bench.results).toContainText(
    'Stopped at query.ts:8. Kept: all commits up to line 5. Lost: 1 statement that was not committed.',
  );
  const exported = await bench.exported();
  expect(exported('SELECT name FROM roles ORDER BY id')).toEqual([['Administrator'], ['Moderator'], ['User'], ['kept']]);
  await bench.write('query.ts', asksForUsers);
  await bench.run();
  await expect(bench.block(/^Line 3/)).toContainText('david');
});

test('with the editor’s code blocked, diagram, code and results are there and the file can be run', async ({ page }) => {
  const bench = await start(page);
  await bench.run();
  await bench.waitUntilSaved();
  await page.waitForTimeout(800);
  await page.route(/monaco|editor\.api|ts-worker|editor\.worker/, (route) => route.abort());
  await page.reload();
  await expect(bench.table('users')).toBeVisible();
  await expect(page.getByRole('tabpanel', { name: 'models.ts' })).toContainText("export class Role extends db.Model('roles'");
  await expect(bench.block('Line 4: User.query.all()')).toContainText('susan');
  await expect(page.locator('.monaco-editor')).toHaveCount(0);
  await bench.run();
  await expect(page.getByText('Started from models.ts and seed.ts')).toBeVisible();
  await expect(bench.block('Line 4: User.query.all()')).toContainText('susan');
});

test('Space and a Chinese composition arrive in the editor and trigger nothing', async ({ page }) => {
  const bench = await start(page);
  await bench.openFile('query.ts');
  await bench.focusEditor();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('// a b c ');
  const session = await page.context().newCDPSession(page);
  for (const text of ['n', 'ni', 'ni h', 'ni hao'])
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await page.evaluate(() =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', ctrlKey: true, isComposing: true, bubbles: true, cancelable: true }),
    ),
  );
  await session.send('Input.insertText', { text: '你好' });
  await expect.poll(async () => (await bench.saved('query.ts')).split('\n')[0]).toBe("// a b c 你好import { Role, User } from './models';");
  await expect(page.getByRole('button', { name: /^Stop/ })).toHaveCount(0);
  await expect(page.getByText('These results are of')).toBeVisible();
});

test('the suggestions of the first visit type their change, are ticked when it happened, and Ctrl+Z takes it back', async ({ page }) => {
  const bench = await start(page);
  await bench.editorReady();
  const before = await bench.saved('models.ts');
  const strip = page.getByRole('region', { name: 'Try' });
  await strip.getByRole('button', { name: /Make role_id required/ }).click();
  await expect(bench.relation('users.role_id: many users to exactly one role')).toHaveCount(1);
  await expect(strip.getByRole('button', { name: /Make role_id required the line’s end changed/ })).toBeVisible();
  await strip.getByRole('button', { name: /Add a Post model/ }).click();
  await expect(bench.table('posts')).toBeVisible();
  await strip.getByRole('button', { name: /Ask for role 'User'/ }).click();
  await expect(bench.results).toContainText("Role.query.filterBy({ name: 'User' }).all()");
  await expect(strip).toHaveCount(0);
  await bench.openFile('models.ts');
  await bench.focusEditor();
  await page.keyboard.press('ControlOrMeta+Z');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => bench.saved('models.ts')).toBe(before);
  await page.reload();
  await expect(bench.table('roles')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Try' })).toHaveCount(0);
});

test('Ctrl+S says that it is saved', async ({ page }) => {
  const bench = await start(page);
  await bench.append('query.ts', '// more\n');
  await page.keyboard.press('ControlOrMeta+S');
  await expect(page.locator('#announcer')).toHaveText('Saved');
  await bench.waitUntilSaved();
});

test('the data from before the last run can be had back', async ({ page }) => {
  const bench = await start(page);
  await bench.run();
  await bench.write(
    'query.ts',
    "import { db } from './db';\nimport { Role } from './models';\n\ndb.session.add(new Role({ name: 'Guest' }));\ndb.session.commit();\n",
  );
  await bench.run();
  expect((await bench.exported())('SELECT count(*) FROM roles')).toEqual([[4]]);
  await bench.choose('Rebuilt each run', /before query\.ts ran, 6 rows/);
  await expect(page.getByText('The data are as they were before: 6 rows.').first()).toBeVisible();
  expect((await bench.exported())('SELECT count(*) FROM roles')).toEqual([[3]]);
});

test('a file can be added, run, removed and had back', async ({ page }) => {
  const bench = await start(page);
  await bench.editorReady();
  await page.getByRole('button', { name: 'New file' }).click();
  await page.getByRole('textbox', { name: 'Name of the file' }).fill('roles.ts');
  await page.keyboard.press('Enter');
  await bench.write('roles.ts', "import { Role } from './models';\nRole.query.count();\n");
  await bench.run('roles.ts');
  await expect(bench.block('Line 2: Role.query.count()')).toContainText('3');
  const row = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'More for roles.ts' }) });
  await row.hover();
  await bench.choose('More for roles.ts', 'Remove');
  await expect(page.getByRole('button', { name: 'More for roles.ts' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await bench.saved('roles.ts')).toContain('Role.query.count()');
});

test('values that look alike are told apart, and a grid exports as CSV', async ({ page }) => {
  const bench = await start(page);
  await bench.write('query.ts', "[null, 'NULL', undefined, 1, '1', 1n, true, '', new Uint8Array([10, 255])];\n({ a: [1, { b: 2 }] });\n");
  await bench.run();
  const list = bench.block(/^Line 1/);
  expect((await gridText(list.getByRole('grid'))).slice(1).flat()).toEqual([
    'NULL',
    "'NULL'",
    'undefined',
    '1',
    "'1'",
    '1n',
    'true',
    "''",
    "x'0aff'",
  ]);
  await list.getByRole('button', { name: 'Download' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).click()]);
  expect(await readFile(await download.path(), 'utf8')).toMatch(/^value\r\n\r\nNULL\r\n/);
});

test('panels keep their sizes, and a splitter moves by arrow keys', async ({ page }) => {
  const bench = await start(page);
  const splitter = page.getByRole('separator', { name: 'Width of the editor' });
  await splitter.focus();
  const width = async (): Promise<number> => (await page.getByRole('region', { name: 'Editor' }).boundingBox())?.width ?? 0;
  const before = await width();
  for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowRight');
  const after = await width();
  expect(after).toBeGreaterThan(before + 20);
  await page.reload();
  await expect(bench.table('roles')).toBeVisible();
  expect(Math.abs((await width()) - after)).toBeLessThan(3);
});

test('the page speaks Chinese, and says so', async ({ page }) => {
  const bench = await start(page);
  await page.getByRole('button', { name: /Project$/ }).click();
  await page.getByRole('menuitemcheckbox', { name: '中文' }).click();
  await expect(page.getByRole('button', { name: '运行 query.ts' }).first()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.reload();
  await expect(page.getByRole('tab', { name: /^结果/ })).toBeVisible();
  await expect(bench.page.getByText('数据来自 models.ts 和 seed.ts')).toBeVisible();
});

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the ${colorScheme} theme`, async ({ browser }) => {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1440, height: 900 } });
    const bench = await start(page);
    await bench.editorReady();
    const axe = await readFile(axePath, 'utf8');
    const check = async (): Promise<string[]> => {
      await page.evaluate(axe);
      return await page.evaluate(async () => {
        const { violations } = await (
          window as unknown as {
            axe: { run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
          }
        ).axe.run({
          resultTypes: ['violations'],
        });
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
      });
    };
    expect(await check()).toEqual([]);
    await bench.openTab('SQL');
    await page.locator('[data-statement]').first().click();
    expect(await check()).toEqual([]);
    await bench.append('models.ts', '\nexport class Broken extends {\n');
    await expect(page.getByText(/^Picture of/)).toBeVisible();
    await bench.openTab('Problems');
    expect(await check()).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: /^Results/ }).click();
    expect(await check()).toEqual([]);
    await page.close();
  });
}
