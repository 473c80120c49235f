import { beforeEach, describe, expect, test } from 'vitest';
import { CompileError, IntegrityError, InvalidRequestError, StatementError } from '../errors.ts';
import { type OpenedDatabase, openDatabase } from '../testing/open-database.ts';

let opened: OpenedDatabase;
let calls: unknown[];
let notes: any;

beforeEach(() => {
  opened = openDatabase();
  calls = [];
  const { db } = opened;
  let counter = 0;
  notes = db.Table('notes', {
    id: db.Column(db.Integer, { primaryKey: true }),
    title: db.Column(db.String(20), { unique: true }),
    slug: db.Column(db.String(20), {
      default: (context) => {
        calls.push(context.getCurrentParameters());
        return `slug of ${context.getCurrentParameters()['title']}`;
      },
    }),
    size: db.Column(db.Integer, { default: 7, onupdate: 8 }),
    serial: db.Column(db.Integer, { default: () => (counter += 1), onupdate: () => (counter += 1) }),
    length: db.Column(db.Integer, { default: db.func.length('four') }),
    kind: db.Column(db.String(10), { serverDefault: 'plain' }),
  });
  db.createAll();
  opened.statements();
});

const run = (statement: unknown, params?: unknown): any => (opened.db.session as any).execute(statement, params);
const stored = (): unknown[] => opened.rows('SELECT title, slug, size, serial, length, kind FROM notes ORDER BY id');

describe('defaults', () => {
  test('of every kind fill what an INSERT does not give', () => {
    run(opened.db.insert(notes).values({ title: 'a' }));
    expect(opened.statements()).toEqual([
      'INSERT INTO notes (title, slug, size, serial, length) VALUES (?, ?, ?, ?, length(?)) ["a","slug of a",7,1,"four"]',
    ]);
    expect(stored()).toEqual([['a', 'slug of a', 7, 1, 4, 'plain']]);
  });

  test('see the values of their own row, given ones and those of defaults before', () => {
    run(opened.db.insert(notes), [{ title: 'a' }, { title: 'b' }]);
    run(opened.db.insert(notes).values([{ title: 'c' }, { title: 'd' }]));
    expect(calls).toMatchObject([{ title: 'a' }, { title: 'b' }, { title: 'c', size: 7 }, { title: 'd' }]);
    expect(stored()).toEqual([
      ['a', 'slug of a', 7, 1, 4, 'plain'],
      ['b', 'slug of b', 7, 2, 4, 'plain'],
      ['c', 'slug of c', 7, 3, 4, 'plain'],
      ['d', 'slug of d', 7, 4, 4, 'plain'],
    ]);
  });

  test('give way to what is given: null too, undefined not', () => {
    run(opened.db.insert(notes).values({ title: 'a', slug: null, size: 1, serial: undefined }));
    run(opened.db.insert(notes), { title: 'b', slug: 's', size: undefined });
    expect(stored()).toEqual([
      ['a', null, 1, 1, 4, 'plain'],
      ['b', 's', 7, 2, 4, 'plain'],
    ]);
  });

  test('of an UPDATE fill what it does not set', () => {
    run(opened.db.insert(notes), { title: 'a' });
    run(opened.db.update(notes).values({ title: 'b' }));
    expect(stored()).toEqual([['b', 'slug of a', 8, 2, 4, 'plain']]);
    run(opened.db.update(notes).values({ size: 1, serial: 0 }));
    expect(stored()).toEqual([['b', 'slug of a', 1, 0, 4, 'plain']]);
  });

  test('go along with rows from a SELECT', () => {
    const { db } = opened;
    run(db.insert(notes).fromSelect(['title', 'slug'], db.select(db.literal('x'), db.literal('y'))));
    expect(stored()).toEqual([['x', 'y', 7, 1, 4, 'plain']]);
    run(db.insert(notes).fromSelect(['title'], db.select(db.literal('z')), { includeDefaults: false }));
    expect(opened.rows("SELECT size FROM notes WHERE title = 'z'")).toEqual([[null]]);
  });

  test('go along with rows from a SELECT and ON CONFLICT, which needs a WHERE between them', () => {
    const { db } = opened;
    run(db.insert(notes).values({ title: 'a', slug: 'old' }));
    const copied = (source: unknown) =>
      db
        .insert(notes)
        .fromSelect(['title', 'slug'], source as any, { includeDefaults: false })
        .onConflictDoUpdate({ indexElements: ['title'], set: { slug: 'new' } });
    const rows = (slug: string) => db.select(notes.c.title, db.literal(slug)).selectFrom(notes);
    opened.statements();
    run(copied(rows('s')));
    run(copied(rows('s').where(notes.c.title.eq('a'))));
    run(copied(rows('s').union(rows('t'))));
    expect(stored()).toEqual([['a', 'new', 7, 1, 4, 'plain']]);
    expect(opened.statements().map((sql) => sql.match(/WHERE [^?]*?(?= ON CONFLICT| = \?)/)?.[0])).toEqual([
      'WHERE 1 = 1',
      'WHERE notes.title',
      'WHERE 1 = 1',
    ]);
  });
});

