import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* Bad input gets a clear message, in these very words, and loses nothing that was there. */

async function start(page: Page): Promise<WorkbenchPage> {
  const bench = new WorkbenchPage(page);
  await bench.open();
  return bench;
}

/** The picture from before the error, and the error's words in Problems. */
async function expectProblem(bench: WorkbenchPage, sentence: string): Promise<void> {
  await expect(bench.page.getByText(/^Picture of \d\d:\d\d, before the error at models\.ts:\d+$/)).toBeVisible();
  await bench.openTab('Problems');
  await expectSaid(bench, sentence);
  await expect(bench.table('users')).toBeVisible();
}

/** The words in Problems, each sentence with its way out. */
async function expectSaid(bench: WorkbenchPage, sentence: string): Promise<void> {
  await expect.poll(async () => (await bench.problems.innerText()).replace(/\s+/g, ' ')).toContain(sentence);
}

/** What lies in the browser's database under a project's id. */
const putRecord = (page: Page, id: string, record: unknown): Promise<void> =>
  page.evaluate(
    ([key, value]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('crowfoot');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const tx = opening.result.transaction(['projects', 'meta'], 'readwrite');
          tx.objectStore('projects').put(value, key as string);
          tx.objectStore('meta').put(key as string, 'lastOpened');
          tx.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    [id, record] as const,
  );
const getRecord = (page: Page, id: string): Promise<unknown> =>
  page.evaluate(
    (key) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('crowfoot');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction('projects').objectStore('projects').get(key);
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result);
          };
        };
      }),
    id,
  );

test('a models file that throws', async ({ page }) => {
  const bench = await start(page);
  const before = await bench.saved('models.ts');
  await bench.append('models.ts', "\nthrow new Error('no models today');\n");
  await expectProblem(bench, 'no models today');
  await expect(bench.problems.getByRole('button', { name: `models.ts:${before.split('\n').length + 1}` })).toBeVisible();
  await bench.run();
  await expect(bench.results.getByRole('alert', { name: 'Error' })).toContainText('Error no models today');
  expect((await bench.exported())('SELECT count(*) FROM users')).toEqual([[3]]);
});

test('a models file that exports nothing', async ({ page }) => {
  const bench = await start(page);
  const models = await bench.saved('models.ts');
  await bench.write('models.ts', models.replaceAll('export class', 'class'));
  await expectProblem(bench, 'models.ts exports no model. Write export before each class, so that other files can use it.');
});

test('a models file that defines no table', async ({ page }) => {
  const bench = await start(page);
  await bench.write('models.ts', "import { db } from './db';\n\nexport const name = db.String(64);\n");
  await bench.openTab('Problems');
  await expectSaid(bench, "models.ts defines no table. Write export class Role extends db.Model('roles', { … }) {}.");
});

test('two tables of one name', async ({ page }) => {
  const bench = await start(page);
  await bench.append(
    'models.ts',
    "\nexport class Twin extends db.Model('users', {\n  id: db.Column(db.Integer, { primaryKey: true }),\n}) {}\n",
  );
  await expectProblem(bench, 'Two models are called users. Give one of them another table name.');
});

test('a models file that never ends', async ({ page }) => {
  const bench = await start(page);
  await bench.append('models.ts', '\nfor (;;) {}\n');
  await expectProblem(bench, 'models.ts did not come to an end within 2 s and was stopped. Look for a loop that never ends.');
  const models = await bench.saved('models.ts');
  await bench.write('models.ts', models.replace('for (;;) {}', ''));
  await expect(page.getByText(/^Picture of/)).toHaveCount(0);
});

test('an import of an unknown package', async ({ page }) => {
  const bench = await start(page);
  await bench.write('query.ts', "import lodash from 'lodash';\n\nlodash.chunk([1], 1);\n");
  await bench.run();
  await expect(bench.results.getByRole('alert', { name: 'Error' })).toContainText(
    "'lodash' cannot be imported: only crowfoot and your own files can.",
  );
  await expect(bench.results.getByRole('button', { name: 'query.ts:1', exact: true })).toBeVisible();
});

test('an import of a file that is not there', async ({ page }) => {
  const bench = await start(page);
  await bench.write('query.ts', "import { x } from './elsewhere';\n\nx;\n");
  await bench.run();
  await expect(bench.results.getByRole('alert', { name: 'Error' })).toContainText("There is no file './elsewhere'.");
});

