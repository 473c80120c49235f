import { beforeEach, expect, test } from 'vitest';
import { ArgumentError, InvalidRequestError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;

function declare() {
  opened = openDatabase();
  const { db } = opened;
  class User extends db.Model('users', {
    id: db.Column(db.Integer, { primaryKey: true }),
    first: db.Column(db.String(20), { nullable: false }),
    last: db.Column(db.String(20), { nullable: false }),
    bio: db.Column(db.Text, { deferred: true }),
    photo: db.Column(db.LargeBinary, { deferred: true, group: 'files' }),
    paper: db.Column(db.LargeBinary, { deferred: true, group: 'files' }),
    get full_sql() {
      return db.columnProperty(() => User.first.concat(' ').concat(User.last));
    },
    get post_count() {
      return db.columnProperty(
        () => db.select(db.func.count(Post.id)).where(Post.user_id.eq(User.id)).correlateExcept(Post).scalarSubquery(),
        { deferred: true },
      );
    },
  }) {
    static {
      db.register(this);
    }
    get full(): string {
      return `${this.first} ${this.last}`;
    }
    set full(value: string) {
      [this.first, this.last] = value.split(' ') as [string, string];
    }
    static get full() {
      return User.first.concat(' ').concat(User.last);
    }
  }
  class Post extends db.Model('posts', {
    id: db.Column(db.Integer, { primaryKey: true }),
    user_id: db.Column(db.Integer, db.ForeignKey('users.id')),
  }) {
    static {
      db.register(this);
    }
  }
  db.createAll();
  const ann = new User({ first: 'Ann', last: 'Lee', bio: 'long', photo: new Uint8Array([1]), paper: new Uint8Array([2]) });
  db.session.add(ann);
  db.session.flush();
  db.session.addAll([new Post({ user_id: ann.id }), new Post({ user_id: ann.id })]);
  db.session.commit();
  db.session.expungeAll();
  opened.statements();
  return { db, User, Post };
}

let models: ReturnType<typeof declare>;
beforeEach(() => {
  models = declare();
});

const columns = 'users.first || ? || users.last AS anon_1, users.id AS users_id, users.first AS users_first, users.last AS users_last';

test('a hybrid is a method on objects and an expression on the class', () => {
  const { db, User } = models;
  const ann = db.session.query(User).filter(User.full.eq('Ann Lee')).one();
  expect(ann.full).toBe('Ann Lee');
  expect(opened.statements()).toEqual([`SELECT ${columns} FROM users WHERE users.first || ? || users.last = ? [" "," ","Ann Lee"]`]);
  expect(db.session.query(User).filterBy({ full: 'Ann Lee' }).orderBy(User.full).count()).toBe(1);
});

test('a hybrid with a setter is set, also by the constructor', () => {
  const { db, User } = models;
  const bob = new User({ full: 'Bob Ray' } as never);
  expect([bob.first, bob.last]).toEqual(['Bob', 'Ray']);
  db.session.add(bob);
  db.session.commit();
  expect(opened.rows('SELECT first, last FROM users ORDER BY id')).toEqual([
    ['Ann', 'Lee'],
    ['Bob', 'Ray'],
  ]);
});

test('a columnProperty is loaded with the object and never written', () => {
  const { db, User } = models;
  const ann = User.query.one();
  opened.statements();
  expect(ann.full_sql).toBe('Ann Lee');
  expect(opened.statements()).toEqual([]);
  ann.first = 'Anna';
  db.session.commit();
  expect(opened.statements()).toEqual(['UPDATE users SET first=? WHERE users.id = ? ["Anna",1]']);
  expect(ann.full_sql).toBe('Anna Lee');
  expect(() => {
    ann.full_sql = 'x';
  }).toThrow(InvalidRequestError);
});

test('deferred attributes load when they are read, those of a group together', () => {
  const { User } = models;
  const ann = User.query.one();
  opened.statements();
  expect(ann.bio).toBe('long');
  expect(ann.post_count).toBe(2);
  expect([...ann.photo!, ...ann.paper!]).toEqual([1, 2]);
  expect(opened.statements()).toEqual([
    'SELECT users.bio AS users_bio FROM users WHERE users.id = ? [1]',
    'SELECT (SELECT count(posts.id) AS count_1 FROM posts WHERE posts.user_id = users.id) AS anon_1 FROM users WHERE users.id = ? [1]',
    'SELECT users.photo AS users_photo, users.paper AS users_paper FROM users WHERE users.id = ? [1]',
  ]);
});

test('undefer reads a deferred attribute with the object', () => {
  const { db, User } = models;
  const ann = User.query.options(db.undefer(User.bio), db.undeferGroup('files')).one();
  opened.statements();
  expect(ann.bio).toBe('long');
  expect([...ann.photo!]).toEqual([1]);
  expect(opened.statements()).toEqual([]);
});

test('misuse: a columnProperty that gives no expression', () => {
  const { db } = models;
  class Box extends db.Model('boxes', {
    id: db.Column(db.Integer, { primaryKey: true }),
    get area() {
      return db.columnProperty(() => 'w * h' as never);
    },
  }) {}
  db.register(Box);
  expect(() => Box.query.all()).toThrow(ArgumentError);
  expect(() => Box.query.all()).toThrow('columnProperty Box.area gives w * h, not an SQL expression; a SELECT wants .scalarSubquery()');
});
