import { describe, expect, test } from 'vitest';
import { mysqlSql } from '../dialects/mysql/compiler.ts';
import { postgresSql } from '../dialects/postgres/compiler.ts';
import { sqliteSql } from '../dialects/sqlite/compiler.ts';
import { ArgumentError, CompileError, InvalidRequestError, UnsupportedCompilationError } from '../errors.ts';
import { Column } from '../schema/column.ts';
import { Sequence } from '../schema/generated.ts';
import { MetaData } from '../schema/metadata.ts';
import { Table } from '../schema/table.ts';
import type { ClauseElement } from './clause-element.ts';
import { compile, compileCached } from './compile.ts';
import { languageNames } from './sql.ts';
import type { SqlDialect } from './sql-dialect.ts';
import { Integer, String } from './types/factories.ts';

const { bindparam, func, insert, select, update, delete: remove } = languageNames;
const metadata = new MetaData();
const users = new Table(
  'users',
  metadata,
  new Column('id', Integer, { primaryKey: true }),
  new Column('name', String(20)),
  new Column('age', Integer),
);
const pets = new Table('pets', metadata, new Column('id', Integer, { primaryKey: true }), new Column('owner_id', Integer));
const u = users.c as Record<string, any>;
const p = pets.c as Record<string, any>;
const dialects = { sqlite: sqliteSql, postgresql: postgresSql, mysql: mysqlSql } as const;

/** The text on one line, without a dialect or with one. */
const text = (element: ClauseElement, name?: keyof typeof dialects): string =>
  compile(element, name && (dialects[name] as SqlDialect)).sql.replaceAll(/\s*\n\s*/g, ' ');
const params = (element: ClauseElement): unknown => compile(element).params;

