import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { SqlJsConnection } from '../../dialects/sqlite/sql-js-connection.ts';
import { sqlJsDriver } from '../../dialects/sqlite/sql-js-driver.ts';
import { sqlJs, statementWays } from '../../testing/sql-js.ts';
import { createDatabase } from '../database.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const count = 30_000;

/** What stays of the heap while `keep` gives something, in bytes. */
function retained(keep: () => unknown): { bytes: number; kept: unknown } {
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = keep();
  collect();
  return { bytes: process.memoryUsage().heapUsed - before, kept };
}

test('loaded objects take about twice what plain objects of the same rows take, and a closed session lets them go', () => {
  const db = createDatabase('sqlite://', { driver: sqlJsDriver(sqlJs, { statements: statementWays[1]![1] }) });
  class User extends db.Model('users', {
    id: db.Column(db.Integer, { primaryKey: true }),
    role_id: db.Column(db.Integer),
    username: db.Column(db.Text),
    email: db.Column(db.Text),
    age: db.Column(db.Integer),
    active: db.Column(db.Boolean),
    created: db.Column(db.DateTime),
  }) {}
  db.register(User);
  db.createAll();
  const values = `SELECT n, n % 100, 'user' || n, 'user' || n || '@example.com', n % 60, n % 2, '2020-01-01 00:00:00.' || substr('000000' || n, -6) FROM n`;
  db.session.execute(
    db.text(`WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${count}) INSERT INTO users ${values}`),
  );
  db.session.commit();
  const { handle } = db.engine.rawConnection() as SqlJsConnection;
  const rows = (): object[] => {
    const statement = handle.prepare('SELECT id, role_id, username, email, age, active, created FROM users');
    const made: object[] = [];
    while (statement.step()) {
      const [id, roleId, username, email, age, active, created] = statement.get();
      made.push({ id, roleId, username, email, age, active: active === 1, created: new Date(`${String(created).replace(' ', 'T')}Z`) });
    }
    statement.free();
    return made;
  };
  // both ways once, so that what is compiled and cached is not counted
  rows();
  User.query.limit(10).all();
  db.session.expungeAll();

  const plain = retained(rows);
  const loaded = retained(() => User.query.all());
  expect((loaded.kept as User[]).length).toBe((plain.kept as object[]).length);
  expect(loaded.bytes).toBeLessThan(2.1 * plain.bytes);

  const [first] = loaded.kept as User[];
  expect(first!.username).toBe('user1');
  const held = new WeakRef((loaded.kept as User[])[count - 1]!);
  (loaded.kept as User[]).length = 0;
  collect();
  expect(held.deref()).toBeDefined();
  db.session.close();
  const after = retained(() => null);
  expect(after.bytes).toBeLessThan(loaded.bytes / 10);
});
