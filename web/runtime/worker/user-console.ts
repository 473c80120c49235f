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

/** Sends what the user's program writes with `console` to `write`, as text, in order. */
export function captureConsole(known: KnownText, write: (level: Level, text: string) => void): void {
  for (const [method, level] of Object.entries(levels)) {
    const take = (...values: unknown[]): void =>
      write(level, values.map((value) => (typeof value === 'string' ? value : textOf(value, known))).join(' '));
    Object.defineProperty(console, method, { value: take, writable: true, configurable: true });
  }
  console.assert = (condition?: boolean, ...values: unknown[]): void => {
    if (!condition) console.error('Assertion failed:', ...values);
  };
}
