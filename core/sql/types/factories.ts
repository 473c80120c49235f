/**
 * The column types as programs write them: `String(64)`, or bare: `String`. They carry the names of JavaScript globals, so import them one by one and
 * rename where that hurts; on a database they are `db.String`, `db.Date`.
 */
import { LargeBinaryType, largeBinaryType } from './binary.ts';
import { type BooleanOptions, BooleanType, booleanType } from './boolean.ts';
import {
  DateTimeType,
  DateType,
  dateTimeType,
  dateType,
  IntervalType,
  intervalType,
  TimeType,
  type TimezoneOptions,
  timeType,
} from './date-time.ts';
import type { Decimal } from './decimal.ts';
import { type EnumOptions, EnumType } from './enum.ts';
import { JsonType, jsonNull, jsonType } from './json.ts';
import {
  BigIntegerType,
  bigIntegerType,
  FloatType,
  floatType,
  IntegerType,
  integerType,
  NamedIntegerType,
  type NumericOptions,
  NumericType,
  numericType,
  SmallIntegerType,
} from './numbers.ts';
import { PickleTypeType, pickleType } from './pickle.ts';
import { NamedStringType, type StringOptions, StringType, stringType, TextType, UnicodeTextType, UnicodeType } from './string.ts';
import type { Temporal } from './temporal.ts';
import { bareType, type TypeEngine } from './type-engine.ts';

/** Makes a factory usable without a call. */
function bare<F extends (...args: any[]) => TypeEngine>(make: F, type: TypeEngine): F {
  return Object.assign(make, { [bareType]: type });
}

/** A whole number that JavaScript's `number` holds exactly. */
export const Integer = bare(() => new IntegerType(), integerType);
/** A whole number of 16 bits where the database minds. */
export const SmallInteger = bare(() => new SmallIntegerType(), new SmallIntegerType());
/** A whole number of 64 bits: a `bigint`. */
export const BigInteger = bare(() => new BigIntegerType(), bigIntegerType);
/** A double-precision number. */
export const Float = bare((precision?: number | null) => new FloatType(precision), floatType);

/** A decimal number of `precision` digits, `scale` of them behind the point; `{ asdecimal: false }` reads numbers. */
export const Numeric = bare(makeNumeric, numericType);
function makeNumeric(
  precision: number | null | undefined,
  scale: number | null | undefined,
  options: NumericOptions & { asdecimal: false },
): NumericType<number>;
function makeNumeric(options: NumericOptions & { asdecimal: false }): NumericType<number>;
function makeNumeric(precision?: number | null, scale?: number | null, options?: NumericOptions): NumericType<Decimal>;
function makeNumeric(...args: unknown[]): NumericType<any> {
  return numericFrom(args, 'numeric');
}
function numericFrom(args: unknown[], visitName: string): NumericType<any> {
  const options = typeof args.at(-1) === 'object' ? ((args.pop() as NumericOptions | null) ?? {}) : {};
  return new NumericType(args[0] as number | undefined, args[1] as number | undefined, options, visitName);
}

/** Text of at most `length` characters where the database minds. */
export const String = bare(
  (length?: number | null | StringOptions, options?: StringOptions): StringType => new StringType(length, options),
  stringType,
);
/** Text of any length. */
export const Text = bare(
  (length?: number | null | StringOptions, options?: StringOptions) => new TextType(length, options),
  new TextType(),
);
/** Text; for databases that keep Unicode text apart. */
export const Unicode = bare(
  (length?: number | null | StringOptions, options?: StringOptions) => new UnicodeType(length, options),
  new UnicodeType(),
);
/** Text of any length; for databases that keep Unicode text apart. */
export const UnicodeText = bare(
  (length?: number | null | StringOptions, options?: StringOptions) => new UnicodeTextType(length, options),
  new UnicodeTextType(),
);
/** True or false. */
export const Boolean = bare((options?: BooleanOptions) => new BooleanType(options), booleanType);
/** A day. */
export const Date = bare(() => new DateType(), dateType);
/** A time of day. */
export const Time = bare((options?: TimezoneOptions) => new TimeType(options), timeType);

/** A date with a time; `{ timezone: true }` for moments. */
export const DateTime = bare(makeDateTime, dateTimeType);
function makeDateTime(options: { timezone: true }): DateTimeType<Temporal.Instant>;
function makeDateTime(options?: { timezone?: false }): DateTimeType<Temporal.PlainDateTime>;
function makeDateTime(options: TimezoneOptions = {}): DateTimeType<any> {
  return new DateTimeType(options);
}

