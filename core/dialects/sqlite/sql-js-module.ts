/** The functions that sql.js exports and the memory they work on. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** The exports of sql.js that are used, by address and number. */
export interface SqlJsExports {
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

const REQUIRED: readonly (keyof SqlJsExports)[] = [
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

/** One sql.js with its memory; all its databases lie in it. */
export class SqlJsModule {
  readonly exports: SqlJsExports;
  readonly #memory: WasmMemory;
  #bytes: Uint8Array;

  constructor(exports: SqlJsExports, memory: WasmMemory) {
    this.exports = exports;
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
  }

  /** Null where this sql.js lacks a function that is needed. */
  static of(sqlJs: object, memory: WasmMemory): SqlJsModule | null {
    const exports = sqlJs as SqlJsExports;
    return REQUIRED.every((name) => typeof exports[name] === 'function') ? new SqlJsModule(exports, memory) : null;
  }

  /** The memory as it is now: what was seen of it before a call that may let it grow has no length any more. */
  get bytes(): Uint8Array {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  /** Text that ends with a zero; some builds give it decoded. */
  text(address: number | string): string {
    if (typeof address === 'string') return address;
    const { bytes } = this;
    return decoder.decode(bytes.subarray(address, bytes.indexOf(0, address)));
  }
}
