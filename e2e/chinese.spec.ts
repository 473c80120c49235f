import { expect, type Page, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

test.use({ locale: 'zh-CN' });

/** Visible texts with Chinese in them that are drawn below 12 px, each with its size. */
async function tooSmall(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    let seen = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || !/[\u4e00-\u9fff]/.test(node.nodeValue ?? '') || element.getClientRects().length === 0) continue;
      seen += 1;
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      if (size < 12) found.push(`${node.nodeValue}: ${size} px`);
    }
    return seen === 0 ? ['no Chinese at all'] : found;
  });
}

test('the editor and the diagram speak Chinese too, and no Chinese is smaller than 12 px', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await page.goto('./');
  await bench.editorReady();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  expect(await tooSmall(page)).toEqual([]);

  // Monaco's own words: its menu, its search, what it says of a type.
  await page.locator('.monaco-editor .view-line').filter({ hasText: 'class User' }).click();
  await page.keyboard.press('Shift+F10');
  const menu = page.locator('.monaco-menu');
  await expect(menu).toContainText('转到定义');
  expect(await tooSmall(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+F');
  await expect(page.locator('.find-widget textarea').first()).toHaveAttribute('aria-label', '查找');
  expect(await tooSmall(page)).toEqual([]);
  await page.keyboard.press('Escape');

  // React Flow's.
  await expect(page.locator('[id^="react-flow__node-desc"]')).toHaveText(/方向键/);
  await expect(page.locator('[id^="react-flow__edge-desc"]')).toHaveText(/回车/);

  // The smallest text there is.
  await page.keyboard.press('ControlOrMeta+,');
  const smaller = page.getByRole('button', { name: '缩小文字' });
  while (await smaller.isEnabled()) await smaller.click();
  await expect(page.getByRole('dialog')).toContainText('12');
  expect(await tooSmall(page)).toEqual([]);
  await page.keyboard.press('Escape');

  // Every tab, the palette and the gallery.
  for (const tab of [/^SQL/, /^会话/, /^结果/]) {
    await page.getByRole('tab', { name: tab }).click();
    expect(await tooSmall(page)).toEqual([]);
  }
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByRole('combobox').fill('示例');
  expect(await tooSmall(page)).toEqual([]);
  await page.getByRole('option').first().click();
  await expect(page.getByRole('button', { name: /200/ })).toBeVisible();
  expect(await tooSmall(page)).toEqual([]);
});

test('another language is there at once; the editor’s own words come with the next load, and that is said', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await page.goto('./');
  await bench.editorReady();
  await bench.focusEditor();
  await page.keyboard.press('ControlOrMeta+End');
  await bench.paste('// kept\n');
  await page.keyboard.press('ControlOrMeta+,');
  await page.getByRole('dialog').getByText('English').click();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toContainText('The editor’s own menus follow');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(bench.table('roles')).toBeVisible();
  await bench.editorReady();
  expect(await bench.saved('models.ts')).toContain('// kept');
  await bench.focusEditor();
  await page.keyboard.press('Shift+F10');
  await expect(page.locator('.monaco-menu')).toContainText('Go to Definition');
});
