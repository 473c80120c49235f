import { beforeEach, expect, test } from 'vitest';
import { ArgumentError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;

function declare() {
  opened = openDatabase();
  const { db } = opened;
  class User extends db.Model('users', {
    id: db.Column(db.Integer, { primaryKey: true }),
    title: db.Column(db.String(40)),
    slug: db.Column(db.String(40)),
    get posts() {
      return db.relationship(() => Post, { backPopulates: 'user', cascade: 'all, delete-orphan' });
    },
  }) {}
  class Post extends db.Model('posts', {
    id: db.Column(db.Integer, { primaryKey: true }),
    user_id: db.Column(db.Integer, db.ForeignKey('users.id')),
    get user() {
      return db.relationship(() => User, { uselist: false, backPopulates: 'posts' });
    },
  }) {}
  opened.createTables(User, Post);
  return { db, User, Post };
}

let models: ReturnType<typeof declare>;
beforeEach(() => {
  models = declare();
});

test('mapper events: what beforeInsert and beforeUpdate set is written', () => {
  const { db, User } = models;
  const heard: string[] = [];
  for (const event of [
    'init',
    'load',
    'beforeInsert',
    'afterInsert',
    'beforeUpdate',
    'afterUpdate',
    'beforeDelete',
    'afterDelete',
  ] as const) {
    db.events.on(User, event, (user) => heard.push(`${event} ${user.title}`));
  }
  db.events.on(User, 'beforeInsert', (user) => {
    user.slug = user.title!.toLowerCase();
  });
  const stop = db.events.on(User, 'beforeUpdate', (user) => {
    user.slug = `${user.slug}!`;
  });
  const user = new User({ title: 'Ann' });
  db.session.add(user);
  db.session.flush();
  user.title = 'Bob';
  db.session.flush();
  stop();
  user.title = 'Cid';
  db.session.commit();
  db.session.expunge(user);
  const again = User.query.one();
  db.session.delete(again);
  db.session.commit();
  expect(heard).toEqual([
    'init Ann',
    'beforeInsert Ann',
    'afterInsert Ann',
    'beforeUpdate Bob',
    'afterUpdate Bob',
    'beforeUpdate Cid',
    'afterUpdate Cid',
    'load Cid',
    'beforeDelete Cid',
    'afterDelete Cid',
  ]);
  expect(opened.statements().filter((each) => !each.startsWith('SELECT'))).toEqual([
    'INSERT INTO users (title, slug) VALUES (?, ?) ["Ann","ann"]',
    'UPDATE users SET title=?, slug=? WHERE users.id = ? ["Bob","ann!",1]',
    'UPDATE users SET title=? WHERE users.id = ? ["Cid",1]',
    'DELETE FROM users WHERE users.id = ? [1]',
  ]);
  expect(opened.rows('SELECT * FROM users')).toEqual([]);
});

test('attribute events hear assignments and members', () => {
  const { db, User, Post } = models;
  const heard: unknown[] = [];
  db.events.on(User.title, 'set', (user, value, old) => heard.push(['set', user instanceof User, value, old ?? null]));
  db.events.on(User.posts, 'append', (_user, post) => heard.push(['append', post instanceof Post]));
  db.events.on(User.posts, 'remove', (_user, post) => heard.push(['remove', post instanceof Post]));
  const user = new User({ title: 'a' });
  user.title = 'b';
  const post = new Post();
  user.posts.push(post);
  user.posts.splice(0, 1);
  expect(heard).toEqual([
    ['set', true, 'a', null],
    ['set', true, 'b', 'a'],
    ['append', true],
    ['remove', true],
  ]);
});

test('session events follow a flush, a commit and a rollback', () => {
  const { db, User } = models;
  const heard: string[] = [];
  for (const event of [
    'afterBegin',
    'beforeFlush',
    'afterFlush',
    'afterFlushPostexec',
    'beforeCommit',
    'afterCommit',
    'afterRollback',
  ] as const) {
    db.events.on(db.session, event, () => heard.push(event));
  }
  db.session.add(new User({ title: 'a' }));
  db.session.commit();
  db.session.add(new User({ title: 'b' }));
  db.session.flush();
  db.session.rollback();
  expect(heard).toEqual([
    'beforeCommit',
    'beforeFlush',
    'afterBegin',
    'afterFlush',
    'afterFlushPostexec',
    'afterCommit',
    'beforeFlush',
    'afterBegin',
    'afterFlush',
    'afterFlushPostexec',
    'afterRollback',
  ]);
  expect(opened.rows('SELECT title FROM users')).toEqual([['a']]);
});

test('statements carry their origin: the flush of which classes, the load of which relationship', () => {
  const { db, User, Post } = models;
  const origins: unknown[] = [];
  db.events.on('statement', ({ origin }) => origins.push({ ...origin }));
  db.session.add(new User({ title: 'a', posts: [new Post()] }));
  db.session.commit();
  db.session.expungeAll();
  const user = User.query.one();
  expect(user.posts).toHaveLength(1);
  expect(origins).toMatchObject([
    { cause: 'flush', entities: expect.arrayContaining(['User']) },
    { cause: 'flush', entities: expect.arrayContaining(['Post']) },
    { cause: 'query' },
    { cause: 'lazyLoad', relationship: 'User.posts' },
  ]);
});

test('misuse: an event that the target does not have', () => {
  const { db, User } = models;
  expect(() => db.events.on(User, 'beforeInserting' as never, () => {})).toThrow(ArgumentError);
  expect(() => db.events.on(User, 'beforeInserting' as never, () => {})).toThrow(
    /^Class User has no event 'beforeInserting'; it has init, load/,
  );
  expect(() => db.events.on(db.session, 'afterAll' as never, () => {})).toThrow(/^A session has no event 'afterAll'/);
  expect(() => db.events.on(User.c.title, 'append', 'x' as never)).toThrow(ArgumentError);
});
