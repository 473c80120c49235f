import { expect, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* A window that is made narrow and wide again while someone works in it: a tablet that is turned, a window put beside another. */

test('nothing typed is lost when the window turns narrow and wide while someone types', async ({ page }) => {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('query.ts', '// ');
  const plain = page.getByRole('textbox', { name: /query\.ts/ }).and(page.locator('textarea'));
  // The keyboard stays where it was: nothing is clicked between two sizes.
  for (const round of ['a', 'b', 'c']) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect(page.locator('.monaco-editor.focused')).toBeVisible();
    await page.keyboard.type(`wide ${round}, `);
    await page.setViewportSize({ width: 600, height: 900 });
    await expect(plain).toBeFocused();
    await page.keyboard.type(`narrow ${round}, `);
  }
  // Not waiting for the layout: the sizes follow one another as fast as a hand drags a window's edge.
  for (const width of [710, 690, 710, 690, 650, 720, 698, 1200]) await page.setViewportSize({ width, height: 900 });
  await expect(page.locator('.monaco-editor.focused')).toBeVisible();
  await page.keyboard.type('end');
  await expect.poll(() => bench.saved('query.ts')).toBe('// wide a, narrow a, wide b, narrow b, wide c, narrow c, end');
  await expect(page.locator('.monaco-editor .native-edit-context, .monaco-editor textarea.inputarea')).toHaveCount(1);
  await bench.focusEditor();
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => bench.saved('query.ts')).not.toContain('end');
  // What the editor offers is still whole: completion, its own search, the diagram beside it.
  await bench.write('query.ts', "import { User } from './models';\n");
  await page.keyboard.type('User.query.');
  await expect(page.locator('.suggest-widget.visible')).toBeVisible();
  await page.keyboard.type('filterB');
  await expect(page.locator('.suggest-widget.visible')).toContainText('filterBy');
  await expect(bench.table('users')).toBeVisible();
  expect(faults).toEqual([]);
});
