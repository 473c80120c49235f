import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { db, makeServer, Role, User } from './hello-server.ts';

let server: Server;
let base: string;
/** Views wait here while it is set. */
let gate: Promise<void> | null = null;
let waiting = 0;

beforeAll(async () => {
  server = makeServer(async () => {
    waiting += 1;
    await gate;
    waiting -= 1;
  });
  await new Promise<void>((done) => server.listen(0, done));
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
afterEach(() => {
  gate = null;
});

async function get(path: string): Promise<{ status: number; body: any }> {
  const response = await fetch(base + path);
  return { status: response.status, body: await response.json() };
}

describe('the view function', () => {
  test('makes who is new, knows who was here', async () => {
    expect(await get('/hello?name=Ada')).toEqual({ status: 201, body: { name: 'Ada', known: false, role: 'User' } });
    expect(await get('/hello?name=Ada')).toEqual({ status: 200, body: { name: 'Ada', known: true, role: 'User' } });
    expect(User.query.filterBy({ username: 'Ada' }).count()).toBe(1);
    expect(Role.query.count()).toBe(1);
    db.session.remove();
  });

  test('answers 404 for what firstOr404 does not find', async () => {
    expect(await get('/user/Nobody')).toEqual({ status: 404, body: { error: 'Nobody is called Nobody.' } });
    expect((await get('/nowhere')).status).toBe(404);
    expect(await get('/user/Ada')).toMatchObject({ status: 200, body: { name: 'Ada' } });
    expect((await get('/hello')).status).toBe(400);
  });

  test('two requests at once do not share a session', async () => {
    let open!: () => void;
    gate = new Promise((done) => {
      open = done;
    });
    const first = get('/hello?name=Grace');
    const second = get('/hello?name=Linus');
    while (waiting < 2) await new Promise((done) => setTimeout(done, 5));
    // both views are between their queries: a third request runs from beginning to end
    expect(await get('/user/Ada')).toMatchObject({ status: 200 });
    open();
    expect(await first).toMatchObject({ status: 201, body: { name: 'Grace', known: false } });
    expect(await second).toMatchObject({ status: 201, body: { name: 'Linus', known: false } });
    expect(User.query.count()).toBe(3);
    expect(db.session.identityMap.size).toBe(0);
    db.session.remove();
  });
});
