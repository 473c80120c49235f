import { ArgumentError, showValue } from '../../errors.ts';
import { Temporal } from './temporal.ts';

/**
 * The texts in which SQLite files keep dates and times, exactly as SQLAlchemy writes them: `2021-03-04`, `05:06:07.000000` and
 * `2021-03-04 05:06:07.000000`.
 */

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);
const three = (n: number): string => (n < 10 ? `00${n}` : n < 100 ? `0${n}` : `${n}`);
const four = (n: number): string => (n < 1000 ? `0${three(n)}` : `${n}`);

/** `2024-02-29` */
export function dateText(value: Temporal.PlainDate | Temporal.PlainDateTime): string {
  return `${four(value.year)}-${two(value.month)}-${two(value.day)}`;
}

/** `23:59:59.000001` */
export function timeText(value: Temporal.PlainTime | Temporal.PlainDateTime): string {
  return `${two(value.hour)}:${two(value.minute)}:${two(value.second)}.${three(value.millisecond)}${three(value.microsecond)}`;
}

/** `2024-02-29 23:59:59.000001` */
export function dateTimeText(value: Temporal.PlainDateTime): string {
  return `${dateText(value)} ${timeText(value)}`;
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?/;
const OFFSET = /^(?:Z|([+-])(\d{2})(?::?(\d{2}))?(?::?(\d{2}))?)$/;

const unreadable = (kind: string, text: unknown): ArgumentError =>
  new ArgumentError(`The stored value ${showValue(text)} is not the text of a ${kind}`);

/** The microseconds of a fraction of a second written with any number of digits. */
const micros = (fraction: string | undefined): number => (fraction === undefined ? 0 : Number(fraction.padEnd(6, '0').slice(0, 6)));

/** Two digits of a text as a number; NaN where they are none. */
const pair = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
};

const triple = (text: string, at: number): number => {
  const hundreds = text.charCodeAt(at) - 48;
  return hundreds >= 0 && hundreds <= 9 ? hundreds * 100 + pair(text, at + 1) : Number.NaN;
};

/** The date at the start of `text`; a time behind it is left out. @throws ArgumentError */
export function readDate(text: unknown): Temporal.PlainDate {
  const match = DATE.exec(String(text));
  if (!match) throw unreadable('date', text);
  try {
    return new Temporal.PlainDate(Number(match[1]), Number(match[2]), Number(match[3]));
  } catch (error) {
    throw Object.assign(unreadable('date', text), { cause: error });
  }
}

/** A time of day. @throws ArgumentError */
export function readTime(text: unknown): Temporal.PlainTime {
  const match = TIME.exec(String(text));
  if (!match) throw unreadable('time', text);
  const fraction = micros(match[4]);
  try {
    return new Temporal.PlainTime(Number(match[1]), Number(match[2]), Number(match[3] ?? 0), Math.trunc(fraction / 1000), fraction % 1000);
  } catch (error) {
    throw Object.assign(unreadable('time', text), { cause: error });
  }
}

/** A date with a time; an offset behind it is taken into account, the result is in UTC. @throws ArgumentError */
export function readDateTime(value: unknown): Temporal.PlainDateTime {
  const text = String(value);
  try {
    // the form this library writes, read without a regular expression: 26 characters
    if (text.length === 26 && text.charCodeAt(10) === 32 && text.charCodeAt(19) === 46) {
      return new Temporal.PlainDateTime(
        pair(text, 0) * 100 + pair(text, 2),
        pair(text, 5),
        pair(text, 8),
        pair(text, 11),
        pair(text, 14),
        pair(text, 17),
        triple(text, 20),
        triple(text, 23),
      );
    }
    return readLooseDateTime(text);
  } catch (error) {
    throw Object.assign(unreadable('date with time', value), { cause: error });
  }
}

function readLooseDateTime(text: string): Temporal.PlainDateTime {
  const date = DATE.exec(text);
  if (!date) throw unreadable('date with time', text);
  const rest = text.slice(date[0].length).replace(/^[T ]/, '');
  const day = new Temporal.PlainDate(Number(date[1]), Number(date[2]), Number(date[3]));
  if (rest === '') return day.toPlainDateTime();
  const time = TIME.exec(rest);
  if (!time) throw unreadable('date with time', text);
  const plain = day.toPlainDateTime(readTime(time[0]));
  const zone = rest.slice(time[0].length).trim();
  if (zone === '') return plain;
  const offset = OFFSET.exec(zone);
  if (!offset) throw unreadable('date with time', text);
  if (offset[1] === undefined) return plain;
  const sign = offset[1] === '-' ? 1 : -1;
  return plain.add({ hours: sign * Number(offset[2]), minutes: sign * Number(offset[3] ?? 0), seconds: sign * Number(offset[4] ?? 0) });
}
