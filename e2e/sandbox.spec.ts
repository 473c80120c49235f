import { expect, type Page, test } from '@playwright/test';
import initSqlJs from 'sql.js';
import { makeSample } from '../scripts/make-sample.ts';
import type { RunOutcome } from '../web/runtime/client.ts';
import type { RunArgs, RunReply } from '../web/runtime/protocol.ts';
import type { EndedRun } from '../web/runtime/run-record.ts';
import { ambush, attacks } from './harness/attacks.ts';
import { bareWorker } from './harness/bare-worker.ts';
import { type Listener, listen } from './harness/listener.ts';
import type {} from './harness/main.ts';
import { project, tryEveryWayOut } from './harness/programs.ts';
import { type ServedHarness, serveHarness } from './harness/serve-harness.ts';

/*
 * User code against the production build of the runtime, under the page's policy. A program that was ended must leave a runtime that works:
 * each test ends with a run that gives the right answer.
 */

let harness: ServedHarness;
let listener: Listener;

test.beforeAll(async () => {
  harness = await serveHarness();
  listener = await listen();
});
test.afterAll(async () => {
  await listener?.close();
  await harness?.close();
});
test.beforeEach(async ({ page }) => {
  listener.heard.length = 0;
  await page.goto(harness.url);
  await page.waitForFunction(() => window.harness !== undefined);
});

const run = (page: Page, args: RunArgs): Promise<RunOutcome> => page.evaluate((given) => window.harness.run(given), args);

async function done(page: Page, args: RunArgs): Promise<RunReply> {
  const outcome = await run(page, args);
  if (outcome.status !== 'done') throw new Error(`the run was ended: ${outcome.ended.reason}`);
  return outcome.reply;
}

async function ended(page: Page, args: RunArgs): Promise<EndedRun> {
  const outcome = await run(page, args);
  if (outcome.status !== 'ended') throw new Error(`the run was not ended: ${JSON.stringify(outcome.reply)}`);
  return outcome.ended;
}

/** Values of the blocks that are plain cells. */
const values = (reply: RunReply): unknown[] => reply.blocks.map(({ value }) => (value.kind === 'value' ? value.value : value.kind));

const counting = project(`import { Role } from './models';\nRole.query.count();`);

async function expectWorks(page: Page): Promise<void> {
  const reply = await done(page, counting);
  expect(reply.error).toBeNull();
  expect(values(reply)).toEqual([2]);
}

test.describe('the network', () => {
  test('a plain page reaches the listener, so that silence means something', async ({ page }) => {
    await page.goto(listener.url);
    const status = await page.evaluate(async (url) => (await fetch(`${url}/control`)).status, listener.url);
    expect(status).toBe(200);
    expect(listener.heard).toContain('GET /control');
  });

  test('the program is told that there is none, whatever it tries', async ({ page }) => {
    const program = `${tryEveryWayOut}\nfunction importUrl(url: string) { return import(url); }
(await tryEveryWayOut('${listener.url}', '${listener.webSocketUrl}')).join('\\n');
(() => { try { fetch('${listener.url}/x'); } catch (error) { return String(error); } })();`;
    const reply = await done(page, project(program));
    expect(reply.error).toBeNull();
    const [outcomes, message] = values(reply) as string[];
    expectAllRefused(outcomes ?? '');
    expect(message).toBe('Error: the sandbox has no network');
    expect(listener.heard).toEqual([]);
    await expectWorks(page);
  });

  test('the browser refuses it to a worker in which nothing was replaced', async ({ page }) => {
    const script = bareWorker(
      `async () => (await tryEveryWayOut('${listener.url}', '${listener.webSocketUrl}')).join('\\n')`,
      tryEveryWayOut,
    );
    await page.evaluate((text) => window.harness.withWorker(text), script);
    const reply = await done(page, counting);
    expectAllRefused(reply.engine);
    expect(listener.heard).toEqual([]);
    await page.evaluate(() => window.harness.reset());
    await expectWorks(page);
  });
});

