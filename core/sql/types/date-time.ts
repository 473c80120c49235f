import { ArgumentError, showValue } from '../../errors.ts';
import { type Operator, ops } from '../operators.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { dateText, dateTimeText, readDate, readDateTime, readTime, timeText } from './date-text.ts';
import { nullType } from './null-type.ts';
import { Temporal } from './temporal.ts';
import { type Affinity, type BindProcessor, type LiteralProcessor, type ResultProcessor, TypeEngine } from './type-engine.ts';

/** Whether `value` is of a class of Temporal, the engine's own or the polyfill's. */
function isTemporal<K extends 'PlainDate' | 'PlainTime' | 'PlainDateTime' | 'Instant' | 'Duration' | 'ZonedDateTime'>(
  value: unknown,
  name: K,
): value is InstanceType<(typeof Temporal)[K]> {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[Symbol.toStringTag] === `Temporal.${name}`;
}

function isDate(value: unknown): value is globalThis.Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

/** A JavaScript Date as a date and time in UTC. */
function utc(value: globalThis.Date): Temporal.PlainDateTime {
  const ms = value.getTime();
  if (Number.isNaN(ms)) throw new ArgumentError('An invalid Date was given');
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO('UTC').toPlainDateTime();
}

function refuse(type: TypeEngine, takes: string, value: unknown): ArgumentError {
  return new ArgumentError(`${type} takes ${takes}, not ${showValue(value)}`);
}

function checkYear(type: TypeEngine, year: number, value: unknown): void {
  if (year < 1 || year > 9999) throw new ArgumentError(`${type} takes the years 1 to 9999, not ${showValue(value)}`);
}

/** Parses a text of the caller's; what cannot be read is refused under the type's name. */
function parse<T>(type: TypeEngine, takes: string, text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch {
    throw refuse(type, takes, text);
  }
}

const bindText =
  (write: (value: any) => string, coerce: (value: unknown) => unknown): BindProcessor =>
  (value) =>
    write(coerce(value));

abstract class TemporalType<Out, In> extends TypeEngine<Out, In> {
  /** The text in which SQLite, PostgreSQL and MySQL take a value. */
  protected abstract write(value: Out): string;
  protected abstract read(value: unknown): Out;

  override bindProcessor(_dialect: SqlDialect): BindProcessor {
    return bindText(
      (value) => this.write(value),
      (value) => this.coerce(value as In),
    );
  }

  override resultProcessor(_dialect: SqlDialect): ResultProcessor<Out> | null {
    return (value) => this.read(value);
  }

  override literalProcessor(dialect: SqlDialect): LiteralProcessor {
    return (value) => dialect.writeText(this.write(this.coerce(value)));
  }
}

const DATE_TAKES = 'a Temporal.PlainDate, a Date or text such as 2021-03-04';

/** A day: `Temporal.PlainDate`. */
export class DateType extends TemporalType<Temporal.PlainDate, Temporal.PlainDate | globalThis.Date | string> {
  override readonly visitName: string = 'date';
  override readonly affinity: Affinity = 'date';

  override coerce(value: unknown): Temporal.PlainDate {
    const date = this.#toDate(value);
    checkYear(this, date.year, value);
    return date;
  }

  #toDate(value: unknown): Temporal.PlainDate {
    if (isTemporal(value, 'PlainDate')) return value;
    if (isDate(value)) return utc(value).toPlainDate();
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value.trim())) return parse(this, DATE_TAKES, value.trim(), readDate);
    throw refuse(this, DATE_TAKES, value);
  }

  override accepts(value: unknown): boolean {
    return isTemporal(value, 'PlainDate') || isTemporal(value, 'PlainDateTime') || isDate(value) || typeof value === 'string';
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return a === b || (isTemporal(a, 'PlainDate') && isTemporal(b, 'PlainDate') && a.equals(b));
  }

  protected override write(value: Temporal.PlainDate): string {
    return dateText(value);
  }
  protected override read(value: unknown): Temporal.PlainDate {
    return readDate(value);
  }
  protected override combine(operator: Operator, other: TypeEngine): TypeEngine {
    return combineTimes(this, operator, other);
  }
  override adaptOperator(operator: Operator, other: TypeEngine): { operator: Operator; type: TypeEngine } {
    return { operator, type: operator === ops.sub && other.affinity === 'date' ? intervalType : super.adaptOperator(operator, other).type };
  }
}

