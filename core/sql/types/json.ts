import { ArgumentError, showValue } from '../../errors.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { type Affinity, type BindProcessor, type LiteralProcessor, type ResultProcessor, TypeEngine } from './type-engine.ts';

/** A JSON value. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Stands for the JSON text `null`, where `null` itself is SQL NULL. */
export const jsonNull: unique symbol = Symbol('JSON.NULL');

/**
 * JSON text as Python's json module writes it, so that a file written from here reads the same as one that SQLAlchemy wrote: blanks behind `,` and
 * `:`, and everything beyond ASCII escaped.
 */
function writeJson(value: unknown): string {
  if (value === jsonNull || value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'boolean':
      return String(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
    case 'object':
      return writeContainer(value as object);
    default:
      throw new ArgumentError(`JSON cannot hold ${showValue(value)}`);
  }
}

function writeContainer(value: object): string {
  if (Array.isArray(value)) return `[${value.map((item) => writeJson(item === undefined ? null : item)).join(', ')}]`;
  if (value instanceof Map || value instanceof Set)
    throw new ArgumentError(`JSON cannot hold ${showValue(value)}: write Object.fromEntries(map) or [...set], or use PickleType`);
  const { toJSON } = value as { toJSON?: () => unknown };
  if (typeof toJSON === 'function') return writeJson(toJSON.call(value));
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${members.map(([key, item]) => `${writeString(key)}: ${writeJson(item)}`).join(', ')}}`;
}

function writeString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Reads JSON, and the `NaN` and `Infinity` that Python's json module writes. @throws ArgumentError */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (token) => (token.startsWith('"') ? token : `"\\u0000${token}"`));
    if (marked !== text) {
      try {
        return JSON.parse(marked, (_, item) =>
          typeof item === 'string' && /^\0(NaN|-?Infinity)$/.test(item) ? Number(item.slice(1)) : item,
        );
      } catch {
        // reported below, with the first error
      }
    }
    throw Object.assign(new ArgumentError(`The stored value ${showValue(text)} is not JSON`), { cause: error });
  }
}

/** Any JSON value. `null` is SQL NULL; `JSON.NULL` is the JSON text `null`. */
export class JsonType<T = any> extends TypeEngine<T, T | typeof jsonNull> {
  override readonly visitName: string = 'json';
  override readonly affinity: Affinity = 'json';

  override get leavesUnset(): boolean {
    return true;
  }

  override accepts(): boolean {
    return true;
  }

  /** `JSON.NULL` stays what it is until the row is read again: it is not the same as null. */
  override coerce(value: unknown): T {
    if (typeof value === 'function' || typeof value === 'bigint' || value instanceof Map || value instanceof Set) writeJson(value);
    return value as T;
  }

  override compareValues(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
    return writeJson(a) === writeJson(b);
  }

  override bindProcessor(_dialect: SqlDialect): BindProcessor {
    return writeJson;
  }

  override resultProcessor(_dialect: SqlDialect): ResultProcessor<T> {
    // SQLite's JSON columns have numeric affinity: a JSON number comes back as a number
    return (value) => (typeof value === 'string' ? readJson(value) : typeof value === 'bigint' ? Number(value) : value) as T;
  }

  override literalProcessor(dialect: SqlDialect): LiteralProcessor {
    return (value) => dialect.writeText(writeJson(value));
  }
}

/** Any JSON value. */
export const jsonType = new JsonType();