describe('INSERT', () => {
  test('without values has a place for every column', () => {
    expect(text(insert(users))).toBe('INSERT INTO users (id, name, age) VALUES (:id, :name, :age)');
  });

  test('names the columns given, in the order of the table', () => {
    const statement = insert(users).values({ age: 3 }).values({ name: 'x', age: 4 });
    expect(text(statement)).toBe('INSERT INTO users (name, age) VALUES (:name, :age)');
    expect(params(statement)).toEqual({ name: 'x', age: 4 });
  });

  test('takes a Map with columns as keys, a row by position, expressions and queries', () => {
    expect(text(insert(users).values(new Map([[u['name'], 'x']])))).toBe('INSERT INTO users (name) VALUES (:name)');
    expect(params(insert(users).values([7, 'x']))).toEqual({ id: 7, name: 'x' });
    const count = select(func.count(p['id']));
    expect(text(insert(users).values({ name: func.lower('X'), age: count }))).toBe(
      'INSERT INTO users (name, age) VALUES (lower(:lower_1), (SELECT count(pets.id) AS count_1 FROM pets))',
    );
    expect(text(insert(users).values({ age: u['id'].add(1) }))).toBe('INSERT INTO users (age) VALUES ((users.id + :id_1))');
  });

  test('of several rows names each value', () => {
    const statement = insert(users).values([
      { name: 'a', age: 1 },
      { age: 2, name: 'b' },
    ]);
    expect(text(statement)).toBe('INSERT INTO users (name, age) VALUES (:name_m0, :age_m0), (:name_m1, :age_m1)');
    expect(params(statement)).toEqual({ name_m0: 'a', age_m0: 1, name_m1: 'b', age_m1: 2 });
  });

  test('of several rows needs the same columns in each', () => {
    expect(() => text(insert(users).values([{ name: 'a' }, { name: 'b', age: 1 }]))).toThrow(/row 1 .*'age'/);
    expect(() => text(insert(users).values([{ name: 'a', age: 1 }, { name: 'b' }]))).toThrow(CompileError);
    expect(() =>
      insert(users)
        .values({ name: 'a' })
        .values([{ name: 'b' }]),
    ).toThrow(InvalidRequestError);
  });

  test('a column given as undefined counts as not given, null is NULL', () => {
    const statement = insert(users).values({ name: undefined, age: null });
    expect(text(statement)).toBe('INSERT INTO users (age) VALUES (:age)');
    expect(params(statement)).toEqual({ age: null });
  });

  test.each([
    ['sqlite', 'INSERT INTO users DEFAULT VALUES'],
    ['postgresql', 'INSERT INTO users DEFAULT VALUES RETURNING users.id'],
    ['mysql', 'INSERT INTO users () VALUES ()'],
  ] as const)('of nothing on %s', (name, sql) => {
    expect(compile(insert(users), dialects[name], { columnKeys: [] }).sql).toBe(sql);
  });

  test('from a SELECT', () => {
    const statement = insert(users).fromSelect(['name', u['age']], select(p['id'], func.count()).groupBy(p['id']));
    expect(text(statement)).toBe('INSERT INTO users (name, age) SELECT pets.id, count(*) AS count_1 FROM pets GROUP BY pets.id');
  });

  test('RETURNING, where there is one', () => {
    const statement = insert(users).values({ name: 'x' }).returning(u['id'], func.lower(u['name']));
    expect(text(statement)).toBe('INSERT INTO users (name) VALUES (:name) RETURNING users.id, lower(users.name) AS lower_1');
    expect(text(statement, 'sqlite')).toBe('INSERT INTO users (name) VALUES (?) RETURNING id, lower(name) AS lower_1');
    expect(compile(statement).resultColumns.map(({ name }) => name)).toEqual(['id', 'lower_1']);
    expect(() => text(statement, 'mysql')).toThrow(UnsupportedCompilationError);
  });

  test('PostgreSQL is asked for the keys that it makes', () => {
    expect(text(insert(users).values({ name: 'x' }), 'postgresql')).toBe('INSERT INTO users (name) VALUES ($1) RETURNING users.id');
    expect(text(insert(users).values({ id: 1 }), 'postgresql')).toBe('INSERT INTO users (id) VALUES ($1)');
  });

  test('a sequence is asked where there are sequences', () => {
    const orders = new Table(
      'orders',
      new MetaData(),
      new Column('id', Integer, new Sequence('order_ids'), { primaryKey: true }),
      new Column('n', Integer),
    );
    expect(text(insert(orders).values({ n: 1 }), 'postgresql')).toBe(
      "INSERT INTO orders (id, n) VALUES (nextval('order_ids'), $1) RETURNING orders.id",
    );
    expect(text(insert(orders).values({ n: 1 }), 'sqlite')).toBe('INSERT INTO orders (n) VALUES (?)');
  });

  test('text behind INSERT', () => {
    expect(text(insert(users).prefixWith('OR REPLACE').values({ id: 1 }), 'sqlite')).toBe('INSERT OR REPLACE INTO users (id) VALUES (?)');
  });

  test('refuses what cannot be meant', () => {
    expect(() => insert(users).values({ nme: 1 } as never)).toThrow(/nme.*'users' has: id, name, age/);
    expect(() => insert(users).values('x' as never)).toThrow(ArgumentError);
    expect(() => insert(users).values({ name: (() => 1) as never })).toThrow(/name/);
    expect(() => insert('users' as never)).toThrow(ArgumentError);
    expect(() => insert(users.alias('u'))).toThrow(ArgumentError);
    expect(() => insert(users).values({ id: 1 }).fromSelect(['id'], select(p['id']))).toThrow(InvalidRequestError);
    expect(() => insert(users).values([1, 'x', 3, 4] as never)).toThrow(/4 values .* 3 columns/);
  });
});

