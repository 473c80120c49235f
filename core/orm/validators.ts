import { ArgumentError } from '../errors.ts';

/** Checks a value that is assigned to an attribute, or a member that joins a collection, and returns what is stored. */
export type Validator = (this: object, value: unknown, key: string) => unknown;

/** Runs a validator; one that returns nothing would store nothing, silently. */
export function runValidator(validator: Validator, object: object, owner: string, key: string, value: unknown): unknown {
  const result = validator.call(object, value, key);
  if (result === undefined)
    throw new ArgumentError(`The validator of ${owner}.${key} returned undefined: it returns the value to store, null for NULL`);
  return result;
}
