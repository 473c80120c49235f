import { expect, type Locator, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
const box = async (locator: Locator): Promise<Box> => (await locator.boundingBox())!;
const isInside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

test('on a phone the diagram opens readable, fits on request, and is where it was left', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await page.goto('./');
  const panes = page.getByRole('navigation', { name: 'Panes' });
  await panes.getByRole('button', { name: 'Diagram' }).click();
  const canvas = page.locator('.react-flow');
  await expect(bench.table('roles')).toBeVisible();
  await expect(canvas).toHaveAttribute('data-level', 'all');
  const column = bench.table('roles').getByText('name', { exact: true });
  expect((await box(column)).height).toBeGreaterThan(11);
  expect(isInside(await box(bench.table('roles')), await box(canvas))).toBe(true);

  await page.getByRole('button', { name: 'Fit' }).click();
  await expect.poll(async () => isInside(await box(bench.table('users')), await box(canvas))).toBe(true);
  expect(isInside(await box(bench.table('roles')), await box(canvas))).toBe(true);

  const before = await box(bench.table('roles'));
  const { x, y, width, height } = await box(canvas);
  await page.mouse.move(x + width / 2, y + height - 80);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 20, y + height - 180, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await box(bench.table('roles'))).y).toBeLessThan(before.y - 50);
  // The last step of the finger is drawn a frame later.
  await page.waitForTimeout(300);
  const left = await box(bench.table('roles'));
  await panes.getByRole('button', { name: 'Code' }).click();
  await expect(bench.table('roles')).toHaveCount(0);
  await panes.getByRole('button', { name: 'Diagram' }).click();
  await expect.poll(async () => (await box(bench.table('roles'))).y).toBeCloseTo(left.y, 0);
});
