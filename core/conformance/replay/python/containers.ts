/** A Python tuple. */
export class Tuple extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** A Python list: an array that is no tuple. */
export const isList = (value: unknown): value is unknown[] => Array.isArray(value) && !(value instanceof Tuple);

/** A dict whose keys are strings or numbers; any other dict is a `Map`. */
export const isPlain = (value: unknown): value is Record<string, unknown> =>
  value !== null &&
  typeof value === 'object' &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

export type Dict = Record<string, unknown> | Map<unknown, unknown>;
export const isDict = (value: unknown): value is Dict => value instanceof Map || isPlain(value);

export function dictOf(entries: readonly (readonly [unknown, unknown])[]): Dict {
  return entries.every(([key]) => typeof key === 'string' || typeof key === 'number')
    ? Object.fromEntries(entries as [PropertyKey, unknown][])
    : new Map(entries);
}

export const hasKey = (dict: Dict, key: unknown): boolean => (dict instanceof Map ? dict.has(key) : Object.hasOwn(dict, key as string));
export const valueAt = (dict: Dict, key: unknown): unknown => (dict instanceof Map ? dict.get(key) : dict[key as string]);
export const entriesOf = (dict: Dict): Iterable<[unknown, unknown]> => (dict instanceof Map ? dict : Object.entries(dict));

export function setKey(dict: Dict, key: unknown, value: unknown): void {
  if (dict instanceof Map) dict.set(key, value);
  else dict[key as string] = value;
}

/** The position that an index means: a negative one counts from the end. */
export const positionOf = (index: number, length: number): number => (index < 0 ? length + index : index);
