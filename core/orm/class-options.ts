import { ArgumentError } from '../errors.ts';
import type { Mapper } from './mapper.ts';
import type { Validator } from './validators.ts';

type Validators = Readonly<Record<string, Validator>>;

/** Reads what a class says about its mapping in static members: `static validates = { email(value) { … } }`. A subclass adds to its parent's. */
export function readClassOptions(mapper: Mapper): void {
  for (const validates of validatorsOf(mapper.cls)) {
    for (const [key, validator] of Object.entries(validates)) {
      if (typeof validator !== 'function') throw new ArgumentError(`${mapper.name}.validates.${key} is not a function`);
      if (!mapper.hasAttribute(key))
        mapper.expectAttribute(key, `${mapper.name}.validates names '${key}', which is no attribute of ${mapper.name}`);
      mapper.validators.set(key, validator);
    }
  }
}

/** The `validates` of a class and of those it extends, the farthest first. */
function validatorsOf(cls: unknown): Validators[] {
  const found: Validators[] = [];
  for (let at = cls; typeof at === 'function' && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    const validates: unknown = Object.getOwnPropertyDescriptor(at, 'validates')?.value;
    if (typeof validates === 'object' && validates !== null) found.unshift(validates as Validators);
  }
  return found;
}