test('tables named __proto__, constructor and <b>', async ({ page }) => {
  const bench = await start(page);
  const names = ['__proto__', 'constructor', '<b>'];
  const model = (name: string, at: number): string =>
    `export class T${at} extends db.Model('${name}', {\n  id: db.Column(db.Integer, { primaryKey: true }),\n  user_id: db.Column(db.Integer, db.ForeignKey('users.id')),\n}) {}\n`;
  await bench.append('models.ts', `\n${names.map(model).join('\n')}`);
  for (const name of names) {
    await expect(bench.table(name)).toBeVisible();
    await expect(bench.table(name)).toContainText(name);
    await expect(
      page.getByRole('navigation', { name: 'Files and tables' }).getByRole('button', { name: new RegExp(`^${name}`) }),
    ).toBeVisible();
  }
  await expect(page.locator('[data-relation]')).toHaveCount(4);
  await expect(page.getByRole('region', { name: 'Diagram' }).locator('b')).toHaveCount(0);
  await bench.write(
    'query.ts',
    "import { db } from './db';\nimport { T0 } from './models';\n\ndb.session.add(new T0({ user_id: 1 }));\ndb.session.commit();\nT0.query.all();\n",
  );
  await bench.run();
  await expect(bench.block('Line 6: T0.query.all()')).toContainText('list of 1 T0');
  expect((await bench.exported())('SELECT user_id FROM "__proto__"')).toEqual([[1]]);
  await page.reload();
  for (const name of names) await expect(bench.table(name)).toBeVisible();
});

test('a damaged record is kept untouched, offered as a download, and another project opens', async ({ page }) => {
  const bench = await start(page);
  await bench.append('query.ts', '// mine\n');
  await bench.waitUntilSaved();
  const damaged = { formatVersion: 1, id: 'broken', name: 'Broken one', files: 'not a list' };
  await putRecord(page, 'broken', damaged);
  await page.reload();
  await expect(bench.table('users')).toBeVisible();
  await expect(
    page.getByRole('alert').filter({ hasText: '“Broken one” cannot be read: its record is damaged. It is kept as it is.' }),
  ).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download it' }).click()]);
  expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toEqual(damaged);
  expect(await getRecord(page, 'broken')).toEqual(damaged);
  await bench.editorReady();
  expect(await bench.saved('query.ts')).toContain('// mine');
});

test('a record of a newer format is kept untouched, and the sample opens where there is no other', async ({ page }) => {
  const bench = await start(page);
  const newer = { formatVersion: 2, id: 'sample-roles-and-users', revision: 9, name: 'From tomorrow', shards: [1] };
  await putRecord(page, newer.id, newer);
  await page.reload();
  await expect(bench.table('users')).toBeVisible();
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: '“From tomorrow” was saved by a newer Crowfoot (format 2, this page reads 1). It is kept as it is.' }),
  ).toBeVisible();
  await bench.append('query.ts', '// typed beside it\n');
  await bench.waitUntilSaved();
  expect(await getRecord(page, newer.id)).toEqual(newer);
});