const TIME_TAKES = 'a Temporal.PlainTime, a Date or text such as 05:06:07';

/** Options of `Time` and `DateTime`. */
export interface TimezoneOptions {
  /** The column keeps moments (`Temporal.Instant`), not what a clock on the wall shows. */
  timezone?: boolean;
}

/** A time of day: `Temporal.PlainTime`. */
export class TimeType extends TemporalType<Temporal.PlainTime, Temporal.PlainTime | globalThis.Date | string> {
  override readonly visitName: string = 'time';
  override readonly affinity: Affinity = 'time';
  readonly timezone: boolean;

  constructor(options: TimezoneOptions = {}) {
    super();
    this.timezone = options.timezone ?? false;
  }

  override get args(): readonly unknown[] {
    return this.timezone ? [{ timezone: true }] : [];
  }

  override coerce(value: unknown): Temporal.PlainTime {
    const time = this.#toTime(value);
    return time.nanosecond === 0 ? time : time.with({ nanosecond: 0 });
  }

  #toTime(value: unknown): Temporal.PlainTime {
    if (isTemporal(value, 'PlainTime')) return value;
    if (isDate(value)) return utc(value).toPlainTime();
    if (typeof value === 'string' && /^\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/.test(value.trim()))
      return parse(this, TIME_TAKES, value.trim(), readTime);
    throw refuse(this, TIME_TAKES, value);
  }

  override accepts(value: unknown): boolean {
    return isTemporal(value, 'PlainTime') || isDate(value) || typeof value === 'string';
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return a === b || (isTemporal(a, 'PlainTime') && isTemporal(b, 'PlainTime') && a.equals(b));
  }

  protected override write(value: Temporal.PlainTime): string {
    return timeText(value);
  }
  protected override read(value: unknown): Temporal.PlainTime {
    return readTime(value);
  }
}

const DATETIME_TAKES = 'a Temporal.PlainDateTime, a Date or text such as 2021-03-04T05:06:07';
const INSTANT_TAKES = 'a Temporal.Instant, a Date or text such as 2021-03-04T05:06:07Z';

/** A date with a time: `Temporal.PlainDateTime`, or with a time zone `Temporal.Instant`. */
export class DateTimeType<Out = Temporal.PlainDateTime> extends TemporalType<Out, Out | globalThis.Date | string> {
  override readonly visitName: string;
  override readonly affinity: Affinity = 'datetime';
  readonly timezone: boolean;

  constructor(options: TimezoneOptions = {}, visitName: string = 'dateTime') {
    super();
    this.timezone = options.timezone ?? false;
    this.visitName = visitName;
  }

  override get args(): readonly unknown[] {
    return this.timezone ? [{ timezone: true }] : [];
  }

  override coerce(value: unknown): Out {
    const plain = this.#toPlain(value);
    checkYear(this, plain.year, value);
    const cut = plain.nanosecond === 0 ? plain : plain.with({ nanosecond: 0 });
    return (this.timezone ? (isTemporal(value, 'Instant') && cut === plain ? value : toInstant(cut)) : cut) as Out;
  }

