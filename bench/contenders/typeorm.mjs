import 'reflect-metadata';
import typeorm from 'typeorm';

const { DataSource, EntitySchema, Like, MoreThan, LessThanOrEqual } = typeorm;

import { likePatterns, N, pkIds, tagsOf, userData } from '../lib/spec.mjs';
export const meta = { name: 'TypeORM 1.1', driver: 'sql.js', pkg: 'typeorm' };
class Role {}
class User {}
class Post {}
class Tag {}
class LazyUser {}
const ucols = {
  id: { type: 'integer', primary: true, generated: true },
  roleId: { type: 'integer', name: 'role_id' },
  username: { type: 'text' },
  email: { type: 'text' },
  age: { type: 'integer' },
  active: { type: 'boolean' },
  createdAt: { type: 'datetime', name: 'created_at' },
};
const entities = [
  new EntitySchema({
    name: 'Role',
    target: Role,
    tableName: 'roles',
    columns: { id: { type: 'integer', primary: true, generated: true }, name: { type: 'text' }, description: { type: 'text' } },
  }),
  new EntitySchema({
    name: 'User',
    target: User,
    tableName: 'users',
    columns: ucols,
    relations: {
      role: { type: 'many-to-one', target: 'Role', joinColumn: { name: 'role_id' } },
      posts: { type: 'one-to-many', target: 'Post', inverseSide: 'user' },
    },
  }),
  new EntitySchema({
    name: 'LazyUser',
    target: LazyUser,
    tableName: 'users',
    columns: ucols,
    relations: { role: { type: 'many-to-one', target: 'Role', joinColumn: { name: 'role_id' }, lazy: true } },
  }),
  new EntitySchema({
    name: 'Post',
    target: Post,
    tableName: 'posts',
    columns: {
      id: { type: 'integer', primary: true, generated: true },
      userId: { type: 'integer', name: 'user_id' },
      title: { type: 'text' },
      body: { type: 'text' },
      views: { type: 'integer' },
    },
    relations: {
      user: { type: 'many-to-one', target: 'User', joinColumn: { name: 'user_id' }, inverseSide: 'posts' },
      tags: {
        type: 'many-to-many',
        target: 'Tag',
        joinTable: { name: 'post_tags', joinColumn: { name: 'post_id' }, inverseJoinColumn: { name: 'tag_id' } },
      },
    },
  }),
  new EntitySchema({
    name: 'Tag',
    target: Tag,
    tableName: 'tags',
    columns: { id: { type: 'integer', primary: true, generated: true }, name: { type: 'text' } },
  }),
];
let SQL;
export async function init(lib) {
  SQL = lib.SQL;
}
export async function open(image) {
  const ds = new DataSource({
    type: 'sqljs',
    driver: () => Promise.resolve(SQL),
    database: new Uint8Array(image),
    entities,
    synchronize: false,
    logging: false,
    autoSave: false,
  });
  await ds.initialize();
  const raw = ds.driver.databaseConnection;
  raw.run('PRAGMA foreign_keys=ON');
  return {
    ds,
    m: ds.manager,
    raw,
    q: (s) => raw.exec(s)[0].values,
    close: async () => {
      await ds.destroy();
    },
  };
}
const data = Array.from({ length: N.users }, (_, i) => userData(i + 1));
export const W = {
  W1: {
    note: 'manager.save(entities,{chunk:500}) in one transaction',
    run: (c) =>
      c.ds.transaction(async (m) => {
        const es = data.map((d) => Object.assign(new User(), d));
        await m.save(User, es, { chunk: 500 });
        return es.map((e) => e.id);
      }),
  },
  W2: { run: (c) => c.m.find(User) },
  W3: {
    run: async (c) => {
      const o = [];
      for (const id of pkIds) o.push(await c.m.findOneBy(User, { id }));
      return o;
    },
  },
  W4: {
    run: async (c) => {
      const o = [];
      for (const p of likePatterns) o.push(await c.m.find(User, { where: { username: Like(p) }, order: { username: 'ASC' }, take: 10 }));
      return o;
    },
  },
  W5: {
    note: 'relations:{posts}, join strategy (relationLoadStrategy "query" takes ~14 s: excluded)',
    run: (c) => c.m.find(User, { where: { id: LessThanOrEqual(1000) }, relations: { posts: true } }),
  },
  W6: {
    note: 'lazy relation (Promise); no identity map, so 1 query per user',
    setup: async (c) => {
      c.us = await c.m.find(LazyUser, { where: { id: LessThanOrEqual(1000) }, order: { id: 'ASC' } });
    },
    run: async (c) => {
      const o = [];
      for (const u of c.us) o.push((await u.role).name);
      return o;
    },
  },
  W7: {
    note: 'manager.save(entities,{chunk:500}); re-selects every entity first',
    setup: async (c) => {
      c.us = await c.m.find(User, { where: { id: LessThanOrEqual(5000) } });
    },
    run: (c) => {
      for (const u of c.us) u.age++;
      return c.ds.transaction((m) => m.save(User, c.us, { chunk: 500 }));
    },
  },
  W8: {
    note: 'manager.remove(entities,{chunk:500})',
    setup: async (c) => {
      c.us = await c.m.find(User, { where: { id: MoreThan(5000) } });
    },
    run: (c) => c.ds.transaction((m) => m.remove(User, c.us, { chunk: 500 })),
  },
  W9: {
    note: 'post.tags=[..]; save(posts)',
    setup: async (c) => {
      c.ps = await c.m.find(Post, { where: { id: LessThanOrEqual(N.m2mPosts) } });
      c.tags = new Map((await c.m.find(Tag)).map((t) => [t.id, t]));
    },
    run: (c) => {
      for (const p of c.ps) p.tags = tagsOf(p.id).map((t) => c.tags.get(t));
      return c.ds.transaction((m) => m.save(Post, c.ps, { chunk: 500 }));
    },
  },
  W10: {
    setup: () => {},
    run: (c) => {
      let r;
      for (let i = 0; i < N.compile; i++)
        r = c.m
          .createQueryBuilder(User, 'u')
          .innerJoin(Role, 'r', 'r.id = u.roleId')
          .innerJoin(Post, 'p', 'p.userId = u.id')
          .leftJoin('post_tags', 'pt', 'pt.post_id = p.id')
          .select('r.name', 'name')
          .addSelect('count(p.id)', 'n')
          .addSelect('max(p.views)', 'v')
          .where('u.age > :a', { a: 18 + (i % 10) })
          .andWhere('u.username like :n', { n: 'user%' })
          .andWhere('u.active = :b', { b: true })
          .andWhere('r.name <> :x', { x: `x${i}` })
          .andWhere('p.id IN (:...ids)', { ids: [1, 2, 3] })
          .groupBy('r.name')
          .orderBy('r.name')
          .getQueryAndParameters();
      return { n: N.compile, sql: r[0], params: r[1] };
    },
  },
};
export async function loadAll(c) {
  return c.m.find(User);
}
