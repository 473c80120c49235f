import { expect, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* Runs that are remembered, and runs of a part of a file. */

const first = `import { User } from './models';

User.query.all();
User.query.count();
`;

test('runs stand in a list, are shown again with their SQL, give their text back, and are forgotten by a button', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('query.ts', first);
  await bench.run();
  await bench.write('query.ts', "import { Role } from './models';\n\nRole.query.filterBy({ name: 'User' }).one();\nRole.query.one();\n");
  await bench.run();
  await expect(bench.results.getByRole('alert')).toBeVisible();
  await page.getByRole('button', { name: 'Earlier runs' }).click();
  const runs = page.getByRole('region', { name: 'Runs', exact: true });
  const entries = runs.getByRole('listitem').getByRole('button');
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText(/query\.ts\d\d:\d\d[\d.]+ m?s · \d+ statements · 1 row$/);
  await expect(entries.first().getByRole('img', { name: 'stopped by an error' })).toBeVisible();
  await expect(entries.first()).toHaveAttribute('aria-current', 'true');

  await entries.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(entries.last()).toHaveAttribute('aria-current', 'true');
  await expect(bench.results).toContainText('as it was');
  await expect(bench.block(/^Line 3: User\.query\.all/).getByRole('grid')).toContainText('susan');
  await expect(bench.results.getByRole('alert')).toHaveCount(0);
  await bench.openTab('SQL');
  await expect(page.getByRole('tabpanel', { name: /^SQL/ })).toContainText('anon_1');
  await bench.openTab('Results');

  await bench.results.getByRole('button', { name: 'Put its text back into query.ts' }).click();
  expect(await bench.saved('query.ts')).toBe(first);
  await expect(bench.results.getByRole('button', { name: 'Put its text back into query.ts' })).toHaveCount(0);
  await bench.results.getByRole('button', { name: 'Show the last run' }).click();
  await expect(bench.results.getByRole('alert')).toBeVisible();

  await bench.waitUntilSaved();
  await page.reload();
  await expect(entries, 'the browser remembers them').toHaveCount(2);
  await entries.last().click();
  await expect(bench.block(/^Line 3: User\.query\.all/).getByRole('grid')).toContainText('susan');
  await runs.getByRole('button', { name: 'Forget these runs' }).click();
  await expect(entries).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(entries).toHaveCount(2);
  await runs.getByRole('button', { name: 'Forget these runs' }).click();
  await expect(entries).toHaveCount(0);
  await page.reload();
  await expect(bench.table('roles')).toBeVisible();
  await expect(runs).toContainText('The next runs of this project stand here');
});

test('a selection runs alone, and a name it lacks offers the file down to there', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('query.ts', "import { User } from './models';\n\nconst least = 2;\nUser.query.count() > least;\nUser.query.all();\n");
  const ran = page.locator('[data-ran-at]').first();
  const runsAgain = async (act: () => Promise<void>): Promise<void> => {
    const before = await ran.getAttribute('data-ran-at');
    await act();
    await expect(ran).not.toHaveAttribute('data-ran-at', before ?? '');
  };
  const goToLine = async (line: number): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+Home');
    for (let at = 1; at < line; at++) await page.keyboard.press('ArrowDown');
  };
  // One line by its keys, without the others.
  await goToLine(5);
  await runsAgain(() => page.keyboard.press('Alt+Enter'));
  await expect(bench.block(/^Line /)).toHaveCount(1);
  await expect(bench.block(/^Line 5: User\.query\.all/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Results, SQL and problems' })).toContainText('query.ts, line 5');
  // What is selected, by the keys of Run.
  await goToLine(4);
  await page.keyboard.press('Shift+ArrowDown');
  await runsAgain(() => page.keyboard.press('ControlOrMeta+Enter'));
  await expect(bench.results.getByRole('alert')).toContainText('least');
  await expect(bench.results).toContainText('least is declared above these lines, which ran alone.');
  await runsAgain(() => bench.results.getByRole('button', { name: 'Run query.ts down to line 4' }).click());
  await expect(bench.block(/^Line 4/)).toContainText('true');
  await expect(bench.block(/^Line 5/)).toHaveCount(0);
  // The menu of Run says what the cursor is on.
  await page.keyboard.press('Escape');
  await bench.focusEditor();
  await goToLine(3);
  await page.getByRole('button', { name: 'Choose the file to run' }).click();
  await runsAgain(() => page.getByRole('menuitem', { name: 'Run query.ts down to line 3' }).click());
  await expect(bench.block(/^Line 3: const least/)).toContainText('2');
  await expect(bench.block(/^Line /)).toHaveCount(1);
  // And the whole again.
  await bench.run();
  await expect(bench.block(/^Line /)).toHaveCount(3);
});
