import { expect, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* The example of 200 tables: opened, panned, searched, one table renamed. */

test('two hundred tables: opened, panned, searched, one renamed, and nothing else moves', async ({ page }) => {
  test.setTimeout(120_000);
  const bench = new WorkbenchPage(page);
  await bench.open();
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByRole('combobox', { name: 'Commands' }).fill('Projects and examples');
  await page.getByRole('option', { name: 'Projects and examples' }).first().click();
  await page.getByRole('button', { name: /^200 tables/ }).click();
  const canvas = page.getByRole('application', { name: /^200 tables/ });
  await expect(canvas).toBeVisible({ timeout: 30_000 });
  const tables = canvas.locator('[data-table]');
  await expect(tables.first()).toBeVisible();
  // Names alone, and what is out of sight is not in the document.
  await expect(page.locator('.react-flow')).toHaveAttribute('data-level', 'names');
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByRole('combobox', { name: 'Commands' }).fill('Find');
  await page
    .getByRole('option', { name: /^Find a table/ })
    .first()
    .click();
  const search = page.getByRole('combobox', { name: /table/i });
  await search.fill('labs_visits');
  await page.keyboard.press('Enter');
  const found = bench.table('labs_visits');
  await expect(found).toBeInViewport();
  await expect(found).toHaveAttribute('data-focused', 'true');

  const transform = (): Promise<string> =>
    page.locator('.react-flow__viewport').evaluate((element) => (element as HTMLElement).style.transform);
  const before = await transform();
  const { x, y, width, height } = (await canvas.boundingBox())!;
  await page.mouse.move(x + width - 30, y + height - 60);
  await page.mouse.down();
  await page.mouse.move(x + width - 130, y + height - 110, { steps: 8 });
  await page.mouse.up();
  await expect.poll(transform).not.toBe(before);

  /** Where the tables of the document stand in the picture, whatever part of it is seen. */
  const places = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      await canvas
        .locator('.react-flow__node')
        .evaluateAll((nodes) =>
          nodes.map((node) => [
            node.querySelector('[data-table]')?.getAttribute('data-table') ?? '',
            (node as HTMLElement).style.transform,
          ]),
        ),
    );
  const stood = await places();
  const seen = await transform();
  expect(Object.keys(stood).length).toBeGreaterThan(5);
  // A rename as a person does it: the model and every key that names it.
  const text = await bench.saved('models.ts');
  await bench.write(
    'models.ts',
    text.replaceAll("'labs_visits'", "'labs_visits_renamed'").replaceAll("'labs_visits.", "'labs_visits_renamed."),
  );
  const renamed = bench.table('labs_visits_renamed');
  await expect(renamed).toBeVisible({ timeout: 30_000 });
  await expect(bench.table('labs_visits')).toHaveCount(0);
  const stands = await places();
  expect(stands['labs_visits_renamed']).toBe(stood['labs_visits']);
  const others = (all: Record<string, string>): [string, string][] =>
    Object.entries(all)
      .filter(([name]) => !name.startsWith('labs_visits'))
      .sort();
  expect(others(stands)).toEqual(others(stood));
  expect(await transform()).toBe(seen);
});
