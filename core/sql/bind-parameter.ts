import { ArgumentError } from '../errors.ts';
import type { CacheKey } from './cache-key.ts';
import { ColumnElement } from './column-element.ts';
import type { SQLCompiler } from './compiler/sql-compiler.ts';
import { collectFroms, compileTo, keyTo } from './protocol.ts';
import type { TypeEngine } from './types/type-engine.ts';

/** How a bound value is named and sent. */
export interface BindOptions {
  /** True: `name` is a stem, a number is put behind it. False: the name is used as it is, equal names are one parameter. */
  unique?: boolean;
  /** The value is a list that takes as many places as it has items. */
  expanding?: boolean;
  /** A value must be given when the statement is executed. */
  required?: boolean;
  /** The value is written into the text. For numbers of our own only: LIMIT in some dialects. */
  literalExecute?: boolean;
}

/** A word for every kind of parameter: what follows in a key is its name and its type. */
const marks = Array.from({ length: 32 }, (_, kind) => `b${kind}`);

/** A value that is sent beside the SQL text, never inside it: `:name_1`. */
export class BindParameter<Out = any, In = Out> extends ColumnElement<Out, In> {
  /** True: `name` is a stem, and each gets a number. */
  readonly unique: boolean;
  /** True: the value is a list with a place for each item. */
  readonly expanding: boolean;
  /** True: the execution must give a value. */
  readonly required: boolean;
  /** True: the value is written into the text. */
  readonly literalExecute: boolean;
  /** For a list that IN or NOT IN looks into: what an empty one means. */
  expandedAs: 'in' | 'notIn' | null = null;
  /** @internal The cache key that met this parameter last, and where: looking it up in a map would cost more than the rest of the key. */
  keySerial = 0;
  /** @internal */
  keyIndex = 0;
  /** @internal The compiler that named this last, and the name. */
  namedBy = 0;
  /** @internal */
  namedAs = '';

  /**
   * @param name - the parameter's name, or the stem of one
   * @param value - the value, a function that gives it when the statement is executed, or undefined for none
   */
  constructor(
    readonly name: string,
    readonly value: unknown,
    override readonly type: TypeEngine<Out, In>,
    options: BindOptions = {},
  ) {
    super();
    this.unique = options.unique ?? false;
    this.expanding = options.expanding ?? false;
    this.required = options.required ?? false;
    this.literalExecute = options.literalExecute ?? false;
    if (this.expanding && value !== undefined && typeof value !== 'function' && !isIterable(value)) {
      throw new ArgumentError(`The expanding parameter '${name}' takes a list, not ${String(value)}`);
    }
  }

  override [collectFroms](): void {}

  override [compileTo](compiler: SQLCompiler): void {
    compiler.visitBindParameter(this);
  }

  override [keyTo](key: CacheKey): void {
    if (!key.isNewBind(this)) return;
    key.put(
      marks[
        (this.unique ? 1 : 0) +
          (this.expanding ? 2 : 0) +
          (this.expandedAs === null ? 0 : this.expandedAs === 'in' ? 4 : 8) +
          (this.literalExecute ? 16 : 0)
      ]!,
    );
    key.put(this.name);
    key.put(this.type.cacheKey);
  }

  /** The value as it is now: a callable one is called. */
  get effectiveValue(): unknown {
    return typeof this.value === 'function' ? (this.value as () => unknown)() : this.value;
  }

  /** This parameter with another value. */
  withValue(value: unknown): BindParameter<Out, In> {
    const copy = this.copy();
    (copy as { value: unknown }).value = value;
    (copy as { required: boolean }).required = false;
    return copy;
  }
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
