import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDatabase } from '../../testing/open-database.ts';
import type { Query } from '../query.ts';

/*
 * Random queries over random rows, three ways: without anything loaded along, with random loader options, and by a plain evaluation in JavaScript of the
 * same conditions over the same rows. All must give the same people in the same order, and from each of them the same graph.
 */

const { db, statements } = openDatabase();

const person_tags = db.Table('person_tags', {
  person_id: db.Column(db.Integer, db.ForeignKey('people.id'), { primaryKey: true }),
  tag_id: db.Column(db.Integer, db.ForeignKey('tags.id'), { primaryKey: true }),
});

class Team extends db.Model('teams', {
  id: db.Column(db.Integer, { primaryKey: true }),
  city: db.Column(db.String(10)),
  get people() {
    return db.relationship(() => Person, { backPopulates: 'team', orderBy: () => Person.id });
  },
}) {
  static {
    db.register(this);
  }
}
class Person extends db.Model('people', {
  id: db.Column(db.Integer, { primaryKey: true }),
  label: db.Column(db.String(10), { nullable: false }),
  age: db.Column(db.Integer),
  team_id: db.Column(db.Integer, db.ForeignKey('teams.id')),
  boss_id: db.Column(db.Integer, db.ForeignKey('people.id')),
  get team() {
    return db.relationship(() => Team, { uselist: false, backPopulates: 'people' });
  },
  get boss() {
    return db.relationship(() => Person, { uselist: false, remoteSide: () => Person.id, backPopulates: 'reports' });
  },
  get reports() {
    return db.relationship(() => Person, { backPopulates: 'boss', orderBy: () => Person.id });
  },
  get tags() {
    return db.relationship(() => Tag, { secondary: () => person_tags, backPopulates: 'people', orderBy: () => Tag.id });
  },
  get notes() {
    return db.relationship(() => Note, { backPopulates: 'person', orderBy: () => [Note.stars.desc(), Note.id] });
  },
}) {
  static {
    db.register(this);
  }
}
class Tag extends db.Model('tags', {
  id: db.Column(db.Integer, { primaryKey: true }),
  word: db.Column(db.String(10), { nullable: false }),
  get people() {
    return db.relationship(() => Person, { secondary: () => person_tags, backPopulates: 'tags', orderBy: () => Person.id });
  },
}) {
  static {
    db.register(this);
  }
}
class Note extends db.Model('notes', {
  id: db.Column(db.Integer, { primaryKey: true }),
  stars: db.Column(db.Integer, { nullable: false }),
  person_id: db.Column(db.Integer, db.ForeignKey('people.id')),
  get person() {
    return db.relationship(() => Person, { uselist: false, backPopulates: 'notes' });
  },
}) {
  static {
    db.register(this);
  }
}
db.createAll();

// ---- rows

interface PersonRow {
  readonly id: number;
  readonly label: string;
  readonly age: number | null;
  readonly team_id: number | null;
  readonly boss_id: number | null;
}
interface Rows {
  readonly teams: readonly { id: number; city: string | null }[];
  readonly people: readonly PersonRow[];
  readonly tags: readonly { id: number; word: string }[];
  readonly notes: readonly { id: number; stars: number; person_id: number | null }[];
  readonly links: readonly { person_id: number; tag_id: number }[];
}

const cities = ['Rome', 'Oslo', null] as const;
const words = ['a', 'b', 'c'] as const;
const ref = (count: number) => (count === 0 ? fc.constant(null) : fc.option(fc.integer({ min: 1, max: count }), { nil: null }));

