import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { gridText, WorkbenchPage } from './workbench-page.ts';

/* Journey 3, the values: what can be done with what a run gave. */

test('a relation opens in place, with the statement that fetched it', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('query.ts', "import { Role, User } from './models';\n\nUser.query.orderBy(User.id).all();\n");
  await bench.run();
  const block = bench.block(/^Line 3/);
  const relation = block.getByRole('button', { name: '▸ not loaded' });
  await expect(relation).toHaveCount(3);
  await relation.nth(1).click();
  const opened = block.getByRole('region', { name: 'role' });
  await expect(opened).toContainText('SELECT roles');
  expect((await gridText(opened.getByRole('grid'))).slice(1)).toEqual([['3', 'User']]);
  await block.getByRole('button', { name: '▾ not loaded' }).click();
  await expect(opened).toHaveCount(0);
});

test('after a reload a relation says how to have its objects again', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.run();
  await bench.waitUntilSaved();
  await page.waitForTimeout(800);
  await page.reload();
  const block = bench.block(/^Line 4/);
  await block.getByRole('button', { name: '▸ not loaded' }).first().click();
  await expect(block).toContainText('The objects of this run are gone. Run again to open it.');
});

test('a hundred thousand rows are all there, a screenful of them in the document, sorted by a click', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('query.ts', 'Array.from({ length: 100_000 }, (_, at) => (at * 7919) % 100_003);\n');
  await bench.run();
  const block = bench.block(/^Line 1/);
  await expect(block).toContainText('list of 100,000 values');
  await expect(block).toContainText('100,000 rows');
  expect(await block.getByRole('row').count()).toBeLessThan(200);
  await block.getByRole('button', { name: 'value' }).click();
  await expect
    .poll(async () => (await gridText(block.getByRole('grid'))).find((row) => row.length === 2 && row[0] === '1'))
    .toEqual(['1', '0']);
  await bench.results.locator('section[tabindex="0"]').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  await expect(block).toContainText('100002');
});

test('a grid is copied as JSON and downloaded as CSV, whole', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('query.ts', "import { Role } from './models';\n\nRole.query.orderBy(Role.id).all();\n");
  await bench.run();
  const block = bench.block(/^Line 3/);
  await block.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('menuitem', { name: 'JSON' }).click();
  await expect
    .poll(async () => JSON.parse((await page.evaluate(() => navigator.clipboard.readText())) || 'null'))
    .toEqual([
      { id: 1, name: 'Administrator' },
      { id: 2, name: 'Moderator' },
      { id: 3, name: 'User' },
    ]);
  await block.getByRole('button', { name: 'Download' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).click()]);
  expect(await readFile(await download.path(), 'utf8')).toBe('id,name\r\n1,Administrator\r\n2,Moderator\r\n3,User\r\n');
});

test('a column is made wider by dragging its edge and by the keyboard', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  const header = bench.block(/^Line 4/).getByRole('columnheader', { name: /^username/ });
  const width = async (): Promise<number> => (await header.boundingBox())!.width;
  const before = await width();
  const box = (await header.boundingBox())!;
  await page.mouse.move(box.x + box.width - 3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width + 77, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  expect(await width()).toBeCloseTo(before + 80, -1);
  await header.getByRole('button').focus();
  await page.keyboard.press('Alt+ArrowLeft');
  expect(await width()).toBeCloseTo(before + 64, -1);
});

test('a query that was not sent says so, and its button sends it', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('query.ts', "import { Role } from './models';\n\nRole.query.filterBy({ name: 'User' });\n");
  await bench.run();
  const block = bench.block(/^Line 3/);
  await expect(block).toContainText('a query, not executed');
  await block.getByRole('button', { name: /\.all\(\)/ }).click();
  await expect.poll(() => bench.saved('query.ts')).toContain("filterBy({ name: 'User' }).all();");
});
