import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { WorkbenchPage } from './workbench-page.ts';

/* Reading the SQL: what was sent, why, how it is answered, and how it would be sent better. */

const perUser = `import { User } from './models';

const users = User.query.all();
for (const user of users) console.log(user.username, user.role?.name);
`;

async function start(page: Page, query: string): Promise<{ bench: WorkbenchPage; panel: Locator }> {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('query.ts', query);
  await bench.run();
  await bench.openTab('SQL');
  return { bench, panel: page.getByRole('tabpanel', { name: /^SQL/ }) };
}

const seed = (count: number): string => `import { db } from './db';
import { Role, User } from './models';

for (let i = 0; i < ${count}; i++) db.session.add(new User({ username: 'user' + i, role: new Role({ name: 'role' + i }) }));
db.session.commit();
`;

test('one statement an object is one entry, and its button writes the option that ends it', async ({ page }) => {
  const bench = new WorkbenchPage(page);
  await bench.open();
  await bench.write('seed.ts', seed(6));
  await bench.write('query.ts', perUser);
  await bench.run();
  await bench.openTab('SQL');
  const panel = page.getByRole('tabpanel', { name: /^SQL/ });
  const entry = panel.getByRole('listitem').filter({ hasText: '6 ×' });
  await expect(entry).toContainText('User.role, one at a time. Cure: db.joinedload(User.role)');
  await entry.getByRole('button', { name: /SELECT/ }).click();
  await expect(page.locator('[data-relation="users.role_id"]')).toHaveAttribute('data-lit', 'true');
  await expect(panel).toContainText('6 in all');
  await entry.getByRole('button', { name: 'Add to line 3' }).click();
  await bench.waitUntilSaved();
  expect(await bench.saved('query.ts')).toBe(
    perUser.replace('User.query', 'User.query.options(db.joinedload(User.role))').replace(/^/, "import { db } from './db';\n"),
  );
  await bench.run();
  await expect(panel.getByRole('button', { name: /SELECT/ })).toHaveCount(1);
  await expect(panel.getByRole('listitem').filter({ hasText: '×' })).toHaveCount(0);
});

test('a statement reads three ways, side by side', async ({ page }) => {
  const { panel } = await start(
    page,
    "import { User } from './models';\n\nUser.query.filter(User.username.ilike('%a%')).limit(2).all();\n",
  );
  await panel.getByRole('button', { name: /SELECT/ }).click();
  await panel.getByRole('radio', { name: 'PostgreSQL' }).click();
  await expect(panel.getByRole('region', { name: 'PostgreSQL' })).toContainText('ILIKE');
  await panel.getByRole('radio', { name: 'All three' }).click();
  await expect(panel.getByRole('region', { name: 'SQLite', exact: true })).toContainText('lower(users.username) LIKE lower(?)');
  await expect(panel.getByRole('region', { name: 'PostgreSQL' })).toContainText('ILIKE');
  await expect(panel.getByRole('region', { name: 'MySQL' })).toContainText('LIMIT');
});

test('the plan is told in words, and a scan gets its index by a button', async ({ page }) => {
  const query =
    "import { User } from './models';\n\nUser.query.filterBy({ role_id: 3 }).all();\nUser.query.filterBy({ username: 'susan' }).all();\n";
  const { bench, panel } = await start(page, query);
  const plan = panel.getByRole('region', { name: 'How SQLite answers it' });
  await panel
    .getByRole('button', { name: /SELECT/ })
    .last()
    .click();
  await expect(plan).toContainText(/Finds rows? of users by/);
  await panel
    .getByRole('button', { name: /SELECT/ })
    .first()
    .click();
  await expect(plan).toContainText('Reads every row of users');
  await expect(plan).toContainText('users.role_id has no index');
  await plan.getByRole('button', { name: 'Add index: true' }).click();
  await bench.waitUntilSaved();
  expect(await bench.saved('models.ts')).toContain("role_id: db.Column(db.Integer, db.ForeignKey('roles.id'), { index: true }),");
  await bench.openFile('query.ts');
  await bench.run();
  await panel
    .getByRole('button', { name: /SELECT/ })
    .first()
    .click();
  await expect(plan).toContainText('Finds rows of users by the index ix_users_role_id');
});

test('transactions are brackets: begin, savepoint, what was kept and what was given up', async ({ page }) => {
  const query = `import { db } from './db';
import { Role } from './models';

db.session.add(new Role({ name: 'Kept' }));
db.session.flush();
const nested = db.session.beginNested();
db.session.add(new Role({ name: 'Not kept' }));
db.session.flush();
nested.rollback();
db.session.commit();
`;
  const { panel } = await start(page, query);
  await expect(panel.locator('[data-mark]')).toHaveCount(4);
  const marks = await panel.locator('[data-mark]').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['mark']));
  expect(marks).toEqual(['begin', 'savepoint', 'rollback-to', 'commit']);
  await expect(panel.locator('[data-mark="rollback-to"]')).toContainText('1 statement given up');
  await expect(panel.locator('[data-mark="commit"]')).toContainText('1 statement kept');
  await panel.locator('[data-mark="commit"]').getByRole('button', { name: 'Line 10 of query.ts' }).click();
  await expect(page.getByText('Ln 10, Col 1')).toBeVisible();
});

test('a line leads to its SQL, the SQL to its line and its relation, by keyboard', async ({ page }) => {
  const { panel } = await start(page, "import { User } from './models';\n\nUser.query.first()?.role?.name;\n");
  const statements = panel.getByRole('button', { name: /SELECT/ });
  await statements.first().focus();
  await page.keyboard.press('Enter');
  await expect(statements.first()).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(statements.last()).toBeFocused();
  await expect(panel).toContainText('Lazy load of User.role at');
  await expect(page.locator('[data-relation="users.role_id"]')).toHaveAttribute('data-lit', 'true');
  await panel.getByRole('button', { name: 'query.ts:3' }).click();
  await expect(page.getByText('Ln 3, Col 1')).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the SQL pane, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const { panel } = await start(
      page,
      "import { User } from './models';\n\nfor (let id = 1; id < 5; id++) User.query.filterBy({ id }).first();\n",
    );
    await panel.getByRole('button', { name: /SELECT/ }).click();
    await expect(panel.getByRole('region', { name: 'How SQLite answers it' })).toBeVisible();
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(scope: string): Promise<{ violations: { id: string; impact: string }[] }> } };
      return (await axe.run('#lower-panel')).violations.map(({ id, impact }) => `${impact} ${id}`);
    });
    expect(found).toEqual([]);
  });
}
