import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Column } from '../../schema/column.ts';
import { MetaData } from '../../schema/metadata.ts';
import { Table } from '../../schema/table.ts';
import { compile } from '../../sql/compile.ts';
import { languageNames } from '../../sql/sql.ts';
import { Integer, Text } from '../../sql/types/factories.ts';
import type { SuiteDatabase } from './suite-database.ts';

const { and, case: case_, insert, literal, not, or, select } = languageNames;

type Value = number | string | boolean | null;
interface Row {
  readonly id: number;
  readonly n: number | null;
  readonly s: string | null;
}
/** An expression twice: as SQL, and as what it gives for a row. */
interface Twin<T extends Value> {
  readonly sql: (columns: Record<'id' | 'n' | 's', any>) => any;
  readonly js: (row: Row) => T | null;
}

const hostile = [
  "'",
  "''",
  "'; DROP TABLE t; --",
  "' OR '1'='1",
  '"',
  '\\',
  "\\'",
  '?',
  '??',
  ':id',
  ':x_1',
  '$1',
  '%s',
  '%(n)s',
  '%%',
  '/* */',
  '--',
  ';',
  '\n',
  '{n}',
  '[]',
  '`',
  '__[POSTCOMPILE_x]',
  'NULL',
  'ä\u{1F600}',
  "E'\\x27'",
  '$$',
  '',
];
/** No database keeps NUL in a text. */
const texts = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', '0')),
);

const lift =
  <A, B, T>(f: (a: A, b: B) => T) =>
  (a: A | null, b: B | null) =>
    a === null || b === null ? null : f(a, b);
const twoOf = <A extends Value, B extends Value, T extends Value>(
  left: fc.Arbitrary<Twin<A>>,
  right: fc.Arbitrary<Twin<B>>,
  sql: (a: any, b: any) => any,
  js: (a: A | null, b: B | null) => T | null,
): fc.Arbitrary<Twin<T>> =>
  fc.tuple(left, right).map(([a, b]) => ({ sql: (c) => sql(a.sql(c), b.sql(c)), js: (row) => js(a.js(row), b.js(row)) }));

const { number, text, truth } = fc.letrec<{ number: Twin<number>; text: Twin<string>; truth: Twin<boolean> }>((tie) => {
  const number = tie('number') as fc.Arbitrary<Twin<number>>;
  const text = tie('text') as fc.Arbitrary<Twin<string>>;
  const truth = tie('truth') as fc.Arbitrary<Twin<boolean>>;
  const choose = <T extends Value>(one: fc.Arbitrary<Twin<T>>): fc.Arbitrary<Twin<T>> =>
    fc.tuple(truth, one, one).map(([when, yes, no]) => ({
      sql: (c) => case_([when.sql(c), yes.sql(c)], { else: no.sql(c) }),
      js: (row) => (when.js(row) === true ? yes.js(row) : no.js(row)),
    }));
  const ordered = [
    ['lt', (a: number, b: number) => a < b],
    ['le', (a: number, b: number) => a <= b],
    ['gt', (a: number, b: number) => a > b],
    ['ge', (a: number, b: number) => a >= b],
    ['eq', (a: number, b: number) => a === b],
    ['ne', (a: number, b: number) => a !== b],
  ] as const;
  return {
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.integer({ min: -9, max: 9 }).map((value): Twin<number> => ({ sql: () => literal(value, Integer), js: () => value })),
      fc.constantFrom<Twin<number>>({ sql: (c) => c.n, js: (row) => row.n }, { sql: (c) => c.id, js: (row) => row.id }),
      twoOf(
        number,
        number,
        (a, b) => a.add(b),
        lift((a: number, b: number) => a + b),
      ),
      twoOf(
        number,
        number,
        (a, b) => a.sub(b),
        lift((a: number, b: number) => a - b),
      ),
      number.map((a): Twin<number> => ({ sql: (c) => a.sql(c).neg(), js: (row) => (a.js(row) === null ? null : 0 - a.js(row)!) })),
      choose(number),
    ),
    text: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      texts.map((value): Twin<string> => ({ sql: () => literal(value, Text), js: () => value })),
      fc.constant<Twin<string>>({ sql: (c) => c.s, js: (row) => row.s }),
      twoOf(
        text,
        text,
        (a, b) => a.concat(b),
        lift((a: string, b: string) => a + b),
      ),
      choose(text),
    ),
    truth: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...ordered).chain(([name, js]) => twoOf(number, number, (a, b) => a[name](b), lift(js))),
      twoOf(
        text,
        text,
        (a, b) => a.eq(b),
        lift((a: string, b: string) => a === b),
      ),
      twoOf(
        text,
        text,
        (a, b) => a.ne(b),
        lift((a: string, b: string) => a !== b),
      ),
      text.map((a): Twin<boolean> => ({ sql: (c) => a.sql(c).is(null), js: (row) => a.js(row) === null })),
      fc.tuple(text, fc.array(texts, { maxLength: 4 })).map(([a, list]): Twin<boolean> => {
        const js = (row: Row) => (list.length === 0 ? false : a.js(row) === null ? null : list.includes(a.js(row)!));
        return { sql: (c) => a.sql(c).in(list), js };
      }),
      fc.tuple(text, texts).map(([a, part]): Twin<boolean> => {
        const sql = (c: Record<string, any>) => a.sql(c as never).contains(part, { autoescape: true });
        return { sql, js: (row) => (a.js(row) === null ? null : fold(a.js(row)!).includes(fold(part))) };
      }),
      twoOf(
        truth,
        truth,
        (a, b) => and(a, b),
        (a: boolean | null, b: boolean | null) => (a === false || b === false ? false : a && b),
      ),
      twoOf(
        truth,
        truth,
        (a, b) => or(a, b),
        (a: boolean | null, b: boolean | null) => (a === true || b === true ? true : a === null || b === null ? null : false),
      ),
      truth.map((a): Twin<boolean> => ({ sql: (c) => not(a.sql(c)), js: (row) => (a.js(row) === null ? null : !a.js(row)) })),
    ),
  };
});

