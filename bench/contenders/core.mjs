// The core itself, as built into dist/core, on the same sql.js (its direct row reader where the memory can be reached).
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { fmtDate, likePatterns, N, pkIds, tagsOf, userData } from '../lib/spec.mjs';
import { wasmPath } from '../lib/sqljs.mjs';

const { createDatabase, directAccess, sqlJsDriver, Temporal } = await import(process.env.CROWFOOT_CORE);
export const meta = { name: 'Crowfoot', driver: 'sql.js' };
const direct = directAccess(fs.readFileSync(wasmPath));
let SQL;
/** Made once, as an application makes them and as the peers here do: each round opens another database file behind the same engine. */
let application;
let database;
export async function init() {
  // sql.js keeps the module it made first: the one whose memory can be reached needs a copy of its own
  const require = createRequire(import.meta.url);
  const path = require.resolve('sql.js');
  delete require.cache[path];
  const initSqlJs = require(path);
  SQL = await initSqlJs({ ...direct.config, useOldExtensionFunctions: false });
  const driver = sqlJsDriver(SQL, { open: () => ({ database }), statements: direct.statements(SQL) });
  const db = createDatabase('sqlite://', { driver });
  application = { db, ...makeModels(db) };
}
function makeModels(db) {
  const key = () => db.Column(db.Integer, { primaryKey: true, autoincrement: true });
  const post_tags = db.Table('post_tags', {
    post_id: db.Column(db.Integer, db.ForeignKey('posts.id'), { primaryKey: true }),
    tag_id: db.Column(db.Integer, db.ForeignKey('tags.id'), { primaryKey: true }),
  });
  class Role extends db.Model('roles', {
    id: key(),
    name: db.Column(db.Text, { nullable: false }),
    description: db.Column(db.Text, { nullable: false }),
  }) {}
  class Tag extends db.Model('tags', { id: key(), name: db.Column(db.Text, { nullable: false }) }) {}
  class User extends db.Model('users', {
    id: key(),
    roleId: db.Column('role_id', db.Integer, db.ForeignKey('roles.id'), { nullable: false }),
    username: db.Column(db.Text, { nullable: false }),
    email: db.Column(db.Text, { nullable: false }),
    age: db.Column(db.Integer, { nullable: false }),
    active: db.Column(db.Boolean, { nullable: false }),
    createdAt: db.Column('created_at', db.DateTime, { nullable: false }),
    get role() {
      return db.relationship(() => Role, { uselist: false });
    },
    get posts() {
      return db.relationship(() => Post, { backPopulates: 'user', passiveDeletes: 'all' });
    },
  }) {}
  class Post extends db.Model('posts', {
    id: key(),
    userId: db.Column('user_id', db.Integer, db.ForeignKey('users.id'), { nullable: false }),
    title: db.Column(db.Text, { nullable: false }),
    body: db.Column(db.Text, { nullable: false }),
    views: db.Column(db.Integer, { nullable: false }),
    get user() {
      return db.relationship(() => User, { uselist: false, backPopulates: 'posts' });
    },
    get tags() {
      return db.relationship(() => Tag, { secondary: () => post_tags });
    },
  }) {}
  db.register(Role, Tag, User, Post);
  return { Role, Tag, User, Post, post_tags };
}
export async function open(image) {
  const { db } = application;
  database = new SQL.Database(image);
  const q = (text) => database.exec(text)[0].values;
  db.session.execute(db.text('SELECT 1')).all();
  db.session.rollback();
  return {
    ...application,
    s: db.session,
    em: { clear: () => db.session.expungeAll() },
    q,
    close: () => {
      db.session.remove();
      db.engine.dispose();
    },
  };
}
const data = Array.from({ length: N.users }, (_, i) => {
  const user = userData(i + 1);
  return { ...user, createdAt: Temporal.PlainDateTime.from(fmtDate(user.createdAt)) };
});
const build = ({ db, Role, Post, User, post_tags }, i) =>
  db
    .select(Role.name, db.func.count(Post.id).label('n'), db.func.max(Post.views).label('v'))
    .selectFrom(User)
    .join(Role, Role.id.eq(User.roleId))
    .join(Post, Post.userId.eq(User.id))
    .outerjoin(post_tags, post_tags.c.post_id.eq(Post.id))
    .where(User.age.gt(18 + (i % 10)), User.username.like('user%'), User.active.eq(true), Role.name.ne(`x${i}`), Post.id.in([1, 2, 3]))
    .groupBy(Role.name)
    .orderBy(Role.name);