const rowsArbitrary: fc.Arbitrary<Rows> = fc
  .record({ teams: fc.integer({ min: 0, max: 3 }), people: fc.integer({ min: 0, max: 7 }), tags: fc.integer({ min: 0, max: 3 }) })
  .chain((count) =>
    fc.record({
      teams: fc.array(fc.constantFrom(...cities), { minLength: count.teams, maxLength: count.teams }),
      people: fc.array(
        fc.record({
          label: fc.constantFrom('x', 'y', 'X', 'ü'),
          age: fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
          team_id: ref(count.teams),
          boss_id: ref(count.people),
        }),
        { minLength: count.people, maxLength: count.people },
      ),
      tags: fc.array(fc.constantFrom(...words), { minLength: count.tags, maxLength: count.tags }),
      notes: fc.array(fc.record({ stars: fc.integer({ min: 0, max: 3 }), person_id: ref(count.people) }), { maxLength: 8 }),
      links: fc.uniqueArray(fc.tuple(fc.nat(6), fc.nat(2)), { selector: String, maxLength: 8 }),
    }),
  )
  .map(({ teams, people, tags, notes, links }) => ({
    teams: teams.map((city, i) => ({ id: i + 1, city })),
    people: people.map((person, i) => ({ id: i + 1, ...person })),
    tags: tags.map((word, i) => ({ id: i + 1, word })),
    notes: notes.map((note, i) => ({ id: i + 1, ...note })),
    links: links.filter(([p, t]) => p < people.length && t < tags.length).map(([p, t]) => ({ person_id: p + 1, tag_id: t + 1 })),
  }));

function store(rows: Rows): void {
  db.session.rollback();
  db.session.expungeAll();
  db.session.execute(db.text('DELETE FROM person_tags'));
  db.session.execute(db.text('DELETE FROM notes'));
  db.session.execute(db.text('UPDATE people SET boss_id = NULL'));
  for (const table of ['people', 'tags', 'teams']) db.session.execute(db.text(`DELETE FROM ${table}`));
  const insert = (table: unknown, values: readonly object[]): void => {
    if (values.length > 0) db.session.execute(db.insert(table as never), values as never);
  };
  insert(Team, rows.teams);
  insert(
    Person,
    rows.people.map((person) => ({ ...person, boss_id: null })),
  );
  for (const { id, boss_id } of rows.people) {
    if (boss_id !== null) db.session.execute(db.text('UPDATE people SET boss_id = :boss WHERE id = :id'), { boss: boss_id, id });
  }
  insert(Tag, rows.tags);
  insert(Note, rows.notes);
  insert(person_tags, rows.links);
  db.session.commit();
  db.session.expungeAll();
  statements();
}

// ---- conditions, as SQL and as JavaScript; null is SQL's unknown

type Truth = boolean | null;
interface Condition {
  readonly text: string;
  sql(): any;
  holds(person: PersonRow, rows: Rows): Truth;
}

const not = (truth: Truth): Truth => (truth === null ? null : !truth);
const all = (truths: readonly Truth[]): Truth => (truths.includes(false) ? false : truths.includes(null) ? null : true);
const some = (truths: readonly Truth[]): Truth => (truths.includes(true) ? true : truths.includes(null) ? null : false);
const compare = (value: number | null, operator: 'lt' | 'ge' | 'ne', other: number): Truth =>
  value === null ? null : operator === 'lt' ? value < other : operator === 'ge' ? value >= other : value !== other;
const tagsOf = (person: PersonRow, rows: Rows) =>
  rows.tags.filter((tag) => rows.links.some((link) => link.person_id === person.id && link.tag_id === tag.id));