describe('upserts', () => {
  const { excluded } = insert(users);
  const row = insert(users).values({ id: 1, name: 'x' });

  test.each([
    [
      'sqlite',
      'INSERT INTO users (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, age = (users.age + ?) WHERE users.age < ?',
    ],
    [
      'postgresql',
      'INSERT INTO users (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name, age = (users.age + $3) WHERE users.age < $4',
    ],
  ] as const)('ON CONFLICT DO UPDATE on %s', (name, sql) => {
    const statement = row.onConflictDoUpdate({
      indexElements: ['id'],
      set: { age: u['age'].add(1), name: excluded['name'] },
      where: u['age'].lt(60),
    });
    expect(text(statement, name)).toBe(sql);
    expect(() => text(statement, 'mysql')).toThrow(/onDuplicateKeyUpdate/);
  });

  test('ON CONFLICT DO NOTHING, with the condition of a partial index', () => {
    expect(text(row.onConflictDoNothing(), 'sqlite')).toMatch(/ ON CONFLICT DO NOTHING$/);
    const partial = row.onConflictDoNothing({ indexElements: [u['name']], indexWhere: u['age'].gt(3) });
    expect(text(partial, 'postgresql')).toMatch(/ ON CONFLICT \(name\) WHERE age > \$3 DO NOTHING$/);
  });

  test('a constraint by name is for PostgreSQL, by object for both', () => {
    const named = row.onConflictDoNothing({ constraint: 'users_pkey' });
    expect(text(named, 'postgresql')).toMatch(/ ON CONFLICT ON CONSTRAINT users_pkey DO NOTHING$/);
    expect(() => text(named, 'sqlite')).toThrow(/indexElements/);
    expect(text(row.onConflictDoNothing({ constraint: users.primaryKeyConstraint }), 'sqlite')).toMatch(/ ON CONFLICT \(id\) DO NOTHING$/);
  });

  test('ON DUPLICATE KEY UPDATE on MySQL', () => {
    const statement = row.onDuplicateKeyUpdate({ name: insert(users).inserted['name'], age: 5 });
    expect(text(statement, 'mysql')).toBe(
      'INSERT INTO users (id, name) VALUES (?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name), age = ?',
    );
    expect(() => text(statement, 'sqlite')).toThrow(/onConflictDoUpdate/);
  });

  test('refuse what cannot be meant', () => {
    expect(() => row.onConflictDoUpdate({ set: { name: 'x' } })).toThrow(/indexElements/);
    expect(() => row.onConflictDoUpdate({ indexElements: ['id'], set: {} })).toThrow(/must set a column/);
    expect(() => row.onConflictDoUpdate({ indexElements: ['id'], set: { nme: 1 } as never })).toThrow(CompileError);
    expect(() => row.onConflictDoNothing({ indexElements: ['id'], constraint: 'x' })).toThrow(ArgumentError);
    expect(() => row.onConflictDoNothing().onConflictDoNothing()).toThrow(InvalidRequestError);
  });
});

describe('UPDATE', () => {
  test('sets values and expressions', () => {
    const statement = update(users)
      .where(u['id'].eq(5))
      .values({ name: u['name'].concat('!'), age: null });
    expect(text(statement)).toBe('UPDATE users SET name=(users.name || :name_1), age=:age WHERE users.id = :id_1');
    expect(params(statement)).toEqual({ name_1: '!', age: null, id_1: 5 });
  });

  test('orderedValues keeps the order', () => {
    expect(text(update(users).orderedValues(['age', 1], [u['name'], 'x']))).toBe('UPDATE users SET age=:age, name=:name');
    expect(() => update(users).values({ age: 1 }).orderedValues(['age', 1])).toThrow(InvalidRequestError);
  });

  test('a query as a value sees the row', () => {
    const count = select(func.count(p['id'])).where(p['owner_id'].eq(u['id'])).scalarSubquery();
    expect(text(update(users).values({ age: count }))).toBe(
      'UPDATE users SET age=(SELECT count(pets.id) AS count_1 FROM pets WHERE pets.owner_id = users.id)',
    );
  });

  test.each([
    ['sqlite', 'UPDATE users SET age=pets.id FROM pets WHERE pets.owner_id = users.id'],
    ['postgresql', 'UPDATE users SET age=pets.id FROM pets WHERE pets.owner_id = users.id'],
    ['mysql', 'UPDATE users, pets SET users.age=pets.id WHERE pets.owner_id = users.id'],
  ] as const)('of several tables on %s', (name, sql) => {
    expect(text(update(users).values({ age: p['id'] }).where(p['owner_id'].eq(u['id'])), name)).toBe(sql);
  });

  test('undefined is a mistake, never "all rows"', () => {
    expect(() => update(users).values({ name: undefined })).toThrow(/undefined/);
    expect(() => update(users).filterBy({ id: undefined })).toThrow(/undefined/);
    expect(() => update(users).where(u['id'].eq(undefined))).toThrow(/undefined/);
    expect(() => update(users).filterBy({ nme: 1 })).toThrow(/no column 'nme'/);
  });

  test('a parameter of its own may not have the name of a column that is set', () => {
    expect(() =>
      text(
        update(users)
          .where(u['id'].eq(bindparam('name')))
          .values({ name: 'x' }),
      ),
    ).toThrow(/b_name/);
    expect(
      text(
        update(users)
          .where(u['id'].eq(bindparam('b_id')))
          .values({ name: 'x' }),
      ),
    ).toBe('UPDATE users SET name=:name WHERE users.id = :b_id');
  });

  test('RETURNING', () => {
    expect(text(update(users).values({ age: 1 }).returning(u['id']), 'postgresql')).toBe('UPDATE users SET age=$1 RETURNING users.id');
  });
});

