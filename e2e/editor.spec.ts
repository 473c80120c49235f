import { expect, type Page, test } from '@playwright/test';

/*
 * Monaco on the whole page: what the main job does not already show. The page's own keys, its types, the way out of the Tab trap, and
 * text that outlives its workers.
 */

const lines = (page: Page) => page.locator('.monaco-editor .view-lines');

async function openFile(page: Page, path: string): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${path.replace('.', '\\.')}`) }).click();
  await expect(page.locator('.monaco-editor').first()).toBeVisible();
}

/** The page with its editor there and its first types checked. */
async function open(page: Page): Promise<void> {
  await page.goto('./');
  await expect(lines(page)).toBeVisible();
}

/** Replaces the open file, as a paste does. */
async function paste(page: Page, text: string): Promise<void> {
  await lines(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** The text of the open file as drawn; Monaco draws spaces as no-break spaces. */
const textOf = async (page: Page): Promise<string> => (await lines(page).innerText()).replaceAll('\u00a0', ' ');

async function hover(page: Page, word: string): Promise<string> {
  // Away first: a pointer that stays asks for no new answer.
  await page.mouse.move(2, 2);
  await page
    .locator('.monaco-editor .view-line span span', { hasText: new RegExp(`^\\s*${word}\\b`) })
    .first()
    .hover();
  const box = page.locator('.monaco-hover:not(.hidden)').first();
  await expect(box).toBeVisible();
  return (await box.innerText()).replaceAll('\u00a0', ' ');
}

test('completion on User.query lists the methods of a query', async ({ page }) => {
  await open(page);
  await openFile(page, 'query.ts');
  await paste(page, "import { User } from './models';\nUser.query");
  await page.keyboard.type('.');
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  await expect(rows.first()).toBeVisible();
  await page.keyboard.type('fi');
  await expect
    .poll(() => rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')?.split(',')[0])))
    .toEqual(expect.arrayContaining(['filter', 'filterBy', 'first']));
});

test('a hover says the class, and null where there may be none', async ({ page }) => {
  await open(page);
  await openFile(page, 'query.ts');
  await paste(page, "import { User } from './models';\nconst u = User.query.first();\nu?.role?.name;\n");
  await expect.poll(() => hover(page, 'u'), { timeout: 20_000 }).toContain('const u: User | null');
});

test('a type error is underlined at its place and listed; a Run is not held back', async ({ page }) => {
  await open(page);
  await openFile(page, 'query.ts');
  await paste(page, "import { User } from './models';\nUser.query.frist();\n");
  await expect(page.locator('.squiggly-error')).toHaveCount(1);
  await page.getByRole('tab', { name: /^Problems/ }).click();
  await expect(page.getByText(/query\.ts:2/)).toBeVisible();
  await expect(page.getByText(/Property 'frist' does not exist/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Run/ }).first()).toBeEnabled();
});

test('Control+K and F1 in the editor leave no chord behind and open nothing of Monaco', async ({ page }) => {
  await open(page);
  await openFile(page, 'query.ts');
  await paste(page, '1');
  await page.keyboard.press('F1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.press('Escape');
  await lines(page).click();
  await page.keyboard.press('End');
  await page.keyboard.type('2');
  await expect.poll(() => textOf(page)).toBe('12');
  await expect(page.locator('.monaco-editor .quick-input-widget')).toBeHidden();
});

test('Tab indents, and leaves the editor after Control+M; the editor itself says so', async ({ page }) => {
  await open(page);
  await openFile(page, 'query.ts');
  await paste(page, 'x');
  const field = page.locator('.native-edit-context, .monaco-editor textarea.inputarea').first();
  await expect(field).toHaveAttribute('aria-label', /Ctrl\+M/);
  await page.keyboard.press('Home');
  await page.keyboard.press('Tab');
  await expect.poll(() => textOf(page)).toBe('  x');
  await page.keyboard.press('Control+m');
  await page.keyboard.press('Tab');
  await expect.poll(() => textOf(page)).toBe('  x');
  await expect(page.locator('.monaco-editor.focused')).toHaveCount(0);
});

test('undo is kept by each file for itself', async ({ page }) => {
  await open(page);
  await openFile(page, 'query.ts');
  await paste(page, 'first');
  await openFile(page, 'seed.ts');
  const seed = await textOf(page);
  await openFile(page, 'query.ts');
  await lines(page).click();
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => textOf(page)).toContain('User.query');
  await openFile(page, 'seed.ts');
  expect(await textOf(page)).toBe(seed);
});

test('a TypeScript worker that dies takes no text along and is replaced', async ({ page }) => {
  test.setTimeout(90_000);
  await page.addInitScript(() => {
    const made: Worker[] = [];
    Object.assign(window, { typeScriptWorkers: made });
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (String(url).includes('ts-worker')) made.push(this);
      }
    };
  });
  await open(page);
  await openFile(page, 'query.ts');
  await paste(page, 'const kept = 1;\nkept.nothing;\n');
  await expect(page.locator('.squiggly-error')).toHaveCount(1, { timeout: 45_000 });
  const workers = () => page.evaluate(() => (window as unknown as { typeScriptWorkers: Worker[] }).typeScriptWorkers.length);
  await expect.poll(workers).toBe(1);
  await page.evaluate(() => (window as unknown as { typeScriptWorkers: Worker[] }).typeScriptWorkers[0]?.terminate());
  await paste(page, 'const kept = 2;\nkept.nothing;\nkept.either;\n');
  await expect(page.locator('.squiggly-error')).toHaveCount(2, { timeout: 45_000 });
  expect(await textOf(page)).toContain('const kept = 2;');
  expect(await workers()).toBeGreaterThan(1);
});

test('the editor takes the colours of the theme', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page);
  const surface = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--surface').trim());
  const painted = await page
    .locator('.monaco-editor .monaco-editor-background')
    .first()
    .evaluate((element) => getComputedStyle(element).backgroundColor);
  const channels = [1, 3, 5].map((at) => Number.parseInt(surface.slice(at, at + 2), 16));
  expect(painted).toBe(`rgb(${channels.join(', ')})`);
});

test('a snippet is a model, with its places to fill in', async ({ page }) => {
  await open(page);
  await openFile(page, 'models.ts');
  await lines(page).click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('model');
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  const snippet = rows.filter({ hasText: 'A model with its table' });
  await expect(snippet).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Tag');
  await page.keyboard.press('Tab');
  await page.keyboard.type('tags');
  await page.keyboard.press('Escape');
  await expect.poll(() => textOf(page)).toContain("export class Tag extends db.Model('tags', {");
  await expect(page.locator('[data-table="tags"]')).toBeVisible();
});

test('Shift+Alt+F lays the code out', async ({ page }) => {
  await open(page);
  await openFile(page, 'query.ts');
  await paste(page, 'const   a=1;\n  if(a){\nconsole.log( a )\n}\n');
  await page.keyboard.press('Shift+Alt+F');
  await expect.poll(() => textOf(page)).toBe('const a = 1;\nif (a) {\n  console.log(a)\n}');
});

test('the editor survives a narrow window, with its text and its undo', async ({ page }) => {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await open(page);
  await openFile(page, 'query.ts');
  await paste(page, 'const wide = 1;\n');
  for (let turn = 0; turn < 2; turn++) {
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.locator('.monaco-editor')).toHaveCount(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect(lines(page)).toBeVisible();
  }
  await expect.poll(() => textOf(page)).toContain('const wide = 1;');
  await lines(page).click();
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => textOf(page)).toContain('User.query');
  expect(faults).toEqual([]);
});