const number = fc.integer({ min: 0, max: 4 });
const simple: fc.Arbitrary<Condition> = fc.oneof(
  fc.tuple(fc.constantFrom('lt', 'ge', 'ne'), number).map(
    ([operator, n]): Condition => ({
      text: `age ${operator} ${n}`,
      sql: () => Person.age[operator as 'lt'](n),
      holds: (person) => compare(person.age, operator as 'lt', n),
    }),
  ),
  fc
    .constantFrom('x', 'X', 'ü')
    .map(
      (label): Condition => ({ text: `label = ${label}`, sql: () => Person.label.eq(label), holds: (person) => person.label === label }),
    ),
  fc.array(number, { maxLength: 3 }).map(
    (ages): Condition => ({
      text: `age in ${ages}`,
      sql: () => Person.age.in(ages),
      holds: (person) => (ages.length === 0 ? false : person.age === null ? null : ages.includes(person.age)),
    }),
  ),
  fc.constant<Condition>({ text: 'age is null', sql: () => Person.age.is(null), holds: (person) => person.age === null }),
  fc.constantFrom('Rome', 'Oslo').map(
    (city): Condition => ({
      text: `team in ${city}`,
      sql: () => Person.team.has({ city }),
      holds: (person, rows) => rows.teams.some((team) => team.id === person.team_id && team.city === city),
    }),
  ),
  fc.constantFrom(...words).map(
    (word): Condition => ({
      text: `tagged ${word}`,
      sql: () => Person.tags.any(Tag.word.eq(word)),
      holds: (person, rows) => tagsOf(person, rows).some((tag) => tag.word === word),
    }),
  ),
  number.map(
    (stars): Condition => ({
      text: `a note of ${stars}`,
      sql: () => Person.notes.any(Note.stars.ge(stars)),
      holds: (person, rows) => rows.notes.some((note) => note.person_id === person.id && note.stars >= stars),
    }),
  ),
  number.map(
    (age): Condition => ({
      text: `the boss is ${age} or older`,
      sql: () => Person.boss.has(Person.age.ge(age)),
      holds: (person, rows) => rows.people.some((boss) => boss.id === person.boss_id && boss.age !== null && boss.age >= age),
    }),
  ),
  fc.constant<Condition>({ text: 'no boss', sql: () => Person.boss.eq(null), holds: (person) => person.boss_id === null }),
);
const condition: fc.Arbitrary<Condition> = fc.letrec<{ any: Condition }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    simple,
    tie('any').map(
      (one): Condition => ({ text: `not (${one.text})`, sql: () => one.sql().not(), holds: (...given) => not(one.holds(...given)) }),
    ),
    fc.tuple(tie('any'), tie('any')).map(
      ([a, b]): Condition => ({
        text: `(${a.text} and ${b.text})`,
        sql: () => db.and(a.sql(), b.sql()),
        holds: (...given) => all([a.holds(...given), b.holds(...given)]),
      }),
    ),
    fc.tuple(tie('any'), tie('any')).map(
      ([a, b]): Condition => ({
        text: `(${a.text} or ${b.text})`,
        sql: () => db.or(a.sql(), b.sql()),
        holds: (...given) => some([a.holds(...given), b.holds(...given)]),
      }),
    ),
  ),
})).any;

// ---- joins repeat a person for each match

const joins = {
  none: { apply: (query: Query<Person>) => query, repeats: () => 1 },
  team: { apply: (query: Query<Person>) => query.join(Person.team), repeats: (person: PersonRow) => (person.team_id === null ? 0 : 1) },
  outerTeam: { apply: (query: Query<Person>) => query.outerjoin(Person.team), repeats: () => 1 },
  tags: {
    apply: (query: Query<Person>) => query.join(Person.tags),
    repeats: (person: PersonRow, rows: Rows) => tagsOf(person, rows).length,
  },
  notes: {
    apply: (query: Query<Person>) => query.outerjoin(Note, Note.person_id.eq(Person.id)),
    repeats: (person: PersonRow, rows: Rows) => Math.max(1, rows.notes.filter((note) => note.person_id === person.id).length),
  },
} as const;

const orders = {
  age: { sql: () => Person.age, key: (person: PersonRow) => person.age },
  ageDown: { sql: () => Person.age.desc(), key: (person: PersonRow) => person.age, isDown: true },
  label: { sql: () => Person.label, key: (person: PersonRow) => person.label },
} as const;

