import { Decimal } from 'decimal.js';
import { Temporal } from 'temporal-polyfill';
import type { KeywordArguments } from '../replay/host.ts';

type Call = (...args: any[]) => unknown;
/** A name that is called with its positional arguments and its keywords. */
export interface PythonCallable {
  readonly python: (args: readonly any[], keywords: KeywordArguments) => unknown;
}
/** Makes a global that the host calls with keywords. */
export const callable = (python: PythonCallable['python']): Call & PythonCallable =>
  Object.assign((...args: unknown[]) => python(args, {}), { python });

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

const date = callable(([year, month, day]) => Temporal.PlainDate.from({ year, month, day }));
const micro = (us: number): { millisecond: number; microsecond: number } => ({
  millisecond: Math.floor(us / 1000),
  microsecond: us % 1000,
});
const time = callable(([hour = 0, minute = 0, second = 0, us = 0]) => Temporal.PlainTime.from({ hour, minute, second, ...micro(us) }));
const dateTime = callable(([year, month, day, hour = 0, minute = 0, second = 0, us = 0]) =>
  Temporal.PlainDateTime.from({ year, month, day, hour, minute, second, ...micro(us) }),
);
const microsPer: Readonly<Record<string, number>> = {
  days: 864e8,
  seconds: 1e6,
  microseconds: 1,
  milliseconds: 1e3,
  minutes: 6e7,
  hours: 36e8,
  weeks: 6048e8,
};
const timedelta = callable((args, keywords) => {
  const given = { ...Object.fromEntries(args.map((value, i) => [['days', 'seconds', 'microseconds'][i], value])), ...keywords } as Record<
    string,
    number
  >;
  let total = 0n;
  for (const [unit, value] of Object.entries(given)) total += BigInt(Math.round(value * (microsPer[unit] ?? Number.NaN)));
  return durationOf(total);
});

function durationOf(micros: bigint): Temporal.Duration {
  const sign = micros < 0n ? -1 : 1;
  const size = micros < 0n ? -micros : micros;
  return Temporal.Duration.from({
    days: sign * Number(size / 86_400_000_000n),
    seconds: sign * Number((size % 86_400_000_000n) / 1_000_000n),
    microseconds: sign * Number(size % 1_000_000n),
  });
}

/** Python's own names that recordings use. */
export const pythonNames: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['date', date],
  ['time', time],
  ['timedelta', timedelta],
  [
    'datetime',
    Object.assign(
      callable((args) => dateTime(...args)),
      { datetime: dateTime, date, time, timedelta },
    ),
  ],
  ['Decimal', callable(([value]) => new Decimal(value))],
  ['decimal', { Decimal: callable(([value]) => new Decimal(value)) }],
]);

/** The tag of a Temporal value, such as `Temporal.PlainDate`, whichever implementation made it. */
export const temporalKind = (value: unknown): string | undefined => {
  const tag = (value as { readonly [Symbol.toStringTag]?: string } | null | undefined)?.[Symbol.toStringTag];
  return typeof tag === 'string' && tag.startsWith('Temporal.') ? tag : undefined;
};

/** ISO text as Python writes it: seconds always, six digits of microseconds where they are not zero. */
const clock = (v: Temporal.PlainTime | Temporal.PlainDateTime): string => {
  const us = v.millisecond * 1000 + v.microsecond;
  return `${pad(v.hour)}:${pad(v.minute)}:${pad(v.second)}${us ? `.${pad(us, 6)}` : ''}`;
};
const day = (v: Temporal.PlainDate | Temporal.PlainDateTime): string => `${pad(v.year, 4)}-${pad(v.month)}-${pad(v.day)}`;

/** The recordings' tagged form of dates, times, durations and decimals. */
export function tagPythonValue(value: any): Readonly<Record<string, unknown>> | undefined {
  switch (temporalKind(value)) {
    case 'Temporal.PlainDate':
      return { __date__: day(value) };
    case 'Temporal.PlainTime':
      return { __time__: clock(value) };
    case 'Temporal.PlainDateTime':
      return { __datetime__: `${day(value)}T${clock(value)}` };
    case 'Temporal.Duration':
      return { __interval_us__: Number(microsOf(value)) };
    default:
      return Decimal.isDecimal(value) ? { __decimal__: value.toFixed() } : undefined;
  }
}

const microsOf = (v: Temporal.Duration): bigint => {
  const parts: readonly (readonly [number, bigint])[] = [
    [v.weeks, 604_800_000_000n],
    [v.days, 86_400_000_000n],
    [v.hours, 3_600_000_000n],
    [v.minutes, 60_000_000n],
    [v.seconds, 1_000_000n],
    [v.milliseconds, 1_000n],
    [v.microseconds, 1n],
  ];
  return parts.reduce((sum, [count, size]) => sum + BigInt(count) * size, 0n);
};

/** Arithmetic and order of these values; `undefined` where it does not apply. */
export function operatePythonValues(operator: string, left: any, right: any): unknown {
  if (Decimal.isDecimal(left) || Decimal.isDecimal(right)) {
    const [a, b] = [new Decimal(left), new Decimal(right ?? 0)];
    const results: Readonly<Record<string, () => unknown>> = {
      Add: () => a.add(b),
      Sub: () => a.sub(b),
      Mult: () => a.mul(b),
      Div: () => a.div(b),
      USub: () => a.neg(),
      Order: () => a.cmp(b),
    };
    return results[operator]?.();
  }
  if (operator === 'Order' && temporalKind(left) && temporalKind(left) === temporalKind(right)) {
    return temporalKind(left) === 'Temporal.Duration' ? Number(microsOf(left) - microsOf(right)) : left.constructor.compare(left, right);
  }
  return undefined;
}
