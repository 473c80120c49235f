import { ArgumentError, showValue } from '../../errors.ts';
import { type Operator, ops } from '../operators.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { Decimal, isDecimal } from './decimal.ts';
import { writeNumber } from './literal.ts';
import { type Affinity, type BindProcessor, type LiteralProcessor, type ResultProcessor, TypeEngine } from './type-engine.ts';

/** Reads a whole number; one function for all, so that a row reader can know it. @throws ArgumentError for one that a number cannot hold */
const readInteger: ResultProcessor<number> = (value: unknown) => {
  if (typeof value === 'number' ? value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER : typeof value !== 'bigint')
    return value as number;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new ArgumentError(`The stored integer ${value} is beyond what a number holds exactly; declare the column as BigInteger`);
};

/** Reads a whole number of 64 bits. */
const readBigInteger: ResultProcessor<bigint> = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value)
    ? BigInt(value)
    : typeof value === 'string' && /^-?\d+$/.test(value)
      ? BigInt(value)
      : (value as bigint);

/** A whole number that JavaScript's `number` holds exactly. */
export class IntegerType extends TypeEngine<number, number> {
  override readonly visitName: string = 'integer';
  override readonly affinity: Affinity = 'integer';

  override coerce(value: unknown): number {
    if (Number.isSafeInteger(value)) return value as number;
    if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value);
    throw new ArgumentError(`${this} takes a whole number up to 2^53, not ${showValue(value)}`);
  }

  override accepts(value: unknown): boolean {
    return Number.isSafeInteger(value);
  }

  override bindProcessor(_dialect: SqlDialect): BindProcessor {
    return (value) => (Number.isSafeInteger(value) ? value : this.coerce(value));
  }

  override resultProcessor(_dialect: SqlDialect): ResultProcessor<number> {
    return readInteger;
  }

  override literalProcessor(): LiteralProcessor {
    return (value) => (typeof value === 'number' || typeof value === 'bigint' ? String(value) : writeText(this, value));
  }

  protected override combine(operator: Operator, other: TypeEngine): TypeEngine {
    return combineNumbers(this, operator, other);
  }
}

const writeText = (type: TypeEngine, value: unknown): string => {
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return value;
  throw new ArgumentError(`${type} cannot write ${showValue(value)} into SQL text`);
};

/** A whole number of 16 bits where the database minds. */
export class SmallIntegerType extends IntegerType {
  override readonly visitName = 'smallInteger';
}

/** A whole number under its SQL name: `INTEGER`. */
export class NamedIntegerType extends IntegerType {
  override readonly visitName: string;
  constructor(visitName: string) {
    super();
    this.visitName = visitName;
  }
}

const MIN_64 = -(2n ** 63n);
const MAX_64 = 2n ** 63n - 1n;

/** A whole number of 64 bits, exact: a `bigint`. */
export class BigIntegerType extends TypeEngine<bigint, bigint | number> {
  override readonly visitName: string;
  override readonly affinity: Affinity = 'integer';

  constructor(visitName: string = 'bigInteger') {
    super();
    this.visitName = visitName;
  }

  override coerce(value: unknown): bigint {
    if (typeof value === 'bigint' && value >= MIN_64 && value <= MAX_64) return value;
    if (Number.isSafeInteger(value)) return BigInt(value as number);
    throw new ArgumentError(`${this} takes a whole number of 64 bits, not ${showValue(value)}`);
  }

  override accepts(value: unknown): boolean {
    return typeof value === 'bigint' || Number.isSafeInteger(value);
  }

  override compareValues(a: unknown, b: unknown): boolean {
    // 1 and 1n are the same value to this type
    return (
      a === b ||
      (a !== null &&
        b !== null &&
        a !== undefined &&
        b !== undefined &&
        (typeof a === 'bigint' || typeof b === 'bigint') &&
        String(a) === String(b))
    );
  }

  override bindProcessor(_dialect: SqlDialect): BindProcessor {
    return (value) => this.coerce(value);
  }

  override resultProcessor(_dialect: SqlDialect): ResultProcessor<bigint> {
    return readBigInteger;
  }

  override literalProcessor(): LiteralProcessor {
    return (value) => String(this.coerce(value));
  }

  protected override combine(operator: Operator, other: TypeEngine): TypeEngine {
    return combineNumbers(this, operator, other);
  }
}

/** Options of `Numeric` and `Float`. */
export interface NumericOptions {
  /** False: values are numbers; true: they are decimals. */
  asdecimal?: boolean;
  /** Digits behind the point that are read where no scale is declared. */
  decimalReturnScale?: number;
}

/** A double-precision number. */
export class FloatType extends TypeEngine<number, number> {
  override readonly visitName: string;
  override readonly affinity: Affinity = 'float';

  constructor(
    readonly precision: number | null = null,
    visitName: string = 'float',
  ) {
    super();
    this.visitName = visitName;
  }

  override get args(): readonly unknown[] {
    return this.precision === null ? [] : [this.precision];
  }

  override coerce(value: unknown): number {
    if (typeof value === 'number') return value;
    if (typeof value === 'bigint' || isDecimal(value)) return Number(value);
    throw new ArgumentError(`${this} takes a number, not ${showValue(value)}`);
  }

