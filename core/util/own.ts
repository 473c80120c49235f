/** A record without a prototype: any text can be its key, `__proto__` and `constructor` among them. */
export function bareRecord<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

/** Whether `record` itself has `key`; an inherited one does not count. */
export function hasOwn(record: object, key: PropertyKey): boolean {
  return Object.hasOwn(record, key);
}