  #toPlain(value: unknown): Temporal.PlainDateTime {
    const takes = this.timezone ? INSTANT_TAKES : DATETIME_TAKES;
    if (isDate(value)) return utc(value);
    if (typeof value === 'string') {
      if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?)?$/i.test(value.trim()))
        throw refuse(this, takes, value);
      return parse(this, takes, value.trim().toUpperCase(), readDateTime);
    }
    if (this.timezone) {
      if (isTemporal(value, 'Instant')) return value.toZonedDateTimeISO('UTC').toPlainDateTime();
      if (isTemporal(value, 'ZonedDateTime')) return value.withTimeZone('UTC').toPlainDateTime();
    } else if (isTemporal(value, 'PlainDateTime')) return value;
    throw refuse(this, takes, value);
  }

  override accepts(value: unknown): boolean {
    return (
      isDate(value) ||
      typeof value === 'string' ||
      isTemporal(value, 'PlainDateTime') ||
      isTemporal(value, 'Instant') ||
      isTemporal(value, 'PlainDate')
    );
  }

  override compareValues(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    if (isTemporal(a, 'PlainDateTime')) return isTemporal(b, 'PlainDateTime') && a.equals(b);
    return isTemporal(a, 'Instant') && isTemporal(b, 'Instant') && a.equals(b);
  }

  override bindProcessor(dialect: SqlDialect): BindProcessor {
    // a database with moments of its own must be told that the text is in UTC
    const suffix = this.timezone && dialect.supportsTimezones ? '+00' : '';
    return (value) => `${this.write(this.coerce(value))}${suffix}`;
  }

  protected override write(value: Out): string {
    const plain = isTemporal(value, 'Instant') ? value.toZonedDateTimeISO('UTC').toPlainDateTime() : (value as Temporal.PlainDateTime);
    return dateTimeText(plain);
  }
  protected override read(value: unknown): Out {
    const plain = readDateTime(value);
    return (this.timezone ? toInstant(plain) : plain) as Out;
  }
  protected override combine(operator: Operator, other: TypeEngine): TypeEngine {
    return combineTimes(this, operator, other);
  }
  override adaptOperator(operator: Operator, other: TypeEngine): { operator: Operator; type: TypeEngine } {
    return {
      operator,
      type: operator === ops.sub && other.affinity === 'datetime' ? intervalType : super.adaptOperator(operator, other).type,
    };
  }
}

function toInstant(plain: Temporal.PlainDateTime): Temporal.Instant {
  return plain.toZonedDateTime('UTC').toInstant();
}

const EPOCH = new Temporal.PlainDateTime(1970, 1, 1);
const INTERVAL_TAKES = 'a Temporal.Duration of weeks and less, or milliseconds';

/** A span of time: `Temporal.Duration`. Where the database has none it is kept as the moment that far from 1970. */
export class IntervalType extends TypeEngine<Temporal.Duration, Temporal.Duration | number> {
  override readonly visitName: string = 'interval';
  override readonly affinity: Affinity = 'interval';

  override coerce(value: unknown): Temporal.Duration {
    return durationOf(this.#toMicros(value));
  }

  #toMicros(value: unknown): number {
    if (typeof value === 'number' && Number.isFinite(value)) return this.#inRange(Math.trunc(value * 1000), value);
    if (isTemporal(value, 'Duration')) {
      if (value.years !== 0 || value.months !== 0)
        throw new ArgumentError(`${this} takes no years and months, whose length is not fixed: ${value}`);
      return this.#inRange(totalMicros(value), value);
    }
    throw refuse(this, INTERVAL_TAKES, value);
  }

