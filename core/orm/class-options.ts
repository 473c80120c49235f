import { ArgumentError } from '../errors.ts';
import type { Mapper } from './mapper.ts';
import type { Validator } from './validators.ts';

interface ClassOptions {
  readonly validates?: Readonly<Record<string, Validator>>;
}

/** Reads what a class says about its mapping in static members: `static validates = { email(value) { … } }`. */
export function readClassOptions(mapper: Mapper): void {
  const { validates } = mapper.cls as unknown as ClassOptions;
  if (validates === undefined) return;
  for (const [key, validator] of Object.entries(validates)) {
    if (typeof validator !== 'function') throw new ArgumentError(`${mapper.name}.validates.${key} is not a function`);
    if (!mapper.hasAttribute(key))
      mapper.expectAttribute(key, `${mapper.name}.validates names '${key}', which is no attribute of ${mapper.name}`);
    mapper.validators.set(key, validator);
  }
}
