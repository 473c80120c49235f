/** Which part of the models an error is about: public fields of the error, for programs that show it in place. */
export interface MappingFacts {
  /** Class name. */
  readonly entity?: string;
  readonly attribute?: string;
  readonly table?: string;
  /** Class name of the other side. */
  readonly target?: string;
  readonly targetTable?: string;
  readonly column?: string;
  /** The stack text of the `db.relationship(…)` or `db.Model(…)` call the error is about. */
  readonly definedAt?: string;
}

/** Puts facts on an error; what a deeper place has said already stays. */
export function withFacts<E extends Error>(error: E, facts: MappingFacts): E & MappingFacts {
  for (const [name, value] of Object.entries(facts)) {
    if (value !== undefined && !Object.hasOwn(error, name))
      Object.defineProperty(error, name, { value, enumerable: true, configurable: true });
  }
  return error as E & MappingFacts;
}

/** The stack of the caller, as text. */
export function stackHere(): string {
  return new Error('defined here').stack ?? '';
}
