import { parse, stringify } from 'devalue';
import { ArgumentError, showValue } from '../../errors.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { bytesOf } from './binary.ts';
import { Decimal, isDecimal } from './decimal.ts';
import { Temporal } from './temporal.ts';
import { type Affinity, type BindProcessor, type ResultProcessor, TypeEngine } from './type-engine.ts';

const PYTHON_PICKLE = 0x80;
const UTF8 = new TextEncoder();

const reducers = { Decimal: (value: unknown) => isDecimal(value) && value.toString() };
const revivers = { Decimal: (text: string) => new Decimal(text) };

/** Any value that devalue carries, as text in a BLOB: maps, sets, dates, big integers, cycles. */
export class PickleTypeType extends TypeEngine<any, any> {
  override readonly visitName = 'pickle';
  override readonly affinity: Affinity = 'other';

  override accepts(): boolean {
    return true;
  }

  /** The text of a value. @throws ArgumentError for functions, symbols and instances of classes of the caller's */
  write(value: unknown): string {
    try {
      return stringify(value, reducers);
    } catch (error) {
      throw Object.assign(
        new ArgumentError(`PickleType cannot store ${showValue(value)}: ${error instanceof Error ? error.message : error}`),
        { cause: error },
      );
    }
  }

  override compareValues(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    if (a === null || b === null || a === undefined || b === undefined) return false;
    return this.write(a) === this.write(b);
  }

  override bindProcessor(_dialect: SqlDialect): BindProcessor {
    return (value) => UTF8.encode(this.write(value));
  }

  override resultProcessor(_dialect: SqlDialect): ResultProcessor<any> {
    return readPickle;
  }
}

function readPickle(value: unknown): unknown {
  const bytes = bytesOf(value);
  if (bytes !== null && bytes[0] === PYTHON_PICKLE)
    throw new ArgumentError('This value is a Python pickle, which only Python reads: write it again from here');
  try {
    return parse(bytes === null ? String(value) : new TextDecoder('utf-8', { fatal: true }).decode(bytes), revivers);
  } catch (error) {
    throw Object.assign(new ArgumentError(`The stored value ${showValue(value)} is not one that PickleType wrote`), { cause: error });
  }
}

// Temporal values are carried by devalue itself where the engine has them; the polyfill's need help
for (const name of ['PlainDate', 'PlainTime', 'PlainDateTime', 'Instant', 'Duration'] as const) {
  Object.assign(reducers, {
    [`Temporal${name}`]: (value: unknown) =>
      typeof value === 'object' &&
      value !== null &&
      (value as Record<symbol, unknown>)[Symbol.toStringTag] === `Temporal.${name}` &&
      String(value),
  });
  Object.assign(revivers, { [`Temporal${name}`]: (text: string) => Temporal[name].from(text) });
}

/** Any value that devalue carries. */
export const pickleType = new PickleTypeType();
