/**
 * `npm run e2e:firefox [-- words of a check]`: the main job and the sandbox once more, in Firefox (`FIREFOX_PATH`, or Debian's firefox-esr), on the production build.
 *
 * Playwright drives only a Firefox of its own making; this drives the one that people have, through puppeteer-core, which is installed into this folder.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import initSqlJs from 'sql.js';
import { serve } from '../../scripts/serve.ts';
import { ambush, attacks } from '../harness/attacks.ts';
import { bareWorker } from '../harness/bare-worker.ts';
import { listen } from '../harness/listener.ts';
import { project, tryEveryWayOut } from '../harness/programs.ts';
import { serveHarness } from '../harness/serve-harness.ts';

const here = import.meta.dirname;
const firefox = [process.env['FIREFOX_PATH'], '/usr/bin/firefox-esr', '/usr/bin/firefox'].find((path) => path && existsSync(path));
if (firefox === undefined) {
  console.log('There is no Firefox here: set FIREFOX_PATH, or apt-get install firefox-esr.');
  process.exit(2);
}
if (!existsSync(join(here, 'node_modules/puppeteer-core')))
  spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'], { cwd: here, stdio: 'inherit' });
const puppeteer = await import(createRequire(join(here, 'package.json')).resolve('puppeteer-core')).then((module) => module.default);

const downloads = mkdtempSync(join(tmpdir(), 'crowfoot-firefox-'));
const listener = await listen();
const harness = await serveHarness();
const playground = await serve({ folder: process.env['CROWFOOT_DIST'] ?? join(here, '../../dist/web'), host: '127.0.0.1', port: 0 });
const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath: firefox,
  headless: true,
  protocolTimeout: 60_000,
  defaultViewport: { width: 1440, height: 900 },
  extraPrefsFirefox: {
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.alwaysOpenPanel': false,
    'browser.helperApps.neverAsk.saveToDisk': 'application/vnd.sqlite3,application/x-sqlite3,application/octet-stream',
  },
});

const WAIT = 30_000;
let [passed, failed] = [0, 0];

const only = process.argv[2] ?? '';

async function check(name, work) {
  if (!name.includes(only)) return;
  const page = await browser.newPage();
  const errors = [];
  // Firefox reports what the policy refuses as errors too: in the harness that is what is asked for.
  page.on('pageerror', ({ message }) => page.url().startsWith(playground.url) && errors.push(message));
  try {
    await work(page);
    assert.deepEqual(errors, [], 'errors of the page');
    passed += 1;
    console.log(`✓ ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`✗ ${name}\n  ${String(error?.stack ?? error)}`);
  } finally {
    await page.close().catch(() => {});
  }
}

const seen = (page, selector) => page.waitForSelector(selector, { visible: true, timeout: WAIT });
const says = (page, text, timeout = WAIT) =>
  page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout, polling: 100 }, text);
const table = (name) => `[data-table="${name}"]`;
const line = (name) => `[role="group"][aria-label^="${name}"]`;

async function open(page) {
  await page.goto(playground.url);
  await seen(page, table('roles'));
}

async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.down(key);
  for (const key of keys.toReversed()) await page.keyboard.up(key);
}

async function editor(page, file) {
  await page.evaluate((name) => {
    const files = document.querySelector('nav[aria-label="Files and tables"]');
    [...files.querySelectorAll('button')].find((button) => button.textContent.startsWith(name)).click();
  }, file);
  await seen(page, '.monaco-editor .view-lines');
  await page.waitForFunction(
    (name) => document.querySelector('[role="tab"][aria-selected="true"]')?.textContent.startsWith(name),
    { timeout: WAIT },
    file,
  );
  await page.click('.monaco-editor .editor-scrollable', { offset: { x: 40, y: 8 } });
}

/** Puts text where the cursor is, as an input method does: nothing is closed or completed by the editor. */
const insert = (page, text) => page.evaluate((given) => document.execCommand('insertText', false, given), text);

async function write(page, file, text) {
  await editor(page, file);
  await press(page, 'Control', 'a');
  await insert(page, text);
}

await check('opens with two tables, one line, and a finished run', async (page) => {
  await open(page);
  assert.equal((await page.$$('[data-table]')).length, 2);
  await page.waitForSelector(line('users.role_id: many users to zero or one role'), { timeout: WAIT });
  await says(page, 'Started from models.ts and seed.ts');
  await says(page, 'list of 3 User');
});

await check('a third model typed into the editor is a third table with its line', async (page) => {
  await open(page);
  await editor(page, 'models.ts');
  await press(page, 'Control', 'End');
  await insert(
    page,
    `\nexport class Post extends db.Model('posts', {
  id: db.Column(db.Integer, { primaryKey: true }),
  author_id: db.Column(db.Integer, db.ForeignKey('users.id'), { nullable: false }),
}) {}\n`,
  );
  await seen(page, table('posts'));
  await page.waitForSelector(line('posts.author_id: many posts to exactly one user'), { timeout: WAIT });
});

await check('a query that is run shows its rows and its SQL; a reload keeps text and result', async (page) => {
  await open(page);
  await write(page, 'query.ts', "import { Role } from './models';\n\nRole.query.filterBy({ name: 'User' }).all();\n");
  await press(page, 'Control', 'Enter');
  await says(page, 'list of 1 Role');
  await says(page, 'WHERE roles.name = ?');
  await page.waitForSelector('[data-save="saved"]', { timeout: WAIT });
  await page.reload();
  await says(page, 'list of 1 Role');
});

