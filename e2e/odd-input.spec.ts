import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* Names, values and sizes that nobody expects: shown as they are, nothing of them executed, nothing broken by them. */

/** A program that would be noticed if the page took text for markup, and every fault the page reports. */
async function start(page: Page): Promise<{ bench: WorkbenchPage; faults: string[] }> {
  const faults: string[] = [];
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  const bench = new WorkbenchPage(page);
  await bench.open();
  return { bench, faults };
}

/** Nothing was executed, and the page is no wider than its window. */
async function expectWhole(page: Page, faults: readonly string[]): Promise<void> {
  expect(faults).toEqual([]);
  expect(await page.evaluate(() => (window as { pwned?: unknown }).pwned)).toBeUndefined();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(page.viewportSize()!.width);
}

const names = [
  `"quoted" it's`,
  '<img src=x onerror="window.pwned=1">',
  '👩‍🚀 crews',
  'מספרים של אנשים',
  `long_${'x'.repeat(195)}`,
  'a.b',
  '__proto__',
  'constructor',
  'back\\slash',
  '`tick` [bracket]',
];

test('names with quotes, brackets, emoji, right-to-left text, 200 letters and dots are names like others', async ({ page }) => {
  const { bench, faults } = await start(page);
  const model = (name: string, at: number): string => `export class T${at} extends db.Model(${JSON.stringify(name)}, {
  id: db.Column(db.Integer, { primaryKey: true }),
  label: db.Column(${JSON.stringify(name)}, db.String(40), { comment: ${JSON.stringify(name)} }),
  ref_a: db.Column(db.Integer, db.ForeignKey('a.b')),
}) {}`;
  await bench.write(
    'models.ts',
    `import { db } from './db';
export class A extends db.Model('a', { b: db.Column(db.Integer, { primaryKey: true }) }) {}
${names.map(model).join('\n')}
`,
  );
  const drawn = (name: string) => bench.table(name.replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  for (const name of names) await expect(drawn(name).first()).toContainText(name);
  // `a.b` is a column of a and a table beside it: every key points to the column.
  await expect(page.locator('[data-relation]')).toHaveCount(names.length);
  await expect(bench.page.getByRole('group', { name: /a\.b\.ref_a: .* to zero or one a$/ })).toHaveCount(1);
  await bench.write('seed.ts', 'export {};\n');
  await bench.write(
    'query.ts',
    `import { db } from './db';
import * as models from './models';

for (const name of ${JSON.stringify(names.map((_, at) => `T${at}`))}) {
  db.session.add(new (models as any)[name]({ label: 'in ' + name }));
}
db.session.commit();
models.T0.query.all();
models.T4.query.first()?.label;
`,
  );
  await bench.run();
  await expect(bench.block(/^Line 8/)).toContainText('list of 1 T0');
  await expect(bench.block(/^Line 8/)).toContainText('FROM """quoted"" it\'s"');
  await expect(bench.block(/^Line 9/)).toContainText('in T4');
  const sqlite = await bench.exported();
  for (const name of names) expect(sqlite(`SELECT count(*) FROM "${name.replaceAll('"', '""')}"`)).toEqual([[1]]);
  // Every place that lists tables or writes them out.
  for (const name of names)
    await expect(page.getByRole('navigation', { name: 'Files and tables' }).getByText(name, { exact: true })).toBeVisible();
  await bench.openTab('SQL');
  await expect(page.locator('[data-statement]').filter({ hasText: '<img src=x' }).first()).toBeVisible();
  await page.locator('[data-statement]').filter({ hasText: 'long_xxx' }).first().click();
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByRole('combobox', { name: 'Commands' }).fill('crews');
  await page.getByRole('option', { name: /crews/ }).first().click();
  await expect(drawn('👩‍🚀 crews').first()).toHaveAttribute('data-focused', 'true');
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByRole('combobox', { name: 'Commands' }).fill('svg');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('option').first().click()]);
  const svg = await readFile(await download.path(), 'utf8');
  const kept = await page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { isWhole: picture.querySelector('parsererror, script, img') === null, text: picture.documentElement.textContent ?? '' };
  }, svg);
  expect(kept.isWhole).toBe(true);
  expect(kept.text).toContain('<img src=x');
  expect(kept.text).toContain('👩‍🚀 crews');
  await page.reload();
  await expect(drawn('__proto__').first()).toBeVisible();
  await expectWhole(page, faults);
});

