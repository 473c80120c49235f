import { expect, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* Data kept under a name, data of another seed, and the row that stands in the way of a new one. */

const adds = `import { db } from './db';
import { Role } from './models';

db.session.add(new Role({ name: 'Guest' }));
db.session.commit();
`;

test('a name keeps data for good, a changed seed is told, and the row in the way is shown', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  const chip = page.getByRole('banner').getByRole('button', { name: /^(Rebuilt each run|Data kept)/ });
  const choose = async (entry: string | RegExp): Promise<void> => {
    await chip.click();
    await page.getByRole('menuitem', { name: entry }).click();
  };
  const roles = page.getByRole('navigation', { name: 'Files and tables' }).getByRole('button', { name: /^roles/ });
  await bench.write('query.ts', adds);
  await bench.run();
  await choose('Keep this data');
  await choose('Data of earlier moments…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('With a guest');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'With a guest' })).toContainText('7 rows');
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();

  // The same once more meets itself, and the error can show what it met.
  await bench.run();
  await bench.results.getByRole('button', { name: 'Show the row in the way' }).click();
  const found = bench.results.getByRole('region', { name: 'Show the row in the way' });
  await expect(found).toContainText('This row of roles has the same name:');
  await expect(found.getByRole('grid').getByRole('row').nth(1)).toHaveText('4Guest');
  await bench.write(
    'query.ts',
    `${adds.replace("name: 'Guest'", "name: 'New'")}db.session.execute(db.delete(Role).where(Role.name.eq('User')));\n`,
  );
  await bench.run();
  await bench.results.getByRole('button', { name: 'Show the row in the way' }).click();
  await expect(found).toContainText('These rows of users refer to it by role_id:');
  await expect(found).toContainText('susan');

  // Kept data do not follow the seed, and say so.
  await expect(bench.results).not.toContainText('seed.ts has changed');
  await bench.append('seed.ts', "\ndb.session.add(new Role({ name: 'Late' }));\ndb.session.commit();\n");
  await expect(bench.results).toContainText('seed.ts has changed since this data was made.');
  await chip.click();
  await expect(page.getByRole('menu')).toContainText('seed.ts has changed since this data was made.');
  await page.keyboard.press('Escape');
  await bench.results.getByRole('button', { name: 'Rebuild data…' }).click();
  await dialog.getByRole('button', { name: /^Replace \d+ rows$/ }).click();
  await expect(roles).toContainText('4');
  await expect(bench.results).not.toContainText('seed.ts has changed');

  // What was named is had back, and stays in the list until it is forgotten.
  await bench.waitUntilSaved();
  await page.reload();
  await expect(roles).toContainText('4');
  await choose(/^With a guest, \d\d:\d\d, 7 rows$/);
  await expect(page.getByText('The data are as they were before: 7 rows.').first()).toBeVisible();
  await expect(chip).toContainText('Data kept');
  const sql = await bench.exported();
  expect(sql("SELECT count(*) FROM roles WHERE name = 'Guest'")).toEqual([[1]]);
  await choose('Data of earlier moments…');
  await dialog.getByRole('button', { name: /^Forget: With a guest/ }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'With a guest' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await chip.click();
  await expect(page.getByRole('menuitem', { name: /^With a guest/ })).toBeVisible();
});
