import { ArgumentError, showValue } from '../../errors.ts';
import { bytesOf, largeBinaryType } from './binary.ts';
import { booleanType } from './boolean.ts';
import { dateTimeType, dateType, instantType, intervalType, timeType } from './date-time.ts';
import { isDecimal } from './decimal.ts';
import { jsonNull, jsonType } from './json.ts';
import { nullType } from './null-type.ts';
import { bigIntegerType, floatType, integerType, numericType } from './numbers.ts';
import { stringType } from './string.ts';
import { TupleType } from './tuple.ts';
import type { TypeEngine } from './type-engine.ts';

const byTag: Readonly<Record<string, TypeEngine>> = {
  'Temporal.PlainDate': dateType,
  'Temporal.PlainTime': timeType,
  'Temporal.PlainDateTime': dateTimeType,
  'Temporal.Instant': instantType,
  'Temporal.Duration': intervalType,
};

/** The type that a value alone tells; `nullType` for what no type is known of. */
export function typeOfValue(value: unknown): TypeEngine {
  switch (typeof value) {
    case 'string':
      return stringType;
    case 'number':
      return Number.isInteger(value) ? (Number.isSafeInteger(value) ? integerType : floatType) : floatType;
    case 'boolean':
      return booleanType;
    case 'bigint':
      return bigIntegerType;
    case 'symbol':
      return value === jsonNull ? jsonType : nullType;
    case 'object':
      return value === null ? nullType : typeOfObject(value);
    default:
      return nullType;
  }
}

function typeOfObject(value: object): TypeEngine {
  const tag = (value as Record<symbol, unknown>)[Symbol.toStringTag];
  if (typeof tag === 'string' && Object.hasOwn(byTag, tag)) return byTag[tag]!;
  if (isDecimal(value)) return numericType;
  if (Object.prototype.toString.call(value) === '[object Date]') return dateTimeType;
  if (bytesOf(value) !== null) return largeBinaryType;
  return Array.isArray(value) ? new TupleType(value.map(typeOfValue)) : nullType;
}

/**
 * The type with which `value` is bound where it meets an element of `type`: that type where it takes such a value, else the value's own.
 *
 * @throws ArgumentError for what no database can be sent: a function, an object of a class that is not known
 */
export function typeForValue(type: TypeEngine, value: unknown): TypeEngine {
  if (type.accepts(value)) return type;
  const own = typeOfValue(value);
  if (own === nullType && value !== null && (typeof value === 'function' || (typeof value === 'object' && type === nullType))) {
    throw new ArgumentError(`${showValue(value)} cannot be bound: it is neither a SQL expression nor a value that a column type takes`);
  }
  return own === nullType || own.affinity === type.affinity ? type : own;
}