test('a damaged cache of results is made again', async ({ page }) => {
  const bench = await start(page);
  await bench.run();
  await bench.waitUntilSaved();
  await page.waitForTimeout(800);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('crowfoot');
        opening.onsuccess = () => {
          const tx = opening.result.transaction('derived', 'readwrite');
          tx.objectStore('derived').put({ version: 1, emitted: 'nonsense' }, 'sample-roles-and-users');
          tx.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
  await page.reload();
  await expect(bench.table('users')).toBeVisible();
  await bench.run();
  await expect(bench.block('Line 4: User.query.all()')).toContainText('susan');
});

test('a second tab is told, writes over nothing, and both texts are kept', async ({ page, context }) => {
  const bench = await start(page);
  await bench.append('query.ts', '// first\n');
  await bench.waitUntilSaved();
  const other = new WorkbenchPage(await context.newPage());
  await other.open();
  await other.append('query.ts', '// the other tab\n');
  await other.waitUntilSaved();
  const told = page.getByRole('alert').filter({
    hasText: /^Another tab has saved “Roles and users” at \d\d:\d\d\. Nothing of yours is written over it, and nothing of yours is lost\./,
  });
  await expect(told).toBeVisible();
  await bench.append('query.ts', '// this tab\n');
  await page.waitForTimeout(600);
  await page.getByRole('button', { name: 'Save mine as a copy' }).click();
  await expect(told).toHaveCount(0);
  await bench.waitUntilSaved();
  await expect(page.getByRole('button', { name: 'Roles and users (copy), Project' })).toBeVisible();
  expect(await bench.saved('query.ts')).toContain('// this tab');
  expect(await other.saved('query.ts')).toContain('// the other tab');
  await page.getByRole('button', { name: /Project$/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Roles and users', exact: true }).click();
  await bench.editorReady();
  await expect.poll(() => bench.saved('query.ts')).toContain('// the other tab');
});

test('loading the other tab’s version keeps this tab’s text as a copy', async ({ page, context }) => {
  const bench = await start(page);
  await bench.append('query.ts', '// first\n');
  await bench.waitUntilSaved();
  const other = new WorkbenchPage(await context.newPage());
  await other.open();
  await other.append('query.ts', '// the other tab\n');
  await other.waitUntilSaved();
  await expect(page.getByRole('button', { name: 'Load the other tab’s' })).toBeVisible();
  await bench.append('query.ts', '// this tab\n');
  await page.getByRole('button', { name: 'Load the other tab’s' }).click();
  await expect(page.getByText('Your text is in “Roles and users (copy)”.').first()).toBeVisible();
  await expect.poll(() => bench.saved('query.ts')).toContain('// the other tab');
  await page.getByRole('button', { name: /Project$/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Roles and users (copy)' }).click();
  await expect.poll(() => bench.saved('query.ts')).toContain('// this tab');
});

/** Drops files on the middle of the editor, as a file manager does. */
const drop = (page: Page, name: string, content: string): Promise<boolean> =>
  page.evaluate(
    ([fileName, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text!], fileName!));
      const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2)!;
      const over = new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true });
      target.dispatchEvent(over);
      const dropped = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      target.dispatchEvent(dropped);
      return over.defaultPrevented && dropped.defaultPrevented;
    },
    [name, content] as const,
  );

test('a file dropped on the page does not take its place', async ({ page }) => {
  const bench = await start(page);
  await bench.editorReady();
  const address = page.url();
  expect(await drop(page, 'orders.sqlite', 'SQLite format 3')).toBe(true);
  await expect(
    page.getByText('Nothing was done with orders.sqlite. A .ts file dropped here becomes a file of the project.').first(),
  ).toBeVisible();
  expect(await drop(page, 'query.ts', '1 + 1;\n')).toBe(true);
  await expect(page.getByRole('tab', { name: /^query-2\.ts/ })).toBeVisible();
  expect(page.url()).toBe(address);
  expect(await bench.saved('query-2.ts')).toBe('1 + 1;\n');
  expect(await bench.saved('query.ts')).toContain('User.query.all()');
});

test('a name no file can have', async ({ page }) => {
  await start(page);
  await page.getByRole('button', { name: 'New file' }).click();
  const field = page.getByRole('textbox', { name: 'Name of the file' });
  for (const [name, words] of [
    ['list', 'The name ends with .ts or .sql.'],
    ['a b.ts', 'Letters, digits, - and _, with / between folders.'],
    ['Models.ts', 'There is a file of this name.'],
    ['', 'A file needs a name.'],
  ] as const) {
    await field.fill(name);
    await field.press('Enter');
    await expect(page.getByText(words)).toBeVisible();
  }
  await field.press('Escape');
  await expect(field).toHaveCount(0);
});

test('a browser that keeps nothing says so, and the sample runs all the same', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', {
      value: {
        open: () => {
          throw new DOMException('refused', 'SecurityError');
        },
      },
    });
  });
  const bench = await start(page);
  await bench.run();
  await expect(bench.block('Line 4: User.query.all()')).toContainText('susan');
  const banner = page
    .getByRole('alert')
    .filter({ hasText: 'The browser refuses to keep this project. Download its sources before you close the page.' });
  await expect(banner).toBeVisible();
  await expect(banner.getByRole('button', { name: 'Download', exact: true })).toBeVisible();
});
