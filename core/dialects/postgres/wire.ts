/**
 * The part of PostgreSQL's frontend/backend protocol (version 3, extended query) that a driver without a socket needs: one message with a parsed
 * statement and its executions goes in, all answers come out.
 */
import type { DriverValue, Reply } from '../../io.ts';
import { PostgresError } from './postgres-error.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Grows as it is written to. */
class Writer {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Writes one message: its letter, its length, what `write` puts in. */
  message(letter: string, write: () => void): void {
    this.#reserve(5);
    this.#bytes[this.#length] = letter.charCodeAt(0);
    const start = this.#length + 1;
    this.#length += 5;
    write();
    this.#view.setInt32(start, this.#length - start);
  }

  int16(value: number): void {
    this.#reserve(2);
    this.#view.setInt16(this.#length, value);
    this.#length += 2;
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#view.setInt32(this.#length, value);
    this.#length += 4;
  }

  /** Text with the zero that ends it. */
  text(text: string): void {
    this.#put(encoder.encode(text));
    this.#reserve(1);
    this.#bytes[this.#length] = 0;
    this.#length += 1;
  }

  /** Bytes with their length before them. */
  value(bytes: Uint8Array): void {
    this.int32(bytes.length);
    this.#put(bytes);
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #put(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + size));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

const OID = { bool: 16, bytea: 17, int8: 20, int2: 21, int4: 23, text: 25, oid: 26, float4: 700, float8: 701 } as const;

const TESTED_FOR_NULL = /\$(\d+) IS (?:NOT )?NULL/g;

/** One message: parse `sql`, execute it once for each list, and end. */
export function writeQuery(sql: string, paramSets: readonly (readonly DriverValue[])[]): Uint8Array {
  const writer = new Writer();
  writer.message('P', () => {
    writer.text('');
    writer.text(sql);
    const types = parameterTypes(paramSets);
    // Nothing but the value itself tells the type of `$1 IS NULL`.
    for (const [, place] of sql.matchAll(TESTED_FOR_NULL)) types[Number(place) - 1] ||= OID.text;
    writer.int16(types.length);
    for (const type of types) writer.int32(type ?? 0);
  });
  paramSets.forEach((params, index) => {
    writer.message('B', () => writeBind(writer, params));
    if (index === 0) {
      writer.message('D', () => {
        writer.text('P');
      });
    }
    writer.message('E', () => {
      writer.text('');
      writer.int32(0);
    });
  });
  writer.message('S', () => {});
  return writer.finish();
}

function writeBind(writer: Writer, params: readonly DriverValue[]): void {
  writer.text('');
  writer.text('');
  const isBinary = params.map((value) => value instanceof Uint8Array);
  writer.int16(params.length);
  for (const binary of isBinary) writer.int16(binary ? 1 : 0);
  writer.int16(params.length);
  for (const value of params) {
    if (value === null) writer.int32(-1);
    else writer.value(value instanceof Uint8Array ? value : encoder.encode(textOf(value)));
  }
  writer.int16(0);
}

function textOf(value: boolean | number | bigint | string): string {
  return typeof value === 'boolean' ? (value ? 't' : 'f') : String(value);
}

/** Numbers and booleans say what they are, as literals would; texts take the type of their place. */
function parameterTypes(paramSets: readonly (readonly DriverValue[])[]): number[] {
  const types: number[] = [];
  for (const params of paramSets) {
    for (const [index, value] of params.entries()) types[index] = widest(types[index] ?? 0, typeOf(value));
  }
  return types;
}

function typeOf(value: DriverValue): number {
  if (typeof value === 'boolean') return OID.bool;
  if (typeof value === 'bigint') return OID.int8;
  if (value instanceof Uint8Array) return OID.bytea;
  if (typeof value !== 'number') return 0;
  if (!Number.isSafeInteger(value)) return OID.float8;
  return value === (value | 0) ? OID.int4 : OID.int8;
}

/** The type that all values of one place have. */
function widest(a: number, b: number): number {
  if (a === 0 || a === b) return b;
  if (b === 0) return a;
  const order: number[] = [OID.int4, OID.int8, OID.float8];
  const wider = Math.max(order.indexOf(a), order.indexOf(b));
  return order.includes(a) && order.includes(b) ? order[wider]! : 0;
}

/** Reads the answer to {@link writeQuery}: one reply for each execution. @throws PostgresError when the database refused */
export function readReplies(bytes: Uint8Array): Reply[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const replies: Reply[] = [];
  let columns: readonly string[] = [];
  let types: readonly number[] = [];
  let rows: DriverValue[][] = [];
  let failure: PostgresError | null = null;
  for (let at = 0; at < bytes.length; at += 1 + view.getInt32(at + 1)) {
    const body = at + 5;
    switch (bytes[at]) {
      case LETTER.rowDescription:
        ({ columns, types } = readDescription(bytes, view, body));
        break;
      case LETTER.dataRow:
        rows.push(readRow(bytes, view, body, types));
        break;
      case LETTER.commandComplete: {
        const count = Number(/\d+$/.exec(readText(bytes, body))?.[0] ?? 0);
        replies.push({ columns, rows, rowCount: count, lastInsertId: null });
        rows = [];
        break;
      }
      case LETTER.emptyQuery:
        replies.push({ columns: [], rows: [], rowCount: 0, lastInsertId: null });
        break;
      case LETTER.error:
        failure ??= new PostgresError(readFields(bytes, body));
        break;
    }
  }
  if (failure) throw failure;
  return replies;
}

const LETTER = { rowDescription: 0x54, dataRow: 0x44, commandComplete: 0x43, emptyQuery: 0x49, error: 0x45 } as const;

function endOfText(bytes: Uint8Array, at: number): number {
  return bytes.indexOf(0, at);
}

function readText(bytes: Uint8Array, at: number): string {
  return decoder.decode(bytes.subarray(at, endOfText(bytes, at)));
}

function readDescription(bytes: Uint8Array, view: DataView, body: number): { columns: string[]; types: number[] } {
  const columns: string[] = [];
  const types: number[] = [];
  let at = body + 2;
  for (let left = view.getInt16(body); left > 0; left -= 1) {
    columns.push(readText(bytes, at));
    at = endOfText(bytes, at) + 1;
    types.push(view.getInt32(at + 6));
    at += 18;
  }
  return { columns, types };
}

function readRow(bytes: Uint8Array, view: DataView, body: number, types: readonly number[]): DriverValue[] {
  const count = view.getInt16(body);
  const row = new Array<DriverValue>(count);
  let at = body + 2;
  for (let index = 0; index < count; index += 1) {
    const length = view.getInt32(at);
    at += 4;
    if (length < 0) row[index] = null;
    else {
      row[index] = readValue(types[index]!, bytes, at, at + length);
      at += length;
    }
  }
  return row;
}

function readValue(type: number, bytes: Uint8Array, start: number, end: number): DriverValue {
  if (type === OID.bool) return bytes[start] === 0x74;
  if (type === OID.bytea) return readHex(bytes, start + 2, end);
  const text = shortText(bytes, start, end);
  switch (type) {
    case OID.int2:
    case OID.int4:
    case OID.oid:
    case OID.float4:
    case OID.float8:
      return Number(text);
    case OID.int8: {
      const number = Number(text);
      return Number.isSafeInteger(number) ? number : BigInt(text);
    }
    default:
      return text;
  }
}

/** Calling the decoder costs more than a short text of plain letters. */
function shortText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 24) return decoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte > 127) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

function readHex(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const digit = (code: number): number => (code > 0x39 ? code - 0x57 : code - 0x30);
  return Uint8Array.from(
    { length: (end - start) / 2 },
    (_, index) => digit(bytes[start + index * 2]!) * 16 + digit(bytes[start + index * 2 + 1]!),
  );
}

/** The fields of an error by their letters: M message, C code, D detail, H hint … */
function readFields(bytes: Uint8Array, body: number): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = body; bytes[at] !== 0; at = endOfText(bytes, at) + 1) fields.set(String.fromCharCode(bytes[at]!), readText(bytes, at + 1));
  return fields;
}
