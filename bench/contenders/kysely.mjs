import { Kysely } from 'kysely';
import { SqlJsDialect } from '../lib/kysely-sqljs.mjs';
import { fmtDate, likePatterns, N, pkIds, tagsOf, userData } from '../lib/spec.mjs';
export const meta = { name: 'Kysely 0.29', driver: 'sql.js', pkg: 'kysely' };
let SQL;
export async function init(lib) {
  SQL = lib.SQL;
}
export const options = { cache: false };
export async function open(image) {
  const raw = new SQL.Database(image);
  raw.run('PRAGMA foreign_keys=ON');
  const db = new Kysely({ dialect: new SqlJsDialect(raw, options) });
  await db.selectFrom('roles').select('id').limit(1).execute();
  return {
    db,
    raw,
    q: (s) => raw.exec(s)[0].values,
    close: async () => {
      await db.destroy();
      raw.close();
    },
  };
}
// Kysely has no value conversion: the hand-written mapping a user of it needs.
const toUser = (r) => ({
  id: r.id,
  roleId: r.role_id,
  username: r.username,
  email: r.email,
  age: r.age,
  active: r.active === 1,
  createdAt: new Date(`${r.created_at.replace(' ', 'T')}Z`),
});
const fromUser = (u) => ({
  role_id: u.roleId,
  username: u.username,
  email: u.email,
  age: u.age,
  active: u.active ? 1 : 0,
  created_at: fmtDate(u.createdAt),
});
const data = Array.from({ length: N.users }, (_, i) => userData(i + 1));
export const W = {
  W1: {
    note: 'insertInto().values(chunk of 500).returning()',
    run: (c) =>
      c.db.transaction().execute(async (tx) => {
        const ids = [];
        for (let i = 0; i < data.length; i += 500)
          for (const r of await tx
            .insertInto('users')
            .values(data.slice(i, i + 500).map(fromUser))
            .returning('id')
            .execute())
            ids.push(r.id);
        return ids;
      }),
  },
  W2: { run: async (c) => (await c.db.selectFrom('users').selectAll().execute()).map(toUser) },
  W3: {
    run: async (c) => {
      const o = [];
      for (const id of pkIds) o.push(toUser(await c.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()));
      return o;
    },
  },
  W4: {
    run: async (c) => {
      const o = [];
      for (const p of likePatterns)
        o.push(
          (await c.db.selectFrom('users').selectAll().where('username', 'like', p).orderBy('username').limit(10).execute()).map(toUser),
        );
      return o;
    },
  },
  W5: {
    note: 'two selects grouped by hand',
    run: async (c) => {
      const us = (await c.db.selectFrom('users').selectAll().where('id', '<=', 1000).execute()).map(toUser);
      const by = new Map();
      for (const u of us) {
        u.posts = [];
        by.set(u.id, u);
      }
      for (const p of await c.db.selectFrom('posts').selectAll().where('user_id', '<=', 1000).orderBy('user_id').orderBy('id').execute())
        by.get(p.user_id).posts.push({ id: p.id, userId: p.user_id, title: p.title, body: p.body, views: p.views });
      return us;
    },
  },
  W7: {
    note: 'no unit of work: 5000 updateTable() calls',
    setup: async (c) => {
      c.us = (await c.db.selectFrom('users').selectAll().where('id', '<=', 5000).execute()).map(toUser);
    },
    run: (c) => {
      for (const u of c.us) u.age++;
      return c.db.transaction().execute(async (tx) => {
        for (const u of c.us) await tx.updateTable('users').set({ age: u.age }).where('id', '=', u.id).execute();
      });
    },
  },
  W8: {
    note: 'delete where id in (500)',
    setup: async (c) => {
      c.us = (await c.db.selectFrom('users').selectAll().where('id', '>', 5000).execute()).map(toUser);
    },
    run: (c) =>
      c.db.transaction().execute(async (tx) => {
        for (let i = 0; i < c.us.length; i += 500)
          await tx
            .deleteFrom('users')
            .where(
              'id',
              'in',
              c.us.slice(i, i + 500).map((u) => u.id),
            )
            .execute();
      }),
  },
  W9: {
    note: 'insertInto.values(chunk of 500)',
    run: (c) => {
      const rows = [];
      for (let k = 1; k <= N.m2mPosts; k++) for (const t of tagsOf(k)) rows.push({ post_id: k, tag_id: t });
      return c.db.transaction().execute(async (tx) => {
        for (let i = 0; i < rows.length; i += 500)
          await tx
            .insertInto('post_tags')
            .values(rows.slice(i, i + 500))
            .execute();
      });
    },
  },
  W10: {
    run: (c) => {
      let r;
      for (let i = 0; i < N.compile; i++)
        r = c.db
          .selectFrom('users')
          .innerJoin('roles', 'roles.id', 'users.role_id')
          .innerJoin('posts', 'posts.user_id', 'users.id')
          .leftJoin('post_tags', 'post_tags.post_id', 'posts.id')
          .select(['roles.name'])
          .select((eb) => [eb.fn.count('posts.id').as('n'), eb.fn.max('posts.views').as('v')])
          .where('users.age', '>', 18 + (i % 10))
          .where('users.username', 'like', 'user%')
          .where('users.active', '=', 1)
          .where('roles.name', '!=', `x${i}`)
          .where('posts.id', 'in', [1, 2, 3])
          .groupBy('roles.name')
          .orderBy('roles.name')
          .compile();
      return { n: N.compile, sql: r.sql, params: r.parameters };
    },
  },
};
