import { beforeEach, expect, test } from 'vitest';
import { ArgumentError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;

function declare() {
  opened = openDatabase();
  const { db } = opened;
  class User extends db.Model('users', {
    id: db.Column(db.Integer, { primaryKey: true }),
    email: db.Column(db.String(80)),
    get posts() {
      return db.relationship(() => Post, { backPopulates: 'user' });
    },
  }) {
    static readonly validates = {
      email(value: unknown) {
        if (typeof value === 'string' && !value.includes('@')) throw new RangeError(`${value} is no address`);
        return typeof value === 'string' ? value.toLowerCase() : value;
      },
      posts(this: User, post: unknown) {
        if ((post as Post).title === 'spam') throw new RangeError(`${this.email} posts spam`);
        return post;
      },
    };
  }
  class Post extends db.Model('posts', {
    id: db.Column(db.Integer, { primaryKey: true }),
    title: db.Column(db.String(80)),
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

test('a validator checks and changes what is assigned, by the constructor too', () => {
  const { db, User } = models;
  const user = new User({ email: 'Ann@Example.org' });
  expect(user.email).toBe('ann@example.org');
  expect(() => {
    user.email = 'nobody';
  }).toThrow('nobody is no address');
  expect(user.email).toBe('ann@example.org');
  db.session.add(user);
  db.session.commit();
  expect(opened.statements()).toEqual(['INSERT INTO users (email) VALUES (?) ["ann@example.org"]']);
  expect(opened.rows('SELECT * FROM users')).toEqual([[1, 'ann@example.org']]);
});

test('a validator of a collection sees each member', () => {
  const { User, Post } = models;
  const user = new User({ email: 'a@b.c', posts: [new Post({ title: 'news' })] });
  expect(() => user.posts.push(new Post({ title: 'spam' }))).toThrow('a@b.c posts spam');
  expect(user.posts).toHaveLength(1);
});

test('what is loaded is not validated', () => {
  const { db, User } = models;
  db.session.execute(db.text("INSERT INTO users (email) VALUES ('OLD')"));
  expect(User.query.one().email).toBe('OLD');
});

test('a subclass adds validators to those of its parent', () => {
  const { db } = models;
  class Animal extends db.Model(
    'animals',
    { id: db.Column(db.Integer, { primaryKey: true }), name: db.Column(db.String(9)), kind: db.Column(db.String(9)) },
    { polymorphicOn: 'kind', identity: 'animal' },
  ) {
    static validates: Record<string, (value: unknown) => unknown> = { name: (value) => String(value).trim() };
  }
  class Cat extends Animal.extend({ lives: db.Column(db.Integer) }, { identity: 'cat' }) {
    static override validates = { lives: (value: unknown) => Math.min(value as number, 9) };
  }
  db.register(Animal, Cat);
  const cat = new Cat({ name: ' Tom ', lives: 12 });
  expect([cat.name, cat.lives]).toEqual(['Tom', 9]);
});

test('misuse: a validator that returns nothing, or is for no attribute', () => {
  const { db } = models;
  class Bad extends db.Model('bads', { id: db.Column(db.Integer, { primaryKey: true }), name: db.Column(db.String(9)) }) {
    static readonly validates = { name() {} };
  }
  db.register(Bad);
  expect(() => new Bad({ name: 'x' })).toThrow(
    'The validator of Bad.name returned undefined: it returns the value to store, null for NULL',
  );
  class Worse extends db.Model('worse', { id: db.Column(db.Integer, { primaryKey: true }) }) {
    static readonly validates = { nme: (value: unknown) => value };
  }
  db.register(Worse);
  expect(() => new Worse()).toThrow(ArgumentError);
  expect(() => new Worse()).toThrow("Worse.validates names 'nme', which is no attribute of Worse");
});
