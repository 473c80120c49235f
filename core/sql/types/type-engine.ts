import { ArgumentError } from '../../errors.ts';
import type { DriverValue } from '../../io.ts';
import type { Operator } from '../operators.ts';
import type { SqlDialect } from '../sql-dialect.ts';

/** Turns a value into what the driver binds. */
export type BindProcessor = (value: any) => DriverValue;
/** Turns what the driver gives into a value. */
export type ResultProcessor<Out = any> = (value: any) => Out;
/** Writes a value as SQL text. */
export type LiteralProcessor = (value: any) => string;

/** The family of a type: what arithmetic and comparison look at. */
export type Affinity =
  | 'null'
  | 'integer'
  | 'numeric'
  | 'float'
  | 'string'
  | 'boolean'
  | 'date'
  | 'time'
  | 'datetime'
  | 'interval'
  | 'binary'
  | 'json'
  | 'tuple'
  | 'other';

declare const valueTypes: unique symbol;

/**
 * A column type: what values it takes (`In`), what values it gives (`Out`), and how they are stored.
 *
 * A processor is asked for once a statement, not once a value; null says that values pass as they are.
 */
export abstract class TypeEngine<Out = any, In = Out> {
  declare readonly [valueTypes]: { out: Out; in: (value: In) => void };

  /** The name by which a type compiler picks its SQL: `string`. */
  abstract readonly visitName: string;
  /** The family: what arithmetic and comparison look at. */
  abstract readonly affinity: Affinity;

  /** True where NULL has a meaning of its own and is shown to the processors. */
  get handlesNull(): boolean {
    return false;
  }

  /** True where a new row does not name a column of this type that was never set. */
  get leavesUnset(): boolean {
    return false;
  }

  /** How values are bound on `dialect`; null where they pass as they are. @throws ArgumentError, from the processor, for a value of another kind */
  bindProcessor(_dialect: SqlDialect): BindProcessor | null {
    return null;
  }

  #bound: { readonly dialect: SqlDialect; readonly process: BindProcessor | null } | null = null;

  /** @internal As `bindProcessor`, made once for a dialect. */
  boundFor(dialect: SqlDialect): BindProcessor | null {
    if (this.#bound === null || this.#bound.dialect !== dialect) this.#bound = { dialect, process: this.bindProcessor(dialect) };
    return this.#bound.process;
  }

  /** How values are read on `dialect`; null where they pass as they are. */
  resultProcessor(_dialect: SqlDialect): ResultProcessor<Out> | null {
    return null;
  }

  /** How values are written into SQL text; null where that is not possible. */
  literalProcessor(_dialect: SqlDialect): LiteralProcessor | null {
    return null;
  }

  /** A value as an attribute holds it: an `In` value becomes an `Out` value. @throws ArgumentError for a value of another kind */
  coerce(value: In | Out): Out {
    return value as Out;
  }

  /** Whether two values are the same to the database: decides if an assignment is a change. */
  compareValues(a: unknown, b: unknown): boolean {
    return a === b;
  }

  /** Whether a JavaScript value compared with a column of this type is bound with this type. */
  accepts(_value: unknown): boolean {
    return false;
  }

  /** The operator and the type of `this operator other`. */
  adaptOperator(operator: Operator, other: TypeEngine): { operator: Operator; type: TypeEngine } {
    return { operator, type: other.affinity === 'null' || other.affinity === this.affinity ? this : this.combine(operator, other) };
  }

  /** The type of an operation with another family; this one where nothing better is known. */
  protected combine(_operator: Operator, _other: TypeEngine): TypeEngine {
    return this;
  }

  #cacheKey: string | null = null;

  /** What tells this type from others in the key of a compiled statement. */
  get cacheKey(): string {
    this.#cacheKey ??= this.makeCacheKey();
    return this.#cacheKey;
  }

  protected makeCacheKey(): string {
    const args = this.args;
    return args.length === 0 ? `<${this.visitName}>` : `<${this.visitName} ${JSON.stringify(args)}>`;
  }

  /** What the type was made with, in the order its constructor takes it: `String(64)` has `[64]`. */
  get args(): readonly unknown[] {
    return [];
  }

  /** The type as it is written in a program: `String(64)`. */
  toString(): string {
    return writeType(this);
  }
}

let writeType: (type: TypeEngine) => string = (type) => type.visitName;

/** Gives `toString` of types their DDL text. Called once, by the module of the default dialect. */
export function installTypeWriter(write: (type: TypeEngine) => string): void {
  writeType = write;
}

/** The symbol under which a type factory such as `String` keeps what it means when it is not called. */
export const bareType: unique symbol = Symbol('bareType');

/** A type, or what makes one: `String(64)`, `String`, a class that extends TypeDecorator. */
export type TypeArg<Out = any, In = any> =
  | TypeEngine<Out, In>
  | ((...args: any[]) => TypeEngine<Out, In>)
  | (new (
      ...args: any[]
    ) => TypeEngine<Out, In>);

/** Whether `value` is a type or makes one. */
export function isTypeArg(value: unknown): value is TypeArg {
  return value instanceof TypeEngine || (typeof value === 'function' && (bareType in value || value.prototype instanceof TypeEngine));
}

/**
 * The type that `value` means: a type itself, or what it is without arguments.
 *
 * @throws ArgumentError for anything else
 */
export function toType<Out, In>(value: TypeArg<Out, In>): TypeEngine<Out, In> {
  if (value instanceof TypeEngine) return value;
  if (typeof value === 'function') {
    if (bareType in value) return value[bareType] as TypeEngine<Out, In>;
    if (value.prototype instanceof TypeEngine) return new (value as new () => TypeEngine<Out, In>)();
  }
  throw new ArgumentError(`A column type was expected, such as String(64) or Integer, not ${String(value)}`);
}
