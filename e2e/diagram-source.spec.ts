import { expect, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* The diagram of the database's own tables, as its inspector finds them, beside that of the models. */

test('the database’s own tables: the same picture after a run, differences marked, and what a rebuild would not make', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  const diagram = page.getByRole('region', { name: 'Diagram' });
  const choose = (name: string) => diagram.getByRole('radio', { name }).click();
  const at = () => bench.table('users').evaluate((node) => (node.closest('.react-flow__node') as HTMLElement).style.transform);
  const before = await at();
  await choose('Database');
  await expect(diagram.getByText('As the models say')).toBeVisible();
  await expect(bench.relation(/^users\.role_id: many users to zero or one role/)).toBeVisible();
  await expect(bench.table('roles').locator('[data-column="name"]')).toContainText('VARCHAR(64)');
  await expect(bench.table('roles').getByText('3', { exact: true })).toBeVisible();
  expect(await at(), 'nothing moves').toBe(before);

  // SQL of the program's own makes what no model knows.
  await bench.write(
    'query.ts',
    `import { db } from './db';

db.session.execute(db.text('CREATE TABLE drafts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL UNIQUE REFERENCES users (id), body TEXT)'));
db.session.execute(db.text('ALTER TABLE roles ADD COLUMN note TEXT'));
db.session.execute(db.text('INSERT INTO drafts (user_id) VALUES (1), (2)'));
db.session.commit();
`,
  );
  await bench.run();
  await expect(bench.table('drafts')).toHaveAttribute('data-mark', 'only-here');
  await expect(bench.table('drafts').getByText('2', { exact: true })).toBeVisible();
  await expect(bench.relation(/^drafts\.user_id: zero or one draft to exactly one user/)).toBeVisible();
  await expect(bench.table('roles')).toHaveAttribute('data-mark', 'changed');
  await expect(bench.table('roles').locator('[data-column="note"]').getByRole('img', { name: 'not in the models' })).toBeVisible();
  expect(await at()).toBe(before);
  await diagram.getByRole('button', { name: '2 differences from the models' }).click();
  await expect(page.getByRole('menuitem', { name: '− roles.note, in the database alone' })).toBeVisible();
  await page.getByRole('menuitem', { name: '− drafts, in the database alone' }).click();
  await expect(bench.table('drafts')).toHaveAttribute('data-focused', 'true');

  // The list of tables knows it too, and leads to it.
  await page
    .getByRole('navigation', { name: 'Files and tables' })
    .getByRole('button', { name: /^drafts/ })
    .click();
  await expect(bench.table('drafts')).toHaveAttribute('data-focused', 'true');
  await expect(page.getByRole('contentinfo')).toContainText('8 rows');
  await expect(page.getByRole('contentinfo')).toContainText('query.ts ran');

  // The models' picture does not know them, and keeps its places.
  await choose('Models');
  await expect(bench.table('drafts')).toHaveCount(0);
  await expect(bench.table('roles')).not.toHaveAttribute('data-mark');
  expect(await at()).toBe(before);

  // A model that has not been run yet is one more difference of the database of the last run.
  await bench.append('models.ts', "\nexport class Tag extends db.Model('tags', { id: db.Column(db.Integer, { primaryKey: true }) }) {}\n");
  await expect(bench.table('tags')).toBeVisible();
  await choose('Database');
  await expect(bench.table('tags')).toHaveCount(0);
  await diagram.getByRole('button', { name: '3 differences from the models' }).click();
  await expect(page.getByRole('menuitem', { name: '+ tags, in the models alone' })).toBeVisible();
  await page.keyboard.press('Escape');
  await bench.write('query.ts', "import { Role } from './models';\n\nRole.query.count();\n");
  await bench.run();
  await expect(diagram.getByText('As the models say')).toBeVisible();
  await expect(bench.table('tags')).toBeVisible();
});

test('a project without a database says so, and a run makes it', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByRole('combobox', { name: 'Commands' }).fill('New project');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  const diagram = page.getByRole('region', { name: 'Diagram' });
  await diagram.getByRole('radio', { name: 'Database' }).click();
  await expect(diagram).toContainText('There is no database yet, or it has no tables.');
  await bench.write(
    'models.ts',
    "import { db } from './db';\n\nexport class Tag extends db.Model('tags', { id: db.Column(db.Integer, { primaryKey: true }) }) {}\n",
  );
  await diagram.getByRole('button', { name: /^Run query\.ts/ }).click();
  await expect(bench.table('tags')).toBeVisible();
  await expect(diagram.getByText('As the models say')).toBeVisible();
});