  override accepts(value: unknown): boolean {
    return typeof value === 'number';
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return Object.is(a, b) || a === b;
  }

  override bindProcessor(_dialect: SqlDialect): BindProcessor {
    return (value) => (typeof value === 'number' ? value : this.coerce(value));
  }

  override resultProcessor(_dialect: SqlDialect): ResultProcessor<number> | null {
    return null;
  }

  override literalProcessor(): LiteralProcessor {
    return (value) => writeNumber(this.coerce(value));
  }

  protected override combine(operator: Operator, other: TypeEngine): TypeEngine {
    return combineNumbers(this, operator, other);
  }
}

/** The largest number of digits behind the point that is read where a column declares none, as SQLAlchemy has it. */
const DEFAULT_RETURN_SCALE = 10;

/** A decimal number of `precision` digits, `scale` of them behind the point. */
export class NumericType<Out = Decimal> extends TypeEngine<Out, Decimal | number | string> {
  override readonly visitName: string;
  override readonly affinity: Affinity = 'numeric';
  /** Whether values are decimals; else they are numbers. */
  readonly asdecimal: boolean;
  /** So many digits behind the point are read. */
  readonly decimalReturnScale: number;

  constructor(
    readonly precision: number | null = null,
    readonly scale: number | null = null,
    options: NumericOptions = {},
    visitName: string = 'numeric',
  ) {
    super();
    this.visitName = visitName;
    this.asdecimal = options.asdecimal ?? true;
    this.decimalReturnScale = options.decimalReturnScale ?? scale ?? DEFAULT_RETURN_SCALE;
  }

  override get args(): readonly unknown[] {
    if (!this.asdecimal) return [this.precision, this.scale, { asdecimal: false }];
    return this.scale !== null ? [this.precision, this.scale] : this.precision !== null ? [this.precision] : [];
  }

  override coerce(value: unknown): Out {
    const decimal = this.#toDecimal(value);
    return (this.asdecimal ? decimal : decimal.toNumber()) as Out;
  }

  #toDecimal(value: unknown): Decimal {
    if (isDecimal(value)) return value instanceof Decimal ? value : new Decimal(String(value));
    if (typeof value === 'number' || typeof value === 'bigint') return new Decimal(String(value));
    if (typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)) return new Decimal(value.trim());
    throw new ArgumentError(`${this} takes a Decimal, a number or the text of one, not ${showValue(value)}`);
  }

  override accepts(value: unknown): boolean {
    return isDecimal(value) || (typeof value === 'number' && !Number.isInteger(value));
  }

  override compareValues(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    return isDecimal(a) && isDecimal(b) && a.eq(b);
  }

  override bindProcessor(dialect: SqlDialect): BindProcessor {
    return dialect.supportsNativeDecimal
      ? (value) => this.#toDecimal(value).toFixed()
      : (value) => (typeof value === 'number' ? value : this.#toDecimal(value).toNumber());
  }

  override resultProcessor(dialect: SqlDialect): ResultProcessor<Out> | null {
    if (!this.asdecimal) return dialect.supportsNativeDecimal ? (value) => Number(value) as Out : null;
    if (dialect.supportsNativeDecimal) return (value) => new Decimal(value) as Out;
    const scale = this.decimalReturnScale;
    return (value) => (typeof value === 'number' ? new Decimal(toFixedHalfEven(value, scale)) : new Decimal(String(value))) as Out;
  }

  override literalProcessor(): LiteralProcessor {
    return (value) => (isDecimal(value) || typeof value === 'string' ? this.#toDecimal(value).toFixed() : writeNumber(Number(value)));
  }

  protected override combine(operator: Operator, other: TypeEngine): TypeEngine {
    return combineNumbers(this, operator, other);
  }
}

/** `value` with `digits` behind the point; an exact half goes to the even digit, as C's printf has it. */
function toFixedHalfEven(value: number, digits: number): string {
  if (Math.abs(value) >= 1e21) return BigInt(value).toString();
  const rounded = value.toFixed(digits);
  const exact = value.toFixed(Math.min(100, digits + 30));
  const tail = exact.slice(exact.indexOf('.') + 1 + digits);
  if (!/^50*$/.test(tail)) return rounded;
  const kept = exact.slice(0, exact.length - tail.length);
  return /[13579]\.?$/.test(kept) ? rounded : kept.replace(/\.$/, '');
}

/** The type of a number combined with another: the wider one. */
function combineNumbers(type: TypeEngine, operator: Operator, other: TypeEngine): TypeEngine {
  if (operator !== ops.add && operator !== ops.sub && operator !== ops.mul && operator !== ops.div && operator !== ops.mod) return type;
  if (other.affinity === 'interval') return operator === ops.mul ? other : type;
  if (type.affinity === 'integer') return other.affinity === 'numeric' || other.affinity === 'float' ? other : type;
  return type;
}

/** A whole number. */
export const integerType = new IntegerType();
/** A whole number of 64 bits. */
export const bigIntegerType = new BigIntegerType();
/** A double-precision number. */
export const floatType = new FloatType();
/** A decimal number of any size. */
export const numericType = new NumericType();
