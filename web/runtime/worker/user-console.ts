import type { ConsoleLine } from '../protocol.ts';
import { type KnownText, textOf } from './text-of.ts';

type Level = ConsoleLine['level'];
const levels: Readonly<Record<string, Level>> = {
  log: 'log',
  debug: 'log',
  dir: 'log',
  table: 'log',
  info: 'info',
  trace: 'info',
  warn: 'warn',
  error: 'error',
};

/** Hands what the user's program writes with `console` to `print`, in order; the text is made when it is asked for. */
export function captureConsole(known: KnownText, print: (level: Level, write: () => string) => void): void {
  const text = (values: readonly unknown[]): string =>
    values.map((value) => (typeof value === 'string' ? value : textOf(value, known))).join(' ');
  for (const [method, level] of Object.entries(levels)) {
    const take = (...values: unknown[]): void => print(level, () => text(values));
    Object.defineProperty(console, method, { value: take, writable: true, configurable: true });
  }
  console.assert = (condition?: boolean, ...values: unknown[]): void => {
    if (!condition) console.error('Assertion failed:', ...values);
  };
}
