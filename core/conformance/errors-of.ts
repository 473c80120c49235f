import * as errors from '../errors.ts';
import type { Thrown } from './replay/compare.ts';
import { PythonError } from './replay/python/errors.ts';

const classes = errors as unknown as Readonly<Record<string, new (...args: never[]) => Error>>;

/** An error as a recording names it: its class and the bases of it. */
export function thrownOf(error: unknown): Thrown {
  if (error instanceof PythonError) return { names: [error.name], message: error.message };
  const names: string[] = [];
  const message = error instanceof Error ? error.message : String(error);
  for (
    let at = (error as object | null)?.constructor;
    typeof at === 'function' && at !== Function.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    if ((at as unknown) === Error) break;
    names.push(at.name);
  }
  return { names: names.length ? names : [String((error as { name?: unknown } | null)?.name ?? 'unknown')], message };
}

/** True when Python's `except name` would catch it. */
export function catches(error: unknown, name: string): boolean {
  if (name === 'Exception') return true;
  const kind = classes[name];
  return kind ? error instanceof kind : thrownOf(error).names.includes(name);
}

/** The error classes under their names. */
export const errorNames: readonly (readonly [string, unknown])[] = Object.entries(classes).filter(
  ([, value]) => typeof value === 'function',
);
