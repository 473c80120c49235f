/** `npm run screens`: the pictures in docs/screens, taken from the production build in headless Chromium. `--folder` and `--out` choose others. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { chromiumArgs, ensureChromium } from './find-chromium.ts';
import { serve } from './serve.ts';

const { values } = parseArgs({
  options: { folder: { type: 'string', default: 'dist/web' }, out: { type: 'string', default: 'docs/screens' }, only: { type: 'string' } },
});
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
/** What is left of a window of 1440 × 900 at 200 % zoom: half of each side, every pixel doubled. */
const zoomed = { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 } as const;

interface Screen {
  readonly name: string;
  readonly options: BrowserContextOptions;
  /** The first visit shows its suggestions. */
  readonly isFirstVisit?: boolean;
  readonly act?: (page: Page) => Promise<void>;
}

const screens: readonly Screen[] = [
  { name: 'wide', options: { viewport: wide, colorScheme: 'light' }, act: standOnRole },
  { name: 'wide-dark', options: { viewport: wide, colorScheme: 'dark' }, act: standOnRole },
  { name: 'zh', options: { viewport: wide, locale: 'zh-CN' }, act: standOnRole },
  { name: 'first-visit', options: { viewport: wide }, isFirstVisit: true, act: requireRole },
  { name: 'error', options: { viewport: wide }, act: loseForeignKey },
  { name: 'stale', options: { viewport: wide, colorScheme: 'dark' }, act: breakSyntax },
  { name: 'sql', options: { viewport: wide }, act: pickStatement },
  { name: 'gallery', options: { viewport: wide }, act: (page) => command(page, 'Projects and examples') },
  { name: 'palette', options: { viewport: wide }, act: openPalette },
  { name: 'settings', options: { viewport: wide, colorScheme: 'dark' }, act: (page) => command(page, 'Settings') },
  { name: 'shortcuts', options: { viewport: wide }, act: (page) => command(page, 'Keyboard shortcuts') },
  { name: 'compare', options: { viewport: wide }, act: compare },
  { name: 'blog', options: { viewport: wide }, act: (page) => openExample(page, /^Blog/) },
  { name: 'blog-dark', options: { viewport: wide, colorScheme: 'dark' }, act: (page) => openExample(page, /^Blog/) },
  { name: 'music-store', options: { viewport: wide }, act: (page) => openExample(page, /^Music store/) },
  { name: 'two-hundred-tables', options: { viewport: wide }, act: (page) => openExample(page, /^200 tables/) },
  { name: 'column-types', options: { viewport: wide }, act: (page) => openExample(page, /^Every column type/) },
  { name: 'present', options: { viewport: wide }, act: present },
  { name: 'running', options: { viewport: wide }, act: runForLong },
  { name: 'zoom-200', options: { ...zoomed } },
  { name: 'zoom-200-dark', options: { ...zoomed, colorScheme: 'dark' }, act: pickStatement },
  { name: 'zoom-200-settings', options: { ...zoomed }, act: (page) => command(page, 'Settings') },
  { name: 'zoom-200-gallery', options: { ...zoomed }, act: (page) => command(page, 'Projects and examples') },
  { name: 'narrow', options: { viewport: narrow, hasTouch: true, isMobile: true } },
  { name: 'narrow-diagram', options: { viewport: narrow, hasTouch: true, isMobile: true }, act: (page) => openPane(page, /^Diagram/) },
  { name: 'narrow-results', options: { viewport: narrow, hasTouch: true, isMobile: true }, act: (page) => openPane(page, /^Results/) },
];

async function openPane(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).last().click();
  await page.waitForTimeout(600);
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByRole('combobox', { name: 'Commands' }).fill('ro');
  await page.waitForTimeout(400);
}

