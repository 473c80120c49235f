// Knex: only the query-building workload (no sql.js client).
import knexFactory from 'knex';
import { N } from '../lib/spec.mjs';
export const meta = { name: 'Knex 3.3', driver: 'none (compile only)', pkg: 'knex' };
let k;
export async function init() {
  k = knexFactory({ client: 'better-sqlite3', useNullAsDefault: true });
}
export async function open() {
  return { q: () => [], close() {} };
}
export const W = {
  W10: {
    run: () => {
      let r;
      for (let i = 0; i < N.compile; i++)
        r = k('users')
          .innerJoin('roles', 'roles.id', 'users.role_id')
          .innerJoin('posts', 'posts.user_id', 'users.id')
          .leftJoin('post_tags', 'post_tags.post_id', 'posts.id')
          .select('roles.name')
          .count('posts.id as n')
          .max('posts.views as v')
          .where('users.age', '>', 18 + (i % 10))
          .where('users.username', 'like', 'user%')
          .where('users.active', 1)
          .whereNot('roles.name', `x${i}`)
          .whereIn('posts.id', [1, 2, 3])
          .groupBy('roles.name')
          .orderBy('roles.name')
          .toSQL()
          .toNative();
      return { n: N.compile, sql: r.sql, params: r.bindings };
    },
  },
};
