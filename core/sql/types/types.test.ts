import { describe, expect, test } from 'vitest';
import { mysqlSql } from '../../dialects/mysql/compiler.ts';
import { postgresSql } from '../../dialects/postgres/compiler.ts';
import { sqliteSql } from '../../dialects/sqlite/compiler.ts';
import { ArgumentError, IntegrityError, LookupError, StatementError } from '../../errors.ts';
import { openDatabase } from '../../testing/open-database.ts';
import { compile } from '../compile.ts';
import { languageNames } from '../sql.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { Decimal } from './decimal.ts';
import * as types from './factories.ts';
import { Temporal } from './temporal.ts';
import { TypeDecorator } from './type-decorator.ts';
import { toType } from './type-engine.ts';

const { insert, literal, select, text, update } = languageNames;

/** A model with a column of every type, as a database names them. */
function openSamples() {
  const opened = openDatabase();
  const { db } = opened;
  class Sample extends db.Model('samples', {
    id: db.Column(db.Integer, { primaryKey: true }),
    i: db.Column(db.Integer),
    b: db.Column(db.BigInteger),
    f: db.Column(db.Float),
    n: db.Column(db.Numeric(20, 4)),
    nf: db.Column(db.Numeric(10, 2, { asdecimal: false })),
    s: db.Column(db.String(50)),
    t: db.Column(db.Text),
    bo: db.Column(db.Boolean),
    d: db.Column(db.Date),
    ti: db.Column(db.Time),
    dt: db.Column(db.DateTime),
    iv: db.Column(db.Interval),
    e: db.Column(db.Enum('draft', "it's", { name: 'st' })),
    bin: db.Column(db.LargeBinary),
    j: db.Column(db.JSON),
    p: db.Column(db.PickleType),
  }) {}
  db.register(Sample);
  db.createAll();
  return { ...opened, Sample };
}

describe('what SQLite stores', () => {
  // the cells are those of a file that SQLAlchemy 1.4.46 wrote from the same values
  const cells = 'i, b, f, n, nf, s, t, bo, d, ti, dt, iv, e, hex(bin), j';

  test('is what SQLAlchemy stores', () => {
    const { db, Sample, rows } = openSamples();
    db.session.addAll([
      new Sample({
        i: 1,
        b: 2n ** 60n,
        f: 0.1,
        n: new Decimal('12.3400'),
        nf: 1.25,
        s: "it's ä😀",
        t: 'x\ny',
        bo: true,
        d: '2024-02-29',
        ti: '23:59:59.000001',
        dt: '2024-02-29T01:02:03.123456',
        iv: Temporal.Duration.from('P3DT4H5M6.007S'),
        e: "it's",
        bin: new Uint8Array([0, 255]),
        j: { a: [1, 'ä', null, { b: true }], f: 1.5 },
      }),
      new Sample({
        i: -5,
        b: -(2n ** 63n),
        f: 1e300,
        n: '-0.0001',
        nf: -3,
        s: '',
        t: '',
        bo: false,
        d: '0001-01-01',
        ti: '00:00',
        dt: '9999-12-31T23:59:59',
        iv: -90_000,
        e: 'draft',
        bin: new Uint8Array(),
        j: 5,
      }),
      new Sample({ n: 5, f: 3, j: types.JSON.NULL }),
      new Sample({ j: null }),
    ]);
    db.session.commit();
    const [first, second, third, fourth] = rows(`SELECT ${cells} FROM samples ORDER BY id`);
    expect(rows('SELECT CAST(b AS TEXT) FROM samples ORDER BY id LIMIT 2')).toEqual([['1152921504606846976'], ['-9223372036854775808']]);
    const json = '{"a": [1, "\\u00e4", null, {"b": true}], "f": 1.5}';
    const moment = '2024-02-29 01:02:03.123456';
    expect([...first!.slice(0, 1), ...first!.slice(2)]).toEqual([
      1,
      0.1,
      12.34,
      1.25,
      "it's ä😀",
      'x\ny',
      1,
      '2024-02-29',
      '23:59:59.000001',
      moment,
      '1970-01-04 04:05:06.007000',
      "it's",
      '00FF',
      json,
    ]);
    expect([...second!.slice(0, 1), ...second!.slice(2)]).toEqual([
      -5,
      1e300,
      -0.0001,
      -3,
      '',
      '',
      0,
      '0001-01-01',
      '00:00:00.000000',
      '9999-12-31 23:59:59.000000',
      '1969-12-31 23:58:30.000000',
      'draft',
      '',
      5,
    ]);
    expect(third!.slice(2, 4)).toEqual([3, 5]);
    expect([third!.at(-1), fourth!.at(-1)]).toEqual(['null', null]);
    expect(rows('SELECT typeof(b), typeof(f), typeof(n), typeof(bo), typeof(bin) FROM samples WHERE id = 1')).toEqual([
      ['integer', 'real', 'real', 'integer', 'blob'],
    ]);
  });

  test('comes back as it was given', () => {
    const { db, Sample } = openSamples();
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const pickled = { map: new Map([[1n, new Set(['x'])]]), day: Temporal.PlainDate.from('2024-02-29'), price: new Decimal('1.5') };
    db.session.addAll([new Sample({ id: 1, p: pickled, n: '0.10', dt: new Date(0), iv: 1 }), new Sample({ id: 2, p: cycle })]);
    db.session.commit();
    db.session.expireAll();
    const [one, two] = db.session.query(Sample).orderBy(Sample.id).all();
    expect(one!.p.map.get(1n)).toEqual(new Set(['x']));
    expect(String(one!.p.day)).toBe('2024-02-29');
    expect(one!.p.price.eq('1.5')).toBe(true);
    expect(two!.p.self).toBe(two!.p);
    expect(String(one!.n)).toBe('0.1');
    expect(String(one!.dt)).toBe('1970-01-01T00:00:00');
    expect(one!.iv!.total('milliseconds')).toBe(1);
  });
});