await check('Space arrives in the editor', async (page) => {
  await open(page);
  await write(page, 'query.ts', '');
  await page.keyboard.type('// one two  three');
  await page.waitForFunction(
    () => document.querySelector('.monaco-editor .view-lines').innerText.replaceAll('\u00a0', ' ').includes('// one two  three'),
    { timeout: WAIT },
  );
});

await check('the exported file is a sound SQLite database', async (page) => {
  await open(page);
  await says(page, 'Started from models.ts and seed.ts');
  await page.evaluate(() => [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Export').click());
  const entry = await page.waitForSelector('[role="menuitem"]', { visible: true, timeout: WAIT });
  assert.match(await entry.evaluate((item) => item.textContent), /Database as \.sqlite/);
  await entry.click();
  const until = Date.now() + WAIT;
  const done = () => readdirSync(downloads).find((name) => name.endsWith('.sqlite'));
  while (!done() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 200));
  const { Database } = await initSqlJs();
  const database = new Database(readFileSync(join(downloads, done())));
  assert.deepEqual(database.exec('PRAGMA integrity_check')[0].values, [['ok']]);
  assert.deepEqual(database.exec('SELECT count(*) FROM users')[0].values, [[3]]);
});

await check('Stop ends a loop without end, and the page goes on', async (page) => {
  await open(page);
  await write(page, 'query.ts', 'while (true) {}\n');
  await press(page, 'Control', 'Enter');
  await page.waitForSelector('::-p-text(Stop)', { visible: true, timeout: WAIT });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await page.click('::-p-text(Stop)');
  await says(page, 'Stopped');
  await write(page, 'query.ts', '6 * 7;\n');
  await press(page, 'Control', 'Enter');
  await page.waitForFunction(() => /\b42\b/.test(document.body.innerText), { timeout: WAIT });
});

/* The sandbox, through the same harness and with the same programs as in Chromium. */

const values = (reply) => reply.blocks.map(({ value }) => (value.kind === 'value' ? value.value : value.kind));
const counting = project("import { Role } from './models';\nRole.query.count();");

async function withHarness(page) {
  listener.heard.length = 0;
  await page.goto(harness.url);
  await page.waitForFunction(() => window.harness !== undefined, { timeout: WAIT });
}
const run = (page, args) => page.evaluate((given) => window.harness.run(given), args);
async function works(page) {
  const outcome = await run(page, counting);
  assert.equal(outcome.status, 'done');
  assert.deepEqual(values(outcome.reply), [2]);
}
function allRefused(outcomes) {
  const lines = outcomes.split('\n');
  assert.ok(lines.length > 15);
  assert.deepEqual(
    lines.filter((one) => !one.endsWith(': refused')),
    [],
  );
  assert.deepEqual(listener.heard, []);
}

await check('a plain page reaches the listener, so that silence means something', async (page) => {
  await page.goto(listener.url);
  assert.equal(await page.evaluate(async (url) => (await fetch(`${url}/control`)).status, listener.url), 200);
  assert.ok(listener.heard.includes('GET /control'));
});

await check('a program gets no network, whatever it tries', async (page) => {
  await withHarness(page);
  const program = `${tryEveryWayOut}\nfunction importUrl(url: string) { return import(url); }
(await tryEveryWayOut('${listener.url}', '${listener.webSocketUrl}')).join('\\n');`;
  const outcome = await run(page, project(program));
  assert.equal(outcome.status, 'done');
  allRefused(values(outcome.reply)[0]);
  await works(page);
});

await check('the browser refuses it to a worker in which nothing was replaced', async (page) => {
  await withHarness(page);
  const script = bareWorker(
    `async () => (await tryEveryWayOut('${listener.url}', '${listener.webSocketUrl}')).join('\\n')`,
    tryEveryWayOut,
  );
  await page.evaluate((text) => window.harness.withWorker(text), script);
  const outcome = await run(page, counting);
  assert.equal(outcome.status, 'done');
  allRefused(outcome.reply.engine);
  await page.evaluate(() => window.harness.reset());
  await works(page);
});

for (const [name, attack, reason] of attacks)
  await check(`a program that posts ${name} is ended, and the next run works`, async (page) => {
    await withHarness(page);
    const caught = await run(page, ambush(attack));
    assert.equal(caught.status, 'done');
    const outcome = await run(page, counting);
    assert.equal(outcome.status, 'ended');
    assert.equal(outcome.ended.reason, reason);
    await works(page);
  });

for (const [name, address] of [
  ['another host', `${listener.url}/leak?secret`],
  ['our own host', `${harness.url}leak?secret`],
  ['a data document', 'data:text/html,<script>1</script>'],
])
  await check(`the frame can not be sent to ${name}, and the next run works`, async (page) => {
    await withHarness(page);
    await works(page);
    harness.requests.length = 0;
    const frame = page.frames().find((each) => each !== page.mainFrame());
    assert.ok(frame, 'there is a frame');
    const sent = frame.evaluate((url) => {
      location.href = url;
    }, address);
    await Promise.race([sent.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 2000))]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(listener.heard, []);
    assert.deepEqual(
      harness.requests.filter((url) => url.includes('leak')),
      [],
    );
    await works(page);
  });

await browser.close();
await Promise.all([listener.close(), harness.close(), playground.close()]);
rmSync(downloads, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed in ${firefox}`);
process.exit(failed > 0 ? 1 : 0);
