import { beforeEach, expect, test } from 'vitest';
import { ArgumentError } from '../../errors.ts';
import { type OpenedDatabase, openDatabase } from '../../testing/open-database.ts';

function declare() {
  const opened: OpenedDatabase = openDatabase();
  const { db } = opened;
  class User extends db.Model('users', {
    id: db.Column(db.Integer, { primaryKey: true }),
    firstName: db.Column('first_name', db.String(20), { nullable: false }),
    born: db.Column(db.Date),
  }) {}
  db.register(User);
  db.createAll();
  db.session.addAll([new User({ firstName: 'Ann', born: '2001-02-03' }), new User({ firstName: 'Ben' })]);
  db.session.commit();
  return { db, User };
}

let my: ReturnType<typeof declare>;
beforeEach(() => {
  my = declare();
});

test('a bundle is one value of a row, with the names of the attributes', () => {
  const { db, User } = my;
  const rows = db.session.execute(db.select(User.id, db.Bundle('person', User.firstName, User.born)).orderBy(User.id)).all();
  expect(rows.map((row) => [row.id, row.person.firstName, String(row.person.born)])).toEqual([
    [1, 'Ann', '2001-02-03'],
    [2, 'Ben', 'null'],
  ]);
  expect(rows[0]!.person.asObject()).toMatchObject({ firstName: 'Ann' });
});

test('two statements with bundles of other names do not share their rows', () => {
  const { db, User } = my;
  const [one] = db.session.execute(db.select(db.Bundle('one', User.id, User.firstName))).all();
  const [two] = db.session.execute(db.select(db.Bundle('two', User.id, User.firstName))).all();
  expect([one!.one.id, two!.two.id]).toEqual([1, 1]);
});

test('a bundle of anything else is refused', () => {
  const { db, User } = my;
  expect(() => db.Bundle('b', 'id' as never)).toThrow(ArgumentError);
  expect(() => db.Bundle('b', db.literal(1))).toThrow(/needs an attribute/);
  expect(db.Bundle('b', User.id).c['id']).toBe(User.id);
});
