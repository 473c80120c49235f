import type { DriverValue } from '../../io.ts';
import type { Operator } from '../operators.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import {
  type Affinity,
  type BindProcessor,
  type LiteralProcessor,
  type ResultProcessor,
  type TypeArg,
  TypeEngine,
  toType,
} from './type-engine.ts';

let serial = 0;

/**
 * A type of one's own on top of another one:
 *
 * ```ts
 * class Upper extends TypeDecorator<string> {
 *   impl = String;
 *   override processBindParam(value: string | null) { return value?.toUpperCase() ?? null; }
 * }
 * ```
 */
export abstract class TypeDecorator<Out = any, In = Out> extends TypeEngine<Out, In> {
  /** The type underneath: what is stored. */
  abstract readonly impl: TypeArg;
  /** True says that two types of this class made with equal arguments compile to the same SQL. */
  readonly cacheOk: boolean = false;
  readonly #args: readonly unknown[];
  #impl: TypeEngine | null = null;
  readonly #serial = (serial += 1);

  /** @param args - handed to `impl`, where that is a factory such as `String` */
  constructor(...args: unknown[]) {
    super();
    this.#args = args;
  }

  override readonly visitName: string = 'typeDecorator';

  /** The type underneath, made with this type's arguments. */
  get implType(): TypeEngine {
    if (this.#impl === null) {
      const { impl } = this;
      this.#impl = this.#args.length > 0 && typeof impl === 'function' ? makeType(impl, this.#args) : toType(impl);
    }
    return this.#impl;
  }

  override get affinity(): Affinity {
    return this.implType.affinity;
  }

  override get handlesNull(): boolean {
    return true;
  }

  override get args(): readonly unknown[] {
    return this.#args;
  }

  protected override makeCacheKey(): string {
    return `<decorator ${this.#serial}>`;
  }

  /** The value that the type underneath is to bind. Called for null too. */
  processBindParam(value: In | Out | null, _dialect: SqlDialect): unknown {
    return value;
  }

  /** The value a row shows, made from what the type underneath has read. Called for null too. */
  processResultValue(value: any, _dialect: SqlDialect): Out | null {
    return value as Out;
  }

  /** The SQL text of a value, where it is not that of the bound one. */
  processLiteralParam(value: In | Out | null, dialect: SqlDialect): unknown {
    return this.processBindParam(value, dialect);
  }

  /** The type underneath for a dialect, where dialects differ. */
  loadDialectImpl(_dialect: SqlDialect): TypeEngine {
    return this.implType;
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return this.implType.compareValues(a, b);
  }

  override accepts(): boolean {
    return true;
  }

  override adaptOperator(operator: Operator, other: TypeEngine): { operator: Operator; type: TypeEngine } {
    return { operator: this.implType.adaptOperator(operator, other).operator, type: this };
  }

  override bindProcessor(dialect: SqlDialect): BindProcessor {
    const inner = this.loadDialectImpl(dialect);
    const bind = inner.bindProcessor(dialect);
    return (value) => {
      const made = this.processBindParam(value, dialect);
      if (bind === null || ((made === null || made === undefined) && !inner.handlesNull)) return (made ?? null) as DriverValue;
      return bind(made);
    };
  }

  override resultProcessor(dialect: SqlDialect): ResultProcessor<Out> {
    const inner = this.loadDialectImpl(dialect);
    const read = inner.resultProcessor(dialect);
    return (value) =>
      this.processResultValue(read === null || (value === null && !inner.handlesNull) ? value : read(value), dialect) as Out;
  }

  override literalProcessor(dialect: SqlDialect): LiteralProcessor | null {
    const write = this.loadDialectImpl(dialect).literalProcessor(dialect);
    if (write === null) return null;
    return (value) => {
      const made = this.processLiteralParam(value, dialect);
      return made === null || made === undefined ? 'NULL' : write(made);
    };
  }
}

function makeType(impl: TypeArg, args: readonly unknown[]): TypeEngine {
  const isClass = typeof impl === 'function' && impl.prototype instanceof TypeEngine;
  return isClass ? new (impl as new (...args: unknown[]) => TypeEngine)(...args) : (impl as (...args: unknown[]) => TypeEngine)(...args);
}
