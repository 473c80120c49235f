import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, type Page, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* What the data are: made anew by each run, or kept; and that nothing kept is ever lost. */

const adds = `import { db } from './db';
import { Role } from './models';

db.session.add(new Role({ name: 'Guest' }));
db.session.commit();
`;
const addsAnyName = adds.replace("name: 'Guest'", '');

async function start(page: Page, query: string): Promise<WorkbenchPage> {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('query.ts', query);
  await bench.run();
  return bench;
}

const chip = (page: Page, name: string | RegExp) => page.getByRole('banner').getByRole('button', { name });
async function choose(page: Page, entry: string | RegExp): Promise<void> {
  await chip(page, /^(Rebuilt each run|Data kept)/).click();
  await page.getByRole('menuitem', { name: entry }).click();
}
const roles = (page: Page) => page.getByRole('navigation', { name: 'Files and tables' }).getByRole('button', { name: /^roles/ });

test('rebuilt: what a run adds lasts until the next one, or is kept by a button', async ({ page }) => {
  const bench = await start(page, adds);
  await expect(bench.results).toContainText('This row lasts until the next Run');
  await bench.run();
  await expect(roles(page)).toContainText('4');
  await bench.results.getByRole('button', { name: 'Keep this data' }).click();
  await expect(chip(page, 'Data kept')).toBeVisible();
  await expect(bench.results).toContainText('1 row is kept');
  await bench.waitUntilSaved();
  await page.reload();
  await expect(chip(page, 'Data kept')).toBeVisible();
  await bench.write('query.ts', "import { Role } from './models';\n\nRole.query.count();\n");
  await bench.run();
  await expect(bench.results).toContainText('= 4'.slice(2));
  await expect(page.getByText('Ran on the data that are kept')).toBeVisible();
  const sql = await bench.exported();
  expect(sql('SELECT name FROM roles ORDER BY id').flat()).toEqual(['Administrator', 'Moderator', 'User', 'Guest']);
});

test('kept: the second run of an insert meets itself, and the first can be undone', async ({ page }) => {
  const bench = await start(page, "import { Role } from './models';\n\nRole.query.count();\n");
  await choose(page, 'Keep this data');
  await bench.write('query.ts', adds);
  await bench.run();
  await expect(bench.results).toContainText('+1 row, now 7.');
  await bench.run();
  await expect(bench.results).toContainText("'Guest' is there already");
  const again = bench.results.getByRole('button', { name: /^Undo the run of \d\d:\d\d \(\+1 row\) and run again$/ });
  await again.click();
  await expect(bench.results).toContainText('+1 row, now 7.');
  const sql = await bench.exported();
  expect(sql("SELECT count(*) FROM roles WHERE name = 'Guest'")).toEqual([[1]]);
});

test('rebuilding kept data asks with the numbers, and can be undone', async ({ page }) => {
  const bench = await start(page, addsAnyName);
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(chip(page, 'Data kept')).toBeVisible();
  await expect(bench.results).toContainText('+1 row, now 8.');
  await choose(page, 'Rebuild data…');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Replaces 2 tables, 8 rows');
  await dialog.getByRole('button', { name: 'Replace 8 rows' }).click();
  await expect(chip(page, 'Rebuilt each run')).toBeVisible();
  await expect(roles(page)).toContainText('3');
  // A run over the new data does not push the old ones out.
  await bench.run();
  await bench.run();
  await choose(page, /before the rebuild, 8 rows/);
  await expect(chip(page, 'Data kept')).toBeVisible();
  await expect(roles(page)).toContainText('5');
  const sql = await bench.exported();
  expect(sql('SELECT count(*) FROM roles')).toEqual([[5]]);
});

test('undoing data is itself undone, and never touches files', async ({ page }) => {
  const bench = await start(page, adds);
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await expect(chip(page, 'Data kept')).toBeVisible();
  await bench.write('query.ts', addsAnyName);
  await bench.run();
  await expect(roles(page)).toContainText('5');
  await choose(page, /before query\.ts ran, 7 rows/);
  await expect(roles(page)).toContainText('4');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(roles(page)).toContainText('5');
  expect(await bench.saved('query.ts')).toBe(addsAnyName);
});

test('the lines of a run go to the seed, and the next run makes them', async ({ page }) => {
  const bench = await start(page, adds);
  await bench.results.getByRole('button', { name: 'Copy the lines to seed.ts' }).click();
  await expect(page.getByRole('tab', { name: /^seed\.ts/, selected: true })).toBeVisible();
  await bench.write('query.ts', "import { Role } from './models';\n\nRole.query.filterBy({ name: 'Guest' }).count();\n");
  await bench.run();
  await expect(bench.block(/^Line 3/)).toContainText('1');
  await expect(roles(page)).toContainText('4');
});

test('the session shows objects by their state and what each flush did in which order', async ({ page }) => {
  const bench = await start(
    page,
    `import { db } from './db';
import { Role, User } from './models';

const guest = new Role({ name: 'Guest' });
db.session.addAll([new User({ username: 'ann', role: guest }), new User({ username: 'bob', role: guest })]);
db.session.flush();
db.session.delete(Role.query.filterBy({ name: 'Moderator' }).one());
db.session.commit();
db.session.add(new Role({ name: 'Late' }));
new Role({ name: 'Never' });
`,
  );
  await page.getByRole('tab', { name: 'Session' }).click();
  const session = page.getByRole('region', { name: 'Session of the last run' });
  await expect(session.locator('[data-state="pending"]')).toContainText("<Role 'Late'>would be inserted");
  await expect(session.locator('[data-state="transient"]')).toContainText("<Role 'Never'>");
  const flushes = session.getByRole('listitem').filter({ hasText: /^Flush \d/ });
  await expect(flushes).toHaveCount(2);
  await expect(flushes.first()).toHaveText(/^Flush 1query\.ts:6INSERTRoleINSERTUser × 2$/);
  await expect(flushes.last()).toHaveText(/^Flush 2query\.ts:8DELETERole$/);
  await flushes.last().getByRole('button', { name: 'Flush 2' }).click();
  await expect(bench.page.getByRole('tabpanel', { name: /^SQL/ })).toContainText('DELETE FROM roles');
});

test('axe finds nothing serious in the data menu, the dialog and the session', async ({ page }) => {
  await start(page, adds);
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const faults = () =>
    page.evaluate(async () => {
      type Axe = { run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
      const { axe } = globalThis as unknown as { axe: Axe };
      const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa'] });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
  await chip(page, 'Rebuilt each run').click();
  await expect(page.getByRole('menuitem', { name: 'Keep this data' })).toBeVisible();
  expect(await faults()).toEqual([]);
  await page.getByRole('menuitem', { name: 'Keep this data' }).click();
  await page.getByRole('tab', { name: 'Session' }).click();
  await expect(page.getByRole('region', { name: 'Session of the last run' })).toBeVisible();
  expect(await faults()).toEqual([]);
  await choose(page, 'Rebuild data…');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await faults()).toEqual([]);
});