function expectAllRefused(outcomes: string): void {
  const lines = outcomes.split('\n');
  expect(lines.length).toBeGreaterThan(15);
  expect(lines.filter((line) => !line.endsWith(': refused'))).toEqual([]);
}

test.describe('the frame', () => {
  const targets: readonly (readonly [string, () => string])[] = [
    ['another host', () => `${listener.url}/leak?secret`],
    ['our own host', () => `${harness.url}leak?secret`],
    ['a data document', () => 'data:text/html,<script>1</script>'],
  ];
  for (const [name, address] of targets) {
    test(`can not be sent to ${name}, and the next run works`, async ({ page }) => {
      await expectWorks(page);
      const frame = page.frames()[1];
      if (!frame) throw new Error('there is no frame');
      harness.requests.length = 0;
      await frame
        .evaluate((url) => {
          location.href = url;
        }, address())
        .catch(() => {});
      await page.waitForTimeout(500);
      expect(listener.heard).toEqual([]);
      expect(harness.requests.filter((url) => url.includes('leak'))).toEqual([]);
      await expectWorks(page);
    });
  }

  test('reads nothing of the page: its origin is its own', async ({ page }) => {
    await expectWorks(page);
    const seen = await page.frames()[1]?.evaluate(() => {
      const attempt = (look: () => unknown): string => {
        try {
          return String(look());
        } catch {
          return 'refused';
        }
      };
      return [origin, attempt(() => parent.document.title), attempt(() => localStorage.length), attempt(() => document.cookie)];
    });
    expect(seen).toEqual(['null', 'refused', 'refused', 'refused']);
  });
});

test.describe('messages', () => {
  for (const [name, attack, reason] of attacks) {
    test(`a program that posts ${name} is ended, and the next run works`, async ({ page }) => {
      expect(values(await done(page, ambush(attack)))).toContain('lying in wait');
      expect(await ended(page, counting)).toMatchObject({ reason });
      await expectWorks(page);
    });
  }

  test('a program that replaces postMessage harms only itself', async ({ page }) => {
    const reply = await done(
      page,
      project(`MessagePort.prototype.postMessage = () => { throw new Error('mine now'); };
(() => { try { (globalThis as any).postMessage({ evil: 1 }); } catch (error) { return String(error); } })();`),
    );
    expect(values(reply).at(-1)).toBe('Error: the sandbox has no network');
    await expectWorks(page);
  });

  test('a worker that speaks past its port is ended', async ({ page }) => {
    await page.evaluate(
      (text) => window.harness.withWorker(text),
      bareWorker(`async () => { self.postMessage('hello'); await new Promise(() => {}); }`),
    );
    await expect(ended(page, counting)).resolves.toMatchObject({ reason: 'malformed-message' });
    await page.evaluate(() => window.harness.reset());
    await expectWorks(page);
  });
});