/** SQLite's LIKE takes capital letters of ASCII for small ones. */
let fold = (value: string): string => value;

/** No value and no name ever becomes a part of the SQL's structure. */
export function injectionSuite(open: () => SuiteDatabase): void {
  test('random expressions over hostile values give what JavaScript gives, with parameters and with values written in', async () => {
    const database = open();
    fold = database.name === 'sqlite' ? (value) => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : (value) => value;
    const metadata = new MetaData();
    const t = new Table('t', metadata, new Column('id', Integer, { primaryKey: true }), new Column('n', Integer), new Column('s', Text));
    await database.create(metadata);
    const connection = database.connect();
    const rows: Row[] = [...hostile, null, 'Abc'].map((s, id) => ({ id, n: id % 4 === 3 ? null : (id % 7) - 3, s }));
    await connection.execute(
      insert(t),
      rows.map((row) => ({ ...row })),
    );
    await connection.commit();
    await fc.assert(
      fc.asyncProperty(number, text, truth, async (n, s, where) => {
        const columns = t.c as any;
        const statement = select(columns.id, n.sql(columns).label('n'), s.sql(columns).label('s'))
          .where(where.sql(columns))
          .orderBy(columns.id);
        const expected = rows.filter((row) => where.js(row) === true).map((row) => [row.id, n.js(row), s.js(row)]);
        expect((await connection.execute(statement)).all().map((row) => [...row])).toEqual(expected);
        const literalSql = compile(statement, database.engine.dialect.sql, { literal: true }).sql;
        expect((await connection.execDriverSql(literalSql)).all().map((row) => [...row])).toEqual(expected);
      }),
      { numRuns: 80, endOnFailure: true },
    );
  });

  test('random names of tables, columns and labels', async () => {
    const database = open();
    const name = texts.map((text) => Array.from(text).slice(0, 12).join('')).filter((text) => text !== '');
    const names = fc.uniqueArray(name, {
      minLength: 3,
      maxLength: 3,
      selector: (text) => text.toLowerCase().replace(/[^\x20-\x7e]/g, '') || text,
    });
    await fc.assert(
      fc.asyncProperty(names, texts, async ([table, first, second], value) => {
        const metadata = new MetaData();
        const made = new Table(`t ${table!}`, metadata, new Column(first!, Integer, { primaryKey: true }), new Column(second!, Text));
        const columns = made.c as Record<string, any>;
        await metadata.createAll(database.engine);
        const connection = database.connect();
        await connection.execute(insert(made).values({ [first!]: 1, [second!]: value }));
        const statement = select(columns[second!], columns[first!].label(table!)).where(columns[second!].eq(value));
        const row = (await connection.execute(statement)).one();
        expect([...row]).toEqual([value, 1]);
        // A Map, because an object lists names that look like numbers first.
        expect(new Map(Object.entries(row.asObject()))).toEqual(
          new Map<string | undefined, unknown>([
            [second, value],
            [table, 1],
          ]),
        );
        await connection.close();
        await metadata.dropAll(database.engine);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
}
