import { ArgumentError, showValue } from '../../errors.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import { type Affinity, type BindProcessor, type LiteralProcessor, type ResultProcessor, TypeEngine } from './type-engine.ts';

/** The bytes that a value of any binary class holds, without a copy. */
export function bytesOf(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]' ? new Uint8Array(value as ArrayBuffer) : null;
}

/** Whether two byte strings are equal. */
function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

/** Bytes: `Uint8Array`. */
export class LargeBinaryType extends TypeEngine<Uint8Array, Uint8Array | ArrayBuffer> {
  override readonly visitName: string;
  override readonly affinity: Affinity = 'binary';

  constructor(
    readonly length: number | null = null,
    visitName: string = 'largeBinary',
  ) {
    super();
    this.visitName = visitName;
  }

  override get args(): readonly unknown[] {
    return this.length === null ? [] : [this.length];
  }

  override coerce(value: unknown): Uint8Array {
    const bytes = bytesOf(value);
    if (bytes === null) throw new ArgumentError(`${this} takes a Uint8Array or an ArrayBuffer, not ${showValue(value)}`);
    return bytes;
  }

  override accepts(value: unknown): boolean {
    return bytesOf(value) !== null;
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return a === b || (a instanceof Uint8Array && b instanceof Uint8Array && equalBytes(a, b));
  }

  override bindProcessor(_dialect: SqlDialect): BindProcessor {
    return (value) => this.coerce(value);
  }

  override resultProcessor(_dialect: SqlDialect): ResultProcessor<Uint8Array> | null {
    return null;
  }

  override literalProcessor(dialect: SqlDialect): LiteralProcessor {
    return (value) => dialect.writeBytes(this.coerce(value));
  }
}

/** Bytes of any length. */
export const largeBinaryType = new LargeBinaryType();