describe('a value of the wrong kind', () => {
  test.each([
    ['i', 'abc', /samples?\.i|Sample\.i: INTEGER .* not 'abc'/i],
    ['i', 2 ** 53, /Sample\.i: INTEGER/],
    ['i', 1.5, /Sample\.i: INTEGER .* not 1\.5/],
    ['b', 2n ** 63n, /Sample\.b: BIGINT/],
    ['f', '1', /Sample\.f: FLOAT/],
    ['n', 'one', /Sample\.n: NUMERIC\(20, 4\) .* not 'one'/],
    ['s', 5, /Sample\.s: VARCHAR\(50\) takes a string, not 5/],
    ['bo', 'yes', /Sample\.bo: Boolean .* not 'yes'/],
    ['d', '2023-02-29', /Sample\.d: DATE .* not '2023-02-29'/],
    ['d', Temporal.PlainDateTime.from('2024-01-01T00:00'), /Sample\.d: DATE/],
    ['ti', 'noon', /Sample\.ti: TIME .* not 'noon'/],
    ['dt', '2024-13-01T00:00', /Sample\.dt: DATETIME/],
    ['dt', new Date(Number.NaN), /Sample\.dt: .*invalid Date/i],
    ['iv', Temporal.Duration.from('P1M'), /Sample\.iv: .*years and months/],
    ['bin', 'text', /Sample\.bin: BLOB/],
    ['j', new Map(), /Sample\.j: JSON cannot hold/],
  ])('of %s is refused with column, value and type when it is bound: %o', (key, value, message) => {
    const { Sample, db } = openSamples();
    db.session.add(new Sample({ [key]: value }));
    expect(() => db.session.flush()).toThrow(message);
    db.session.rollback();
    const failed = () => db.session.execute(insert(Sample).values({ [key]: value }));
    expect(failed).toThrow(StatementError);
    expect(failed).toThrow(/INSERT INTO samples/);
  });

  test('of an Enum says what is possible', () => {
    const { Sample, db } = openSamples();
    db.session.add(new Sample({ e: 'nope' as never }));
    expect(() => db.session.flush()).toThrow(/Sample\.e: 'nope' .* draft, it's/);
    db.session.rollback();
    expect(() => db.session.execute(insert(Sample).values({ e: 'nope' as never }))).toThrow(/'e': 'nope' is not among/);
  });

  test('of a stored object is refused too, and the right one is taken in its place', () => {
    const { Sample, db, rows } = openSamples();
    const sample = new Sample({ i: 1 });
    db.session.add(sample);
    db.session.commit();
    sample.i = 'x' as never;
    expect(() => db.session.flush()).toThrow(StatementError);
    db.session.rollback();
    sample.i = 2;
    db.session.commit();
    expect(rows('SELECT i FROM samples')).toEqual([[2]]);
  });

  test('is refused by a statement too, with the parameter and the statement', () => {
    const { Sample, db } = openSamples();
    const failed = () => db.session.execute(update(Sample).values({ i: 'x' as never }));
    expect(failed).toThrow(StatementError);
    expect(failed).toThrow(/'i': INTEGER .* not 'x'[\s\S]*UPDATE samples SET i=\?/);
  });

  test('a function is no pickle', () => {
    const { Sample, db } = openSamples();
    db.session.add(new Sample({ p: () => 1 }));
    expect(() => db.session.flush()).toThrow(/PickleType cannot store/);
  });
});

describe('what is stored but cannot be', () => {
  test.each([
    ['e', "'gone'", LookupError, /Sample\.e: 'gone' is not among/],
    ['j', "'{oops'", ArgumentError, /Sample\.j: .*'{oops' is not JSON/],
    ['p', "x'80054b012e'", ArgumentError, /Python pickle/],
    ['d', "'soon'", ArgumentError, /Sample\.d: .*soon/],
    ['i', '9007199254740993', ArgumentError, /Sample\.i: .*9007199254740993 .* BigInteger/],
  ] as const)('%s is told when it is read', (key, cell, kind, message) => {
    const { Sample, db } = openSamples();
    db.session.execute(text(`INSERT INTO samples (id, ${key}) VALUES (1, ${cell})`));
    const read = () => (db.session.get(Sample, 1) as Record<string, unknown> | null)![key];
    expect(read).toThrow(kind);
    expect(read).toThrow(message);
    const row = db.session.execute(select(Sample.c[key])).one();
    expect(() => row[0]).toThrow(`column '${key}': `);
  });
});

describe('CHECK constraints', () => {
  test('of Enum and Boolean hold what is stored to the type', () => {
    const { db } = openDatabase();
    db.Table('checked', {
      size: db.Column(db.Enum('s', 'm', { createConstraint: true, name: 'sizes' })),
      flag: db.Column(db.Boolean({ createConstraint: true, name: 'flags' })),
    });
    db.createAll();
    expect(() => db.session.execute(text("INSERT INTO checked (size) VALUES ('xl')"))).toThrow(IntegrityError);
    db.session.rollback();
    expect(() => db.session.execute(text('INSERT INTO checked (flag) VALUES (5)'))).toThrow(/flags/);
    db.session.rollback();
    db.session.execute(text("INSERT INTO checked (size, flag) VALUES ('m', 1)"));
  });
});

describe('TypeDecorator', () => {
  class Upper extends TypeDecorator<string> {
    override readonly impl = types.String;
    override processBindParam(value: string | null) {
      return value === null ? null : value.toUpperCase();
    }
    override processResultValue(value: string | null) {
      return value === null ? null : `<${value}>`;
    }
  }

  test('changes values on the way in and out, also in comparisons', () => {
    const { db, statements } = openDatabase();
    class T extends db.Model('t', { id: db.Column(db.Integer, { primaryKey: true }), word: db.Column(new Upper(10)) }) {}
    db.register(T);
    db.createAll();
    db.session.addAll([new T({ word: 'abc' }), new T()]);
    db.session.commit();
    statements();
    expect(
      db.session
        .query(T)
        .orderBy(T.id)
        .all()
        .map((t) => t.word),
    ).toEqual(['<ABC>', null]);
    expect(db.session.query(T).filter(T.word.eq('abc')).count()).toBe(1);
    expect(db.session.query(T).filter(T.word.like('a%')).count()).toBe(1);
    expect(statements().slice(1)).toEqual([
      expect.stringMatching(/WHERE t\.word = \?\) AS anon_1 \["ABC"\]$/),
      expect.stringMatching(/WHERE t\.word LIKE \?\) AS anon_1 \["A%"\]$/),
    ]);
    expect(compile(T.word.eq('abc'), sqliteSql, { literal: true }).sql).toBe("t.word = 'ABC'");
  });

  test('may store differently on a dialect', () => {
    class Uuid extends TypeDecorator<string> {
      override readonly impl = types.String;
      override loadDialectImpl(dialect: SqlDialect) {
        return dialect.name === 'postgresql' ? toType(types.Text) : toType(types.CHAR(32));
      }
    }
    const type = new Uuid();
    expect(sqliteSql.types.process(type)).toBe('CHAR(32)');
    expect(postgresSql.types.process(type)).toBe('TEXT');
  });
});

