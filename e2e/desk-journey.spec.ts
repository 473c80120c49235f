import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* What stands around the panes: palette, gallery, comparison, presenting, and the diagram taken out of the page. */

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByRole('combobox', { name: 'Commands' }).fill(name);
  await page.getByRole('option', { name }).first().click();
}

test('the palette finds an action, a file and a table, by keyboard alone', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  const field = page.getByRole('combobox', { name: 'Commands' });
  await page.keyboard.press('F1');
  await expect(field).toBeFocused();
  await page.keyboard.type('open seed');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: /^seed\.ts/, selected: true })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+K');
  await expect(field).toBeFocused();
  await page.keyboard.type('go to users');
  await page.keyboard.press('Enter');
  await expect(bench.table('users')).toHaveAttribute('data-focused', 'true');
  await page.keyboard.press('ControlOrMeta+K');
  await expect(field).toBeFocused();
  await page.keyboard.type('no such thing');
  await expect(page.getByText('Nothing is called “no such thing”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
});

test('an example opens with its diagram and its run, keeps the project beside it, and runs', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.append('query.ts', '// mine\n');
  await bench.waitUntilSaved();
  await command(page, 'Projects and examples');
  await page.getByRole('button', { name: /^Blog/ }).click();
  await expect(bench.table('comments')).toBeVisible();
  await expect(page.locator('[data-relation]')).toHaveCount(8);
  await expect(bench.block(/^Line 12/)).toContainText('23');
  await bench.run();
  await expect(bench.block(/^Line 12/)).toContainText('23');
  expect((await bench.exported())('SELECT count(*) FROM posts')).toEqual([[200]]);
  await command(page, 'Open project Roles and users');
  await expect(bench.table('roles')).toBeVisible();
  expect(await bench.saved('query.ts')).toContain('// mine');
  expect((await bench.exported())('SELECT count(*) FROM users')).toEqual([[3]]);
});

test('a comparison shows what was changed and puts it back', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  const before = await bench.saved('query.ts');
  await bench.append('query.ts', 'Role.query.count();\n');
  await command(page, 'Compare with the example');
  const file = page.getByRole('region', { name: 'query.ts' });
  await expect(file).toContainText('+1 −0');
  await expect(file).toContainText('Role.query.count();');
  await file.getByRole('button', { name: 'Put query.ts back as it came' }).click();
  await expect(page.getByText('Every file is as it came.')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).last().click();
  await expect.poll(() => bench.saved('query.ts')).toBe(before);
});

test('presenting shows code and diagram alone, large, and Escape ends it', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.editorReady();
  await command(page, 'Present');
  await expect(page.getByRole('navigation', { name: 'Files and tables' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Stop presenting' })).toBeVisible();
  await expect(page.locator('html')).toHaveCSS('--editor-size', '18px');
  await page.locator('.react-flow').focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Stop presenting' })).toHaveCount(0);
});

test('the diagram leaves the page whole: SVG, PNG and Mermaid', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const bench = new WorkbenchPage(page);
  await bench.open();
  const [svg] = await Promise.all([page.waitForEvent('download'), command(page, 'Download as SVG')]);
  const text = await readFile(await svg.path(), 'utf8');
  const shown = await page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
    return {
      broken: parsed.querySelector('parsererror') !== null,
      texts: [...parsed.querySelectorAll('text')].map((one) => one.textContent),
    };
  }, text);
  expect(shown.broken).toBe(false);
  for (const name of ['roles', 'users', 'username', 'role_id', 'VARCHAR(64)']) expect(shown.texts).toContain(name);
  const [png] = await Promise.all([page.waitForEvent('download'), command(page, 'Download as PNG')]);
  expect((await readFile(await png.path())).subarray(1, 4).toString()).toBe('PNG');
  await command(page, 'Copy as Mermaid');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('"users" }o..o| "roles" : "role"');
});

test('a file of SQL is added, moved and run', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.editorReady();
  await page.getByRole('button', { name: 'New file' }).click();
  await page.getByRole('textbox', { name: 'Name of the file' }).fill('report.sql');
  await page.keyboard.press('Enter');
  await bench.write('report.sql', 'SELECT count(*) AS people FROM users;\n');
  await bench.run('report.sql');
  await expect(bench.results).toContainText('people');
  const row = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'More for report.sql' }) });
  await row.hover();
  await bench.choose('More for report.sql', 'Move up');
  const files = page.getByRole('navigation', { name: 'Files and tables' }).getByRole('listitem');
  await expect(files.nth(3)).toContainText('report.sql');
});
