/** Reads the rows of a statement out of the memory of sql.js. Texts are gathered there, and many are decoded by one call. */
import type { DriverValue } from '../../io.ts';
import type { SqlJsModule } from './sql-js-module.ts';

const ROW = 100;
const DONE = 101;
const TYPE = { integer: 1, float: 2, text: 3, blob: 4 } as const;
/** So many bytes, or so many texts, are decoded at once. A part of what was decoded keeps the whole. */
const BATCH_BYTES = 1 << 14;
const BATCH_TEXTS = 1024;
/** A longer text is decoded by itself. */
const LONG_TEXT = BATCH_BYTES / 8;
/** A call of the decoder costs as much as some hundred characters. */
const FEW_CHARACTERS = 200;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads rows, for all databases of one sql.js. */
export class RowReader {
  readonly #module: SqlJsModule;
  #idle: TextBatch | null = null;

  constructor(module: SqlJsModule) {
    this.#module = module;
  }

  /** Steps through a statement that is bound. @throws the database's error */
  read(statement: number, width: number, database: { error(): Error }): DriverValue[][] {
    const { exports } = this.#module;
    const rows: DriverValue[][] = [];
    let texts: TextBatch | null = null;
    try {
      let code = exports._sqlite3_step(statement);
      for (; code === ROW; code = exports._sqlite3_step(statement)) {
        const row = new Array<DriverValue>(width);
        rows.push(row);
        for (let index = 0; index < width; index += 1) {
          switch (exports._sqlite3_column_type(statement, index)) {
            case TYPE.integer: {
              const number = exports._sqlite3_column_double(statement, index);
              row[index] = Number.isSafeInteger(number) ? number : this.#readLargeInteger(statement, index);
              break;
            }
            case TYPE.float:
              row[index] = exports._sqlite3_column_double(statement, index);
              break;
            case TYPE.text: {
              const address = exports._sqlite3_column_text(statement, index);
              const length = exports._sqlite3_column_bytes(statement, index);
              if (length > LONG_TEXT) {
                row[index] = decoder.decode(this.#module.bytes.subarray(address, address + length));
                break;
              }
              texts ??= this.#takeTexts();
              if (!texts.hasRoomFor(length)) texts.decodeInto(rows);
              texts.add(rows.length - 1, index, address, length);
              break;
            }
            case TYPE.blob:
              row[index] = this.#readBytes(statement, index);
              break;
            default:
              row[index] = null;
          }
        }
      }
      if (code !== DONE) throw database.error();
      if (texts !== null) texts.decodeInto(rows);
      return rows;
    } finally {
      if (texts !== null) this.#giveBack(texts);
    }
  }

  #readLargeInteger(statement: number, index: number): bigint {
    const { exports } = this.#module;
    const address = exports._sqlite3_column_text(statement, index);
    const length = exports._sqlite3_column_bytes(statement, index);
    return BigInt(decoder.decode(this.#module.bytes.subarray(address, address + length)));
  }

  #readBytes(statement: number, index: number): Uint8Array {
    const { exports } = this.#module;
    const address = exports._sqlite3_column_blob(statement, index);
    const length = exports._sqlite3_column_bytes(statement, index);
    return this.#module.bytes.slice(address, address + length);
  }

  /** The batch of texts; a new one where a function in SQL runs another statement meanwhile. */
  #takeTexts(): TextBatch {
    const texts = this.#idle ?? new TextBatch(this.#module);
    this.#idle = null;
    return texts;
  }

  #giveBack(texts: TextBatch): void {
    texts.clear();
    if (this.#idle === null) this.#idle = texts;
    else texts.free();
  }
}

/** Texts that wait to be decoded together, one behind the other in the memory of sql.js, and the cells they belong to. */
class TextBatch {
  readonly #module: SqlJsModule;
  readonly #address: number;
  #length = 0;
  #count = 0;
  readonly #rows = new Int32Array(BATCH_TEXTS);
  readonly #columns = new Int32Array(BATCH_TEXTS);
  readonly #ends = new Int32Array(BATCH_TEXTS);

  constructor(module: SqlJsModule) {
    this.#module = module;
    this.#address = module.exports._malloc(BATCH_BYTES);
  }

  hasRoomFor(length: number): boolean {
    return this.#count < BATCH_TEXTS && this.#length + length <= BATCH_BYTES;
  }

  add(row: number, column: number, address: number, length: number): void {
    this.#module.bytes.copyWithin(this.#address + this.#length, address, address + length);
    this.#length += length;
    const place = this.#count;
    this.#rows[place] = row;
    this.#columns[place] = column;
    this.#ends[place] = this.#length;
    this.#count = place + 1;
  }

  /** Puts the texts into their cells; the batch is empty then. */
  decodeInto(rows: DriverValue[][]): void {
    const bytes = this.#module.bytes.subarray(this.#address, this.#address + this.#length);
    const text = bytes.length <= FEW_CHARACTERS ? fewCharacters(bytes) : decoder.decode(bytes);
    if (text.length === bytes.length) this.#splitByBytes(text, rows);
    else if (!this.#splitByCharacters(text, bytes, rows)) this.#decodeEach(bytes, rows);
    this.clear();
  }

  /** Where every byte is a character, the texts end where their bytes do. */
  #splitByBytes(text: string, rows: DriverValue[][]): void {
    let start = 0;
    for (let i = 0; i < this.#count; i += 1) {
      const end = this.#ends[i]!;
      rows[this.#rows[i]!]![this.#columns[i]!] = text.substring(start, end);
      start = end;
    }
  }

  /** Counts the characters that the bytes of each text make. False where that cannot be told: some bytes are not UTF-8. */
  #splitByCharacters(text: string, bytes: Uint8Array, rows: DriverValue[][]): boolean {
    if (text.includes('\ufffd')) return false;
    let at = 0;
    let start = 0;
    for (let i = 0; i < this.#count; i += 1) {
      const end = this.#ends[i]!;
      if (at < end && isContinuation(bytes[at]!)) return false;
      const from = start;
      // a character of four bytes is two in JavaScript
      for (; at < end; at += 1) if (!isContinuation(bytes[at]!)) start += bytes[at]! < 0xf0 ? 1 : 2;
      rows[this.#rows[i]!]![this.#columns[i]!] = text.substring(from, start);
    }
    return true;
  }

  #decodeEach(bytes: Uint8Array, rows: DriverValue[][]): void {
    let start = 0;
    for (let i = 0; i < this.#count; i += 1) {
      const end = this.#ends[i]!;
      rows[this.#rows[i]!]![this.#columns[i]!] = decoder.decode(bytes.subarray(start, end));
      start = end;
    }
  }

  clear(): void {
    this.#length = 0;
    this.#count = 0;
  }

  free(): void {
    this.#module.exports._free(this.#address);
  }
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function fewCharacters(bytes: Uint8Array): string {
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i]! > 127) return decoder.decode(bytes);
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}
