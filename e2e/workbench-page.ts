import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import initSqlJs from 'sql.js';

/** The page as a person uses it: what the specs of the main job and of bad input share. */
export class WorkbenchPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the page and waits for its first picture. */
  async open(): Promise<void> {
    await this.page.goto('./');
    await expect(this.table('roles')).toBeVisible();
  }

  /** Waits until the editor takes keys and the compiler answers. */
  async editorReady(): Promise<void> {
    await expect(this.page.locator('.monaco-editor .view-lines')).toBeVisible();
    await expect(this.page.locator('.monaco-editor .native-edit-context, .monaco-editor textarea.inputarea').first()).toBeAttached();
  }

  table(name: string): Locator {
    return this.page.getByRole('region', { name: 'Diagram' }).locator(`[data-table="${name}"]`);
  }

  relation(name: string | RegExp): Locator {
    return this.page.getByRole('group', { name });
  }

  get results(): Locator {
    return this.page.getByRole('tabpanel', { name: /^Results/ });
  }

  get problems(): Locator {
    return this.page.getByRole('tabpanel', { name: /^Problems/ });
  }

  /** The value of one line of the file that ran. */
  block(name: string | RegExp): Locator {
    return this.results.getByRole('region', { name });
  }

  async openFile(path: string): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Files and tables' })
      .getByRole('button', { name: new RegExp(`^${path.replaceAll('.', '\\.')}`) })
      .click();
    await expect(this.page.getByRole('tab', { name: new RegExp(`^${path.replaceAll('.', '\\.')}`), selected: true })).toBeVisible();
    await this.editorReady();
  }

  async openTab(name: 'Results' | 'SQL' | 'Problems'): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  /** Puts text where the cursor is, as a paste does: nothing is completed or closed by the editor. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  }

  async focusEditor(): Promise<void> {
    await this.page
      .locator('.monaco-editor .editor-scrollable')
      .first()
      .click({ position: { x: 40, y: 8 } });
  }

  /** Replaces a file's text in the editor. */
  async write(path: string, text: string): Promise<void> {
    await this.openFile(path);
    await this.focusEditor();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.paste(text);
  }

  /** Adds to the end of a file in the editor. */
  async append(path: string, text: string): Promise<void> {
    await this.openFile(path);
    await this.focusEditor();
    await this.page.keyboard.press('ControlOrMeta+End');
    await this.paste(text);
  }

  /** The text of the open file, as the project has it once it is saved. */
  async saved(path: string): Promise<string> {
    const sources = await this.sources();
    return sources.find((file) => file.path === path)?.text ?? '';
  }

  async sources(): Promise<readonly { path: string; text: string }[]> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.choose('Export', 'Sources as .json')]);
    return JSON.parse(await readFile(await download.path(), 'utf8')).files;
  }

  async choose(menu: string, entry: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: menu, exact: true }).click();
    await this.page.getByRole('menuitem', { name: entry }).click();
  }

  /** Runs the file and waits for what it gave. */
  async run(path = 'query.ts'): Promise<void> {
    const last = this.page.locator('[data-ran-at]').first();
    const before = await last.getAttribute('data-ran-at');
    await this.startRun(path);
    await expect(last).not.toHaveAttribute('data-ran-at', before ?? '', { timeout: 30_000 });
  }

  /** Presses Run. */
  async startRun(path = 'query.ts'): Promise<void> {
    await this.page
      .getByRole('button', { name: `Run ${path}` })
      .first()
      .click();
  }

  /** Waits until everything typed is written. */
  async waitUntilSaved(): Promise<void> {
    await expect(this.page.locator('[data-save="saved"]')).toBeVisible();
  }

  /** The exported file, opened with SQLite outside of the page. */
  async exported(): Promise<(sql: string) => unknown[][]> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.choose('Export', 'Database as .sqlite')]);
    expect(download.suggestedFilename()).toMatch(/\.sqlite$/);
    const bytes = await readFile(await download.path());
    const SQL = await initSqlJs({ useOldExtensionFunctions: false } as never);
    const database = new SQL.Database(bytes);
    return (sql) => database.exec(sql)[0]?.values ?? [];
  }
}

/** Cells of a grid, row by row, the header first. */
export async function gridText(grid: Locator): Promise<string[][]> {
  return await grid
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => (cell as HTMLElement).innerText.replace(/\s+/g, ' ').trim())),
    );
}