/** As SQLite orders: NULL first, text by its bytes. */
function order(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

// ---- options

const strategies = ['joinedload', 'selectinload', 'subqueryload', 'immediateload', 'lazyload'] as const;
const paths = { team: 'people', boss: 'team', reports: 'tags', tags: 'people', notes: 'person' } as const;
type Option = readonly [
  relationship: keyof typeof paths,
  strategy: (typeof strategies)[number],
  nested: (typeof strategies)[number] | null,
];
const option: fc.Arbitrary<Option> = fc.tuple(
  fc.constantFrom(...(Object.keys(paths) as (keyof typeof paths)[])),
  fc.constantFrom(...strategies),
  fc.option(fc.constantFrom(...strategies), { nil: null }),
);

function loaderOption([relationship, strategy, nested]: Option) {
  const first = db[strategy](Person[relationship]);
  return nested === null ? first : first[nested](paths[relationship]);
}

const query = fc.record({
  join: fc.constantFrom(...(Object.keys(joins) as (keyof typeof joins)[])),
  conditions: fc.array(condition, { maxLength: 3 }),
  orders: fc.uniqueArray(fc.constantFrom(...(Object.keys(orders) as (keyof typeof orders)[])), { maxLength: 2 }),
  limit: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
  offset: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
  options: fc.uniqueArray(option, { selector: ([relationship]) => relationship, maxLength: 4 }),
});
type QueryShape = typeof query extends fc.Arbitrary<infer T> ? T : never;

function build(shape: QueryShape, options: readonly Option[]): Query<Person> {
  let made: Query<Person> = joins[shape.join].apply(Person.query as unknown as Query<Person>);
  made = made.filter(...shape.conditions.map((each) => each.sql()));
  made = made.orderBy(...shape.orders.map((each) => orders[each].sql()), Person.id).options(...options.map(loaderOption));
  if (shape.limit !== null) made = made.limit(shape.limit);
  return shape.offset === null ? made : made.offset(shape.offset);
}

/** The ids that a query has to give, by hand. */
function evaluate(shape: QueryShape, rows: Rows): number[] {
  const met = rows.people
    .filter((person) => all(shape.conditions.map((each) => each.holds(person, rows))) === true)
    .flatMap((person) => new Array<PersonRow>(joins[shape.join].repeats(person, rows)).fill(person));
  met.sort((a, b) => {
    for (const name of shape.orders) {
      const { key, ...rest } = orders[name];
      const found = order(key(a), key(b)) * ('isDown' in rest ? -1 : 1);
      if (found !== 0) return found;
    }
    return a.id - b.id;
  });
  const from = shape.offset ?? 0;
  const page = met.slice(from, shape.limit === null ? undefined : from + shape.limit);
  return [...new Set(page.map(({ id }) => id))];
}

/** What can be reached from a person. */
const graphOf = (person: Person): unknown => ({
  team: person.team && [person.team.id, person.team.people.map(({ id }) => id)],
  boss: person.boss && [person.boss.id, person.boss.team?.id ?? null],
  reports: person.reports.map((report) => [report.id, report.tags.map(({ id }) => id)]),
  tags: person.tags.map((tag) => [tag.id, tag.people.map(({ id }) => id)]),
  notes: person.notes.map((note) => [note.id, note.person?.id]),
});

function plainGraph(id: number, rows: Rows): unknown {
  const person = rows.people.find((each) => each.id === id)!;
  const ids = (found: readonly { id: number }[]): number[] => found.map((each) => each.id);
  const boss = rows.people.find((each) => each.id === person.boss_id);
  const tagIds = (of: PersonRow): number[] => ids(tagsOf(of, rows));
  return {
    team: person.team_id === null ? null : [person.team_id, ids(rows.people.filter((each) => each.team_id === person.team_id))],
    boss: boss === undefined ? null : [boss.id, boss.team_id],
    reports: rows.people.filter((each) => each.boss_id === id).map((each) => [each.id, tagIds(each)]),
    tags: tagsOf(person, rows).map((tag) => [tag.id, ids(rows.people.filter((each) => tagIds(each).includes(tag.id)))]),
    notes: rows.notes
      .filter((note) => note.person_id === id)
      .sort((a, b) => b.stars - a.stars || a.id - b.id)
      .map((note) => [note.id, id]),
  };
}

test('loader options change how things are loaded, never what', () => {
  fc.assert(
    fc.property(rowsArbitrary, fc.array(query, { minLength: 3, maxLength: 6 }), (rows, shapes) => {
      store(rows);
      for (const shape of shapes) {
        const expected = evaluate(shape, rows);
        for (const options of [[], shape.options]) {
          db.session.expungeAll();
          const people = build(shape, options).all();
          expect(people.map(({ id }) => id)).toEqual(expected);
          statements();
          for (const person of people) for (const [name, strategy] of options) if (strategy !== 'lazyload') void person[name];
          expect(statements()).toEqual([]);
          expect(people.map(graphOf)).toEqual(expected.map((id) => plainGraph(id, rows)));
        }
        db.session.expungeAll();
        expect(build(shape, []).count()).toBe(countOf(shape, rows));
        if (shape.limit === null || shape.limit > 0) expect(build(shape, shape.options).first()?.id).toBe(expected[0]);
      }
    }),
    { numRuns: 80 },
  );
});

function countOf(shape: QueryShape, rows: Rows): number {
  const total = rows.people
    .filter((person) => all(shape.conditions.map((each) => each.holds(person, rows))) === true)
    .reduce((sum, person) => sum + joins[shape.join].repeats(person, rows), 0);
  const behind = Math.max(0, total - (shape.offset ?? 0));
  return shape.limit === null ? behind : Math.min(behind, shape.limit);
}
