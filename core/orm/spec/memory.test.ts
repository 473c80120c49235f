import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import initSqlJs from 'sql.js';
import { expect, test } from 'vitest';
import type { SqlJsConnection } from '../../dialects/sqlite/sql-js-connection.ts';
import { sqlJsDriver } from '../../dialects/sqlite/sql-js-driver.ts';
import { createDatabase } from '../database.ts';

/** The heap after a collection; vitest runs without --expose-gc, so that the flag is set here. */
async function heap(): Promise<number> {
  const v8 = await import('node:v8');
  const vm = await import('node:vm');
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  for (let i = 0; i < 4; i += 1) collect();
  return process.memoryUsage().heapUsed;
}

/** A module of its own, so that nothing else uses its memory. */
const wasm = (globalThis as any).WebAssembly;
let wasmMemory: { readonly buffer: ArrayBuffer };
const sqlJs = await initSqlJs({
  useOldExtensionFunctions: false,
  instantiateWasm(imports, done) {
    const bytes = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'));
    const instance = new wasm.Instance(new wasm.Module(bytes), imports);
    wasmMemory = Object.values(instance.exports).find((each) => each instanceof wasm.Memory) as typeof wasmMemory;
    done(instance);
    return instance.exports;
  },
});
const memory = (): number => wasmMemory.buffer.byteLength;

test('10,000 sessions opened and closed leave nothing: heap, statements, listeners, memory of SQLite', { timeout: 240_000 }, async () => {
  const db = createDatabase('sqlite://', { driver: sqlJsDriver(sqlJs, { open: () => ({ image: null }) }) });
  class User extends db.Model('users', {
    id: db.Column(db.Integer, { primaryKey: true }),
    name: db.Column(db.String(20)),
    get posts() {
      return db.relationship(() => Post, { backPopulates: 'author', cascade: 'all, delete-orphan' });
    },
  }) {}
  class Post extends db.Model('posts', {
    id: db.Column(db.Integer, { primaryKey: true }),
    author_id: db.Column(db.Integer, db.ForeignKey('users.id')),
    get author() {
      return db.relationship(() => User, { uselist: false, backPopulates: 'posts' });
    },
  }) {}
  db.register(User, Post);
  db.createAll();
  const request = (): void =>
    db.scope((session) => {
      const user = new User({ name: 'x', posts: [new Post(), new Post()] });
      session.add(user);
      session.commit();
      user.name = 'y';
      expect(user.posts.length).toBe(2);
      session.delete(User.query.first()!);
      session.commit();
    });
  for (let i = 0; i < 2_500; i += 1) request(); // the engine's own code and statistics settle
  const before = { heap: await heap(), memory: memory(), cached: db.engine.dialect.sql.compiledCache.size };
  for (let i = 0; i < 10_000; i += 1) request();
  const grown = (await heap()) - before.heap;
  // a leak of one object a session would be a megabyte and more
  expect(grown).toBeLessThan(600_000);
  expect(memory()).toBe(before.memory);
  expect(db.engine.dialect.sql.compiledCache.size).toBe(before.cached);
  expect((db.engine.rawConnection() as SqlJsConnection).handle.exec('SELECT count(*) FROM users')[0]!.values).toEqual([[0]]);
});