test('a table without columns says what it lacks; one of 300 columns is drawn, filled and shown', async ({ page }) => {
  const { bench, faults } = await start(page);
  await bench.write('seed.ts', 'export {};\n');
  await bench.write('query.ts', 'export {};\n1;\n');
  await bench.write('models.ts', "import { db } from './db';\n\nexport const bare = db.Table('bare');\n");
  await expect(bench.table('bare')).toBeVisible();
  await bench.run();
  await expect(bench.results.getByRole('alert', { name: 'Error' })).toContainText(
    /bare has no columns, and SQLite makes no such table\.\s*Give it one at least/,
  );
  await bench.write('models.ts', "import { db } from './db';\n\nexport class Bare extends db.Model('bare', {}) {}\n");
  await expect(page.getByText('bare has no primary key.').first()).toBeVisible();

  const columns = Array.from({ length: 299 }, (_, at) => `  c${at}: db.Column(db.String(20)),`).join('\n');
  await bench.write(
    'models.ts',
    `import { db } from './db';\nexport class Wide extends db.Model('wide', {\n  id: db.Column(db.Integer, { primaryKey: true }),\n${columns}\n}) {}\n`,
  );
  await expect(bench.table('wide')).toBeVisible();
  await bench.write(
    'query.ts',
    `import { db } from './db';
import { Wide } from './models';
for (let at = 0; at < 60; at++) db.session.add(new Wide({ c0: 'first ' + at, c298: 'last ' + at }));
db.session.commit();
Wide.query.all();
`,
  );
  await bench.run();
  const block = bench.block(/^Line 5/);
  await expect(block).toContainText('list of 60 Wide');
  await expect(block).toContainText('first 0');
  const last = block.getByText('last 0', { exact: true });
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport();
  expect((await bench.exported())('SELECT c298 FROM wide WHERE id = 60')).toEqual([['last 59']]);
  await expectWhole(page, faults);
});

test('values that look like the end of a script, half a character and a million rows are shown, and their limit is said', async ({
  page,
}) => {
  const { bench, faults } = await start(page);
  await bench.write(
    'query.ts',
    `import { db } from './db';
import { User } from './models';
'</script><script>window.pwned = 1</script>';
'lone \\ud800 surrogate';
db.session.add(new User({ username: '</script><img src=x onerror="window.pwned=1">' }));
db.session.add(new User({ username: 'lone \\ud800 end' }));
db.session.commit();
User.query.all();
console.log('</script>', '\\ud800');
Array.from({ length: 1_000_000 }, (_, at) => at);
`,
  );
  await bench.run();
  await expect(bench.block(/^Line 3/)).toContainText("'</script><script>window.pwned = 1</script>'");
  await expect(bench.block(/^Line 4/)).toContainText(/lone . surrogate/u);
  await expect(bench.block(/^Line 8/)).toContainText('</script><img src=x onerror="window.pwned=1">');
  await expect(bench.block(/^Line 8/)).toContainText(/lone . end/u);
  await expect(bench.block(/^Line 10/)).toContainText('list of 1,000,000 values');
  await expect(bench.block(/^Line 10/)).toContainText('The first 100,000 of 1,000,000 rows');
  // The rows are drawn as they come into sight.
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(4000);
  expect((await bench.exported())("SELECT count(*) FROM users WHERE username LIKE '</script>%'")).toEqual([[1]]);
  await bench.openTab('SQL');
  await page.locator('[data-statement]').filter({ hasText: 'INSERT' }).last().click();
  await bench.waitUntilSaved();
  await page.reload();
  await expect(bench.block(/^Line 8/)).toContainText(/lone . end/u);
  expect(await bench.saved('query.ts')).toContain("'lone \\ud800 surrogate'");
  await expectWhole(page, faults);
});