/** A span of time. */
export const Interval = bare(() => new IntervalType(), intervalType);

/** One of a few texts: `Enum('draft', 'live', { name: 'status' })`. */
export function Enum<const T extends string>(...values: [T, ...T[]]): EnumType<T>;
export function Enum<const T extends string>(...values: [T, ...T[], EnumOptions]): EnumType<T>;
export function Enum(...args: unknown[]): EnumType<any> {
  const options = typeof args.at(-1) === 'object' && args.at(-1) !== null ? (args.pop() as EnumOptions) : {};
  return new EnumType(args as string[], options);
}

/** Any value that devalue carries: maps, sets, dates, cycles. */
export const PickleType = bare(() => new PickleTypeType(), pickleType);
/** Bytes. */
export const LargeBinary = bare((length?: number | null) => new LargeBinaryType(length), largeBinaryType);

/** Any JSON value: `JSON<Prefs>()`. `JSON.NULL` is the JSON text `null`, `null` is SQL NULL. */
export const JSON = Object.assign(bare(() => new JsonType(), jsonType) as <T = any>() => JsonType<T>, {
  NULL: jsonNull as typeof jsonNull,
});

const text = (visitName: string) =>
  bare(
    (length?: number | null | StringOptions, options?: StringOptions) => new NamedStringType(visitName, length, options),
    new NamedStringType(visitName),
  );
const integer = (visitName: string) => bare(() => new NamedIntegerType(visitName), new NamedIntegerType(visitName));
const decimal = (visitName: string) =>
  bare(
    (precision?: number | null, scale?: number | null, options?: NumericOptions) =>
      numericFrom([precision, scale, options ?? {}], visitName) as NumericType<Decimal>,
    new NumericType(null, null, {}, visitName),
  );
const bytes = (visitName: string) =>
  bare((length?: number | null) => new LargeBinaryType(length, visitName), new LargeBinaryType(null, visitName));

/** The SQL type of this name, whatever the dialect. */
export const CHAR = text('CHAR');
/** The SQL type of this name, whatever the dialect. */
export const VARCHAR = text('VARCHAR');
/** The SQL type of this name, whatever the dialect. */
export const NCHAR = text('NCHAR');
/** The SQL type of this name, whatever the dialect. */
export const NVARCHAR = text('NVARCHAR');
/** The SQL type of this name, whatever the dialect. */
export const TEXT = text('TEXT');
/** The SQL type of this name, whatever the dialect. */
export const CLOB = text('CLOB');
/** The SQL type of this name, whatever the dialect. */
export const INTEGER = integer('INTEGER');
/** The SQL type of this name, whatever the dialect. */
export const SMALLINT = integer('SMALLINT');
/** The SQL type of this name, whatever the dialect. */
export const BIGINT = bare(() => new BigIntegerType('BIGINT'), new BigIntegerType('BIGINT'));
/** The SQL type of this name, whatever the dialect. */
export const NUMERIC = decimal('NUMERIC');
/** The SQL type of this name, whatever the dialect. */
export const DECIMAL = decimal('DECIMAL');
/** The SQL type of this name, whatever the dialect. */
export const FLOAT = bare((precision?: number | null) => new FloatType(precision, 'FLOAT'), new FloatType(null, 'FLOAT'));
/** The SQL type of this name, whatever the dialect. */
export const REAL = bare((precision?: number | null) => new FloatType(precision, 'REAL'), new FloatType(null, 'REAL'));
/** The SQL type of this name, whatever the dialect. */
export const BOOLEAN = Boolean;
/** The SQL type of this name, whatever the dialect. */
export const DATE = Date;
/** The SQL type of this name, whatever the dialect. */
export const TIME = Time;
/** The SQL type of this name, whatever the dialect. */
export const DATETIME = bare(() => new DateTimeType({}, 'DATETIME'), new DateTimeType({}, 'DATETIME'));
/** The SQL type of this name, whatever the dialect. */
export const TIMESTAMP = bare((options?: TimezoneOptions) => new DateTimeType(options, 'TIMESTAMP'), new DateTimeType({}, 'TIMESTAMP'));
/** The SQL type of this name, whatever the dialect. */
export const BLOB = bytes('BLOB');
/** The SQL type of this name, whatever the dialect. */
export const BINARY = bytes('BINARY');
/** The SQL type of this name, whatever the dialect. */
export const VARBINARY = bytes('VARBINARY');
