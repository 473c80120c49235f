import { beforeEach, expect, test } from 'vitest';
import { ArgumentError, InvalidRequestError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;
beforeEach(() => {
  opened = openDatabase();
});

const key = (db: OpenedDatabase['db']) => db.Column(db.Integer, { primaryKey: true });

test('foreign and remote tell the sides of a condition that no foreign key tells', () => {
  const { db } = opened;
  class Host extends db.Model('hosts', {
    id: key(db),
    ip: db.Column(db.String(20)),
    get hits() {
      return db.relationship(() => Hit, { primaryjoin: () => Host.ip.eq(db.foreign(Hit.from_ip)), orderBy: () => Hit.id });
    },
  }) {
    static {
      db.register(this);
    }
  }
  class Hit extends db.Model('hits', {
    id: key(db),
    from_ip: db.Column(db.String(20)),
    path: db.Column(db.String(40)),
    get sameAs() {
      return db.relationship(() => Hit, {
        primaryjoin: () => db.foreign(Hit.path).eq(db.remote(Hit.path)),
        viewonly: true,
        uselist: true,
        orderBy: () => Hit.id,
      });
    },
  }) {}
  opened.createTables(Host, Hit);
  const host = new Host({ ip: '1.1.1.1', hits: [new Hit({ path: '/' })] });
  db.session.add(host);
  db.session.add(new Hit({ from_ip: '2.2.2.2', path: '/' }));
  db.session.commit();
  expect(opened.statements()).toEqual(
    [
      'INSERT INTO hosts (ip) VALUES (?) ["1.1.1.1"]',
      'INSERT INTO hits (from_ip, path) VALUES (?, ?), (?, ?) RETURNING id ["2.2.2.2","/","1.1.1.1","/"]',
    ].map((line) => expect.stringContaining(line.slice(0, 30))),
  );
  expect(opened.rows('SELECT from_ip, path FROM hits ORDER BY from_ip')).toEqual([
    ['1.1.1.1', '/'],
    ['2.2.2.2', '/'],
  ]);
  expect(host.hits).toHaveLength(1);
  opened.statements();
  expect(host.hits[0]!.sameAs).toHaveLength(2);
  expect(opened.statements()).toEqual([
    'SELECT hits.id AS hits_id, hits.from_ip AS hits_from_ip, hits.path AS hits_path FROM hits WHERE ? = hits.path ORDER BY hits.id ["/"]',
  ]);
});

function library() {
  const { db } = opened;
  class Shelf extends db.Model('shelves', {
    id: key(db),
    get books() {
      return db.relationship(() => Book, { backPopulates: 'shelf', orderBy: () => Book.id });
    },
    get topics() {
      return db.relationship(() => Topic, { collectionClass: Set });
    },
  }) {}
  class Book extends db.Model('books', {
    id: key(db),
    shelf_id: db.Column(db.Integer, db.ForeignKey('shelves.id')),
    get shelf() {
      return db.relationship(() => Shelf, { uselist: false, backPopulates: 'books' });
    },
  }) {
    static {
      db.register(this);
    }
  }
  class Topic extends db.Model('topics', { id: key(db), shelf_id: db.Column(db.Integer, db.ForeignKey('shelves.id')) }) {}
  opened.createTables(Shelf, Book, Topic);
  return { db, Shelf, Book, Topic };
}

test('every way to change a list is followed, and the other side with it', () => {
  const { db, Shelf, Book } = library();
  const [a, b, c, d] = [new Book(), new Book(), new Book(), new Book()];
  const shelf = new Shelf();
  db.session.add(shelf);
  shelf.books.push(a, b);
  shelf.books.unshift(c);
  expect(shelf.books.pop()).toBe(b);
  expect(b.shelf).toBeNull();
  shelf.books.splice(0, 1, d);
  expect([c.shelf, d.shelf]).toEqual([null, shelf]);
  shelf.books.sort((x, y) => Number(y === a) - Number(x === a));
  shelf.books[1] = b;
  expect(d.shelf).toBe(shelf);
  db.session.flush();
  expect([d.shelf, b.shelf]).toEqual([null, shelf]);
  expect(shelf.books).toEqual([a, b]);
  expect(shelf.books.map((book) => book)).not.toBeInstanceOf(shelf.books.constructor);
  db.session.commit();
  expect(opened.rows('SELECT count(*) FROM books WHERE shelf_id = 1')).toEqual([[2]]);
});

test('a Set is followed too', () => {
  const { db, Shelf, Topic } = library();
  const [a, b] = [new Topic(), new Topic()];
  const shelf = new Shelf({ topics: [a, b] });
  db.session.add(shelf);
  db.session.commit();
  expect(shelf.topics).toBeInstanceOf(Set);
  shelf.topics.delete(a);
  db.session.commit();
  expect(opened.rows('SELECT id, shelf_id FROM topics ORDER BY shelf_id')).toEqual([
    [1, null],
    [2, 1],
  ]);
});

test('misuse: a list that was read before its object was expired', () => {
  const { db, Shelf, Book } = library();
  const shelf = new Shelf({ books: [new Book()] });
  db.session.add(shelf);
  const old = shelf.books;
  db.session.commit();
  expect(() => old.push(new Book())).toThrow(InvalidRequestError);
  expect(() => old.push(new Book())).toThrow('This collection was read before its object was expired');
  shelf.books.push(new Book());
  db.session.commit();
  expect(opened.rows('SELECT count(*) FROM books')).toEqual([[2]]);
});

test('misuse: a hole in a list stops the flush, and a rollback heals it', () => {
  const { db, Shelf, Book } = library();
  const shelf = new Shelf({ books: [new Book()] });
  db.session.add(shelf);
  db.session.commit();
  shelf.books.length = 3;
  expect(() => db.session.flush()).toThrow(ArgumentError);
  db.session.rollback();
  expect(shelf.books).toHaveLength(1);
  shelf.books.push(new Book());
  db.session.commit();
  expect(opened.rows('SELECT count(*) FROM books')).toEqual([[2]]);
});

test('misuse: objects and classes of another database', () => {
  const { Book } = library();
  const other = openDatabase().db;
  expect(() => other.session.add(new Book())).toThrow('<Book (transient)> belongs to another database than this session');
  expect(() => other.session.query(Book).all()).toThrow('Book belongs to another database than this session');
  expect(() => other.session.execute(other.select(Book))).toThrow(InvalidRequestError);
});