describe('parameters', () => {
  test('of many rows are one statement', () => {
    const result = run(
      opened.db.insert(notes),
      [1, 2, 3].map((n) => ({ title: `t${n}`, slug: 's', serial: n })),
    );
    expect(result.rowcount).toBe(3);
    expect(opened.statements()).toHaveLength(1);
  });

  test('without any, a row of defaults', () => {
    run(opened.db.insert(notes));
    expect(stored()).toEqual([[null, 'slug of undefined', 7, 1, 4, 'plain']]);
  });

  test('that are no column and no parameter are a mistake', () => {
    expect(() => run(opened.db.insert(notes), { titel: 'a' })).toThrow(CompileError);
    expect(() => run(opened.db.insert(notes), { titel: 'a' })).toThrow(/titel.*'notes' has: id, title/);
  });

  test('of conditions stand beside those of columns', () => {
    const { db } = opened;
    run(db.insert(notes), [{ title: 'a' }, { title: 'b' }]);
    const statement = db.update(notes).where(notes.c.title.eq(db.bindparam('before')));
    run(statement, [
      { before: 'a', title: 'A', size: 1 },
      { before: 'b', title: 'B', size: 2 },
    ]);
    expect(opened.rows('SELECT title, size FROM notes')).toEqual([
      ['A', 1],
      ['B', 2],
    ]);
  });

  test('a row that lacks what the first one has is told by its number', () => {
    expect(() => run(opened.db.insert(notes), [{ title: 'a', kind: 'x' }, { title: 'b' }])).toThrow(StatementError);
    expect(() => run(opened.db.insert(notes), [{ title: 'a', kind: 'x' }, { title: 'b' }])).toThrow(/'kind'.*parameter group 1/s);
  });
});

describe('the new key', () => {
  test('is the one that was counted, given or null', () => {
    expect(run(opened.db.insert(notes).values({ title: 'a' })).insertedPrimaryKey).toEqual([1]);
    expect(run(opened.db.insert(notes).values({ id: 10, title: 'b' })).insertedPrimaryKey).toEqual([10]);
    expect(run(opened.db.insert(notes), { id: null, title: 'c' }).insertedPrimaryKey).toEqual([11]);
  });

  test('is not known of several rows and of other statements', () => {
    const many = run(opened.db.insert(notes), [{ title: 'a' }, { title: 'b' }]);
    expect(() => many.insertedPrimaryKey).toThrow(InvalidRequestError);
    expect(() => run(opened.db.update(notes).values({ size: 1 })).insertedPrimaryKey).toThrow(InvalidRequestError);
  });

  test('of several columns', () => {
    const { db } = opened;
    const pairs = db.Table('pairs', {
      a: db.Column(db.Integer, { primaryKey: true }),
      b: db.Column(db.BigInteger, { primaryKey: true, default: 5n }),
    });
    db.createAll();
    expect(run(db.insert(pairs).values({ a: 1 })).insertedPrimaryKey).toEqual([1, 5n]);
  });
});

describe('RETURNING', () => {
  test('gives rows with the types of their columns', () => {
    const { db } = opened;
    const days = db.Table('days', { id: db.Column(db.Integer, { primaryKey: true }), day: db.Column(db.Date) });
    db.createAll();
    const rows = run(db.insert(days).returning(days.c.id, days.c.day), [{ day: '2024-02-29' }, { day: '2025-01-01' }]).all();
    expect(rows.map((row: any) => [row.id, String(row.day)])).toEqual([
      [1, '2024-02-29'],
      [2, '2025-01-01'],
    ]);
    expect(
      run(db.delete(days).where(days.c.id.eq(1)).returning(days.c.day))
        .all()
        .map(([day]: any) => String(day)),
    ).toEqual(['2024-02-29']);
    expect(
      run(db.update(days).values({ day: null }).returning(days))
        .one()
        .asObject(),
    ).toEqual({ id: 2, day: null });
  });

  test('a statement without it gives no rows', () => {
    expect(run(opened.db.insert(notes).values({ title: 'a' })).returnsRows).toBe(false);
  });
});

describe('upserts', () => {
  test('change the row that is there, or leave it', () => {
    const { db } = opened;
    const insert = db.insert(notes);
    const upsert = insert.onConflictDoUpdate({ indexElements: ['title'], set: { size: insert.excluded['size'], kind: 'changed' } });
    run(insert, { title: 'a', size: 1 });
    run(upsert, [
      { title: 'a', size: 20 },
      { title: 'b', size: 30 },
    ]);
    run(insert.onConflictDoNothing().values({ title: 'a', size: 99 }));
    expect(opened.rows('SELECT title, size, kind FROM notes ORDER BY id')).toEqual([
      ['a', 20, 'changed'],
      ['b', 30, 'plain'],
    ]);
    expect(() => run(insert, { title: 'a' })).toThrow(IntegrityError);
  });
});

test('UPDATE of one table from another', () => {
  const { db } = opened;
  const sizes = db.Table('sizes', { title: db.Column(db.String(20)), n: db.Column(db.Integer) });
  db.createAll();
  run(db.insert(notes), [{ title: 'a' }, { title: 'b' }]);
  run(db.insert(sizes), { title: 'b', n: 500 });
  const result = run(db.update(notes).values({ size: sizes.c.n }).where(notes.c.title.eq(sizes.c.title)));
  expect(result.rowcount).toBe(1);
  expect(opened.rows('SELECT title, size FROM notes')).toEqual([
    ['a', 7],
    ['b', 500],
  ]);
});
