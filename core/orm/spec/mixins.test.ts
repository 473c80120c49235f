import { beforeEach, expect, test } from 'vitest';
import { InvalidRequestError } from '../../errors.ts';
import type { DefaultContext } from '../../schema/column.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;
beforeEach(() => {
  opened = openDatabase();
});

test('a mixin is spread: columns and relationships are copied for each model', () => {
  const { db } = opened;
  const owned = {
    id: db.Column(db.Integer, { primaryKey: true }),
    label: db.Column(db.String(20), { index: true, default: 'none' }),
    owner_id: db.Column(db.Integer, db.ForeignKey('owners.id')),
    owner: db.relationship<Owner | null>('Owner'),
  };
  class Owner extends db.Model('owners', { id: db.Column(db.Integer, { primaryKey: true }) }) {}
  class Car extends db.Model('cars', { ...owned, wheels: db.Column(db.Integer) }) {}
  class Boat extends db.Model('boats', { ...owned, sails: db.Column(db.Integer) }) {}
  opened.createTables(Owner, Car, Boat);

  expect(Car.c.label).not.toBe(Boat.c.label);
  expect(String(Car.label.eq('x'))).toBe('cars.label = :label_1');
  expect(String(Boat.label.eq('x'))).toBe('boats.label = :label_1');

  const owner = new Owner();
  db.session.addAll([new Car({ owner, wheels: 4 }), new Boat({ owner, label: 'b', sails: 2 })]);
  db.session.commit();
  // cars and boats do not depend on each other
  expect(opened.statements().sort().reverse()).toEqual([
    'INSERT INTO owners DEFAULT VALUES',
    'INSERT INTO cars (label, owner_id, wheels) VALUES (?, ?, ?) ["none",1,4]',
    'INSERT INTO boats (label, owner_id, sails) VALUES (?, ?, ?) ["b",1,2]',
  ]);
  expect(opened.rows('SELECT * FROM cars')).toEqual([[1, 'none', 1, 4]]);
  expect(opened.rows('SELECT * FROM boats')).toEqual([[1, 'b', 1, 2]]);
  expect(opened.rows("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name")).toEqual([['ix_boats_label'], ['ix_cars_label']]);
  expect(Car.query.one().owner).toBe(owner);
});

test('a composite key: get, identity and foreign keys of several columns', () => {
  const { db } = opened;
  class Page extends db.Model('pages', {
    book: db.Column(db.Integer, { primaryKey: true }),
    number: db.Column(db.Integer, { primaryKey: true }),
    text: db.Column(db.Text),
    get notes() {
      return db.relationship(() => Note, { backPopulates: 'page' });
    },
  }) {}
  class Note extends db.Model(
    'notes',
    {
      id: db.Column(db.Integer, { primaryKey: true }),
      book: db.Column(db.Integer),
      number: db.Column(db.Integer),
      get page() {
        return db.relationship(() => Page, { uselist: false, backPopulates: 'notes' });
      },
    },
    { constraints: (t) => [db.ForeignKeyConstraint([t.book, t.number], ['pages.book', 'pages.number'])] },
  ) {}
  db.register(Page, Note);
  db.createAll();
  const page = new Page({ book: 1, number: 2, text: 't', notes: [new Note()] });
  db.session.add(page);
  db.session.commit();
  opened.statements();
  expect(db.session.get(Page, [1, 2])).toBe(page);
  expect(db.session.get(Page, { number: 2, book: 1 })).toBe(page);
  expect(db.session.get(Page, [2, 1])).toBeNull();
  expect(page.notes[0]!.page).toBe(page);
  expect(opened.rows('SELECT * FROM notes')).toEqual([[1, 1, 2]]);
  expect(() => db.session.get(Page, 1)).toThrow(InvalidRequestError);
});

test('function defaults see the row, onupdate writes with a change, serverDefault is fetched back', () => {
  const { db } = opened;
  let clock = 0;
  class Item extends db.Model('items', {
    id: db.Column(db.Integer, { primaryKey: true }),
    name: db.Column(db.String(20)),
    slug: db.Column(db.String(20), { default: (context: DefaultContext) => String(context.getCurrentParameters()['name']).toLowerCase() }),
    changed: db.Column(db.Integer, { default: 0, onupdate: () => (clock += 1) }),
    state: db.Column(db.String(9), { serverDefault: 'new' }),
    upper: db.Column(db.String(20), { default: db.func.upper('x') }),
    other: db.Column('then', db.Integer),
  }) {}
  opened.createTables(Item);
  const item = new Item({ name: 'Tea', other: 5 });
  db.session.add(item);
  db.session.flush();
  expect(opened.statements()).toEqual([
    'INSERT INTO items (name, slug, changed, upper, "then") VALUES (?, ?, ?, upper(?), ?) ["Tea","tea",0,"x",5]',
  ]);
  expect(item.state).toBe('new');
  expect(item.upper).toBe('X');
  item.name = 'Coffee';
  db.session.flush();
  expect(item.changed).toBe(1);
  expect(opened.statements().at(-1)).toBe('UPDATE items SET name=?, changed=? WHERE items.id = ? ["Coffee",1,1]');
  db.session.commit();
  expect(opened.rows('SELECT * FROM items')).toEqual([[1, 'Coffee', 'tea', 1, 'new', 'X', 5]]);
});

test('misuse: what is no attribute, and a reserved name', () => {
  const { db } = opened;
  const mixin = { shout() {} } as never;
  expect(() => db.Model('a', { id: db.Column(db.Integer, { primaryKey: true }), ...(mixin as object) })).toThrow(
    /Attribute 'shout' of db.Model\('a', …\) is a function: an attribute is a db.Column/,
  );
  expect(() => db.Model('b', { id: db.Column(db.Integer, { primaryKey: true }), metadata: db.Column(db.Integer) } as never)).toThrow(
    "Attribute name 'metadata' is reserved for the MetaData instance when using a declarative base class",
  );
});