test.each([
  ['sqlite', sqliteSql, ["'it''s \\'", '1', "'2024-02-29'", "X'00FF'", 'NULL', '1.5']],
  ['postgresql', postgresSql, ["'it''s \\'", 'true', "'2024-02-29'", "'\\x00ff'::BYTEA", 'NULL', '1.5']],
  ['mysql', mysqlSql, ["'it''s \\\\'", 'true', "'2024-02-29'", "X'00FF'", 'NULL', '1.5']],
] as const)('values as SQL text on %s', (_, dialect, expected) => {
  const values = [
    literal("it's \\"),
    literal(true),
    literal(Temporal.PlainDate.from('2024-02-29')),
    literal(new Uint8Array([0, 255])),
    literal(null, types.Integer),
    literal(new Decimal('1.50')),
  ];
  expect(values.map((value) => compile(value, dialect, { literal: true }).sql.toLowerCase())).toEqual(
    expected.map((sql) => sql.toLowerCase()),
  );
  expect(() => compile(select(literal(new (class Odd {})(), types.PickleType)), dialect, { literal: true })).toThrow(/SQL text/);
});

test('a type is usable with and without a call, and says what it is', () => {
  expect([types.String, types.String(5), types.Numeric(4, 1), types.Boolean].map((type) => toType(type as never).toString())).toEqual([
    'VARCHAR',
    'VARCHAR(5)',
    'NUMERIC(4, 1)',
    'BOOLEAN',
  ]);
  expect(() => toType(Number as never)).toThrow(/column type was expected/);
});
