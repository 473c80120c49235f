import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, type Page, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* A cell of the results is picked, looked at whole, and copied: by pointer and by keys. */

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test('cells are walked by keys, opened whole and copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write(
    'query.ts',
    `import { db } from './db';
import { User } from './models';

User.query.orderBy(User.id).all();
db.session.execute(db.text("SELECT 'a\\tb\\nc' AS text, '' AS blank, x'00ff10' AS bytes, NULL AS none")).all();
`,
  );
  await bench.run();
  const block = bench.block(/^Line 4: User\.query/);
  const grid = block.getByRole('grid').first();
  const picked = grid.locator('[data-cell-picked]');
  await grid.getByRole('gridcell', { name: 'susan' }).click();
  await expect(picked).toHaveText('susan');
  await expect(grid).toBeFocused();
  expect(await grid.getAttribute('aria-activedescendant')).toBe(await picked.getAttribute('id'));
  await page.keyboard.press('ControlOrMeta+C');
  await expect.poll(() => clipboard(page)).toBe('susan');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(picked).toHaveText('3');
  await page.keyboard.press('ControlOrMeta+Home');
  await expect(picked).toHaveText('1');
  await page.keyboard.press('End');
  await expect(picked).toContainText('not loaded');
  // On a relation Enter opens it in place, elsewhere the whole value.
  await page.keyboard.press('Enter');
  await expect(block.getByRole('region', { name: 'role' })).toContainText('Administrator');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('username, row 1');
  await expect(dialog.getByRole('region', { name: 'Value' })).toHaveText('john');
  await dialog.getByRole('button', { name: 'Copy the row' }).click();
  await expect.poll(() => clipboard(page)).toMatch(/^1\tjohn\t1\t/);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(grid).toBeFocused();
  await block.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('menuitem', { name: /^Copy the cell/ }).click();
  await expect.poll(() => clipboard(page)).toBe('john');
  await block.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('menuitem', { name: 'Tab-separated' }).click();
  await expect.poll(() => clipboard(page)).toMatch(/^id\tusername\trole_id\trole\n1\tjohn/);

  // Values that a cell can only hint at.
  const odd = bench.block(/^Line 5/).getByRole('grid');
  const open = async (column: number): Promise<string> => {
    await odd.getByRole('row').nth(1).getByRole('gridcell').nth(column).dblclick();
    const said = (await dialog.getByRole('region', { name: 'Value' }).innerText()).trim();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    return said;
  };
  expect(await open(0)).toBe('a\tb\nc');
  expect(await open(1)).toBe('an empty text');
  expect(await open(2)).toBe('00 ff 10');
  expect(await open(3)).toBe('NULL');

  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const faults = await page.evaluate(async () => {
    type Axe = { run(options: object): Promise<{ violations: { id: string; impact: string }[] }> };
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run({ runOnly: ['wcag2a', 'wcag2aa'] });
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
  });
  expect(faults).toEqual([]);
});

test('a hundred thousand rows are walked as few are, and the names of the columns stay in sight', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('query.ts', "Array.from({ length: 100_000 }, (_, at) => at * 2);\n'after';\n");
  await bench.run();
  const grid = bench.block(/^Line 1/).getByRole('grid');
  const picked = grid.locator('[data-cell-picked]');
  await grid.locator('[data-row="2"][data-at="0"]').click();
  await page.keyboard.press('ControlOrMeta+End');
  await expect(picked).toHaveText('199998');
  await expect(picked).toBeInViewport();
  await page.keyboard.press('PageUp');
  await expect(picked).toHaveText('199974');
  await expect(picked).toBeInViewport();
  await expect(grid.getByRole('columnheader').last()).toBeInViewport();
  // The cell scrolls out of the document and keeps the keyboard all the same.
  await bench.results.evaluate((pane) => pane.querySelector('section')?.scrollTo({ top: 0 }));
  await expect(picked).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await expect(picked).toHaveText('199976');
  await expect(picked).toBeInViewport();
});
