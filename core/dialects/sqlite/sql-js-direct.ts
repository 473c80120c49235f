/**
 * A quicker way to run statements on sql.js: through the functions its WebAssembly exports and its memory, without the glue a cell costs. Texts of many
 * rows are decoded at once. Everything used is public: `instantiateWasm` of Emscripten, the exports of the module, the address of the database.
 */
import type { DriverValue } from '../../io.ts';
import { keepLayout } from '../../util/keep-layout.ts';
import type { SqlJsConfig, SqlJsDatabase, SqlJsStatic } from './sql-js-api.ts';
import type { PreparedStatement, PrepareStatement } from './sql-js-statement.ts';

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}
declare const WebAssembly: {
  readonly Memory: abstract new () => WasmMemory;
  /** Bytes give the instance with its module, a module only the instance. */
  instantiate(wasm: object, imports: object): Promise<{ instance: WasmInstance; module: unknown } | WasmInstance>;
};

/** The exports of sql.js that are used, by address and number. */
interface Exports {
  _malloc(size: number): number;
  _free(address: number): void;
  stringToNewUTF8(text: string): number;
  _sqlite3_prepare_v2(database: number, sql: number, length: number, statement: number, tail: number): number;
  _sqlite3_finalize(statement: number): number;
  _sqlite3_step(statement: number): number;
  _sqlite3_reset(statement: number): number;
  _sqlite3_clear_bindings(statement: number): number;
  _sqlite3_bind_int(statement: number, index: number, value: number): number;
  _sqlite3_bind_double(statement: number, index: number, value: number): number;
  _sqlite3_bind_text(statement: number, index: number, address: number, length: number, destructor: number): number;
  _sqlite3_bind_blob(statement: number, index: number, address: number, length: number, destructor: number): number;
  _sqlite3_column_count(statement: number): number;
  _sqlite3_column_name(statement: number, index: number): number | string;
  _sqlite3_column_type(statement: number, index: number): number;
  _sqlite3_column_double(statement: number, index: number): number;
  _sqlite3_column_text(statement: number, index: number): number;
  _sqlite3_column_blob(statement: number, index: number): number;
  _sqlite3_column_bytes(statement: number, index: number): number;
  _sqlite3_errmsg(database: number): number | string;
}

const REQUIRED: readonly (keyof Exports)[] = [
  '_malloc',
  '_free',
  'stringToNewUTF8',
  '_sqlite3_prepare_v2',
  '_sqlite3_finalize',
  '_sqlite3_step',
  '_sqlite3_reset',
  '_sqlite3_clear_bindings',
  '_sqlite3_bind_int',
  '_sqlite3_bind_double',
  '_sqlite3_bind_text',
  '_sqlite3_bind_blob',
  '_sqlite3_column_count',
  '_sqlite3_column_name',
  '_sqlite3_column_type',
  '_sqlite3_column_double',
  '_sqlite3_column_text',
  '_sqlite3_column_blob',
  '_sqlite3_column_bytes',
  '_sqlite3_errmsg',
];

/** What a host needs to start sql.js so that its memory can be reached. */
export interface DirectAccess {
  /** Goes into `initSqlJs`, beside nothing else that loads the module. */
  readonly config: Pick<SqlJsConfig, 'instantiateWasm'>;
  /** Goes into the driver's options; gives `null` where this sql.js lacks something, and the public interface serves. */
  statements(sqlJs: SqlJsStatic): (database: SqlJsDatabase) => PrepareStatement | null;
}

/**
 * @param wasm - the bytes of `sql-wasm.wasm`, or the module compiled from them
 * @example
 * const direct = directAccess(wasmBinary);
 * const sqlJs = await initSqlJs({ ...direct.config, useOldExtensionFunctions: false });
 * drivers.register('sqlite', sqlJsDriver(sqlJs, { statements: direct.statements(sqlJs) }));
 */
export function directAccess(wasm: object): DirectAccess {
  let memory: WasmMemory | null = null;
  return {
    config: {
      instantiateWasm(imports, done) {
        void WebAssembly.instantiate(wasm, imports).then((made) => {
          const { instance, module } = 'instance' in made ? made : { instance: made, module: wasm };
          memory = (Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory) as WasmMemory | undefined) ?? null;
          done(instance, module);
        });
        return {};
      },
    },
    statements: (sqlJs) => (database) => {
      const exports = sqlJs as unknown as Exports;
      if (memory === null || REQUIRED.some((name) => typeof exports[name] !== 'function')) return null;
      const machine = new Machine(exports, memory, database.db);
      return (sql) => new DirectStatement(machine, sql);
    },
  };
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** One open database with its memory. */
class Machine {
  readonly exports: Exports;
  readonly #memory: WasmMemory;
  readonly #database: number;
  bytes: Uint8Array;
  /** Where the texts and bytes of one execution are put; used by one execution at a time. */
  #scratch = 0;
  #scratchSize = 0;
  #busy = false;
  #texts: TextBatch | null = null;