  #inRange(micros: number, value: unknown): number {
    if (!Number.isSafeInteger(micros)) throw refuse(this, 'a span of at most 285 years', value);
    return micros;
  }

  override accepts(value: unknown): boolean {
    return isTemporal(value, 'Duration');
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return a === b || (isTemporal(a, 'Duration') && isTemporal(b, 'Duration') && totalMicros(a) === totalMicros(b));
  }

  override bindProcessor(dialect: SqlDialect): BindProcessor {
    if (dialect.supportsNativeInterval) return (value) => nativeInterval(this.#toMicros(value));
    return (value) => {
      const moment = EPOCH.add(this.coerce(value));
      checkYear(this, moment.year, value);
      return dateTimeText(moment);
    };
  }

  override resultProcessor(dialect: SqlDialect): ResultProcessor<Temporal.Duration> {
    if (dialect.supportsNativeInterval) return readNativeInterval;
    return (value) => {
      const span = EPOCH.until(readDateTime(value), { largestUnit: 'day' });
      return durationOf(totalMicros(span));
    };
  }

  override literalProcessor(dialect: SqlDialect): LiteralProcessor {
    const bind = this.bindProcessor(dialect);
    return (value) => dialect.writeText(String(bind(value)));
  }

  override adaptOperator(operator: Operator, other: TypeEngine): { operator: Operator; type: TypeEngine } {
    return {
      operator,
      type:
        operator === ops.add && (other.affinity === 'date' || other.affinity === 'datetime' || other.affinity === 'time') ? other : this,
    };
  }
}

/** The microseconds of a span without years and months; a day has 24 hours. */
function totalMicros(span: Temporal.Duration): number {
  const seconds = ((span.weeks * 7 + span.days) * 24 + span.hours) * 3600 + span.minutes * 60 + span.seconds;
  return seconds * 1e6 + span.milliseconds * 1000 + span.microseconds + Math.trunc(span.nanoseconds / 1000);
}

/** A span as days, hours, minutes and so on, all of one sign. */
function durationOf(total: number): Temporal.Duration {
  let rest = total;
  const take = (size: number): number => {
    const count = Math.trunc(rest / size);
    rest -= count * size;
    return count + 0;
  };
  const days = take(86_400_000_000);
  const hours = take(3_600_000_000);
  const minutes = take(60_000_000);
  const seconds = take(1_000_000);
  const milliseconds = take(1000);
  return new Temporal.Duration(0, 0, 0, days, hours, minutes, seconds, milliseconds, rest + 0);
}

/** `3 days 14706.007000 seconds`: unlike ISO 8601, where signs are concerned, PostgreSQL and everybody else read this the same. */
function nativeInterval(micros: number): string {
  const days = Math.trunc(micros / 86_400_000_000);
  const rest = micros - days * 86_400_000_000;
  const size = Math.abs(rest);
  return `${days} days ${rest < 0 ? '-' : ''}${Math.floor(size / 1e6)}.${String(size % 1e6).padStart(6, '0')} seconds`;
}

/** PostgreSQL writes `1 day 02:03:04.5`, or ISO 8601 where it is told to. */
function readNativeInterval(value: unknown): Temporal.Duration {
  const text = String(value);
  if (/^[+-]?P/i.test(text)) return durationOf(totalMicros(Temporal.Duration.from(text)));
  const match = /^(?:(-?\d+) days? ?)?(?:([+-])?(\d+):(\d+):(\d+)(?:\.(\d+))?)?$/.exec(text);
  if (!match) throw new ArgumentError(`The stored value ${showValue(value)} is not an interval without years and months`);
  const sign = match[2] === '-' ? -1 : 1;
  const time =
    (Number(match[3] ?? 0) * 3600 + Number(match[4] ?? 0) * 60 + Number(match[5] ?? 0)) * 1e6 +
    Number((match[6] ?? '').padEnd(6, '0').slice(0, 6));
  return durationOf(Number(match[1] ?? 0) * 86_400_000_000 + sign * time);
}

function combineTimes(type: TypeEngine, operator: Operator, other: TypeEngine): TypeEngine {
  if (operator === ops.add && other.affinity === 'time') return dateTimeType;
  if (other.affinity === 'interval') return type.affinity === 'date' ? dateTimeType : type;
  return operator === ops.add || operator === ops.sub ? nullType : type;
}

/** A day. */
export const dateType = new DateType();
/** A time of day. */
export const timeType = new TimeType();
/** A date with a time. */
export const dateTimeType = new DateTimeType();
/** A moment. */
export const instantType = new DateTimeType<Temporal.Instant>({ timezone: true });
/** A span of time. */
export const intervalType = new IntervalType();
