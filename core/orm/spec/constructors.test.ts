import { beforeEach, expect, test } from 'vitest';
import { ArgumentError, InvalidRequestError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

let opened: OpenedDatabase;
beforeEach(() => {
  opened = openDatabase();
});

test('a constructor of its own runs for new objects, not for loaded ones', () => {
  const { db } = opened;
  let made = 0;
  class User extends db.Model('users', {
    id: db.Column(db.Integer, { primaryKey: true }),
    name: db.Column(db.String(20)),
  }) {
    constructor(name: string) {
      super({ name: name.toUpperCase() });
      made += 1;
    }
    static onLoad(user: User) {
      loaded.push(user.name);
    }
  }
  const loaded: unknown[] = [];
  opened.createTables(User);
  db.session.add(new User('ann'));
  db.session.commit();
  db.session.expungeAll();
  expect(User.query.one()).toBeInstanceOf(User);
  expect(made).toBe(1);
  expect(loaded).toEqual(['ANN']);
  expect(opened.statements()).toEqual([
    'INSERT INTO users (name) VALUES (?) ["ANN"]',
    'SELECT users.id AS users_id, users.name AS users_name FROM users',
  ]);
});

test('constructOnLoad: private fields and field initialisers exist on loaded objects', () => {
  const { db } = opened;
  class Counter extends db.Model('counters', {
    id: db.Column(db.Integer, { primaryKey: true }),
    start: db.Column(db.Integer),
  }) {
    static readonly constructOnLoad = true;
    #steps = 0;
    seen = new Set<string>();
    step(): number {
      return this.start! + (this.#steps += 1);
    }
  }
  db.register(Counter);
  db.createAll();
  db.session.add(new Counter({ start: 5 }));
  db.session.commit();
  db.session.expungeAll();
  opened.statements();
  const counter = db.session.query(Counter).one();
  expect(counter.step()).toBe(6);
  expect(counter.step()).toBe(7);
  expect(counter.seen.size).toBe(0);
  expect(opened.statements()).toEqual(['SELECT counters.id AS counters_id, counters.start AS counters_start FROM counters']);
  counter.start = 8;
  db.session.commit();
  expect(opened.rows('SELECT * FROM counters')).toEqual([[1, 8]]);
});

test('without it a private field is not there', () => {
  const { db } = opened;
  class Plain extends db.Model('plains', { id: db.Column(db.Integer, { primaryKey: true }) }) {
    #secret = 1;
    reveal() {
      return this.#secret;
    }
  }
  db.register(Plain);
  db.createAll();
  db.session.add(new Plain());
  db.session.commit();
  db.session.expungeAll();
  expect(() => db.session.query(Plain).one().reveal()).toThrow(TypeError);
});

test('misuse: constructOnLoad with a constructor of its own', () => {
  const { db } = opened;
  class Odd extends db.Model('odds', { id: db.Column(db.Integer, { primaryKey: true }) }) {
    static readonly constructOnLoad = true;
    constructor() {
      super({});
    }
  }
  db.register(Odd);
  db.createAll();
  db.session.add(new Odd());
  db.session.commit();
  db.session.expungeAll();
  expect(() => Odd.query.one()).toThrow(InvalidRequestError);
  expect(() => Odd.query.one()).toThrow(/^Odd says constructOnLoad and declares a constructor of its own/);
});

test('misuse: unknown keywords, a field that hides a column', () => {
  const { db } = opened;
  class User extends db.Model('users', { id: db.Column(db.Integer, { primaryKey: true }), name: db.Column(db.String(20)) }) {}
  db.register(User);
  expect(() => new User({ nme: 'x' } as never)).toThrow(ArgumentError);
  expect(() => new User({ nme: 'x' } as never)).toThrow("'nme' is an invalid keyword argument for User; it has id, name");
  const user = new User();
  Object.defineProperty(user, 'name', { value: 'x', enumerable: true });
  expect(() => db.session.add(user)).toThrow(
    "User declares a field 'name' that hides the mapped attribute User.name: remove it, or write 'declare name: …'",
  );
});
