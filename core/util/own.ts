/** A record without a prototype: any text can be its key, `__proto__` and `constructor` among them. */
export function bareRecord<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

/** What stands under each key of `entries`, and nothing under any other: not under `constructor` either. */
export function lookup<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T | undefined>> {
  return Object.freeze(Object.assign(bareRecord<T>(), entries));
}