test.describe('stop', () => {
  test('brings back exactly what was committed', async ({ page }) => {
    const program = project(`import { db } from './db';
import { Role } from './models';
db.session.add(new Role({ name: 'Kept' }));
db.session.commit();
db.session.add(new Role({ name: 'Lost' }));
db.session.flush();
while (true) {}`);
    const outcome = page.evaluate((args) => window.harness.run(args), program);
    await page.waitForFunction(() =>
      window.harness.log?.statements.some(
        ({ sql, phase, params }) => phase === 'run' && /^INSERT/.test(sql) && params[0]?.includes('Lost'),
      ),
    );
    await page.evaluate(() => window.harness.client.stop());
    const result = await outcome;
    if (result.status !== 'ended') throw new Error('the run came to its end');
    expect(result.ended).toMatchObject({
      reason: 'stopped',
      at: { file: 'query.ts', line: 7 },
      keptUpTo: { file: 'query.ts', line: 4 },
      keptCommits: 1,
      lostCommits: 0,
      lostStatements: 1,
      counts: [{ table: 'roles', rows: 3 }],
    });
    expect(await namesInImage(page)).toEqual(['Admin', 'User', 'Kept']);
    await expectWorks(page);
  });

  test('while models and seed still run leaves the data of before', async ({ page }) => {
    await done(
      page,
      project(
        `import { db } from './db';\nimport { Role } from './models';\ndb.session.add(new Role({ name: 'Before' }));\ndb.session.commit();`,
      ),
    );
    const outcome = page.evaluate((args) => window.harness.run(args), project('1;', { 'seed.ts': 'while (true) {}' }));
    await page.waitForTimeout(300);
    await page.evaluate(() => window.harness.client.stop());
    expect(await outcome).toMatchObject({
      status: 'ended',
      ended: { reason: 'stopped', keptCommits: 0, counts: [{ table: 'roles', rows: 3 }] },
    });
    expect(await namesInImage(page)).toEqual(['Admin', 'User', 'Before']);
    await expectWorks(page);
  });

  async function namesInImage(page: Page): Promise<unknown[]> {
    const bytes = await page.evaluate(() => [...(window.harness.client.exportImage() ?? [])]);
    const { Database } = await initSqlJs();
    const database = new Database(Uint8Array.from(bytes));
    expect(database.exec('PRAGMA integrity_check')[0]?.values).toEqual([['ok']]);
    return (database.exec('SELECT name FROM roles ORDER BY id')[0]?.values ?? []).flat();
  }
});

test.describe('models', () => {
  test('that never end are ended, and disturb neither a run nor its data', async ({ page }) => {
    const busy = project(`import { db } from './db';
import { Role } from './models';
const until = Date.now() + 4000;
while (Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
db.session.add(new Role({ name: 'Third' }));
db.session.commit();
Role.query.count();`);
    const outcome = page.evaluate((args) => window.harness.run(args), busy);
    const endless = project('1;', { 'models.ts': 'for (;;) {}' });
    const evaluated = await page.evaluate((files) => window.harness.evaluate({ files, entries: ['models.ts'] }), endless.files);
    expect(evaluated.error).toMatchObject({ code: 'models-do-not-end', facts: { files: 'models.ts', seconds: '2' } });
    const result = await outcome;
    expect(result).toMatchObject({ status: 'done', reply: { error: null, committedRows: 1, counts: [{ table: 'roles', rows: 3 }] } });
    const again = await page.evaluate((files) => window.harness.evaluate({ files, entries: ['models.ts'] }), counting.files);
    expect(again.error).toBeNull();
    expect(again.schema?.tables.map(({ name }) => name)).toEqual(['roles']);
  });

  test('are evaluated without a database', async ({ page }) => {
    const asking = project('1;', {
      'models.ts': `import { db } from './db';\nexport const rows = db.session.execute(db.text('SELECT 1')).all();`,
    });
    const { error } = await page.evaluate((files) => window.harness.evaluate({ files, entries: ['models.ts'] }), asking.files);
    expect(error?.message).toContain('models are evaluated without a database');
    expect(error?.frames[0]).toMatchObject({ file: 'models.ts', line: 2 });
  });
});

test('the stored sample is what a run in the page gives', async ({ page }) => {
  const { bundle } = await makeSample();
  const { emitted, schema, registry, lastRun } = bundle.derived ?? {};
  if (!emitted || !lastRun) throw new Error('the sample has no run');
  const files = { files: emitted };
  const evaluated = await page.evaluate((args) => window.harness.evaluate(args), { ...files, entries: ['models.ts'] });
  expect(evaluated).toEqual({ schema, registry, error: null });
  const reply = await done(page, { ...files, models: ['models.ts'], seed: 'seed.ts', entry: lastRun.entry });
  expect(timeless(reply)).toEqual(timeless(lastRun.reply));
});

/** A reply without its durations. */
function timeless(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (key === 'durationMs' ? 0 : part)));
}

test('the page carries its policy as header and as its first meta tag', async ({ request }) => {
  const response = await request.get('/');
  const policy = response.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-src 'none'");
  expect(policy).not.toContain("'unsafe-eval'");
  const head = /<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(await response.text());
  expect(head?.[1]?.replaceAll('&#39;', "'")).toBe(policy);
});