  constructor(exports: Exports, memory: WasmMemory, database: number) {
    this.exports = exports;
    this.#memory = memory;
    this.#database = database;
    this.bytes = new Uint8Array(memory.buffer);
  }

  /** Memory that grew is another buffer, and what was seen through the old one has no length any more. */
  refresh(): Uint8Array {
    if (this.bytes.length === 0) this.bytes = new Uint8Array(this.#memory.buffer);
    return this.bytes;
  }

  error(): Error {
    return new Error(this.text(this.exports._sqlite3_errmsg(this.#database)));
  }

  /** Text that ends with a zero; some builds give it decoded. */
  text(address: number | string): string {
    if (typeof address === 'string') return address;
    const bytes = this.refresh();
    return decoder.decode(bytes.subarray(address, bytes.indexOf(0, address)));
  }

  prepare(sql: string): number {
    const { exports } = this;
    const text = exports.stringToNewUTF8(sql);
    const slot = exports._malloc(4);
    try {
      const code = exports._sqlite3_prepare_v2(this.#database, text, -1, slot, 0);
      if (code !== 0) throw this.error();
      const bytes = this.refresh();
      const statement = new DataView(bytes.buffer).getInt32(slot, true);
      if (statement === 0) throw new Error('Nothing to prepare');
      return statement;
    } finally {
      exports._free(text);
      exports._free(slot);
    }
  }

  /** Room for `size` bytes until `release`: the common place, or one of its own where a function in SQL runs another statement meanwhile. */
  reserve(size: number): number {
    if (this.#busy) return this.exports._malloc(size);
    this.#busy = true;
    if (size > this.#scratchSize) {
      if (this.#scratch !== 0) this.exports._free(this.#scratch);
      this.#scratchSize = Math.max(size, 16_384);
      this.#scratch = this.exports._malloc(this.#scratchSize);
    }
    return this.#scratch;
  }

  /** The batch of texts; a new one where another execution is using it. */
  takeTexts(): TextBatch {
    const texts = this.#texts ?? new TextBatch();
    this.#texts = null;
    return texts;
  }

  giveBack(texts: TextBatch): void {
    this.#texts = texts;
  }

  release(address: number): void {
    if (address === this.#scratch) this.#busy = false;
    else this.exports._free(address);
  }
}

const ROW = 100;
const DONE = 101;
const TYPE = { integer: 1, float: 2, text: 3, blob: 4 } as const;
/** So many rows, or so many bytes, are decoded at once. */
const BATCH_ROWS = 512;
const BATCH_BYTES = 1 << 17;
const FEW_CHARACTERS = 200;

class DirectStatement implements PreparedStatement {
  readonly columns: readonly string[];
  readonly #machine: Machine;
  readonly #statement: number;

  constructor(machine: Machine, sql: string) {
    this.#machine = machine;
    this.#statement = machine.prepare(sql);
    const count = machine.exports._sqlite3_column_count(this.#statement);
    this.columns = Array.from({ length: count }, (_, index) => machine.text(machine.exports._sqlite3_column_name(this.#statement, index)));
  }

  rows(params: readonly DriverValue[]): DriverValue[][] {
    const { exports } = this.#machine;
    const room = params.length > 0 ? this.#bind(params) : 0;
    try {
      return this.#read();
    } finally {
      exports._sqlite3_reset(this.#statement);
      if (params.length > 0) exports._sqlite3_clear_bindings(this.#statement);
      if (room !== 0) this.#machine.release(room);
    }
  }

  free(): void {
    this.#machine.exports._sqlite3_finalize(this.#statement);
  }

  /** Binds every value; gives the address of the room their texts lie in, or 0. */
  #bind(params: readonly DriverValue[]): number {
    const machine = this.#machine;
    const size = roomFor(params);
    const room = size > 0 ? machine.reserve(size) : 0;
    let at = room;
    for (let index = 0; index < params.length; index += 1) {
      const value = params[index]!;
      if (typeof value === 'string') at = this.#bindText(index + 1, value, at);
      else if (value instanceof Uint8Array) at = this.#bindBytes(index + 1, value, at);
      else this.#bindNumber(index + 1, value);
    }
    return room;
  }

  #bindNumber(index: number, value: null | boolean | number | bigint): void {
    if (value === null) return;
    const { exports } = this.#machine;
    const number = Number(value);
    const code =
      number === (number | 0)
        ? exports._sqlite3_bind_int(this.#statement, index, number)
        : exports._sqlite3_bind_double(this.#statement, index, number);
    if (code !== 0) throw this.#machine.error();
  }

  #bindText(index: number, text: string, at: number): number {
    const machine = this.#machine;
    const length = writeText(machine.refresh(), at, text);
    if (machine.exports._sqlite3_bind_text(this.#statement, index, at, length, 0) !== 0) throw machine.error();
    return at + length + 1;
  }

  #bindBytes(index: number, bytes: Uint8Array, at: number): number {
    const machine = this.#machine;
    machine.refresh().set(bytes, at);
    if (machine.exports._sqlite3_bind_blob(this.#statement, index, at, bytes.length, 0) !== 0) throw machine.error();
    return at + bytes.length + 1;
  }

  #read(): DriverValue[][] {
    const machine = this.#machine;
    const { exports } = machine;
    const statement = this.#statement;
    const width = this.columns.length;
    const rows: DriverValue[][] = [];
    let texts: TextBatch | null = null;
    let code = exports._sqlite3_step(statement);
    for (; code === ROW; code = exports._sqlite3_step(statement)) {
      const row = new Array<DriverValue>(width);
      for (let index = 0; index < width; index += 1) {
        switch (exports._sqlite3_column_type(statement, index)) {
          case TYPE.integer:
            row[index] = this.#readInteger(index);
            break;
          case TYPE.float:
            row[index] = exports._sqlite3_column_double(statement, index);
            break;
          case TYPE.text: {
            const address = exports._sqlite3_column_text(statement, index);
            texts ??= machine.takeTexts();
            texts.add(row, index, machine.refresh(), address, exports._sqlite3_column_bytes(statement, index));
            break;
          }
          case TYPE.blob:
            row[index] = this.#readBytes(index);
            break;
          default:
            row[index] = null;
        }
      }
      rows.push(row);
      if (texts !== null && (rows.length & (BATCH_ROWS - 1)) === 0) texts.flush();
    }
    if (code !== DONE) throw machine.error();
    if (texts !== null) {
      texts.flush();
      machine.giveBack(texts);
    }
    return rows;
  }

  #readInteger(index: number): number | bigint {
    const { exports } = this.#machine;
    const number = exports._sqlite3_column_double(this.#statement, index);
    if (Number.isSafeInteger(number)) return number;
    const address = exports._sqlite3_column_text(this.#statement, index);
    const length = exports._sqlite3_column_bytes(this.#statement, index);
    return BigInt(decoder.decode(this.#machine.refresh().subarray(address, address + length)));
  }

  #readBytes(index: number): Uint8Array {
    const { exports } = this.#machine;
    const address = exports._sqlite3_column_blob(this.#statement, index);
    const length = exports._sqlite3_column_bytes(this.#statement, index);
    return this.#machine.refresh().slice(address, address + length);
  }
}

/** Texts of several rows that wait to be decoded together. Plain letters are collected; anything else is decoded at once. */
class TextBatch {
  #bytes = new Uint8Array(1024);
  #length = 0;
  readonly #rows: DriverValue[][] = [];
  readonly #columns: number[] = [];
  readonly #ends: number[] = [];

  add(row: DriverValue[], column: number, memory: Uint8Array, address: number, length: number): void {
    if (this.#length + length > BATCH_BYTES) this.flush();
    const staged = this.#reserve(length);
    const start = this.#length;
    let bits = 0;
    for (let index = 0; index < length; index += 1) {
      const byte = memory[address + index]!;
      bits |= byte;
      staged[start + index] = byte;
    }
    if (bits > 127) {
      row[column] = decoder.decode(memory.subarray(address, address + length));
      return;
    }
    this.#length = start + length;
    this.#rows.push(row);
    this.#columns.push(column);
    this.#ends.push(this.#length);
  }

  flush(): void {
    const count = this.#rows.length;
    if (count === 0) return;
    const bytes = this.#bytes.subarray(0, this.#length);
    // A call of the decoder costs as much as some hundred characters.
    const text = this.#length <= FEW_CHARACTERS ? String.fromCharCode.apply(null, bytes as unknown as number[]) : decoder.decode(bytes);
    let start = 0;
    for (let index = 0; index < count; index += 1) {
      const end = this.#ends[index]!;
      this.#rows[index]![this.#columns[index]!] = text.substring(start, end);
      start = end;
    }
    this.#rows.length = 0;
    this.#columns.length = 0;
    this.#ends.length = 0;
    this.#length = 0;
  }

  #reserve(length: number): Uint8Array {
    if (this.#length + length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 4, this.#length + length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}

function roomFor(params: readonly DriverValue[]): number {
  let size = 0;
  for (let index = 0; index < params.length; index += 1) {
    const value = params[index]!;
    if (typeof value === 'string') size += value.length * 3 + 1;
    else if (value instanceof Uint8Array) size += value.length + 1;
  }
  return size;
}

/** Writes UTF-8 and gives its length. Lone surrogates become U+FFFD, as everywhere. */
function writeText(memory: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127) {
      const bytes = encoder.encode(text);
      memory.set(bytes, at);
      return bytes.length;
    }
    memory[at + index] = code;
  }
  return text.length;
}

keepLayout(new TextBatch());