test('models changed while a run goes on: the picture follows, the run ends as it began, the next one has them', async ({ page }) => {
  const { bench, faults } = await start(page);
  await bench.write(
    'query.ts',
    `import { Role } from './models';
const until = Date.now() + 6000;
while (Date.now() < until) Role.query.count();
'roles: ' + Role.query.count();
`,
  );
  const last = page.locator('[data-ran-at]').first();
  const before = await last.getAttribute('data-ran-at');
  await bench.startRun();
  await expect(page.getByRole('button', { name: /^Stop/ })).toBeVisible();
  await bench.append(
    'models.ts',
    "\nexport class Post extends db.Model('posts', {\n  id: db.Column(db.Integer, { primaryKey: true }),\n  user_id: db.Column(db.Integer, db.ForeignKey('users.id')),\n}) {}\n",
  );
  await expect(bench.table('posts')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Stop/ })).toBeVisible();
  await expect(last).not.toHaveAttribute('data-ran-at', before ?? '', { timeout: 30_000 });
  await expect(bench.block(/^Line 4/)).toContainText('roles: 3');
  await expect(bench.results).toContainText('before your last edits');
  await bench.write('query.ts', "import { Post } from './models';\nPost.query.count();\n");
  await bench.run();
  await expect(bench.block(/^Line 2/)).toContainText('0');
  await expectWhole(page, faults);
});

test('a project of 60 files opens, runs and is found one’s way about', async ({ page }) => {
  const { bench, faults } = await start(page);
  await bench.append('query.ts', '// kept\n');
  await bench.waitUntilSaved();
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('crowfoot');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => resolve(opening.result);
    });
    const tx = database.transaction(['projects', 'meta'], 'readwrite');
    const projects = tx.objectStore('projects');
    const asked = projects.getAll();
    asked.onsuccess = () => {
      const sample = asked.result[0];
      const part = (at: number) => ({
        path: `models/part_${at}.ts`,
        text: `import { db } from '../db';\n\nexport class Part${at} extends db.Model('part_${at}', {\n  id: db.Column(db.Integer, { primaryKey: true }),\n  before_id: db.Column(db.Integer, db.ForeignKey('part_${Math.max(0, at - 1)}.id')),\n}) {}\n`,
      });
      const parts = Array.from({ length: 56 }, (_, at) => part(at));
      const models = parts.map((_, at) => `export * from './models/part_${at}';`).join('\n');
      const files = [
        { path: 'db.ts', text: sample.files.find((file: { path: string }) => file.path === 'db.ts').text },
        { path: 'models.ts', text: `${models}\n` },
        ...parts,
        { path: 'seed.ts', text: 'export {};\n' },
        { path: 'query.ts', text: "import { Part55 } from './models';\n\nPart55.query.count();\n" },
      ];
      const layout = { open: ['models.ts', 'query.ts'], active: 'query.ts', entry: 'query.ts' };
      const { origin: _, ...rest } = sample;
      projects.put({ ...rest, id: 'sixty', name: 'Sixty files', files, layout, diagram: null }, 'sixty');
      tx.objectStore('meta').put('sixty', 'lastOpened');
    };
    await new Promise<void>((resolve) => {
      tx.oncomplete = () => resolve();
    });
    database.close();
  });
  await page.reload();
  // Nothing is stored of this project but its texts: the compiler has to come first.
  await expect(bench.table('part_55')).toBeAttached({ timeout: 40_000 });
  await expect(
    page.getByRole('navigation', { name: 'Files and tables' }).getByRole('button', { name: /^models\/part_\d+\.ts/ }),
  ).toHaveCount(56);
  await bench.editorReady();
  await bench.run();
  await expect(bench.block(/^Line 3/)).toContainText('0');
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByRole('combobox', { name: 'Commands' }).fill('part_55.ts');
  await page
    .getByRole('option', { name: /part_55\.ts/ })
    .first()
    .click();
  await expect(page.getByRole('tab', { name: /part_55\.ts/, selected: true })).toBeInViewport();
  await bench.editorReady();
  await bench.focusEditor();
  await page.keyboard.press('ControlOrMeta+End');
  await bench.paste("export class Last extends db.Model('last', { id: db.Column(db.Integer, { primaryKey: true }) }) {}\n");
  await expect(bench.table('last')).toBeAttached();
  expect((await bench.sources()).length).toBe(60);
  await expectWhole(page, faults);
});
