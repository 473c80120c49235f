import { and, count, eq, gt, inArray, like, lte, ne, relations, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/sql-js';
import { customType, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { fmtDate, likePatterns, N, pkIds, tagsOf, userData } from '../lib/spec.mjs';
export const meta = { name: 'Drizzle 0.45', driver: 'sql.js', pkg: 'drizzle-orm' };
const datetime = customType({ dataType: () => 'datetime', fromDriver: (v) => new Date(`${v.replace(' ', 'T')}Z`), toDriver: fmtDate });
const roles = sqliteTable('roles', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  description: text('description').notNull(),
});
const users = sqliteTable('users', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  roleId: integer('role_id')
    .notNull()
    .references(() => roles.id),
  username: text('username').notNull(),
  email: text('email').notNull(),
  age: integer('age').notNull(),
  active: integer('active', { mode: 'boolean' }).notNull(),
  createdAt: datetime('created_at').notNull(),
});
const posts = sqliteTable('posts', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  userId: integer('user_id')
    .notNull()
    .references(() => users.id),
  title: text('title').notNull(),
  body: text('body').notNull(),
  views: integer('views').notNull(),
});
const tags = sqliteTable('tags', { id: integer('id').primaryKey({ autoIncrement: true }), name: text('name').notNull() });
const postTags = sqliteTable('post_tags', { postId: integer('post_id').notNull(), tagId: integer('tag_id').notNull() }, (t) => [
  primaryKey({ columns: [t.postId, t.tagId] }),
]);
const usersRel = relations(users, ({ one, many }) => ({
  role: one(roles, { fields: [users.roleId], references: [roles.id] }),
  posts: many(posts),
}));
const postsRel = relations(posts, ({ one }) => ({ user: one(users, { fields: [posts.userId], references: [users.id] }) }));
const schema = { roles, users, posts, tags, postTags, usersRel, postsRel };
let SQL;
export async function init(lib) {
  SQL = lib.SQL;
}
export async function open(image) {
  const raw = new SQL.Database(image);
  raw.run('PRAGMA foreign_keys=ON');
  const db = drizzle(raw, { schema });
  return { db, raw, q: (s) => raw.exec(s)[0].values, close: () => raw.close() };
}
export const data = Array.from({ length: N.users }, (_, i) => userData(i + 1));
export const W = {
  W1: {
    note: 'insert().values(chunk of 500).returning()',
    run: (c) =>
      c.db.transaction((tx) => {
        const ids = [];
        for (let i = 0; i < data.length; i += 500)
          for (const r of tx
            .insert(users)
            .values(data.slice(i, i + 500))
            .returning({ id: users.id })
            .all())
            ids.push(r.id);
        return ids;
      }),
  },
  W2: { run: (c) => c.db.select().from(users).all() },
  W3: {
    run: (c) => {
      const o = [];
      for (const id of pkIds) o.push(c.db.select().from(users).where(eq(users.id, id)).get());
      return o;
    },
  },
  W4: {
    run: (c) => {
      const o = [];
      for (const p of likePatterns)
        o.push(c.db.select().from(users).where(like(users.username, p)).orderBy(users.username).limit(10).all());
      return o;
    },
  },
  W5: {
    note: 'two selects grouped by hand (db.query…with is broken on sql.js in 0.45: rows come back unmapped)',
    run: (c) => {
      const us = c.db.select().from(users).where(lte(users.id, 1000)).all();
      const by = new Map();
      for (const u of us) {
        u.posts = [];
        by.set(u.id, u);
      }
      for (const p of c.db.select().from(posts).where(lte(posts.userId, 1000)).orderBy(posts.userId, posts.id).all())
        by.get(p.userId).posts.push(p);
      return us;
    },
  },
  W7: {
    note: 'no unit of work: 5000 update() calls',
    setup: (c) => {
      c.us = c.db.select().from(users).where(lte(users.id, 5000)).all();
    },
    run: (c) => {
      for (const u of c.us) u.age++;
      c.db.transaction((tx) => {
        for (const u of c.us) tx.update(users).set({ age: u.age }).where(eq(users.id, u.id)).run();
      });
    },
  },
  W8: {
    note: 'delete where id in (500)',
    setup: (c) => {
      c.us = c.db.select().from(users).where(gt(users.id, 5000)).all();
    },
    run: (c) =>
      c.db.transaction((tx) => {
        for (let i = 0; i < c.us.length; i += 500)
          tx.delete(users)
            .where(
              inArray(
                users.id,
                c.us.slice(i, i + 500).map((u) => u.id),
              ),
            )
            .run();
      }),
  },
  W9: {
    note: 'insert(postTags).values(chunk of 500)',
    run: (c) => {
      const rows = [];
      for (let k = 1; k <= N.m2mPosts; k++) for (const t of tagsOf(k)) rows.push({ postId: k, tagId: t });
      c.db.transaction((tx) => {
        for (let i = 0; i < rows.length; i += 500)
          tx.insert(postTags)
            .values(rows.slice(i, i + 500))
            .run();
      });
    },
  },
  W10: {
    run: (c) => {
      let r;
      for (let i = 0; i < N.compile; i++)
        r = c.db
          .select({ name: roles.name, n: count(posts.id), v: sql`max(${posts.views})` })
          .from(users)
          .innerJoin(roles, eq(roles.id, users.roleId))
          .innerJoin(posts, eq(posts.userId, users.id))
          .leftJoin(postTags, eq(postTags.postId, posts.id))
          .where(
            and(
              gt(users.age, 18 + (i % 10)),
              like(users.username, 'user%'),
              eq(users.active, true),
              ne(roles.name, `x${i}`),
              inArray(posts.id, [1, 2, 3]),
            ),
          )
          .groupBy(roles.name)
          .orderBy(roles.name)
          .toSQL();
      return { n: N.compile, sql: r.sql, params: r.params };
    },
  },
};
export async function loadAll(c) {
  return c.db.select().from(users).all();
}