/** Does what the palette has under this name. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K');
  await page.getByRole('combobox', { name: 'Commands' }).fill(name);
  await page.getByRole('option', { name }).first().click();
  await page.waitForTimeout(1000);
}

async function openExample(page: Page, name: RegExp): Promise<void> {
  await command(page, 'Projects and examples');
  await page.getByRole('button', { name }).click();
  await page.locator('[data-table]').first().waitFor();
  await page.waitForTimeout(2500);
}

async function present(page: Page): Promise<void> {
  await standOnRole(page);
  await command(page, 'Present');
  await page.waitForTimeout(800);
}

async function compare(page: Page): Promise<void> {
  await requireRoleByHand(page);
  await command(page, 'Compare with the example');
}

async function requireRoleByHand(page: Page): Promise<void> {
  await placeCursor(page, 'role_id:');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await paste(page, ', { nullable: false }');
  await page.locator('[data-symbol="one"]').first().waitFor();
}

async function placeCursor(page: Page, text: string): Promise<void> {
  await page.locator('.monaco-editor .view-line').filter({ hasText: text }).first().click();
  await page.keyboard.press('End');
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function standOnRole(page: Page): Promise<void> {
  await placeCursor(page, 'role_id:');
  await page.keyboard.press('Home');
  await page.locator('[data-relation="users.role_id"][data-lit="true"]').waitFor();
}

async function requireRole(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Make role_id required/ }).click();
  await page.locator('[data-symbol="one"]').first().waitFor();
  await page.getByRole('button', { name: /the line’s end changed/ }).waitFor();
}

async function loseForeignKey(page: Page): Promise<void> {
  await placeCursor(page, 'role_id:');
  const key = ", db.ForeignKey('roles.id')),";
  for (let at = 0; at < key.length; at++) await page.keyboard.press('Backspace');
  await paste(page, '),');
  await page.getByText(/^Picture of/).waitFor();
  await page.keyboard.press('Home');
  await page.getByRole('tab', { name: /^Problems/ }).click();
  await page.waitForTimeout(800);
}

async function breakSyntax(page: Page): Promise<void> {
  await placeCursor(page, 'role_id:');
  await page.keyboard.press('Enter');
  await paste(page, 'created_at: db.Column(db.');
  await page.getByText(/^Picture of/).waitFor();
  await page.waitForTimeout(800);
}

async function pickStatement(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^query\.ts/ })
    .first()
    .click();
  await page.getByRole('tab', { name: /^SQL/ }).click();
  await page.locator('[data-statement]').last().click();
  await page.waitForTimeout(400);
}

async function runForLong(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^query\.ts/ })
    .first()
    .click();
  await page.locator('.monaco-editor .view-lines').click();
  await page.keyboard.press('ControlOrMeta+End');
  await paste(page, 'for (;;) User.query.count();\n');
  await page.waitForTimeout(500);
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByRole('button', { name: /^Stop query\.ts, [4-9] s/ }).waitFor();
}

async function take(browser: Browser, url: string, screen: Screen): Promise<void> {
  const context = await browser.newContext({ deviceScaleFactor: 1, reducedMotion: 'reduce', ...screen.options });
  const page = await context.newPage();
  if (!screen.isFirstVisit) await page.addInitScript(() => localStorage.setItem('crowfoot.try', 'closed'));
  await page.goto(url);
  await page.locator('.monaco-editor .view-lines, textarea').first().waitFor();
  // Types are checked once the compiler is there: the picture is of a page at rest.
  await page.waitForTimeout(3000);
  await screen.act?.(page);
  await page.mouse.move(700, 897);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(values.out!, `${screen.name}.png`) });
  await context.close();
  console.log(`${screen.name}.png`);
}

mkdirSync(values.out!, { recursive: true });
const served = await serve({ folder: values.folder!, host: '127.0.0.1', port: 0 });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArgs] });
try {
  for (const screen of screens) if (!values.only || values.only.split(',').includes(screen.name)) await take(browser, served.url, screen);
} finally {
  await browser.close();
  await served.close();
}
