import { beforeEach, expect, test } from 'vitest';
import { ArgumentError, StaleDataError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;

function declare() {
  opened = openDatabase();
  const { db } = opened;
  class Doc extends db.Model(
    'docs',
    {
      id: db.Column(db.Integer, { primaryKey: true }),
      text: db.Column(db.Text),
      version: db.Column(db.Integer, { nullable: false }),
    },
    { versionIdCol: 'version' },
  ) {}
  opened.createTables(Doc);
  const doc = new Doc({ text: 'a' });
  db.session.add(doc);
  db.session.commit();
  return { db, Doc, doc };
}

let models: ReturnType<typeof declare>;
beforeEach(() => {
  models = declare();
});

test('the version counts with every change, and rows are found by it', () => {
  const { db, doc } = models;
  doc.text = 'b';
  db.session.flush();
  doc.text = 'c';
  db.session.flush();
  expect(doc.version).toBe(3);
  db.session.delete(doc);
  db.session.commit();
  expect(opened.statements().filter((each) => !each.startsWith('SELECT'))).toEqual([
    'INSERT INTO docs (text, version) VALUES (?, ?) ["a",1]',
    'UPDATE docs SET text=?, version=? WHERE docs.id = ? AND docs.version = ? ["b",2,1,1]',
    'UPDATE docs SET text=?, version=? WHERE docs.id = ? AND docs.version = ? ["c",3,1,2]',
    'DELETE FROM docs WHERE docs.id = ? AND docs.version = ? [1,3]',
  ]);
  expect(opened.rows('SELECT * FROM docs')).toEqual([]);
});

test('a row that somebody else changed is not overwritten', () => {
  const { db, doc } = models;
  expect(doc.text).toBe('a');
  db.session.execute(db.text("UPDATE docs SET text = 'theirs', version = 7"));
  doc.text = 'mine';
  expect(() => db.session.flush()).toThrow(StaleDataError);
  db.session.rollback();
  expect(doc.text).toBe('a');
});

test('a row that somebody else changed is not deleted', () => {
  const { db, doc } = models;
  expect(doc.version).toBe(1);
  db.session.execute(db.text('UPDATE docs SET version = 7'));
  db.session.delete(doc);
  expect(() => db.session.flush()).toThrow(StaleDataError);
  db.session.rollback();
  expect(opened.rows('SELECT version FROM docs')).toEqual([[1]]);
});

test('the version of a joined subclass counts with a change in any of its tables', () => {
  const { db } = models;
  class Item extends db.Model(
    'items',
    { id: db.Column(db.Integer, { primaryKey: true }), kind: db.Column(db.String(9)), version: db.Column(db.Integer, { nullable: false }) },
    { polymorphicOn: 'kind', identity: 'item', versionIdCol: 'version' },
  ) {}
  class Book extends Item.extend(
    { id: db.Column(db.Integer, db.ForeignKey('items.id'), { primaryKey: true }), pages: db.Column(db.Integer) },
    { identity: 'book', table: 'books' },
  ) {}
  opened.createTables(Item, Book);
  const book = new Book({ pages: 1 });
  db.session.add(book);
  db.session.flush();
  book.pages = 2;
  db.session.flush();
  expect(opened.statements()).toEqual([
    'INSERT INTO items (kind, version) VALUES (?, ?) ["book",1]',
    'INSERT INTO books (id, pages) VALUES (?, ?) [1,1]',
    'UPDATE items SET version=? WHERE items.id = ? AND items.version = ? [2,1,1]',
    'UPDATE books SET pages=? WHERE books.id = ? [2,1]',
  ]);
  expect(book.version).toBe(2);
  db.session.delete(book);
  db.session.commit();
  expect(opened.statements()).toEqual([
    'DELETE FROM books WHERE books.id = ? [1]',
    'DELETE FROM items WHERE items.id = ? AND items.version = ? [1,2]',
  ]);
});

test('misuse: a version attribute that is not there', () => {
  const { db } = models;
  expect(() => db.Model('x', { id: db.Column(db.Integer, { primaryKey: true }) }, { versionIdCol: 'v' as never })).toThrow(ArgumentError);
  expect(() => db.Model('y', { id: db.Column(db.Integer, { primaryKey: true }) }, { versionIdCol: 'v' as never })).toThrow(
    "versionIdCol of db.Model('y', …) names 'v', which is no column attribute of it",
  );
});
