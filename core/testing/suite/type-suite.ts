import { expect, test } from 'vitest';
import { StatementError } from '../../errors.ts';
import { Column } from '../../schema/column.ts';
import { MetaData } from '../../schema/metadata.ts';
import { Table } from '../../schema/table.ts';
import { languageNames } from '../../sql/sql.ts';
import { Decimal } from '../../sql/types/decimal.ts';
import * as types from '../../sql/types/factories.ts';
import { Temporal } from '../../sql/types/temporal.ts';
import type { TypeArg } from '../../sql/types/type-engine.ts';
import { errorOf, type SuiteDatabase } from './suite-database.ts';

const { cast, insert, literal, select } = languageNames;

const { PlainDate, PlainTime, PlainDateTime, Instant, Duration } = Temporal;
const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);

/** A type, and values that must come back as they were given; a pair where what is given is another form of it. */
const cases: readonly (readonly [string, TypeArg<any, any>, readonly unknown[]])[] = [
  ['Integer', types.Integer, [0, -1, 2147483647, -2147483648]],
  ['SmallInteger', types.SmallInteger, [0, 32767, -32768]],
  ['BigInteger', types.BigInteger, [0n, 2n ** 31n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n]],
  ['Float', types.Float(53), [0.1, -1.5e300, 5e-324, 3, 2 ** 60]],
  ['Numeric', types.Numeric(20, 4), [new Decimal('12.3400'), new Decimal('-0.0001'), new Decimal('99999999999.5000')]],
  ['Numeric as number', types.Numeric(10, 2, { asdecimal: false }), [1.25, -3]],
  ['String', types.String(300), ['', "it's", 'ä\u{1F600}日本', 'a\\b%_\n\t', '0', ' padded ', 'x'.repeat(300)]],
  ['Text', types.Text, ['x'.repeat(100_000), '$1 ? :name {}']],
  ['Boolean', types.Boolean, [true, false]],
  ['Date', types.Date, [PlainDate.from('2024-02-29'), PlainDate.from('0001-01-01'), PlainDate.from('9999-12-31')]],
  ['Time', types.Time, [PlainTime.from('00:00:00'), PlainTime.from('23:59:59.999999')]],
  ['DateTime', types.DateTime, [PlainDateTime.from('2024-02-29T12:30:45.123456'), PlainDateTime.from('1969-12-31T23:59:59')]],
  ['DateTime with time zone', types.DateTime({ timezone: true }), [Instant.from('2024-02-29T12:30:45.123456Z')]],
  [
    'Interval',
    types.Interval,
    [Duration.from({ days: 3, hours: 4, minutes: 5, seconds: 6, milliseconds: 7 }), Duration.from({ seconds: -90 })],
  ],
  ['Enum', types.Enum('small', "it's", { name: 'sizes' }), ['small', "it's"]],
  ['LargeBinary', types.LargeBinary, [new Uint8Array(), bytes]],
  ['JSON', types.JSON, [{ a: [1, 'ä', null, { b: true }] }, [], 'text', 5, false]],
  ['PickleType', types.PickleType, [{ a: new Map([[1, new Set(['x'])]]) }, [1n, new Date(0)]]],
];

/** The same values in one form: Temporal and Decimal by text, lengths of time by their whole. */
function form(value: unknown): unknown {
  if (value instanceof Decimal) return `decimal ${value.toFixed()}`;
  if (value instanceof Duration) return `duration ${value.total('microseconds')}`;
  const tag = Object.prototype.toString.call(value);
  return tag.startsWith('[object Temporal.') ? `${tag} ${String(value)}` : value;
}

/** Every type there and back. */
export function typeSuite(open: () => SuiteDatabase): void {
  for (const [name, type, values] of cases) {
    test(`${name}: what is stored comes back, as a value of a row and of a comparison`, async () => {
      const database = open();
      const metadata = new MetaData();
      const stored = new Table(
        'stored',
        metadata,
        new Column('id', types.Integer, { primaryKey: true, autoincrement: false }),
        new Column('value', type),
      );
      await database.create(metadata);
      const connection = database.connect();
      const rows = [...values, null].map((value, id) => ({ id, value }));
      await connection.execute(insert(stored), rows);
      const read = (await connection.execute(select(stored).orderBy(stored.c['id']!))).all();
      expect(read.map((row) => form(row.value))).toEqual([...values, null].map(form));
      if (!['PickleType', 'JSON', 'LargeBinary', 'Interval'].includes(name)) {
        for (const [id, value] of values.entries()) {
          const found = (await connection.scalars(select(stored.c.id).where(stored.c['value']!.eq(value)))).all();
          expect(found).toContain(id);
        }
      }
      await connection.close();
    });
  }

  test('a wrong value is refused with its column and its type', async () => {
    const database = open();
    const metadata = new MetaData();
    const stored = new Table('stored', metadata, new Column('n', types.Integer), new Column('size', types.Enum('a', 'b', { name: 'ab' })));
    await database.create(metadata);
    const connection = database.connect();
    for (const [column, value] of [
      ['n', 'seven'],
      ['n', 1.5],
      ['n', {}],
      ['size', 'c'],
    ] as const) {
      const error = await errorOf(() => connection.execute(insert(stored).values({ [column]: value } as never)));
      expect(error.name).toMatch(/^(?:StatementError|ArgumentError|LookupError)$/);
      expect(error.message).toContain(column);
      if (error instanceof StatementError) expect(error.statement).toContain('INSERT');
    }
    await connection.close();
  });

  test('cast and literal', async () => {
    const connection = open().connect();
    expect(await connection.scalar(select(cast(literal('12'), types.Integer)))).toBe(12);
    expect(await connection.scalar(select(cast(literal(12), types.String(10))))).toBe('12');
    expect(await connection.scalar(select(literal("it's \\ ?")))).toBe("it's \\ ?");
    await connection.close();
  });
}
