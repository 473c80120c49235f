// MikroORM 7 on sql.js: its generic SqliteDriver from @mikro-orm/sql takes any Kysely dialect.
import { Collection, EntitySchema, MikroORM, raw } from '@mikro-orm/core';
import { SqliteDriver } from '@mikro-orm/sql';
import { SqlJsDialect } from '../lib/kysely-sqljs.mjs';
import { likePatterns, N, pkIds, tagsOf, userData } from '../lib/spec.mjs';
export const meta = { name: 'MikroORM 7.2', driver: 'sql.js (own Kysely dialect)', pkg: '@mikro-orm/core' };
class Role {}
class Tag {}
class User {
  constructor() {
    this.posts = new Collection(this);
  }
}
class Post {
  constructor() {
    this.tags = new Collection(this);
  }
}
const entities = [
  new EntitySchema({
    class: Role,
    tableName: 'roles',
    properties: { id: { type: 'integer', primary: true, autoincrement: true }, name: { type: 'text' }, description: { type: 'text' } },
  }),
  new EntitySchema({
    class: Tag,
    tableName: 'tags',
    properties: { id: { type: 'integer', primary: true, autoincrement: true }, name: { type: 'text' } },
  }),
  new EntitySchema({
    class: User,
    tableName: 'users',
    properties: {
      id: { type: 'integer', primary: true, autoincrement: true },
      role: { kind: 'm:1', entity: () => Role, fieldName: 'role_id', ref: true },
      username: { type: 'text' },
      email: { type: 'text' },
      age: { type: 'integer' },
      active: { type: 'boolean' },
      createdAt: { type: 'datetime', fieldName: 'created_at' },
      posts: { kind: '1:m', entity: () => Post, mappedBy: 'user' },
    },
  }),
  new EntitySchema({
    class: Post,
    tableName: 'posts',
    properties: {
      id: { type: 'integer', primary: true, autoincrement: true },
      user: { kind: 'm:1', entity: () => User, fieldName: 'user_id', inversedBy: 'posts' },
      title: { type: 'text' },
      body: { type: 'text' },
      views: { type: 'integer' },
      tags: { kind: 'm:n', entity: () => Tag, pivotTable: 'post_tags', joinColumn: 'post_id', inverseJoinColumn: 'tag_id' },
    },
  }),
];
let SQL,
  _orm,
  _holder = { raw: null };
export async function init(lib) {
  SQL = lib.SQL;
}
export async function open(image) {
  const raw = new SQL.Database(image);
  raw.run('PRAGMA foreign_keys=ON');
  const orm = await MikroORM.init({
    driver: SqliteDriver,
    dbName: ':memory:',
    driverOptions: new SqlJsDialect(raw),
    entities,
    debug: false,
    discovery: { warnWhenNoEntities: false },
    forceUtcTimezone: true,
    ensureDatabase: false,
  });
  raw.run('PRAGMA foreign_keys=ON');
  return {
    orm,
    em: orm.em.fork(),
    raw,
    q: (s) => raw.exec(s)[0].values,
    close: async () => {
      await orm.close(true);
      raw.close();
    },
  };
}
export const roleOf = (u) => u.role.id;
export const postsOf = (u) => u.posts.getItems();
const data = Array.from({ length: N.users }, (_, i) => userData(i + 1));
export const W = {
  W1: {
    note: 'em.create + em.flush()',
    run: async (c) => {
      const es = data.map((d) =>
        c.em.create(User, { role: d.roleId, username: d.username, email: d.email, age: d.age, active: d.active, createdAt: d.createdAt }),
      );
      for (const e of es) c.em.persist(e);
      await c.em.flush();
      return es.map((e) => e.id);
    },
  },
  W2: { run: (c) => c.em.find(User, {}) },
  W3: {
    run: async (c) => {
      const o = [];
      for (const id of pkIds) o.push(await c.em.findOne(User, id));
      return o;
    },
  },
  W4: {
    note: 'fresh identity map per query (em.fork())',
    run: async (c) => {
      const o = [];
      const em = c.em.fork();
      for (const p of likePatterns) {
        em.clear();
        o.push(await em.find(User, { username: { $like: p } }, { orderBy: { username: 'asc' }, limit: 10 }));
      }
      return o;
    },
  },
  W5: {
    note: 'populate:[posts], strategy select-in',
    run: (c) => c.em.find(User, { id: { $lte: 1000 } }, { populate: ['posts'], strategy: 'select-in' }),
  },
  W5j: {
    check: 'W5',
    note: 'populate:[posts], strategy joined',
    run: (c) => c.em.find(User, { id: { $lte: 1000 } }, { populate: ['posts'], strategy: 'joined' }),
  },
  W6: {
    note: 'await user.role.load(): identity map',
    setup: async (c) => {
      c.us = await c.em.find(User, { id: { $lte: 1000 } }, { orderBy: { id: 'asc' } });
    },
    run: async (c) => {
      const o = [];
      for (const u of c.us) o.push((await u.role.load()).name);
      return o;
    },
  },
  W7: {
    note: 'em.flush(): batched CASE updates',
    setup: async (c) => {
      c.us = await c.em.find(User, { id: { $lte: 5000 } });
    },
    run: async (c) => {
      for (const u of c.us) u.age++;
      await c.em.flush();
    },
  },
  W8: {
    note: 'em.remove + flush',
    setup: async (c) => {
      c.us = await c.em.find(User, { id: { $gt: 5000 } });
    },
    run: async (c) => {
      for (const u of c.us) c.em.remove(u);
      await c.em.flush();
    },
  },
  W9: {
    note: 'post.tags.add(...) + flush',
    setup: async (c) => {
      c.ps = await c.em.find(Post, { id: { $lte: N.m2mPosts } }, { populate: ['tags'] });
      c.tags = new Map((await c.em.find(Tag, {})).map((t) => [t.id, t]));
    },
    run: async (c) => {
      for (const p of c.ps) p.tags.add(...tagsOf(p.id).map((t) => c.tags.get(t)));
      await c.em.flush();
    },
  },
  W10: {
    note: 'em.createQueryBuilder(...).getQuery()',
    run: (c) => {
      let r;
      for (let i = 0; i < N.compile; i++) {
        const qb = c.em.createQueryBuilder(User, 'u');
        qb.select(['r.name', raw('count(p.id) as n'), raw('max(p.views) as v')])
          .innerJoin('u.role', 'r')
          .innerJoin('u.posts', 'p')
          .leftJoin('p.user', 'pu')
          .where({
            'u.age': { $gt: 18 + (i % 10) },
            'u.username': { $like: 'user%' },
            'u.active': true,
            'r.name': { $ne: `x${i}` },
            'p.id': { $in: [1, 2, 3] },
          })
          .groupBy('r.name')
          .orderBy({ 'r.name': 'asc' });
        r = [qb.getQuery(), qb.getParams()];
      }
      return { n: N.compile, sql: r[0], params: r[1] };
    },
  },
};
export async function loadAll(c) {
  return c.em.find(User, {});
}