const load = (c, statement) => c.s.scalars(statement).all();
export const W = {
  W1: {
    note: 'session.addAll + flush + commit',
    run: (c) => {
      const users = data.map((d) => new c.User(d));
      c.s.addAll(users);
      c.s.flush();
      const ids = users.map((u) => u.id);
      c.s.commit();
      return ids;
    },
  },
  W2: { note: 'select(User)', run: (c) => load(c, c.db.select(c.User)) },
  W2s: {
    note: 'connection.execute(select(…)).all()',
    setup: (c) => {
      c.connection = c.db.engine.connect();
    },
    run: (c) => c.connection.execute(c.db.select(c.db.metadata.tables.get('users'))).all(),
  },
  W2r: {
    note: 'every attribute read',
    run: (c) => {
      let sum = 0;
      for (const u of load(c, c.db.select(c.User)))
        sum += u.id + u.roleId + u.username.length + u.email.length + u.age + (u.active ? 1 : 0) + u.createdAt.year;
      return sum;
    },
  },
  W3: { note: 'session.get', run: (c) => pkIds.map((id) => c.s.get(c.User, id)) },
  W4: {
    note: 'expungeAll between queries',
    run: (c) => {
      const { User, db } = c;
      const o = [];
      for (const p of likePatterns) {
        c.s.expungeAll();
        o.push(load(c, db.select(User).where(User.username.like(p)).orderBy(User.username).limit(10)));
      }
      return o;
    },
  },
  W5: {
    note: 'selectinload',
    run: (c) => load(c, c.db.select(c.User).where(c.User.id.le(1000)).options(c.db.selectinload(c.User.posts))),
  },
  W5j: {
    check: 'W5',
    note: 'joinedload',
    run: (c) =>
      c.s
        .scalars(c.db.select(c.User).where(c.User.id.le(1000)).options(c.db.joinedload(c.User.posts)))
        .unique()
        .all(),
  },
  W5c: {
    note: 'tracked collections',
    setup: (c) => {
      c.us = W.W5.run(c);
    },
    run: (c) => {
      let sum = 0;
      for (const u of c.us) {
        for (const p of u.posts) sum += p.views;
        for (const v of u.posts.map((p) => p.views)) sum += v;
      }
      return sum;
    },
  },
  W6: {
    note: 'lazy many-to-one, identity map',
    setup: (c) => {
      c.us = load(c, c.db.select(c.User).where(c.User.id.le(1000)).orderBy(c.User.id));
    },
    run: (c) => c.us.map((u) => u.role.name),
  },
  W7: {
    note: 'flush + commit',
    setup: (c) => {
      c.us = load(c, c.db.select(c.User).where(c.User.id.le(5000)));
    },
    run: (c) => {
      for (const u of c.us) u.age += 1;
      c.s.commit();
    },
  },
  W8: {
    note: 'session.delete + commit',
    setup: (c) => {
      c.us = load(c, c.db.select(c.User).where(c.User.id.gt(5000)));
    },
    run: (c) => {
      for (const u of c.us) c.s.delete(u);
      c.s.commit();
    },
  },
  W9: {
    note: 'post.tags.push + commit',
    setup: (c) => {
      const { Post, Tag, db } = c;
      c.ps = load(c, db.select(Post).where(Post.id.le(N.m2mPosts)).options(db.selectinload(Post.tags)));
      c.tags = new Map(load(c, db.select(Tag)).map((t) => [t.id, t]));
    },
    run: (c) => {
      for (const p of c.ps) p.tags.push(...tagsOf(p.id).map((t) => c.tags.get(t)));
      c.s.commit();
    },
  },
  W10: {
    note: 'build + compile, no cache',
    run: (c) => {
      let r;
      for (let i = 0; i < N.compile; i++) r = c.db.engine.compile(build(c, i), { cached: false });
      return { n: N.compile, sql: r.sql, params: r.params };
    },
  },
  W10c: {
    check: 'W10',
    note: 'a fresh build each time, compiled cache on',
    run: (c) => {
      let r;
      for (let i = 0; i < N.compile; i++) r = c.db.engine.compile(build(c, i));
      return { n: N.compile, sql: r.sql, params: r.params };
    },
  },
};
export async function loadAll(c) {
  return W.W2.run(c);
}