describe('DELETE', () => {
  test('with conditions, by values and with a subquery', () => {
    expect(text(remove(users).where(u['age'].gt(3), u['name'].is(null)))).toBe(
      'DELETE FROM users WHERE users.age > :age_1 AND users.name IS NULL',
    );
    expect(text(remove(users).filterBy({ name: 'x' }))).toBe('DELETE FROM users WHERE users.name = :name_1');
    expect(text(remove(users).where(u['id'].in(select(p['owner_id']))))).toBe(
      'DELETE FROM users WHERE users.id IN (SELECT pets.owner_id FROM pets)',
    );
  });

  test.each([
    ['postgresql', 'DELETE FROM users USING pets WHERE pets.owner_id = users.id'],
    ['mysql', 'DELETE FROM users USING users, pets WHERE pets.owner_id = users.id'],
  ] as const)('of several tables on %s', (name, sql) => {
    expect(text(remove(users).where(p['owner_id'].eq(u['id'])), name)).toBe(sql);
  });

  test('of several tables is refused where the database cannot', () => {
    expect(() => text(remove(users).where(p['owner_id'].eq(u['id'])), 'sqlite')).toThrow(/sqlite/);
  });
});

test('rows that a statement gives as a common table expression', () => {
  const made = insert(users).values({ name: 'x' }).returning(u['id'], u['name']).cte('made');
  expect(text(select((made.c as Record<string, any>)['id']), 'postgresql')).toBe(
    'WITH made AS (INSERT INTO users (name) VALUES ($1) RETURNING users.id, users.name) SELECT made.id FROM made',
  );
  const gone = remove(users).where(u['age'].gt(90)).returning(u['id']).cte('gone');
  const counted = update(pets)
    .values({ owner_id: null })
    .where(p['owner_id'].in(select((gone.c as Record<string, any>)['id'])));
  expect(text(counted, 'postgresql')).toBe(
    'WITH gone AS (DELETE FROM users WHERE users.age > $1 RETURNING users.id) UPDATE pets SET owner_id=$2 WHERE pets.owner_id IN (SELECT gone.id FROM gone)',
  );
  expect(compile(counted, postgresSql).kind).toBe('update');
});

test('equal statements with other values are compiled once', () => {
  const before = sqliteSql.compiledCache.size;
  const one = compileCached(insert(users).values({ name: 'a' }), sqliteSql);
  const two = compileCached(insert(users).values({ name: 'b' }), sqliteSql);
  const other = compileCached(insert(users).values({ age: 1 }), sqliteSql);
  expect(two.compiled).toBe(one.compiled);
  expect(other.compiled).not.toBe(one.compiled);
  expect(two.compiled.construct(null, two.binds).params).toEqual(['b']);
  expect(sqliteSql.compiledCache.size).toBe(before + 2);
});
